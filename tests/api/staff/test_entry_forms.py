"""The forms of entries, without a server: what goes in comes out, and problems stand where they are."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.datastructures import FormData

from api.staff.entry_forms import EntryForm
from api.staff.faq_form import FaqForm, slug_of
from api.staff.fields import Field, OneOf, Part, Parts, SomeOf
from api.staff.procedure_form import ProcedureForm
from api.staff.written import Written
from assistant.catalog.catalog import Catalog
from assistant.catalog.faq import FaqEntry
from assistant.catalog.procedure import Procedure
from assistant.knowledge.checking import FieldProblem, InvalidEntry, parsed
from assistant.knowledge.version import Content

WITCHCRAFT = '<script>alert("x")</script> & \'"> 🌧️ Ủy ban'


def form_of(content: Content, catalog: Catalog) -> EntryForm:
    form = (FaqForm if isinstance(content, FaqEntry) else ProcedureForm).of(content)
    form.suggest(catalog)
    return form


def sent(form: Any) -> Iterator[tuple[str, str]]:
    """What a browser posts of a form as it stands: line ends are CRLF, boxes only if they are ticked."""
    for field in form:
        if isinstance(field, Parts):
            for entry in field:
                yield from sent(entry.form)
        elif isinstance(field, Part):
            yield from sent(field.form)
        elif isinstance(field, SomeOf):
            yield from ((field.name, choice.value) for choice in field.iter_choices() if choice.selected)
        elif isinstance(field, OneOf):
            chosen = [choice.value for choice in field.iter_choices() if choice.selected]
            yield field.name, chosen[0] if chosen else ""
        elif field.kind != "flag":
            yield field.name, field._value().replace("\n", "\r\n")
        elif field.data:
            yield field.name, "y"


def written(*values: tuple[str, str]) -> Written:
    return Written.of(FormData(values))


def again(content: Content, catalog: Catalog) -> Content:
    """The content after a journey through the form and a browser."""
    form = form_of(content, catalog)
    return parsed(content.key, type(form)(written(*sent(form))).content_data())


def refused(form: EntryForm, key: str) -> EntryForm:
    with pytest.raises(InvalidEntry) as caught:
        parsed(key, form.content_data())
    form.refuse(caught.value.problems)
    return form


def faq(**changes: str) -> FaqForm:
    told = {
        "slug": "muon-o",
        "question": "Có mượn được ô không?",
        "answer": "Anh/chị mượn ô ở bàn hướng dẫn ạ.",
        "theme": "Tại trung tâm",
        "own_practice": "y",
    }
    return FaqForm(written(*(told | changes).items()))


def procedure(catalog: Catalog, **changes: str) -> ProcedureForm:
    told = dict(sent(form_of(catalog.procedure("1.001193"), catalog)))
    return ProcedureForm(written(*(told | changes).items()))


def test_every_entry_comes_out_of_its_form_as_it_went_in(catalog: Catalog) -> None:
    changed = [entry.key for entry in catalog.entries if again(entry, catalog) != entry]
    assert changed == []


def test_every_field_of_the_models_is_in_a_section() -> None:
    for form, model in ((FaqForm, FaqEntry), (ProcedureForm, Procedure)):
        shown = [name for section in form.sections for name in section.fields]
        assert sorted(shown) == sorted(model.model_fields)


def test_every_field_says_what_to_write() -> None:
    def helped(field: Field) -> bool:
        inner = (
            field.form
            if isinstance(field, Part)
            else field.entries[0].form
            if isinstance(field, Parts)
            else ()
        )
        return all(map(helped, inner)) and bool(inner or field.description)

    for form in (FaqForm(), ProcedureForm()):
        silent = [field.name for field in form if field.name != "unknown" and not helped(field)]
        assert silent == []


def test_what_is_typed_is_shown_again_unharmed() -> None:
    form = faq(question=WITCHCRAFT, answer="x" * 5000, valid_from="hôm qua", aliases=f"a\r\n\r\n{WITCHCRAFT}")
    assert form.question._value() == WITCHCRAFT
    assert form.valid_from._value() == "hôm qua"
    assert form.aliases._value() == f"a\n\n{WITCHCRAFT}"
    assert form.answer._value() == "x" * 5000
    assert "<script>" not in str(form.question())
    assert "<script>" not in str(form.aliases())
    assert form.content_data()["aliases"] == ["a", WITCHCRAFT]


def test_control_characters_and_strange_names_are_left_out() -> None:
    made = written(("question", "a\x00b\x1bc"), ("documents-²-name", "x"), ("documents-9999999-name", "y"))
    assert made.getlist("question") == ["abc"]
    assert list(made) == ["question"]


def test_letters_in_two_pieces_are_put_together() -> None:
    assert written(("question", "ca\u0302\u0301p")).get("question") == "cấp"


def test_problems_stand_at_their_fields() -> None:
    form = refused(faq(question="", answer="Ngắn quá", valid_to="31/02/2026"), "faq:muon-o")
    assert form.problems == {
        "question": ["Cần điền mục này"],
        "answer": ["Cần ít nhất 20 ký tự"],
        "valid_to": ["Ngày không đúng"],
    }


def test_a_problem_of_one_line_names_the_line_as_it_is_seen() -> None:
    form = faq(aliases=f"ô\r\n\r\n{'dài ' * 50}\r\nmượn ô")
    assert refused(form, "faq:muon-o").problems == {"aliases": ["Dòng 3: Chỉ được tối đa 160 ký tự"]}


def test_a_question_that_is_another_entrys_is_shown_at_its_voice() -> None:
    form = faq(**{"examples-nodiac": "\r\nmuon o\r\ncho muon cai o"})
    form.refuse([FieldProblem("examples.nodiac.1", "Câu này đã thuộc mục “Gửi xe”")])
    assert form.problems == {"examples-nodiac": ["Dòng 3: Câu này đã thuộc mục “Gửi xe”"]}


def test_a_source_and_own_practice_are_not_both() -> None:
    form = faq(**{"source-title": "Nghị định 23/2015/NĐ-CP", "source-url": "dichvucong"})
    problems = refused(form, "faq:muon-o").problems
    assert problems == {"source-url": ["Không đúng dạng"]}
    form = refused(faq(**{"source-title": "Nghị định 23/2015/NĐ-CP"}), "faq:muon-o")
    assert list(form.problems) == ["source"]


def test_rows_left_empty_do_not_count_and_problems_find_the_row(catalog: Catalog) -> None:
    form = procedure(
        catalog,
        **{
            "documents-7-name": "",
            "documents-8-detail": "thiếu tên",
            "fees-0-amount": "0",
            "time_limits-0-value": "5",
            "time_limits-0-unit": "same_day",
        },
    )
    problems = refused(form, "1.001193").problems
    (row,) = [entry for entry in form.documents if entry.form.detail.data == "thiếu tên"]
    assert problems[f"{row.name}-name"] == ["Cần điền mục này"]
    assert problems["fees-0"] == ["Lệ phí 0 đồng cần lý do miễn"]
    assert problems["time_limits-0"] == ["Cần số, trừ khi giải quyết trong ngày"]


def test_a_fact_that_is_given_and_unknown_is_shown_at_the_fact(catalog: Catalog) -> None:
    form = refused(procedure(catalog, unknown="documents"), "1.001193")
    assert "Chưa rõ" in form.problems["documents"][0]


@pytest.mark.parametrize(
    ("amount", "taken"),
    [("25.000", "25000"), ("25.000 đồng", "25000"), ("1 500 000đ", "1500000"), ("8000", "8000"), ("", None)],
)
def test_amounts_are_written_as_people_write_them(amount: str, taken: str | None) -> None:
    form = ProcedureForm(written(("fees-0-amount", amount), ("fees-0-unit", "lần")))
    assert form.content_data()["fees"][0].get("amount") == taken


@pytest.mark.parametrize("amount", ["25.00", "hai mươi nghìn", "-5", "1,5", "١٢"])
def test_what_is_no_number_is_refused(catalog: Catalog, amount: str) -> None:
    form = refused(procedure(catalog, **{"fees-0-amount": amount}), "1.001193")
    assert form.problems["fees-0-amount"] == ["Phải là số nguyên"]


@pytest.mark.parametrize("day", ["2026", "20261123", "1/2/26", "23-11", "23/13/2026"])
def test_what_is_no_day_is_refused(day: str) -> None:
    assert refused(faq(valid_from=day), "faq:muon-o").problems == {"valid_from": ["Ngày không đúng"]}


def test_a_choice_that_is_not_offered_is_refused(catalog: Catalog) -> None:
    form = refused(procedure(catalog, online_level="magic"), "1.001193")
    assert form.problems["online_level"] == ["Không nằm trong các lựa chọn"]


def test_a_service_group_that_no_centre_has_is_kept(catalog: Catalog) -> None:
    form = ProcedureForm(written(("service_group", "quay-cu")))
    form.suggest(catalog)
    assert 'selected value="quay-cu"' in str(form.service_group())


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("Trời mưa có mượn được ô không?", "troi-mua-co-muon-duoc-o-khong"),
        ("???", "muc"),
        ("a" * 90, "a" * 48),
        (
            "Đổi giấy phép lái xe quốc tế ở đâu, mất bao nhiêu tiền?",
            "doi-giay-phep-lai-xe-quoc-te-o-dau-mat-bao-nhieu",
        ),
    ],
)
def test_a_slug_is_made_of_the_question(question: str, slug: str) -> None:
    assert slug_of(question) == slug
