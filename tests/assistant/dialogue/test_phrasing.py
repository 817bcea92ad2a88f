import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Voice
from assistant.dialogue.phrasing import (
    asks_for_nearest,
    asks_where_it_belongs,
    compared,
    correction,
    is_elliptic,
)
from assistant.text.folding import fold

CORRECTIONS = [
    ("Không phải, tôi hỏi tạm trú.", "tạm trú"),
    ("không phải đâu, em muốn hỏi về đăng ký khai tử", "đăng ký khai tử"),
    ("dạ không phải, em muốn hỏi thủ tục nhận cha mẹ con", "nhận cha mẹ con"),
    ("không phải cái đó, tôi hỏi cái tạm vắng", "tạm vắng"),
    ("nhầm rồi, tôi hỏi thẻ căn cước cho trẻ em", "thẻ căn cước cho trẻ em"),
    ("À nhầm, bác hỏi trợ cấp người già", "trợ cấp người già"),
    ("sai rồi tôi hỏi kết hôn", "kết hôn"),
    ("hiểu nhầm rồi, cháu hỏi thẻ bảo hiểm", "thẻ bảo hiểm"),
    ("không, tôi hỏi khai sinh", "khai sinh"),
    ("ý tôi là đăng ký tạm trú", "đăng ký tạm trú"),
    ("ý em hỏi là khai tử", "khai tử"),
    ("không phải ý tôi, ý của tôi là tạm vắng", "tạm vắng"),
    ("nỏ phải, tui hỏi khai tử", "khai tử"),
    ("nỏ phải rứa, tui muốn hỏi trích lục", "trích lục"),
    ("nỏ phải mô, choa hỏi giấy chứng tử", "giấy chứng tử"),
    ("nỏ phải, ý tui là khai tử", "khai tử"),
    ("ko phải, em hỏi tạm trú", "tạm trú"),
]
NO_CORRECTIONS = [
    "không",
    "không phải",
    "không phải đâu",
    "dạ không ạ",
    "thôi không hỏi nữa",
    "cho tôi hỏi khai sinh",
    "tôi muốn hỏi tạm trú",
    "không phải nộp tiền à",
    "khong phai nop tien a",
    "tôi có phải nộp ảnh không",
    "không tôi có cần nộp ảnh không",
    "tôi không phải người ở đây, muốn làm khai sinh",
    "con tôi không phải sinh ở viện, muốn làm khai sinh",
    "nhầm tên trong giấy khai sinh thì sửa ở đâu",
    "nhầm ngày sinh, tôi muốn làm lại",
    "ý nghĩa của thẻ căn cước là gì",
    "đồng ý",
    "",
]
ELLIPTIC = [
    "thế còn tạm trú?",
    "Vậy còn đổi thì sao?",
    "dạ thế còn trẻ em",
    "còn lệ phí thì sao ạ",
    "à còn làm hộ thì sao",
    "rồi còn tạm vắng",
    "nếu mất thì sao",
    "thế tôi cần giấy gì",
    "rứa còn khai tử thì răng",
    "rứa làm lại ở mô",
    "the con tam tru",
    "vay con doi thi sao",
    "con le phi thi sao",
    "neu mat thi sao",
    "rua con khai tu thi rang",
]
NOT_ELLIPTIC = [
    "thế",
    "còn",
    "",
    "đăng ký tạm trú",
    "dang ky tam tru",
    "thẻ căn cước bị mất",
    "thể thao ở xã",
    "tôi làm mất thẻ thế còn làm lại được không",
    "lệ phí còn phải nộp không",
    "cồn cát ở xã",
    "con tôi chưa có giấy khai sinh",
    "con đăng ký kết hôn ở đâu",
    "con gái tôi lấy chồng Đài Loan",
    "vay vốn hộ nghèo",
    "nếu tôi ở nước ngoài về thì đăng ký khai sinh cho con ở đâu vậy em",
]
COMPARED = [
    ("Tạm trú với thường trú khác nhau thế nào?", ("tạm trú", "thường trú")),
    ("tạm trú và tạm vắng khác gì nhau", ("tạm trú", "tạm vắng")),
    ("khai sinh khác khai tử chỗ nào", ("khai sinh", "khai tử")),
    ("cấp đổi khác cấp lại thế nào ạ", ("cấp đổi", "cấp lại")),
    ("Khác nhau giữa thường trú và tạm trú là gì?", ("thường trú", "tạm trú")),
    ("so sánh cấp mới và cấp đổi căn cước", ("cấp mới", "cấp đổi căn cước")),
    ("em ơi phân biệt giúp anh tạm trú với lưu trú", ("tạm trú", "lưu trú")),
    ("chứng thực với công chứng giống nhau hay khác nhau", ("chứng thực", "công chứng")),
    (
        "trích lục khai sinh có phải là một với bản sao khai sinh không",
        ("trích lục khai sinh", "bản sao khai sinh"),
    ),
    ("cấp lại hay cấp đổi là một hay hai thủ tục khác nhau", ("cấp lại", "cấp đổi")),
    ("tạm trú với thường trú khác chi nhau rứa", ("tạm trú", "thường trú")),
    ("tạm trú khác với thường trú ra răng", ("tạm trú", "thường trú")),
    ("tạm trú với lưu trú khác nhau chỗ mô hè", ("tạm trú", "lưu trú")),
    ("tam tru voi thuong tru khac nhau the nao", ("tam tru", "thuong tru")),
    ("cap lai khac cap doi the nao", ("cap lai", "cap doi")),
    ("tam tru voi luu tru khac chi nhau rua", ("tam tru", "luu tru")),
    ("tạm trú với thường trú có khác nhau ko", ("tạm trú", "thường trú")),
]
NOT_COMPARED = [
    "",
    "khác",
    "có gì khác không",
    "lệ phí có khác không",
    "tạm trú và thường trú",
    "khai sinh cần giấy tờ gì",
    "nhóm trẻ đã khắc phục xong lỗi bị đình chỉ thì mở lại thế nào",
    "mất thẻ căn cước với sổ hộ khẩu thì làm lại ở đâu",
    "tên trong khai sinh ghi sai so với căn cước thì sửa thế nào",
    "đang hưởng trợ cấp mà chuyển sang xã khác thì làm thủ tục gì",
    "tôi là người tỉnh khác",
    "chuyển đi tỉnh khác",
    "nop o xa khac duoc khong",
    "tôi ở xã khác muốn đăng ký tạm trú",
    "tôi và vợ ở xã khác muốn đăng ký kết hôn",
    "làm khai sinh ở xã khác và lấy kết quả qua bưu điện được không",
    "tạm trú, thường trú với lưu trú và tạm vắng khác nhau thế nào",
]
WORDS = st.lists(
    st.sampled_from(
        [
            "không",
            "phải",
            "nhầm",
            "rồi",
            "ý",
            "tôi",
            "là",
            "hỏi",
            "em",
            "thế",
            "còn",
            "vậy",
            "rứa",
            "nếu",
            "khác",
            "nhau",
            "so",
            "sánh",
            "với",
            "và",
            "tạm",
            "trú",
            "khai",
            "sinh",
        ]
    ),
    max_size=14,
)


@pytest.mark.parametrize(("text", "asked"), CORRECTIONS)
def test_a_correction_says_what_is_asked_instead(text: str, asked: str) -> None:
    assert correction(text) == asked


@pytest.mark.parametrize(("text", "asked"), CORRECTIONS)
def test_a_correction_is_one_without_diacritics_too(text: str, asked: str) -> None:
    assert correction(fold(text)) == fold(asked)


@pytest.mark.parametrize("text", NO_CORRECTIONS)
def test_what_takes_nothing_back_is_no_correction(text: str) -> None:
    assert correction(text) is None


@pytest.mark.parametrize("text", ELLIPTIC)
def test_what_goes_on_from_before_is_elliptic(text: str) -> None:
    assert is_elliptic(text)


@pytest.mark.parametrize("text", NOT_ELLIPTIC)
def test_what_stands_by_itself_is_not_elliptic(text: str) -> None:
    assert not is_elliptic(text)


@pytest.mark.parametrize(("text", "both"), COMPARED)
def test_a_comparison_names_two_things(text: str, both: tuple[str, str]) -> None:
    assert compared(text) == both


@pytest.mark.parametrize(("text", "both"), COMPARED)
def test_a_comparison_is_one_without_diacritics_too(text: str, both: tuple[str, str]) -> None:
    assert compared(fold(text)) == tuple(map(fold, both))


@pytest.mark.parametrize("text", NOT_COMPARED)
def test_what_asks_no_difference_of_two_is_no_comparison(text: str) -> None:
    assert compared(text) is None


@given(WORDS)
def test_only_words_of_the_text_are_given_back(words: list[str]) -> None:
    text = " ".join(words)
    for part in (correction(text), *(compared(text) or ())):
        assert part is None or f" {part} " in f" {text} "


@given(WORDS)
def test_punctuation_and_case_change_nothing(words: list[str]) -> None:
    plain, loud = " ".join(words), ", ".join(words).upper() + "?!"
    assert correction(loud) == correction(plain)
    assert is_elliptic(loud) is is_elliptic(plain)
    assert compared(loud) == compared(plain)


def test_a_formal_question_takes_nothing_back_and_goes_on_from_nothing(catalog: Catalog) -> None:
    texts = [text for procedure in catalog for text in procedure.examples[Voice.FORMAL]]
    assert len(texts) > 900
    assert [text for text in texts if correction(text) or is_elliptic(text)] == []


def test_hardly_any_formal_question_passes_for_a_comparison(catalog: Catalog) -> None:
    texts = [text for procedure in catalog for text in procedure.examples[Voice.FORMAL] if compared(text)]
    assert len(texts) <= 5, texts


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("xã Dân Lực cũ giờ thuộc xã nào", True),
        ("phường Ba Đình thành phố Thanh Hóa cũ", True),
        ("nhà tui ở Dân Lý cũ chừ thuộc xã mô", True),
        ("nga lien nay thuoc xa nao", True),
        ("e ở đông vệ thì lm ở trung tâm nào ạ", True),
        ("trung tâm xã Triệu Sơn", True),
        ("tôi ở xã Dân Lực làm khai sinh cần gì", False),
        ("đăng ký thường trú ở phường Hạc Thành", False),
    ],
)
def test_where_a_place_belongs_is_asked(text: str, *, asked: bool) -> None:
    assert asks_where_it_belongs(text) is asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("trung tâm gần nhất ở đâu", True),
        ("trung tâm mô gần nhà tui nhất", True),
        ("chộ mô gần nhà nhất", True),
        ("xã nào gần đây", True),
        ("người thân gần gũi", False),
        ("trung tâm ở đâu", False),
    ],
)
def test_what_is_near_is_asked(text: str, *, asked: bool) -> None:
    assert asks_for_nearest(text) is asked
