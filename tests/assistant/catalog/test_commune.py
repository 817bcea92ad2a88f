import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.catalog.catalog import Catalog
from assistant.catalog.commune import Commune, Communes, FormerUnit, MatchedBy, UnknownCommune
from assistant.catalog.geography import distance_km
from assistant.catalog.place_names import split_kind
from assistant.settings import ROOT, settings
from assistant.text.folding import fold

FACTS = ROOT.parent / "shared" / "catalog" / "communes_thanh_hoa.json"
COMMUNES = Catalog.load(settings().knowledge_dir).communes
UNITS = [(unit, commune) for commune in COMMUNES for unit in commune.former_units]


def found(text: str) -> list[str]:
    return [match.commune.name for match in COMMUNES.named(text)]


@pytest.mark.skipif(not FACTS.is_file(), reason="the list of communes is not here")
def test_every_fact_stands_in_the_list() -> None:
    def unit(given: dict[str, Any]) -> tuple[Any, ...]:
        return given["ward"], given["district"], given["part"], given.get("default", False)

    listed = {
        (each["code"], each["name"], each["lat"], each["lon"], tuple(map(unit, each["formed_from"])))
        for each in json.loads(FACTS.read_text("utf-8"))
    }
    assert listed == {
        (
            commune.code,
            commune.name,
            commune.latitude,
            commune.longitude,
            tuple((u.name, u.district, u.part, u.default) for u in commune.former_units),
        )
        for commune in COMMUNES
    }


def test_there_are_166() -> None:
    assert len(COMMUNES) == len({commune.name for commune in COMMUNES}) == 166
    assert all(commune.former_units for commune in COMMUNES)


@pytest.mark.parametrize("commune", COMMUNES, ids=lambda commune: commune.name)
def test_each_present_name_finds_its_commune_first(commune: Commune) -> None:
    _, bare = split_kind(commune.name)
    for text in (commune.name, commune.name.lower(), fold(commune.name), f"em ở {commune.name} ạ", bare):
        first = COMMUNES.named(text)[0]
        assert (first.commune, first.by, first.name) == (commune, MatchedBy.PRESENT, commune.name), text
    assert commune in [match.commune for match in COMMUNES.named(fold(bare))]


@given(
    st.sampled_from(UNITS), st.sampled_from(["{0}, {1}", "{0} {1}", "nhà em ở {0} cũ thuộc {1} ạ", "{1} {0}"])
)
def test_each_former_name_in_its_district_finds_what_it_became(
    given: tuple[FormerUnit, Commune], pattern: str
) -> None:
    unit, _ = given
    became = {
        commune.code for other, commune in UNITS if (other.name, other.district) == (unit.name, unit.district)
    }
    text = pattern.format(unit.name, unit.district)
    assert became <= {match.commune.code for match in COMMUNES.named(text)}
    assert became <= {match.commune.code for match in COMMUNES.named(fold(text))}


@given(st.sampled_from(UNITS))
def test_each_former_name_alone_finds_what_it_became(given: tuple[FormerUnit, Commune]) -> None:
    unit, commune = given
    kind, bare = split_kind(unit.name)
    for text in (unit.name, fold(unit.name), *([bare, fold(bare)] if " " in bare else [])):
        assert commune in [match.commune for match in COMMUNES.named(text)], (kind, text)


@pytest.mark.parametrize(
    ("text", "communes"),
    [
        ("xã Dân Lực huyện Triệu Sơn", ["Xã Triệu Sơn"]),
        ("Dan Luc", ["Xã Triệu Sơn"]),
        ("thị trấn Triệu Sơn", ["Xã Triệu Sơn"]),
        ("xuân lộc", ["Xã Thắng Lộc", "Xã Thọ Phú", "Xã Hoa Lộc"]),
        ("xã Xuân Lộc huyện Hậu Lộc", ["Xã Hoa Lộc"]),
        ("huyện Hậu Lộc, xã Xuân Lộc", ["Xã Hoa Lộc"]),
        ("xuân lộc triệu sơn", ["Xã Thọ Phú"]),
        ("phường Ba Đình thành phố Thanh Hóa", ["Phường Hạc Thành"]),
        ("phường Ba Đình, tỉnh Thanh Hóa", ["Phường Hạc Thành", "Phường Bỉm Sơn"]),
        ("xã Ba Đình", ["Xã Ba Đình"]),
        ("phường Đông Thọ", ["Phường Hạc Thành", "Phường Hàm Rồng"]),
        ("thị trấn Thiệu Hóa", ["Xã Thiệu Hóa", "Xã Thiệu Quang", "Xã Thiệu Trung"]),
        ("Minh Sơn", ["Xã Minh Sơn", "Xã Triệu Sơn"]),
        ("xã Minh Sơn huyện Triệu Sơn", ["Xã Triệu Sơn"]),
        ("xã Minh Sơn huyện Ngọc Lặc", ["Xã Minh Sơn"]),
        ("thị trấn Nưa", ["Xã Tân Ninh"]),
        ("chỗ em ở nưa", []),
        ("xa dong tien", ["Xã Đồng Tiến", "Phường Đông Tiến"]),
        ("em muon dong tien dien", []),
        ("anh cứ yên tâm", []),
        ("em ở xã Yên Tâm", ["Xã Yên Phú"]),
        ("yên tâm huyện yên định", ["Xã Yên Phú"]),
        ("quyết định công nhận", []),
        ("UBND phường, trường trung học", []),
        ("đường Quang Trung", []),
        ("từ Bỉm Sơn xuống Sầm Sơn", ["Phường Bỉm Sơn", "Phường Sầm Sơn"]),
        ("tỉnh Thanh Hóa", []),
        ("ở Thanh Hóa", []),
        ("Hà Nội", []),
        ("", []),
    ],
    ids=str,
)
def test_a_name_in_free_text(text: str, communes: list[str]) -> None:
    assert found(text) == communes


def test_a_whole_district_gives_its_communes() -> None:
    inside = [c for c in COMMUNES if any(unit.district == "Huyện Triệu Sơn" for unit in c.former_units)]
    for text in ("huyện Triệu Sơn cũ", "huyen trieu son", "H. Triệu Sơn"):
        matches = COMMUNES.named(text)
        assert [match.commune for match in matches] == inside
        assert {(match.by, match.name) for match in matches} == {(MatchedBy.DISTRICT, "Huyện Triệu Sơn")}
    assert len(inside) >= 8


def test_a_match_tells_the_former_unit() -> None:
    (match,) = COMMUNES.named("xã dân lực")
    assert (match.by, match.name) == (MatchedBy.FORMER, "Xã Dân Lực, Huyện Triệu Sơn")
    assert match.former == FormerUnit(name="Xã Dân Lực", district="Huyện Triệu Sơn")
    (present, *_) = COMMUNES.named("xã Triệu Sơn")
    assert (present.by, present.former) == (MatchedBy.PRESENT, None)


def test_what_is_called_old_is_the_former_unit() -> None:
    assert {match.by for match in COMMUNES.named("xã Minh Sơn cũ")} == {MatchedBy.FORMER}
    assert COMMUNES.named("xã Minh Sơn")[0].by is MatchedBy.PRESENT


@given(st.text(max_size=80))
def test_any_text_can_be_asked(text: str) -> None:
    codes = [match.commune.code for match in COMMUNES.named(text)]
    assert len(codes) == len(set(codes))


@given(st.floats(8, 24), st.floats(102, 110), st.integers(0, 200))
def test_the_nearest_are_sorted_and_none_is_nearer(latitude: float, longitude: float, count: int) -> None:
    near = COMMUNES.nearest(latitude, longitude, count=count)
    assert len(near) == min(count, 166)
    assert [km for _, km in near] == sorted(km for _, km in near)
    rest = {commune.code for commune in COMMUNES} - {commune.code for commune, _ in near}
    for code in rest if near else ():
        commune = COMMUNES.commune(code)
        assert distance_km((latitude, longitude), (commune.latitude, commune.longitude)) >= near[-1][1]


def test_the_nearest_of_some() -> None:
    some = [COMMUNES.commune(code) for code in ("14797", "14845")]
    assert [c.code for c, _ in COMMUNES.nearest(20.5, 104.6, among=some)] == ["14845", "14797"]
    assert COMMUNES.nearest(19.8337, 105.617, count=1) == [(COMMUNES.commune("15664"), 0.0)]


def test_a_commune_is_known_by_its_code() -> None:
    assert COMMUNES.commune("15664").name == "Xã Triệu Sơn"
    assert "15664" in COMMUNES
    assert "99999" not in COMMUNES
    with pytest.raises(UnknownCommune):
        COMMUNES.commune("99999")


def test_without_communes_nothing_is_found() -> None:
    assert Communes().named("xã Triệu Sơn") == ()
    assert Communes().nearest(20, 105) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "1566"},
        {"name": "Triệu Sơn"},
        {"latitude": 91.0},
        {"former_units": [{"name": "Dân Lực", "district": "Huyện Triệu Sơn"}]},
        {"former_units": [{"name": "Xã Dân Lực", "district": "Triệu Sơn"}]},
        {"former_units": [{"name": "Xã Dân Lực", "district": "Huyện Triệu Sơn", "default": True}]},
    ],
    ids=str,
)
def test_what_no_commune_can_be_is_refused(wrong: dict[str, Any]) -> None:
    right = {
        "code": "15664",
        "name": "Xã Triệu Sơn",
        "latitude": 19.8,
        "longitude": 105.6,
        "former_units": [],
    }
    Commune.model_validate(right)
    with pytest.raises(ValidationError):
        Commune.model_validate(right | wrong)
