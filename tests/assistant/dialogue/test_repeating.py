from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.dialogue.repeating import may_be_said_again

BIRTH, MARRIAGE, PARKING = "1.001193", "1.000894", "faq:gui-xe"
OFFERED: dict[str, Any] = {
    "type": "choice",
    "options": [{"code": BIRTH, "title": "Khai sinh"}, {"code": PARKING, "title": "Gửi xe"}],
}
CARDS: list[dict[str, Any]] = [
    {"type": "procedure", "code": BIRTH},
    OFFERED,
    OFFERED | {"type": "comparison"},
]


def said(*cards: dict[str, Any], topic: str | None = None) -> dict[str, Any]:
    return {"answer": {"topic": topic} if topic else None, "cards": list(cards)}


@pytest.mark.parametrize("card", [*CARDS, {"type": "faq", "slug": "gui-xe"}])
def test_what_tells_of_an_entry_is_not_repeated_once_that_is_silenced_or_all_are_stopped(
    catalog: Catalog, card: dict[str, Any]
) -> None:
    assert may_be_said_again(said(card), catalog, stopped=False)
    assert may_be_said_again(said(card), catalog.with_entries([], [MARRIAGE]), stopped=False)
    assert not may_be_said_again(said(card), catalog.with_entries([], [BIRTH, PARKING]), stopped=False)
    assert not may_be_said_again(said(card), catalog, stopped=True)


def test_a_number_is_told_again_whatever_it_was_drawn_for(catalog: Catalog) -> None:
    ticket = said({"type": "ticket", "procedure_code": BIRTH, "number": "A001"})
    assert may_be_said_again(ticket, catalog.with_entries([], [BIRTH]), stopped=True)
    assert may_be_said_again(said(), catalog, stopped=True)


def test_a_dossier_is_never_told_again(catalog: Catalog) -> None:
    assert not may_be_said_again(said(topic="dossier"), catalog, stopped=False)
