from pathlib import Path

import pytest

from scripts import question_sets
from scripts.question_sets import (
    FRESH,
    Question,
    faq_questions,
    fresh_questions,
    intent_messages,
    own_questions,
    read_tsv,
    refusals,
    shared_questions,
)

HEADER = "style\ttopic\tcodes\ttext"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the project's own sets, and the place of the others', where nothing is yet."""
    monkeypatch.setattr(question_sets, "OWN", tmp_path / "own")
    monkeypatch.setattr(question_sets, "SHARED", tmp_path / "shared")
    monkeypatch.setattr(question_sets, "FRESH_INTENTS", tmp_path / "own" / "fresh_intents.yml")
    (tmp_path / "own").mkdir()
    return tmp_path


def write(file: Path, *rows: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(rows) + "\n", "utf-8")


def test_reading_takes_quotes_and_blanks_as_they_are(tmp_path: Path) -> None:
    write(tmp_path / "questions.tsv", "style\ttext", 'formal\tlàm "sổ đỏ"  ở đâu')
    assert read_tsv(tmp_path / "questions.tsv") == [{"style": "formal", "text": 'làm "sổ đỏ"  ở đâu'}]


def test_own_questions_are_those_of_every_author(folder: Path) -> None:
    write(folder / "own" / "questions_b.tsv", HEADER, "nodiac\t-\t1.001193\tkhai sinh")
    write(
        folder / "own" / "questions_a.tsv",
        HEADER,
        "formal\tfee+form\t1.001193,1.000894\tlệ phí và mẫu đơn",
    )
    assert own_questions() == [
        Question("own", "formal", ("fee", "form"), ("1.001193", "1.000894"), "lệ phí và mẫu đơn"),
        Question("own", "nodiac", (), ("1.001193",), "khai sinh"),
    ]


def test_a_fresh_question_knows_its_set(folder: Path) -> None:
    for name in FRESH:
        write(folder / "own" / f"fresh_{name}.tsv", HEADER, f"asr\tfee\t1.001193\tcâu {name}")
    assert [(q.set, q.text) for q in fresh_questions()] == [(name, f"câu {name}") for name in FRESH]


def test_a_question_file_that_is_missing_is_an_error(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        fresh_questions()


@pytest.mark.parametrize("prefix", ["", "fresh_"])
def test_refusals_are_those_of_the_set(folder: Path, prefix: str) -> None:
    write(folder / "own" / "refusals.tsv", "kind\ttext", "chat\ttrời mưa không")
    write(folder / "own" / "fresh_refusals.tsv", "kind\ttext", "elsewhere\tlàm hộ chiếu")
    expected = {"": [("chat", "trời mưa không")], "fresh_": [("elsewhere", "làm hộ chiếu")]}
    assert refusals(prefix) == expected[prefix]


def test_a_faq_question_may_have_several_right_entries(folder: Path) -> None:
    write(folder / "own" / "fresh_faq.tsv", "style\tslug\ttext", "formal\tlo-so,cach-lay-so\tlỡ số")
    assert faq_questions() == [("formal", ("lo-so", "cach-lay-so"), "lỡ số")]


def test_intent_messages_carry_their_intent(folder: Path) -> None:
    content = """\
version: "3.1"
nlu:
- intent: greet
  examples: |
    - chào em
    - xin chào - em ơi
- intent: thanks
  examples: |
    - cảm ơn
"""
    write(folder / "own" / "fresh_intents.yml", content)
    assert intent_messages() == [("greet", "chào em"), ("greet", "xin chào - em ơi"), ("thanks", "cảm ơn")]


def test_without_the_shared_folder_there_are_no_shared_questions(folder: Path) -> None:
    assert shared_questions() == []


def test_a_public_question_is_asked_with_and_without_diacritics(folder: Path) -> None:
    write(folder / "shared" / "public_questions_dev.tsv", "codes\ttext", "1.001193\tĐăng ký khai sinh?")
    write(folder / "shared" / "style_questions_dev.tsv", HEADER, "asr\tfee\t1.000894\tcưới mấy tiền")
    assert shared_questions() == [
        Question("shared", "asr", ("fee",), ("1.000894",), "cưới mấy tiền"),
        Question("shared", "public", (), ("1.001193",), "Đăng ký khai sinh?"),
        Question("shared", "public-nodiac", (), ("1.001193",), "dang ky khai sinh?"),
    ]
