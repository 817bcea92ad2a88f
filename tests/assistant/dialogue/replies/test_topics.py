from collections.abc import Callable
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.catalog.procedure import Procedure
from assistant.dialogue.acts import Topic
from assistant.dialogue.replies.topics import section

Make = Callable[..., Procedure]

NOT_KNOWN = {
    Topic.DOCUMENTS: "chưa ghi rõ",
    Topic.FEE: "chưa có số liệu chính thức",
    Topic.TIME_LIMIT: "chưa có số liệu chắc chắn",
    Topic.STEPS: "chưa ghi rõ",
    Topic.CONDITIONS: "chưa ghi rõ",
    Topic.RESULT: "chưa ghi rõ",
    Topic.ONLINE: "chưa ghi rõ",
    Topic.FORM: "chưa ghi rõ",
    Topic.LEGAL_BASIS: "chưa ghi rõ",
}


@pytest.mark.parametrize(("topic", "told"), NOT_KNOWN.items())
def test_what_is_not_known_is_said_to_be_not_known_with_the_way_to_a_person(
    procedure: Make, centre: Centre, topic: Topic, told: str
) -> None:
    part = section(topic, procedure(), centre)
    assert told in part.text
    assert told in part.speech
    assert "quầy" in part.text
    assert "miễn phí" not in part.text.lower()


@pytest.mark.parametrize(
    ("fee", "text", "speech"),
    [
        ({"amount": 8000}, "8.000 đồng.", "là 8.000 đồng."),
        ({"amount": 2000, "unit": "trang"}, "2.000 đồng/trang.", "là 2.000 đồng/trang."),
        (
            {"amount": 50000, "unit": "thẻ", "condition": "Đến hết 2026 thu 50%."},
            "50.000 đồng/thẻ (đến hết 2026 thu 50%).",
            "50.000 đồng/thẻ, đến hết 2026 thu 50%.",
        ),
        ({"amount": 7000, "channel": "online"}, "7.000 đồng khi nộp trực tuyến.", "khi nộp trực tuyến."),
        (
            {"amount": 0, "free_reason": "Theo Luật Trẻ em"},
            "miễn phí vì theo Luật Trẻ em.",
            "là miễn phí vì theo Luật Trẻ em.",
        ),
    ],
)
def test_a_fee_is_told_with_all_that_it_depends_on(
    procedure: Make, centre: Centre, fee: dict[str, Any], text: str, speech: str
) -> None:
    part = section(Topic.FEE, procedure(fees=[fee]), centre)
    assert part.text.endswith(text)
    assert part.speech.endswith(speech)
    assert part.facts["known"] is True


def test_the_rule_that_is_known_of_an_unknown_fee_is_told(procedure: Make, centre: Centre) -> None:
    note = "Mức thu do Hội đồng nhân dân cấp tỉnh quyết định."
    part = section(Topic.FEE, procedure(fee_note=note, unknown=procedure().unknown), centre)
    assert note in part.text
    assert part.facts["known"] is False


def test_a_time_limit_is_told_with_its_case_also_aloud(procedure: Make, centre: Centre) -> None:
    limits = [{"unit": "working_day", "value": 1}, {"unit": "day", "value": 3, "case": "Cần xác minh"}]
    part = section(Topic.TIME_LIMIT, procedure(time_limits=limits), centre)
    assert "1 ngày làm việc; 3 ngày (cần xác minh), tính từ khi đủ hồ sơ." in part.text
    assert "là 1 ngày làm việc; 3 ngày, cần xác minh, tính từ khi đủ hồ sơ." in part.speech


def test_documents_are_told_by_what_becomes_of_them(procedure: Make, centre: Centre) -> None:
    documents = [
        {"name": "Tờ khai", "originals": 1, "form": "Mẫu CT01", "detail": "Hai bên cùng ký."},
        {"name": "Thẻ căn cước", "present": True},
        {"name": "Giấy ủy quyền", "copies": 2, "case": "người khác đi thay"},
    ]
    part = section(Topic.DOCUMENTS, procedure(documents=documents, note="Nộp trong 60 ngày."), centre)
    assert part.text.splitlines() == [
        "Hồ sơ đăng ký việc mẫu, anh/chị chuẩn bị giúp em:",
        "1. Tờ khai (1 bản chính), mẫu CT01. Hai bên cùng ký.",
        "Mang theo để xuất trình (xem xong trả lại):",
        "• Thẻ căn cước",
        "Tùy trường hợp, cần thêm:",
        "• Người khác đi thay: giấy ủy quyền (2 bản sao).",
        "Lưu ý: nộp trong 60 ngày.",
    ]
    assert part.speech == (
        "Thủ tục đăng ký việc mẫu, anh/chị mang theo tờ khai và thẻ căn cước."
        " Giấy tờ cho trường hợp riêng em ghi trên màn hình ạ."
    )


def test_of_many_documents_four_are_said_and_the_rest_shown(procedure: Make, centre: Centre) -> None:
    documents = [{"name": f"Giấy {name}"} for name in ("một", "hai", "ba", "bốn", "năm", "sáu")]
    part = section(Topic.DOCUMENTS, procedure(documents=documents), centre)
    assert "giấy bốn." in part.speech
    assert "giấy năm" not in part.speech
    assert "Còn 2 giấy tờ nữa em ghi trên màn hình." in part.speech
    assert "6. Giấy sáu" in part.text


def test_of_many_steps_three_are_said_and_the_rest_shown(procedure: Make, centre: Centre) -> None:
    part = section(Topic.STEPS, procedure(steps=["Khai.", "Nộp.", "Đợi.", "Nhận."]), centre)
    assert part.speech == "Bước 1, khai. Bước 2, nộp. Bước 3, đợi. Các bước sau em ghi trên màn hình ạ."
    assert part.text.splitlines()[-1] == "4. Nhận."


@pytest.mark.parametrize(
    ("given", "told", "online"),
    [
        ({"channels": ["in_person"]}, "chưa nhận hồ sơ trực tuyến, chỉ nộp trực tiếp", False),
        ({"channels": ["online"]}, "Được ạ. Anh/chị vào dichvucong.gov.vn, đăng nhập bằng VNeID", True),
        ({"channels": ["online"], "online_level": "partial"}, "làm trực tuyến một phần", True),
    ],
)
def test_whether_it_can_be_done_online(
    procedure: Make, centre: Centre, given: dict[str, Any], told: str, online: bool
) -> None:
    part = section(Topic.ONLINE, procedure(**given), centre)
    assert told in part.text
    assert part.facts["online"] is online


def test_the_place_names_counter_centre_authority_and_ways(procedure: Make, centre: Centre) -> None:
    given = {"authority": "Ủy ban nhân dân cấp xã", "channels": ["in_person", "online", "post"]}
    part = section(Topic.PLACE, procedure(**given), centre)
    assert "quầy số 3" in part.text
    assert centre.name in part.text
    assert "Cơ quan giải quyết: Ủy ban nhân dân cấp xã." in part.text
    assert "Các cách nộp: nộp trực tiếp, nộp trực tuyến và gửi qua bưu chính." in part.text
    assert "dichvucong.gov.vn" in part.text


def test_what_no_counter_serves_is_sent_to_the_help_desk(procedure: Make, centre: Centre) -> None:
    part = section(Topic.COUNTER, procedure(service_group="thien-van"), centre)
    assert "bàn hướng dẫn ngay cửa ra vào" in part.text
    assert part.facts["counters"] == []


def test_the_legal_basis_is_counted_aloud_and_listed_in_writing(procedure: Make, centre: Centre) -> None:
    laws = ["60/2014/QH13", "123/2015/NĐ-CP"]
    part = section(Topic.LEGAL_BASIS, procedure(legal_basis=laws), centre)
    assert part.text.endswith("60/2014/QH13, 123/2015/NĐ-CP.")
    assert "theo 2 văn bản" in part.speech


@pytest.mark.parametrize("topic", Topic)
def test_the_facts_of_a_procedure_are_its_own(catalog: Catalog, centre: Centre, topic: Topic) -> None:
    field = {Topic.DOCUMENTS: "documents", Topic.STEPS: "steps", Topic.FEE: "fees"}.get(topic)
    for procedure in catalog:
        facts = section(topic, procedure, centre).facts
        assert facts
        if field:
            assert len(facts[field]) == len(getattr(procedure, field))
