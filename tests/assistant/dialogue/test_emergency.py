import pytest
import yaml

from assistant.dialogue.conversation import Message
from assistant.dialogue.emergency import EmergencyDetector
from assistant.settings import settings
from assistant.text.folding import fold

FILE = settings().knowledge_dir / "emergencies.yaml"
PHRASES = [
    (number, phrase)
    for number, phrases in yaml.safe_load(FILE.read_text("utf-8")).items()
    for phrase in phrases
    if number != "papers"
]


@pytest.fixture(scope="module")
def detector() -> EmergencyDetector:
    return EmergencyDetector.load(FILE)


@pytest.mark.parametrize(
    ("cry", "number"),
    [
        ("Cháy rồi, cháy rồi!", "114"),
        ("chay nha roi cuu voi", "114"),
        ("trung tâm đang cháy kìa", "114"),
        ("Hoả hoạn", "114"),
        ("có người đuối nước ngoài hồ", "114"),
        ("Gọi cấp cứu giúp tôi", "115"),
        ("mẹ tôi bị ngất", "115"),
        ("bac oi co nguoi ngat", "115"),
        ("vỡ ối rồi", "115"),
        ("CÓ CƯỚP!!!", "113"),
        ("ngoài cổng đang đánh nhau", "113"),
        ("con tôi bị lạc", "113"),
        ("cứu tôi với", "113"),
    ],
)
def test_a_cry_for_help_finds_its_number(detector: EmergencyDetector, cry: str, number: str) -> None:
    assert detector.number_for(Message.clean(cry)[0]) == number


@pytest.mark.parametrize(("number", "phrase"), PHRASES)
def test_every_shipped_phrase_is_heard_with_its_diacritics_and_without(
    detector: EmergencyDetector, number: str, phrase: str
) -> None:
    assert number in {"113", "114", "115"}
    for cry in (f"ôi {phrase} ạ", f"oi {fold(phrase)} a", phrase.upper()):
        assert detector.number_for(Message.clean(cry)[0]) == number


@pytest.mark.parametrize(
    "question",
    [
        "cháy nhà mất hết giấy tờ, xin cấp lại khai sinh",
        "chay nha mat het giay to, xin cap lai khai sinh",
        "sổ gốc ở xã cũng cháy mất rồi, đăng ký lại khai sinh thế nào",
        "tôi đang chạy xe ôm, muốn đăng ký tạm trú",
        "hồ sơ của tôi chạy rồi đi đâu",
        "bố tôi đột quỵ năm ngoái, xin xác nhận khuyết tật",
        "giấy phép phòng cháy chữa cháy",
        "số điện thoại cấp cứu là bao nhiêu",
        "trợ cấp cho người bị tai biến",
        "hộ khẩu của công an",
        "",
    ],
)
def test_a_question_is_no_cry_for_help(detector: EmergencyDetector, question: str) -> None:
    assert detector.number_for(question) is None


def test_a_phrase_is_matched_as_whole_words() -> None:
    detector = EmergencyDetector({"114": ["cháy"]})
    assert detector.number_for("cháy, cháy") == "114"
    assert detector.number_for("chayo") is None


def test_the_first_number_of_the_file_is_the_one_to_call() -> None:
    detector = EmergencyDetector({"114": ["cháy"], "115": ["ngất"]})
    assert detector.number_for("ngất vì cháy") == "114"


@pytest.mark.parametrize(
    "past",
    [
        "giấy khai sinh cháy rồi xin cấp lại",
        "bị cướp mất ví, xin cấp lại căn cước",
        "nha bi chay roi, lam lai so do",
        "lạc mất con dấu",
    ],
)
def test_papers_lost_in_a_past_misfortune_are_no_cry_for_help(detector: EmergencyDetector, past: str) -> None:
    assert detector.number_for(past) is None
