import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.nlu.language import language
from assistant.settings import settings
from assistant.text.folding import has_diacritics
from assistant.text.lexicon import Lexicon
from assistant.text.preparation import Preparer

LEXICONS = settings().lexicon_dir
MIXED = [
    "đăng",
    "ký",
    "lam",
    "giay",
    "khai sinh",
    "ho so",
    "o dau",
    "cần",
    "gì",
    "chi phí",
    "mô",
    "tui",
    "le phi",
]


@pytest.mark.parametrize(
    ("bare", "restored"),
    [
        ("lam giay khai sinh", "làm giấy khai sinh"),
        ("dang ky ket hon can giay to gi", "đăng ký kết hôn cần giấy tờ gì"),
        ("le phi bao nhieu", "lệ phí bao nhiêu"),
        ("cap lai can cuoc bi mat", "cấp lại căn cước bị mất"),
        ("chung thuc ban sao tu ban chinh", "chứng thực bản sao từ bản chính"),
        ("dang ky tam tru", "đăng ký tạm trú"),
        ("xac nhan tinh trang hon nhan", "xác nhận tình trạng hôn nhân"),
        ("giay phep xay dung nha o", "giấy phép xây dựng nhà ở"),
    ],
)
def test_bare_text_gets_its_diacritics(preparer: Preparer, bare: str, restored: str) -> None:
    assert preparer.prepare(bare) == restored


@pytest.mark.parametrize(
    ("said", "prepared"),
    [
        ("đk kết hôn cần j ạ", "đăng ký kết hôn cần gì"),
        ("ĐKKS cho con", "đăng ký khai sinh cho con"),
        ("Mần giấy khai sinh ở mô rứa?", "làm giấy khai sinh ở đâu thế"),
        ("dạ thưa cho em hỏi chi phí làm CCCD", "chi phí làm căn cước công dân"),
        ("lam cccd o dau", "làm căn cước công dân ở đâu"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_shorthand_and_dialect_become_standard(preparer: Preparer, said: str, prepared: str) -> None:
    assert preparer.prepare(said) == prepared


@given(st.lists(st.sampled_from(MIXED), max_size=14))
def test_text_with_diacritics_is_never_changed_by_restoration(words: list[str]) -> None:
    text = " ".join(["Ở", *words])
    shorthand = Lexicon.load(LEXICONS / name for name in ("abbreviations.yaml", "teencode.yaml"))
    spoken = Lexicon.load(LEXICONS / name for name in ("dialect.yaml", "fillers.yaml"))
    assert language().preparer.prepare(text) == spoken.apply(shorthand.apply(text))


def test_one_marked_word_says_that_the_bare_ones_are_meant_so(preparer: Preparer) -> None:
    assert preparer.prepare("ho so ở dau") == "ho so ở dau"


def test_a_mask_leaves_no_word_behind(preparer: Preparer) -> None:
    assert preparer.prepare("gọi [sđt] hay [số định danh] hay [email]") == "gọi hay hay"


def test_a_mask_does_not_pass_for_diacritics(preparer: Preparer) -> None:
    assert preparer.prepare("lam giay khai sinh [sđt]") == "làm giấy khai sinh"


def test_single_words_get_no_diacritics(preparer: Preparer) -> None:
    assert preparer.standard("giay") == "giay"
    assert preparer.standard("cccd mô") == "căn cước công dân đâu"


def test_training_learns_only_from_lines_with_diacritics() -> None:
    preparer = Preparer.trained(LEXICONS, ["làm giấy khai sinh", "lam giay khai tu"])
    assert preparer.prepare("lam giay khai sinh") == "làm giấy khai sinh"
    assert not has_diacritics(preparer.restorer.restore("tu"))
    assert "lam" not in preparer.restorer.to_data()["unigrams"]
