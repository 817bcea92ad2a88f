from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.conversation import Channel, Input, Message
from assistant.dialogue.dossier_errands import DossierErrands
from assistant.dialogue.replies.reply import Reply, Status
from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import Dossier, DossierStatus, DossierUnavailable
from assistant.dossier.register import RegisterEntry
from assistant.store.dossiers import SqlDossiers

CODE = "H56.12.34-261101-0012"
DOSSIER = Dossier(
    DossierCode(CODE), "Đăng ký khai sinh", DossierStatus.IN_PROGRESS, date(2026, 11, 1), date(2026, 11, 20)
)
MakeDossiers = Callable[..., DossierErrands]


class Silent:
    """A source that does not answer."""

    def find(self, code: DossierCode, factor: str) -> Dossier | None:
        raise DossierUnavailable


@pytest.fixture
def centre(catalog: Catalog) -> Centre:
    return catalog.centre("trieu-son")


@pytest.fixture
def errands(make_dossiers: MakeDossiers, register: SqlDossiers) -> DossierErrands:
    register.save([RegisterEntry(DOSSIER, "6789", "4321")], "trieu-son")
    return make_dossiers()


def ask(
    errands: DossierErrands,
    centre: Centre,
    factor: str | None,
    *,
    code: str = CODE,
    conversation: str = "c_1",
) -> Reply:
    said = Message("…", conversation, "m_1", Channel.KIOSK, Input.TEXT, centre.slug, factor)
    reply = errands.run(Act(ActKind.DOSSIER, dossier=code), said, centre)
    assert reply is not None
    return reply


def asked(errands: DossierErrands, centre: Centre, kind: ActKind, text: str) -> str:
    said = Message(text, "c_1", "m_1", Channel.KIOSK, Input.TEXT, centre.slug)
    reply = errands.run(Act(kind), said, centre)
    assert reply is not None
    return reply.text


@pytest.mark.parametrize("factor", ["6789", "4321"])
def test_a_dossier_is_told_to_whoever_knows_its_digits(
    errands: DossierErrands, centre: Centre, factor: str
) -> None:
    reply = ask(errands, centre, factor)
    assert reply.status is Status.ANSWERED
    assert "đã quá hẹn 3 ngày" in reply.text
    assert "xin lỗi" in reply.text


def test_wrong_digits_and_an_unknown_code_look_the_same(errands: DossierErrands, centre: Centre) -> None:
    wrong = ask(errands, centre, "0000")
    unknown = ask(errands, centre, "6789", code="H56.12.34-261101-9999")
    assert wrong == unknown
    assert wrong.status is Status.UNANSWERED


def test_digits_that_are_none_are_asked_for_again(errands: DossierErrands, centre: Centre) -> None:
    for factor in (None, "", "67"):
        reply = ask(errands, centre, factor)
        assert reply.status is Status.CLARIFICATION
        assert "Em cần đúng 4 chữ số" in reply.text


def test_wrong_tries_are_throttled_whatever_the_conversation(errands: DossierErrands, centre: Centre) -> None:
    tries = [ask(errands, centre, "0000", conversation=f"c_{i}") for i in range(6)]
    assert [reply.status for reply in tries] == [Status.UNANSWERED] * 5 + [Status.HANDOFF]
    assert "thử lại sau 1 phút" in tries[-1].text
    assert ask(errands, centre, "6789", conversation="c_owner").status is Status.HANDOFF


def test_a_new_conversation_for_every_try_is_no_way_around(errands: DossierErrands, centre: Centre) -> None:
    for number in range(100):
        ask(errands, centre, "0000", code=f"H56.12.34-261101-9{number:03}", conversation=f"c_{number}")
    assert ask(errands, centre, "6789", conversation="c_new").status is Status.HANDOFF


def test_a_source_that_is_silent_leads_to_a_person(make_dossiers: MakeDossiers, centre: Centre) -> None:
    reply = ask(make_dossiers(Silent()), centre, "6789")
    assert reply.status is Status.HANDOFF
    assert reply.commands == [{"type": "call_staff"}]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("text", "partial"),
    [("hồ sơ của tôi xong chưa", False), ("mã là H56.12", True), ("hát năm sáu chấm mười hai", True)],
)
def test_a_part_of_a_code_is_said_to_be_one(
    errands: DossierErrands, centre: Centre, text: str, *, partial: bool
) -> None:
    assert asked(errands, centre, ActKind.ASK_DOSSIER_CODE, text).startswith("Em nghe chưa đủ") is partial


@pytest.mark.parametrize(("text", "again"), [("hồ sơ H56.12.34-261101-0012", False), ("[số khác]", True)])
def test_digits_that_cannot_be_them_are_said_to_be_so(
    errands: DossierErrands, centre: Centre, text: str, *, again: bool
) -> None:
    assert ("đúng 4 chữ số" in asked(errands, centre, ActKind.ASK_DOSSIER_FACTOR, text)) is again


@pytest.mark.parametrize("act", [Act(ActKind.GREET), Act(ActKind.DOSSIER)])
def test_an_act_about_something_else_is_no_errand(errands: DossierErrands, centre: Centre, act: Act) -> None:
    said = Message("…", "c_1", "m_1", Channel.KIOSK, Input.TEXT, centre.slug)
    assert errands.run(act, said, centre) is None


def test_no_name_and_no_digits_are_in_what_is_told(
    errands: DossierErrands, centre: Centre, database: sa.Engine
) -> None:
    reply = ask(errands, centre, "6789")
    assert "6789" not in str(reply)
    with database.connect() as connection:
        rows = [
            connection.exec_driver_sql(f"select * from {t}").all()
            for t in sa.inspect(database).get_table_names()
        ]
    assert "6789" not in str(rows)
