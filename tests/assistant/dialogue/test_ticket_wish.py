import pytest

from assistant.assembly import Assistant
from assistant.dialogue.policy import Policy
from assistant.dialogue.ticket_wish import TicketWish, TicketWishes, mentions_number, ticket_number
from tests.assistant.dialogue.conftest import wishes as wishes_of

BIRTH, MARRIAGE, DEATH = "1.001193", "1.000894", "1.000656"


@pytest.fixture(scope="module")
def wishes(assistant: Assistant) -> TicketWishes:
    return wishes_of(assistant)


@pytest.mark.parametrize(
    "text",
    [
        "lấy số",
        "cho tui cấy số",
        "cho e xin 1 số ik",
        "lay so",
        "in cho tôi cái phiếu số",
        "bấm hộ bác cái số",
    ],
)
def test_a_wish_may_name_no_service(wishes: TicketWishes, text: str) -> None:
    assert wishes.read(text) == TicketWish()
    assert not wishes.read(text).names_service


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("lấy số hộ tịch", "ho-tich"),
        ("lay so ho tich", "ho-tich"),
        ("cho tui cấy số vô chộ công an", "cong-an"),
        ("lấy số bên địa chính", "dat-dai-xay-dung"),
        ("lấy số chứng thực", "chung-thuc"),
        ("cho bà xin cái số gặp bên chính sách xã hội", "van-hoa-xa-hoi"),
        ("bấm cho tôi số nghĩa vụ quân sự", "quan-su"),
        ("lấy số hộ kinh doanh", "kinh-doanh"),
        ("cho tui cấy số mần khai sinh cho đứa cháu", "ho-tich"),
        ("cho e 1 số đk kết hôn vs ạ", "ho-tich"),
        ("lay so dang ky thuong tru", "cong-an"),
        ("tui tám mươi lăm tuổi rồi, lấy hộ tui cấy số chứng thực", "chung-thuc"),
        ("lấy số chứng thực bản sao giấy khai sinh", "chung-thuc"),
        ("lấy số ưu tiên chứng thực, tôi là thương binh", "chung-thuc"),
        ("tôi là thương binh lấy số làm khai tử", "ho-tich"),
        ("lấy số làm chế độ thương binh", "van-hoa-xa-hoi"),
        ("cho bác xin cái số bác 82 tuổi rồi làm lại căn cước", "cong-an"),
        ("cho tui cấy số sao y giấy khai sinh", "chung-thuc"),
        ("lay so cong chung so do", "chung-thuc"),
        ("lấy cho anh cái số xin giấy phép xây nhà", "dat-dai-xay-dung"),
    ],
)
def test_the_service_is_named_by_its_words_or_by_a_procedure(
    wishes: TicketWishes, text: str, group: str
) -> None:
    assert wishes.group(wishes.read(text)) == group


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("lấy số đăng ký kết hôn", MARRIAGE),
        ("cho tui cấy số mần khai tử cho ôông nhà tui", DEATH),
    ],
)
def test_a_procedure_that_is_named_is_known(wishes: TicketWishes, text: str, code: str) -> None:
    wish = wishes.read(text)
    assert (wish.procedure, wish.group) == (code, None)


def test_of_two_services_that_are_named_none_is_guessed(wishes: TicketWishes) -> None:
    assert not wishes.read("lấy số chứng thực với khai sinh").names_service


def test_every_service_that_is_offered_to_tap_is_understood(
    assistant: Assistant, wishes: TicketWishes
) -> None:
    for centre in assistant.brain.catalog.centres:
        for group in centre.service_groups:
            for text in (group.name, f"lấy số {group.name.lower()}", f"lấy thêm một số {group.name.lower()}"):
                assert wishes.group(wishes.read(text)) == group.slug, text
                assert wishes.by_names(text).group == group.slug, text


def test_every_reason_that_is_offered_to_tap_is_understood(
    assistant: Assistant, wishes: TicketWishes
) -> None:
    for reason in assistant.reception.priorities.reasons:
        assert wishes.read(reason.name).reason == reason.slug


@pytest.mark.parametrize(
    ("text", "reason", "priority"),
    [
        ("bác 82 tuổi rồi, lấy cho bác cái số chứng thực", "nguoi-cao-tuoi", False),
        ("tui tám mươi mốt tuổi rồi cho tui cấy số", "nguoi-cao-tuoi", False),
        ("lấy số ưu tiên, tôi là thương binh", "nguoi-co-cong", True),
        ("lấy số ưu tiên", None, True),
        ("em đang bầu 7 tháng lấy số làm tạm trú", "phu-nu-mang-thai", False),
        ("lấy số làm chế độ thương binh", None, False),
        ("lấy số trợ cấp cho người 80 tuổi", None, False),
    ],
)
def test_a_reason_and_a_wish_for_priority_are_two_things(
    wishes: TicketWishes, text: str, reason: str | None, priority: bool
) -> None:
    wish = wishes.read(text)
    assert (wish.reason, wish.priority) == (reason, priority)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("không", True),
        ("dạ không cần đâu", True),
        ("thôi số thường thôi", True),
        ("ko", True),
        ("cho tôi số thường", True),
        ("có", False),
        ("ừ lấy đi", False),
        ("được", False),
    ],
)
def test_priority_can_be_refused(wishes: TicketWishes, text: str, refused: bool) -> None:
    assert wishes.refuses_priority(text) is refused


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A012", "A012"),
        ("hủy số a012", "A012"),
        ("số a không mười hai", "A012"),
        ("số của tôi là A012", "A012"),
        ("hủy số b mười bảy", "B017"),
        ("số b không không ba", "B003"),
        ("phiếu c một trăm", "C100"),
        ("số b một trăm linh năm", "B105"),
        ("số b hai trăm mười hai", "B212"),
        ("sổ a 12", None),
        ("so a 12", "A012"),
        ("số 12", None),
        ("hồ sơ H56.12.34-260701-0012", None),
        ("quầy số 3", None),
        ("lấy số", None),
    ],
)
def test_the_printed_number_is_read_typed_or_spoken(text: str, number: str | None) -> None:
    assert ticket_number(text) == number


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("lấy thêm một số nữa", True),
        ("cho tui cấy số nữa", True),
        ("lay them so", True),
        ("lấy số", False),
        ("lấy một số", False),
    ],
)
def test_one_more_is_said_so(wishes: TicketWishes, text: str, another: bool) -> None:
    assert wishes.read(text).another is another


def test_without_a_search_names_alone_tell_the_service(wishes: TicketWishes) -> None:
    wish = wishes.by_names("lấy số chứng thực, bác 82 tuổi")
    assert (wish.procedure, wish.group, wish.reason) == (None, "chung-thuc", "nguoi-cao-tuoi")
    assert not wishes.by_names("lấy số").names_service


@pytest.mark.parametrize(
    "text", ["lấy số", "cho bác trả số", "xin cấp lại phiếu", "xếp hàng", "đăng ký lấy vé"]
)
def test_a_number_may_be_meant(text: str) -> None:
    assert mentions_number(text)


@pytest.mark.parametrize("text", ["chào em", "khai sinh cần gì", "mấy giờ mở cửa"])
def test_no_number_can_be_meant(text: str) -> None:
    assert not mentions_number(text)


def test_a_wish_of_a_policy_asks_that_policy(assistant: Assistant) -> None:
    catalog = assistant.brain.catalog

    class Deaf(Policy):
        def __init__(self) -> None:
            pass

        def procedures_meant(self, text: str) -> tuple[str, ...]:
            return (MARRIAGE, BIRTH) if "giấy" in text else ()

        def service_group(self, code: str) -> str:
            return catalog.procedure(code).service_group

    wishes = wishes_of(assistant, Deaf())
    assert wishes.service("lấy số làm giấy") == (None, "ho-tich")
    assert wishes.service("lấy số trồng cây") == (None, None)
