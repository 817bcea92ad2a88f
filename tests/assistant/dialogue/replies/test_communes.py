import re

import pytest

from assistant.catalog.catalog import Catalog
from assistant.dialogue.phrasing import asks_where_it_belongs
from assistant.dialogue.replies.communes import communes_found, nearest_to
from assistant.dialogue.replies.reply import Reply, Status

UNSPEAKABLE = re.compile(r"[\d/()\[\]{}%•·–]|gov\.vn")


def found(catalog: Catalog, text: str) -> Reply:
    return communes_found(catalog.communes.named(text), catalog.centres)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "xã Dân Lực cũ",
            "Xã Dân Lực (huyện Triệu Sơn cũ) nay thuộc xã Triệu Sơn. Anh/chị tới Trung tâm Phục vụ "
            "hành chính công xã Triệu Sơn, trung tâm xã Triệu Sơn, tỉnh Thanh Hóa ạ.",
        ),
        ("xã An Nông", "Anh/chị tới Trung tâm Phục vụ hành chính công xã An Nông ạ."),
    ],
)
def test_a_name_leads_to_its_centre_with_the_address_where_it_is_known(
    catalog: Catalog, text: str, told: str
) -> None:
    reply = found(catalog, text)
    assert (reply.status, reply.text) == (Status.ANSWERED, told)


def test_several_of_one_name_are_offered_with_their_districts(catalog: Catalog) -> None:
    reply = found(catalog, "xã Minh Sơn cũ")
    assert reply.status is Status.CLARIFICATION
    assert "Xã Minh Sơn, huyện Triệu Sơn cũ (nay thuộc xã Triệu Sơn)" in reply.text
    taps = {s.title: s.message for s in reply.suggestions}
    assert taps["Xã Minh Sơn, huyện Triệu Sơn cũ"] == "xã Minh Sơn cũ huyện Triệu Sơn"


def test_a_tap_on_one_of_several_names_that_one_commune(catalog: Catalog) -> None:
    """Whatever name is shared, by units of before or by a commune of now."""
    names = {unit.name for commune in catalog.communes for unit in commune.former_units}
    shared = [found(catalog, text) for name in sorted(names) for text in (name, f"{name} cũ")]
    asked_back = [reply for reply in shared if reply.status is Status.CLARIFICATION]
    assert len(asked_back) > 10
    for reply in asked_back:
        for tap in reply.suggestions:
            assert asks_where_it_belongs(tap.message)
            assert found(catalog, tap.message).status is Status.ANSWERED, (tap, found(catalog, tap.message))


def test_a_district_is_told_with_what_it_became(catalog: Catalog) -> None:
    reply = found(catalog, "huyện Triệu Sơn cũ")
    assert reply.status is Status.CLARIFICATION
    assert reply.text.startswith("Huyện Triệu Sơn cũ nay chia thành xã Triệu Sơn, xã ")


def test_a_unit_that_was_split_names_the_greater_part_first(catalog: Catalog) -> None:
    split = next(
        unit for commune in catalog.communes for unit in commune.former_units if unit.part and unit.default
    )
    reply = found(catalog, f"{split.name} {split.district}")
    assert "phần lớn nay thuộc" in reply.text
    assert "một phần thuộc" in reply.text


def test_the_nearest_are_told_with_their_distance_and_none_that_is_far(catalog: Catalog) -> None:
    here, near, far = list(catalog.communes)[:3]
    reply = nearest_to(here.name, [(near, 4.6), (far, 75)])
    assert "(khoảng 5 km)" in reply.text
    assert "đường chim bay" in reply.text
    assert far.name[1:] not in reply.text
    assert "đang ở" not in reply.text
    assert nearest_to(here.name, [(near, 4.6)], here=True).text.startswith("Anh/chị đang ở")


@pytest.mark.parametrize(
    "text", ["xã Dân Lực cũ", "xã Minh Sơn cũ", "huyện Triệu Sơn cũ", "phường Hạc Thành"]
)
def test_every_reply_can_be_said(catalog: Catalog, text: str) -> None:
    reply = found(catalog, text)
    assert not UNSPEAKABLE.search(reply.speech)
    assert len(reply.speech) <= 600
