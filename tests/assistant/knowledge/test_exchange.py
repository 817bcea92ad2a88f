"""Exports and imports of the FAQ, over the files' entries and a database; nothing is searched."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from assistant.catalog.catalog import Catalog
from assistant.catalog.faq import FaqEntry
from assistant.knowledge import exchange_book
from assistant.knowledge.checking import InvalidEntry
from assistant.knowledge.exchange import Exchange, ImportRefused, NothingOffered, PlanChanged
from assistant.knowledge.exchange_book import GUIDE, SHEET
from assistant.knowledge.exchange_plan import Result
from assistant.knowledge.version import State, Version
from assistant.staff.audit import Deed, Wanted
from assistant.store.audit import SqlAudit
from assistant.store.knowledge import SqlKnowledge
from tests.assistant.knowledge.conftest import NOW, umbrella
from tests.assistant.knowledge.workbooks import changed, exchange_over, filled, only, rows_of

KEY = umbrella().key
LAN = "Lan"
CHESS = umbrella(slug="ban-co", question="Bàn cờ ở đâu?", examples={"formal": ("Bàn cờ để chỗ nào vậy em?",)})
REASON = "cập nhật từ tệp của phòng"


@pytest.fixture
def exchange(catalog: Catalog, repository: SqlKnowledge) -> Exchange:
    return exchange_over(catalog, repository)


@pytest.fixture
def save(repository: SqlKnowledge) -> Callable[..., Version]:
    """Saves a draft, as somebody at the desk does."""

    def saved(entry: FaqEntry, number: int = 1, author: str = "Hoa") -> Version:
        version = Version(entry.key, number, entry, State.DRAFT, author, "", NOW, number - 1)
        repository.add(version)
        return version

    return saved


def brought(exchange: Exchange, book: bytes) -> None:
    exchange.apply(LAN, exchange.offer(book, LAN).digest, REASON)


def test_what_is_exported_is_left_as_it_is(
    exchange: Exchange, catalog: Catalog, save: Callable[..., Version]
) -> None:
    save(umbrella())
    save(umbrella(answer="Ô để ở cửa ra vào, anh/chị cứ lấy ạ."), 2)
    plan = exchange.offer(exchange.export(), LAN)
    assert plan.counts == {Result.UNCHANGED: len(catalog.faq) + 1}
    assert (plan.rows[-1].slug, plan.rows[-1].based_on) == ("muon-o-che-mua", 2)
    assert plan.to_save == []


def test_the_template_is_empty_and_explains_each_column(exchange: Exchange) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exchange.template()))
    sheet, guide = book.worksheets
    assert (sheet.title, guide.title, sheet.max_row) == (SHEET, GUIDE, 1)
    headers = [cell.value for cell in sheet[1]]
    assert [row[0].value for row in guide.iter_rows(min_row=2, max_row=len(headers) + 1)] == headers
    offered = {str(each.sqref)[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    assert offered == {"K": '"có,không"', "L": '"có,không"'}


def test_the_example_of_the_guide_is_an_entry(exchange: Exchange) -> None:
    example = {path: example for path, (_, example) in exchange_book._GUIDE.items()}
    assert only(exchange, filled(example)).result is Result.ADDED


def test_rows_are_added_and_changed_for_review_with_who_and_why(
    exchange: Exchange, repository: SqlKnowledge, database: sa.Engine, catalog: Catalog
) -> None:
    parking = catalog.faq_entry("faq:gui-xe")
    row = 2 + [entry.slug for entry in catalog.faq].index("gui-xe")
    answer = "Anh/chị gửi xe ở sân sau, có mái che ạ."
    last = len(catalog.faq) + 2
    told = {"slug": "ban-co", "theme": "Khác", "question": CHESS.question, "answer": CHESS.answer}
    new = [(last, path, value) for path, value in (told | {"own_practice": "có"}).items()]
    book = changed(exchange.export(), (row, "answer", answer), (row, "aliases", "bãi xe"), *new)
    plan = exchange.offer(book, LAN)
    assert plan.counts == {Result.UNCHANGED: len(catalog.faq) - 1, Result.CHANGED: 1, Result.ADDED: 1}
    assert [d.field for d in plan.rows[row - 2].differences] == ["answer", "aliases"]
    assert repository.newest() == []
    assert exchange.apply(LAN, plan.digest, REASON) == plan
    saved = {version.key: version for version in repository.newest()}
    edited = parking.model_copy(update={"answer": answer, "aliases": ("bãi xe",)})
    assert saved == {
        "faq:gui-xe": Version("faq:gui-xe", 1, edited, State.REVIEW, "Lan", REASON, NOW, 0),
        "faq:ban-co": Version(
            "faq:ban-co",
            1,
            CHESS.model_copy(update={"theme": "Khác", "examples": {}}),
            State.REVIEW,
            "Lan",
            REASON,
            NOW,
            0,
        ),
    }
    records = [record for _, record in SqlAudit(database).records(Wanted(), 10)]
    assert [(r.deed, r.subject) for r in records] == [
        (Deed.DRAFTED, "faq:gui-xe"),
        (Deed.DRAFTED, "faq:ban-co"),
        (Deed.IMPORTED, "faq"),
    ]
    assert (records[-1].after, records[-1].reason) == ({"added": 1, "changed": 1}, REASON)


def test_importing_twice_changes_nothing_more(exchange: Exchange, repository: SqlKnowledge) -> None:
    book = filled(CHESS)
    brought(exchange, book)
    assert only(exchange, book).result is Result.UNCHANGED
    brought(exchange, book)
    assert [version.number for version in repository.newest()] == [1]


def test_nothing_is_saved_when_a_row_is_refused(exchange: Exchange, repository: SqlKnowledge) -> None:
    book = changed(filled(CHESS, umbrella()), (3, "answer", "Có."))
    plan = exchange.offer(book, LAN)
    assert [row.result for row in plan.rows] == [Result.ADDED, Result.REFUSED]
    with pytest.raises(ImportRefused):
        exchange.apply(LAN, plan.digest, REASON)
    assert repository.newest() == []


def test_nothing_is_saved_when_the_plan_has_changed(
    exchange: Exchange, repository: SqlKnowledge, save: Callable[..., Version]
) -> None:
    book = filled(CHESS, umbrella())
    shown = exchange.offer(book, LAN).digest
    theirs = save(umbrella(theme="Khác"))
    with pytest.raises(PlanChanged):
        exchange.apply(LAN, shown, REASON)
    assert exchange.offered(LAN).rows[1].result is Result.REFUSED
    assert repository.newest() == [theirs]


def test_nothing_is_saved_of_another_file_than_the_one_shown(
    exchange: Exchange, repository: SqlKnowledge
) -> None:
    shown = exchange.offer(filled(CHESS), LAN).digest
    exchange.offer(filled(umbrella()), "Hoa")
    exchange.offer(filled(umbrella(), CHESS), LAN)
    with pytest.raises(PlanChanged):
        exchange.apply(LAN, shown, REASON)
    assert repository.newest() == []


def test_a_file_is_imported_once_by_whoever_offered_it(exchange: Exchange, repository: SqlKnowledge) -> None:
    shown = exchange.offer(filled(CHESS), LAN).digest
    with pytest.raises(NothingOffered):
        exchange.apply("Hoa", shown, REASON)
    exchange.apply(LAN, shown, REASON)
    with pytest.raises(NothingOffered):
        exchange.apply(LAN, shown, REASON)
    assert [version.number for version in repository.newest()] == [1]


def test_a_file_does_not_wait_for_ever(catalog: Catalog, repository: SqlKnowledge) -> None:
    now = [NOW]
    exchange = exchange_over(catalog, repository, now=lambda: now[0])
    shown = exchange.offer(filled(CHESS), LAN).digest
    now[0] += timedelta(hours=13)
    with pytest.raises(NothingOffered):
        exchange.apply(LAN, shown, REASON)


def test_nothing_is_saved_when_somebody_saves_in_the_same_moment(
    exchange: Exchange,
    repository: SqlKnowledge,
    save: Callable[..., Version],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = filled(CHESS, umbrella())
    shown, add_all = exchange.offer(book, LAN).digest, repository.add_all

    def too_late(*arguments: Any) -> None:
        save(umbrella(theme="Khác"))
        add_all(*arguments)

    monkeypatch.setattr(repository, "add_all", too_late)
    with pytest.raises(PlanChanged):
        exchange.apply(LAN, shown, REASON)
    assert [(version.key, version.author) for version in repository.newest()] == [(KEY, "Hoa")]


def test_an_edit_of_another_entry_does_not_stop_an_import(
    exchange: Exchange, repository: SqlKnowledge, save: Callable[..., Version]
) -> None:
    save(umbrella())
    book = filled(CHESS)
    shown = exchange.offer(book, LAN).digest
    save(umbrella(theme="Khác"), 2)
    exchange.apply(LAN, shown, REASON)
    assert {version.key for version in repository.newest()} == {KEY, CHESS.key}


@pytest.mark.parametrize("reason", ["", "  ", "x" * 401])
def test_a_reason_is_needed(exchange: Exchange, repository: SqlKnowledge, reason: str) -> None:
    book = filled(CHESS)
    with pytest.raises(InvalidEntry):
        exchange.apply(LAN, exchange.offer(book, LAN).digest, reason)
    assert repository.newest() == []


def test_a_row_that_somebody_changed_since_the_export_is_refused(
    exchange: Exchange, save: Callable[..., Version]
) -> None:
    save(umbrella())
    book = exchange.export()
    row = len(rows_of(exchange, book)) + 1
    theirs = umbrella(answer="Ô để ở cửa ra vào, anh/chị cứ lấy ạ.")
    save(theirs, 2)
    untouched = rows_of(exchange, book)[-1]
    assert (untouched.result, untouched.content) == (Result.UNCHANGED, theirs)
    mine = rows_of(exchange, changed(book, (row, "answer", "Ô đã mượn hết rồi, anh/chị chờ ngớt mưa.")))[-1]
    assert mine.reasons == (
        "Phiên bản: Đã có người sửa sau khi xuất: Hoa lưu phiên bản 2; anh/chị xuất lại rồi sửa",
    )
    assert rows_of(exchange, changed(book, (row, "answer", theirs.answer)))[-1].result is Result.UNCHANGED


def test_an_example_has_one_owner_in_the_knowledge_and_in_the_file(
    exchange: Exchange, catalog: Catalog, save: Callable[..., Version]
) -> None:
    parking = catalog.faq_entry("faq:gui-xe")
    taken = umbrella(examples={"colloquial": ("ô đâu nhỉ", parking.questions[0].upper())})
    reason = f"Câu hỏi mẫu (nói thường), mục 2: Câu này đã thuộc mục “{parking.question}”"
    assert only(exchange, filled(taken)).reasons == (reason,)
    rows = rows_of(exchange, filled(CHESS, umbrella(examples={"formal": CHESS.questions})))
    assert [row.reasons for row in rows] == [
        (),
        ("Câu hỏi mẫu (trang trọng), mục 1: Câu này đã có ở dòng 2",),
    ]
    theirs = umbrella(examples={"formal": CHESS.questions})
    save(theirs)
    rows = rows_of(exchange, filled(CHESS, theirs))
    assert [row.result for row in rows] == [Result.REFUSED, Result.UNCHANGED]
