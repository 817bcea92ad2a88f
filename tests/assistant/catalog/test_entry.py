from datetime import date

import pytest
from pydantic import ValidationError

from assistant.catalog.entry import Entry, Source, Voice


class Notice(Entry):
    """The least that an entry is."""

    text: str

    @property
    def key(self) -> str:
        return f"notice:{self.text}"

    @property
    def short_name(self) -> str:
        return self.text

    @property
    def names(self) -> tuple[str, ...]:
        return (self.text, *self.aliases)


def test_an_entry_says_itself_what_it_is_called() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Entry()  # type: ignore[abstract]
    notice = Notice(text="nghỉ lễ", aliases=("ngày nghỉ",))
    assert (notice.key, notice.short_name, notice.names) == (
        "notice:nghỉ lễ",
        "nghỉ lễ",
        ("nghỉ lễ", "ngày nghỉ"),
    )


@pytest.mark.parametrize(
    ("dates", "day", "in_force"),
    [
        ({}, "2026-07-01", True),
        ({"valid_from": "2026-07-01"}, "2026-06-30", False),
        ({"valid_from": "2026-07-01"}, "2026-07-01", True),
        ({"valid_to": "2026-07-01"}, "2026-07-01", True),
        ({"valid_to": "2026-07-01"}, "2026-07-02", False),
        ({"valid_from": "2026-07-01", "valid_to": "2026-07-31"}, "2026-07-15", True),
    ],
)
def test_dates_of_validity_include_both_days(dates: dict[str, str], day: str, in_force: bool) -> None:
    notice = Notice.model_validate({"text": "nghỉ lễ"} | dates)
    assert notice.in_force(date.fromisoformat(day)) is in_force


def test_questions_are_those_of_every_voice() -> None:
    examples = {"formal": ["Hồ sơ gồm gì?"], "typos": ["hồ sow gồmm gì"], "nodiac": ["ho so", "le phi"]}
    notice = Notice.model_validate({"text": "hồ sơ", "examples": examples})
    assert notice.questions == ("Hồ sơ gồm gì?", "hồ sow gồmm gì", "ho so", "le phi")
    assert Notice(text="hồ sơ").questions == ()


@pytest.mark.parametrize("voice", Voice)
def test_a_letter_of_600_characters_is_a_question_in_any_voice(voice: Voice) -> None:
    for length, valid in ((600, True), (601, False), (0, False)):
        assert _is_valid(Notice, {"text": "hồ sơ", "examples": {str(voice): ["x" * length]}}) is valid


@pytest.mark.parametrize(
    ("source", "valid"),
    [
        ({"title": "Luật Hộ tịch"}, True),
        ({"title": "Luật Hộ tịch", "decision_no": "60/2014/QH13"}, True),
        ({"title": "Luật Hộ tịch", "url": "https://vanban.chinhphu.vn/1", "read_on": "2026-07-01"}, True),
        ({"title": "Luật Hộ tịch", "url": "vanban.chinhphu.vn"}, False),
        ({"title": "Luật Hộ tịch", "url": "https://vanban.chinhphu.vn/luật hộ tịch"}, False),
        ({"title": "Luật Hộ tịch", "read_on": "tháng 7"}, False),
        ({"title": " "}, False),
        ({"decision_no": "60/2014/QH13"}, False),
        ({"title": "Luật Hộ tịch", "page": 3}, False),
    ],
    ids=str,
)
def test_a_source_has_a_title_and_a_whole_address(source: dict[str, str], valid: bool) -> None:
    assert _is_valid(Source, source) is valid


@pytest.mark.parametrize(
    "wrong", [{"alias": ["x"]}, {"aliases": [""]}, {"valid_to": "x"}, {"examples": {"loud": ["X"]}}], ids=str
)
def test_what_breaks_the_schema_is_refused(wrong: dict[str, object]) -> None:
    assert not _is_valid(Notice, {"text": "hồ sơ"} | wrong)


def test_an_entry_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Notice(text="hồ sơ").text = "khác"


def _is_valid(model: type[Notice] | type[Source], data: dict[str, object]) -> bool:
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True
