from datetime import date
from pathlib import Path

import pytest

from assistant.catalog.loading import KnowledgeError
from assistant.queue.priority import PriorityReasons, UnknownPriorityReason
from assistant.settings import settings

FILE = settings().knowledge_dir / "priorities.yaml"
REASONS = PriorityReasons.load(FILE)
OLD, DISABLED, PREGNANT = "nguoi-cao-tuoi", "nguoi-khuyet-tat-nang", "phu-nu-mang-thai"
INFANT, MERIT, SICK = "nuoi-con-nho", "nguoi-co-cong", "nguoi-om"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("bác 82 tuổi", OLD),
        ("me toi 85 tuoi", OLD),
        ("mệ tui 85 tuổi rồi", OLD),
        ("tui năm ni bảy mươi chín tuổi", OLD),
        ("cụ nhà tôi tám lăm tuổi", OLD),
        ("ông ngoài tám mươi rồi cháu ạ", OLD),
        ("mẹ chị ngoài tám mươi rồi, có phải xếp hàng không", OLD),
        ("ông e 85t có đc ưu tiên làm trc ko ạ", OLD),
        ("bac 70 tuoi roi lay so cho bac voi", OLD),
        ("82 tuổi rồi cháu ơi đứng không nổi", OLD),
        ("cháu ơi ông bảy mươi chín tuổi thì có số ưu tiên không", OLD),
        ("tôi đưa mẹ 85 tuổi đi làm căn cước", OLD),
        ("lấy số cho mẹ tôi 85 tuổi", OLD),
        ("tôi 82 tuổi mất căn cước", OLD),
        ("tui già rồi, đứng lâu mỏi chân", OLD),
        ("tôi là người cao tuổi", OLD),
        ("toi la nguoi gia", OLD),
        ("tôi là người khuyết tật nặng", DISABLED),
        ("tui bị khuyết tật chân", DISABLED),
        ("đi xe lăn", DISABLED),
        ("em ngồi xe lăn thì vô lối mô", DISABLED),
        ("toi di xe lan", DISABLED),
        ("mẹ tôi mù cả hai mắt", DISABLED),
        ("tui có bầu 7 tháng", PREGNANT),
        ("em dang co bau", PREGNANT),
        ("em bầu tám tháng rồi", PREGNANT),
        ("vợ em mang thai 30 tuần", PREGNANT),
        ("tui có chửa sáu tháng hè", PREGNANT),
        ("lấy số ưu tiên cho bà bầu", PREGNANT),
        ("ờ chị có bầu bảy tháng rồi thì có được ưu tiên ngồi không em", PREGNANT),
        ("con còn bú bế theo", INFANT),
        ("em bế con nhỏ 5 tháng", INFANT),
        ("tui bồng cháu đi làm giấy", INFANT),
        ("em be con theo", INFANT),
        ("tôi có con nhỏ đi cùng", INFANT),
        ("tôi là thương binh", MERIT),
        ("tui thương binh hạng ba, có phải đợi lượt như họ không hè", MERIT),
        ("toi la thuong binh 2/4", MERIT),
        ("bố tôi là bệnh binh", MERIT),
        ("tôi thuộc diện người có công", MERIT),
        ("tôi mới ra viện còn đau", SICK),
        ("em đang sốt chị ơi", SICK),
        ("bac moi mo xong", SICK),
    ],
)
def test_a_reason_is_heard(text: str, slug: str) -> None:
    reason = REASONS.said_in(text)
    assert reason is not None
    assert reason.slug == slug


@pytest.mark.parametrize(
    "text",
    [
        "làm giấy khuyết tật",
        "tôi muốn làm giấy xác nhận khuyết tật",
        "toi muon lam giay xac nhan khuyet tat",
        "trợ cấp người cao tuổi",
        "tro cap nguoi cao tuoi",
        "tôi hỏi trợ cấp người cao tuổi",
        "trợ cấp cho người từ đủ 80 tuổi trở lên",
        "làm trợ cấp cho mẹ tôi 80 tuổi",
        "người trên 75 tuổi được hưởng trợ cấp gì",
        "75 tuoi duoc huong tro cap gi",
        "chế độ thương binh",
        "tôi đi làm chế độ thương binh",
        "toi muon doi the thuong binh",
        "con thương binh được miễn học phí không",
        "tôi là con thương binh",
        "thương binh có được làm trước không em",
        "người khuyết tật có được ưu tiên lấy số không",
        "bố tôi là thương binh mới mất, làm mai táng phí",
        "khai sinh cho con 3 tuổi",
        "khai sinh cho con",
        "con 18 tuổi làm căn cước",
        "con 18 tuoi lam can cuoc",
        "con tôi bảy tám tuổi",
        "chế độ thai sản cho người có bầu",
        "hỗ trợ phụ nữ mang thai",
        "tôi có mang theo căn cước",
        "toi co mang theo giay to",
        "giấy tờ có chưa",
        "giay to co chua",
        "nhận nuôi con nuôi",
        "trợ cấp ốm đau",
        "căn cước 60 tuổi có phải đổi không",
        "đổi căn cước cho người trên 60 tuổi",
        "tôi 45 tuổi",
        "số nhà 82 đường Lê Lợi",
        "phí 60 nghìn à",
        "tui làm giấy chứng sinh ở mô hè",
        "hợp tác xã tui bầu ông giám đốc mới",
        "ông nhà tui mù chữ thì ký mần răng",
        "dụng cụ chỉnh hình thương binh",
        "mở lớp cho các em khuyết tật",
        "con trai bác bị tàn tật giờ nó lấy vợ",
        "vợ chồng em khuyết tật không đi được, xã có về nhà làm không",
        "tôi vào lính năm 71 rồi bốn năm sau được về",
        "bế con mèo vào cùng có sao không em",
        "cấy ni mần răng",
        "",
    ],
)
def test_a_matter_is_no_reason(text: str) -> None:
    assert REASONS.said_in(text) is None


def test_a_birth_year_tells_the_age_on_a_day() -> None:
    today = date(2026, 11, 23)
    assert REASONS.said_in("bác sinh năm 1940", today) == REASONS.get(OLD)
    assert REASONS.said_in("tôi sinh năm 1990", today) is None
    assert REASONS.said_in("bác sinh năm 1940") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("cho tôi số ưu tiên", True),
        ("cho tui cấy số ưu tiên hè", True),
        ("lay so uu tien", True),
        ("tôi có được ưu tiên không", True),
        ("cho bác làm trước được không", True),
        ("cho tui vô trước với", True),
        ("cộng điểm ưu tiên thi vào lớp 10", False),
        ("đối tượng ưu tiên mua nhà ở xã hội", False),
        ("chính sách ưu tiên học sinh", False),
        ("lấy số làm khai sinh", False),
    ],
)
def test_a_wish_for_an_earlier_turn(text: str, wanted: bool) -> None:
    assert REASONS.wants_priority(text) is wanted


def test_the_list_is_closed_and_grounded() -> None:
    assert REASONS.get(OLD).min_age == 60
    with pytest.raises(UnknownPriorityReason) as error:
        REASONS.get("ban-be-can-bo")
    assert (error.value.status, error.value.slug) == (422, "unknown-priority-reason")
    assert OLD in error.value.detail
    for reason in REASONS.reasons:
        assert reason.own_practice  # no text read gives a turn at a commune's counter
        for source in (reason.basis, reason.definition):
            assert source is None or (source.url and source.read_on)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("wishes: []\nreasons: [{slug: a, name: A, basis: null, own_practice: false}]", "own_practice"),
        ("wishes: []\nreasons: [{slug: a, name: A, basis: null, own_practice: true, age: 3}]", "age"),
        (
            "wishes: []\nreasons: [&a {slug: a, name: A, basis: null, own_practice: true}, *a]",
            "stands twice",
        ),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, file: str, why: str) -> None:
    path = tmp_path / "priorities.yaml"
    path.write_text(file, "utf-8")
    with pytest.raises(KnowledgeError, match=why):
        PriorityReasons.load(path)
