from collections.abc import Iterator

import pytest

from tests.assistant.dossier.province_server import ProvinceServer


@pytest.fixture
def province() -> Iterator[ProvinceServer]:
    with ProvinceServer() as server:
        yield server
