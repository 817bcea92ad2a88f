import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Voice
from assistant.nlu.language import language
from assistant.settings import settings
from assistant.text.folding import has_diacritics, syllables
from assistant.text.lexicon import Lexicon
from assistant.text.normal_form import normalise
from assistant.text.preparation import Preparer, dictionary
from scripts.question_sets import own_questions

LEXICONS = settings().lexicon_dir
SHORTHAND = Lexicon.load(LEXICONS / name for name in ("abbreviations.yaml", "teencode.yaml"))
SPOKEN = Lexicon.load(LEXICONS / name for name in ("dialect.yaml", "recogniser.yaml", "fillers.yaml"))
HEARD = yaml.safe_load((LEXICONS / "recogniser.yaml").read_text("utf-8"))
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


def lexicons_alone(text: str) -> str:
    return SPOKEN.apply(SHORTHAND.apply(text))


@pytest.fixture(scope="module")
def of_two_lines() -> Preparer:
    """A preparer that has read two lines, the lexicons and the dictionary."""
    return Preparer.trained(LEXICONS, ["làm zớt khai sinh cho blông", "lam zot khai tu, blongg"])


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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giaays khai sinh", "giấy khai sinh"),
        ("to72 khai dang8 ky1", "tờ khai đăng ký"),
        ("tooi muoons ddawng kys khai sinh", "tôi muốn đăng ký khai sinh"),
        ("làm giâý khai sinh cho con", "làm giấy khai sinh cho con"),
        ("ngừoi già có được hưởng trợ cấp ko", "người già có được hưởng trợ cấp không"),
        ("căn cuớc công dân", "căn cước công dân"),
        ("xin cap lai can cuocc", "xin cấp lại căn cước"),
        ("dangky khai sinh", "đăng ký khai sinh"),
        ("thu tucj nhan con nuoi", "thủ tục nhận con nuôi"),
        ("nộp hồ sowf ở đâu", "nộp hồ sơ ở đâu"),
        ("lệ phí là baao nhiêu", "lệ phí là bao nhiêu"),
        ("dang ky luwu trus", "đăng ký lưu trú"),
        ("tro cap nghir huwu", "trợ cấp nghỉ hưu"),
        ("giay hoawcj so do", "giấy hoặc sổ đỏ"),
    ],
)
def test_typing_slips_are_mended(preparer: Preparer, typed: str, meant: str) -> None:
    assert preparer.prepare(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "nguyễn thị hươu ở thôn xkeo",
        "tôi ở vientiane muốn đăng ký kết hôn",
        "gửi qua facebook messenger được không",
        "nộp visa và passport ở đâu",
    ],
)
def test_names_and_foreign_words_are_no_slips(preparer: Preparer, text: str) -> None:
    assert preparer.prepare(text) == text


@pytest.mark.parametrize(("heard", "standard"), HEARD.items(), ids=HEARD)
def test_what_a_recogniser_writes_becomes_standard(preparer: Preparer, heard: str, standard: str) -> None:
    assert preparer.prepare(heard) == standard
    assert preparer.prepare(f"Dạ, cho hỏi {heard} ở mô?") == f"{standard} ở đâu"


@pytest.mark.parametrize(
    "text",
    ["giấy tờ làm căn cứ cấp giấy chứng nhận", "làm căn cứ để xét duyệt", "công nhân ở trọ", "quy ước"],
)
def test_words_that_only_resemble_a_misheard_one_stay(preparer: Preparer, text: str) -> None:
    assert preparer.prepare(text) == text


@given(st.lists(st.sampled_from(MIXED), max_size=14))
def test_text_with_diacritics_is_never_changed_by_restoration(words: list[str]) -> None:
    text = " ".join(["Ở", *words])
    assert language().preparer.prepare(text) == lexicons_alone(text)


@pytest.mark.parametrize("voice", [Voice.FORMAL, Voice.LETTER])
def test_well_typed_text_is_changed_by_the_lexicons_alone(
    catalog: Catalog, preparer: Preparer, voice: Voice
) -> None:
    texts = [text for entry in catalog.entries for text in entry.examples.get(voice, ())]
    assert len(texts) > 500
    assert [text for text in texts if preparer.prepare(text) != lexicons_alone(text)] == []


def test_so_is_text_that_nothing_was_learned_from(preparer: Preparer) -> None:
    texts = [q.text for q in own_questions() if q.style == "formal" and has_diacritics(q.text)]
    assert len(texts) > 40
    assert [text for text in texts if preparer.prepare(text) != lexicons_alone(text)] == []


def test_preparing_twice_changes_no_formal_question(catalog: Catalog, preparer: Preparer) -> None:
    once = {preparer.prepare(text) for entry in catalog.entries for text in entry.examples[Voice.FORMAL]}
    assert [text for text in once if has_diacritics(text) and preparer.prepare(text) != text] == []


def test_one_marked_word_says_that_the_bare_ones_are_meant_so(preparer: Preparer) -> None:
    assert preparer.prepare("ho so ở dau") == "ho so ở dau"


def test_a_mask_leaves_no_word_behind(preparer: Preparer) -> None:
    assert preparer.prepare("gọi [sđt] hay [số định danh] hay [email]") == "gọi hay hay"


def test_a_mask_does_not_pass_for_diacritics(preparer: Preparer) -> None:
    assert preparer.prepare("lam giay khai sinh [sđt]") == "làm giấy khai sinh"


def test_single_words_get_no_diacritics(preparer: Preparer) -> None:
    assert preparer.standard("giay") == "giay"
    assert preparer.standard("cccd mô") == "căn cước công dân đâu"


def test_training_learns_only_from_lines_with_diacritics(of_two_lines: Preparer) -> None:
    assert of_two_lines.prepare("lam zot khai sinh") == "làm zớt khai sinh"
    assert {"zớt", "blông"} <= of_two_lines.restorer.to_data()["unigrams"].keys()
    assert not {"zot", "blongg"} & of_two_lines.restorer.to_data()["unigrams"].keys()


def test_training_learns_the_dictionary_and_the_lexicons_phrases(of_two_lines: Preparer) -> None:
    known = of_two_lines.restorer.to_data()["unigrams"].keys()
    assert {word for phrase in (*SHORTHAND.phrases, *SPOKEN.phrases) for word in syllables(phrase)} <= known
    assert of_two_lines.prepare("dia phuong") == "địa phương"


def test_the_dictionary_is_in_normal_form() -> None:
    words = dictionary()
    assert len(words) > 30_000
    assert {"ủy ban", "phong thủy", "bão hòa"} <= set(words)
    assert [word for word in words if word != normalise(word).lower() or "|" in word] == []
