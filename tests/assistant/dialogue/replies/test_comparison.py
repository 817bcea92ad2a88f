import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.dialogue.replies.comparison import comparison
from assistant.dialogue.replies.reply import Reply, Status

TEMPORARY, PERMANENT = "1.004194", "1.004222"


@pytest.fixture
def reply(catalog: Catalog, centre: Centre) -> Reply:
    return comparison(catalog.procedure(TEMPORARY), catalog.procedure(PERMANENT), centre)


def test_both_are_told_each_with_its_own_source(reply: Reply, catalog: Catalog) -> None:
    assert reply.status is Status.ANSWERED
    assert reply.answer is not None
    lines = reply.text.splitlines()
    for code, source in zip((TEMPORARY, PERMANENT), reply.answer.sources, strict=True):
        procedure = catalog.procedure(code)
        assert source["decision_no"] == procedure.source.decision_no
        assert str(procedure.source.decision_no) in lines[-1]
        assert any(line.casefold().startswith(procedure.plain_name) for line in lines)
    assert [line.startswith("Nguồn:") for line in lines].count(True) == 1


def test_every_fee_is_told_with_when_it_is_due(reply: Reply) -> None:
    (line,) = (line for line in reply.text.splitlines() if "20.000 đồng" in line)
    assert "khi nộp trực tiếp" in line
    assert "10.000 đồng" in line
    assert "khi nộp trực tuyến" in line


def test_either_can_be_chosen(reply: Reply, catalog: Catalog) -> None:
    names = [catalog.procedure(code).plain_name for code in (TEMPORARY, PERMANENT)]
    assert [suggestion.message for suggestion in reply.suggestions] == names


def test_the_speech_says_both_and_no_digits(reply: Reply) -> None:
    assert "đăng ký thường trú" in reply.speech.casefold()
    assert not any(char.isdigit() for char in reply.speech)
