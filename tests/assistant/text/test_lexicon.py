from pathlib import Path

import pytest
import yaml

from assistant.settings import settings
from assistant.text.lexicon import Lexicon

SHIPPED = settings().lexicon_dir


@pytest.fixture(scope="module")
def dialect() -> Lexicon:
    return Lexicon.load([SHIPPED / "dialect.yaml"])


@pytest.mark.parametrize(
    ("said", "standard"),
    [
        ("cần giấy tờ chi", "cần giấy tờ gì"),
        ("mần răng chừ", "làm sao bây giờ"),
        ("ở mô rứa", "ở đâu thế"),
        ("tui nỏ biết", "tôi không biết"),
        ("lấy gấy", "lấy vợ"),
    ],
)
def test_dialect_becomes_standard(dialect: Lexicon, said: str, standard: str) -> None:
    assert dialect.apply(said) == standard


@pytest.mark.parametrize(
    "phrase", ["chi phí", "chi tiết", "chi trả", "mô hình", "quy mô", "răng giả", "tê liệt"]
)
def test_a_standard_phrase_is_protected(dialect: Lexicon, phrase: str) -> None:
    assert dialect.apply(f"hỏi {phrase}") == f"hỏi {phrase}"


def test_protection_ends_with_the_phrase(dialect: Lexicon) -> None:
    assert dialect.apply("chi phí là chi") == "chi phí là gì"


@pytest.mark.parametrize("name", sorted(path.name for path in SHIPPED.glob("*.yaml")))
def test_every_shipped_entry_does_what_it_says(name: str) -> None:
    entries = yaml.safe_load((SHIPPED / name).read_text("utf-8"))
    lexicon = Lexicon(entries)
    assert {phrase: lexicon.apply(phrase) for phrase in entries} == {p: s.lower() for p, s in entries.items()}


def test_the_longest_phrase_wins() -> None:
    lexicon = Lexicon({"a": "x", "a b": "y", "a b c": "z"})
    assert lexicon.apply("a b c a b a") == "z y x"


def test_an_empty_standard_drops_the_phrase() -> None:
    assert Lexicon({"dạ thưa": ""}).apply("Dạ, thưa cho tôi") == "cho tôi"


def test_words_are_matched_whole_and_whatever_their_case() -> None:
    assert Lexicon({"ko": "không"}).apply("KO kop, ko!") == "không kop không"


def test_a_later_file_overrides_an_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "first.yaml").write_text("a: x\nb: y\n", "utf-8")
    (tmp_path / "second.yaml").write_text("a: z\n", "utf-8")
    (tmp_path / "empty.yaml").write_text("# nothing yet\n", "utf-8")
    lexicon = Lexicon.load(tmp_path / name for name in ("first.yaml", "second.yaml", "empty.yaml"))
    assert lexicon.apply("a b") == "z y"


def test_its_phrases_are_what_it_knows_as_syllables() -> None:
    lexicon = Lexicon({"Ở mô?": "ở đâu", "chi-phí": "chi phí", "à ơi": ""})
    assert lexicon.phrases == ["ở mô", "chi phí", "à ơi"]
    assert Lexicon({}).phrases == []


@pytest.mark.parametrize("name", sorted(path.name for path in SHIPPED.glob("*.yaml")))
def test_no_shipped_phrase_hides_another(name: str) -> None:
    entries = yaml.safe_load((SHIPPED / name).read_text("utf-8"))
    assert len(set(Lexicon(entries).phrases)) == len(entries)


def test_a_lexicon_without_entries_keeps_the_words() -> None:
    assert Lexicon({}).apply("Khai sinh, ở đâu?") == "khai sinh ở đâu"
