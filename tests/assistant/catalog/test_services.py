from pathlib import Path

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.loading import KnowledgeError
from assistant.catalog.services import ServiceNames
from assistant.settings import settings


@pytest.fixture(scope="module")
def names(catalog: Catalog) -> ServiceNames:
    return ServiceNames.load(settings().knowledge_dir / "services.yaml", catalog)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("Hộ tịch", "ho-tich"),
        ("ho tich", "ho-tich"),
        ("SỔ ĐỎ!", "dat-dai-xay-dung"),
        ("căn cước", "cong-an"),
        ("sao y", "chung-thuc"),
        ("thiên văn", None),
        ("", None),
    ],
)
def test_a_field_or_an_everyday_word_names_a_group(names: ServiceNames, name: str, group: str | None) -> None:
    assert names.named(name) == group


def test_every_field_of_the_catalog_names_the_group_of_most_of_its_procedures(
    names: ServiceNames, catalog: Catalog
) -> None:
    groups = {group.slug for centre in catalog.centres for group in centre.service_groups}
    for procedure in catalog:
        assert names.named(procedure.field) in groups


def test_every_everyday_word_stands_for_a_group_of_a_centre(names: ServiceNames, catalog: Catalog) -> None:
    for centre in catalog.centres:
        for group in centre.service_groups:
            assert names.said_in(f"lấy số {group.name}") == group.slug


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("cho tui cấy số mần sổ đỏ", "dat-dai-xay-dung"),
        ("lấy số hộ kinh doanh", "kinh-doanh"),
        ("lay so chung thuc ban sao", "chung-thuc"),
        ("khai sinh với chứng thực", None),
        ("khai sinh với khai tử", "ho-tich"),
        ("đấttt", None),
        ("chào em", None),
    ],
)
def test_the_one_group_named_in_a_text_is_told(names: ServiceNames, text: str, group: str | None) -> None:
    assert names.said_in(text) == group


def test_all_groups_that_are_named_are_told(names: ServiceNames) -> None:
    assert names.all_said_in("sao y giấy khai sinh") == {"chung-thuc", "ho-tich"}
    assert names.all_said_in("chào em") == frozenset()


def test_a_name_within_a_longer_one_does_not_count(catalog: Catalog) -> None:
    names = ServiceNames({"mot": ["táo"], "hai": ["táo đỏ"]}, catalog)
    assert names.said_in("một cân táo đỏ") == "hai"
    assert names.said_in("một cân táo") == "mot"
    assert names.all_said_in("táo và táo đỏ") == {"hai"}


def test_a_wrong_file_is_told_with_its_place(tmp_path: Path, catalog: Catalog) -> None:
    file = tmp_path / "services.yaml"
    file.write_text("Hộ tịch: [khai sinh]\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"services\.yaml"):
        ServiceNames.load(file, catalog)
