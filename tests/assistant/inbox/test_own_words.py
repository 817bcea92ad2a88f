import pytest

from assistant.inbox.own_words import is_question, presentable, wants_a_person, without_marks
from tests.assistant.inbox.talk import past, said


@pytest.mark.parametrize(
    "text",
    [
        "gửi xe máy ở đâu em",
        "wifi",
        "sđt [sđt] có đăng ký khai sinh được không",
        "hồ sơ H56.12.34-260701-0012 bị trả lại vì thiếu bản vẽ thì sao",
        "thi bằng B2 ở đâu",
    ],
)
def test_words_of_their_own_are_a_question(text: str) -> None:
    assert is_question(past(said(text))[0])


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("[sđt]", {}),
        ("mã hồ sơ của tôi là [số định danh]", {}),
        ("hồ sơ H56.12.34-260701-0012 [4 số]", {}),
        ("hát năm sáu chấm một hai chấm ba bốn", {}),
        ("ừ", {}),
        ("👍", {}),
        ("đăng ký khai sinh", {"input": "button"}),
        ("https://letan.example/p/1.001193", {"input": "qr"}),
        ("cảm ơn em nhiều nhé", {"intent": "thanks"}),
        ("cái thứ hai ấy", {"intent": "affirm"}),
        ("lấy cho bác một số", {"intent": "take_ticket"}),
        ("hồ sơ của tôi xong chưa", {"intent": "check_dossier"}),
    ],
)
def test_numbers_buttons_chatter_and_errands_are_none(text: str, more: dict[str, str]) -> None:
    assert not is_question(past(said(text, **more))[0])


@pytest.mark.parametrize("text", ["cho gặp cán bộ", "gap nhan vien tu van voi", "Không đúng, gọi cán bộ!"])
def test_to_ask_for_a_person_alone_is_no_question(text: str) -> None:
    assert wants_a_person(text)


def test_to_ask_for_a_person_about_something_is_one() -> None:
    assert not wants_a_person("cho tôi gặp cán bộ hỏi chuyện đất đai")


def test_a_dossier_code_is_not_shown() -> None:
    assert presentable("hồ sơ h56.12.34-260701-0012 sao lâu thế") == "hồ sơ [mã hồ sơ] sao lâu thế"
    assert without_marks("gọi [sđt] hay [email] ạ") == "gọi hay ạ"
