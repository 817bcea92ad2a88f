from dataclasses import replace
from datetime import date

import pytest

from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import Dossier, DossierStatus, status_name

DUE, TODAY = date(2026, 11, 20), date(2026, 11, 23)
OPEN = Dossier(
    DossierCode("H56.12.34-261101-0012"),
    "Đăng ký khai sinh",
    DossierStatus.IN_PROGRESS,
    date(2026, 11, 1),
    DUE,
)


@pytest.mark.parametrize(
    ("change", "days"),
    [
        ({}, 3),
        ({"status": DossierStatus.RECEIVED}, 3),
        ({"due_on": None}, 0),
        ({"due_on": TODAY}, 0),
        ({"status": DossierStatus.NEEDS_SUPPLEMENT}, 0),
        ({"status": DossierStatus.AWAITING_PAYMENT}, 0),
        ({"status": DossierStatus.DONE}, 0),
        ({"status": DossierStatus.DONE, "finished_on": DUE}, 0),
        ({"status": DossierStatus.RETURNED, "finished_on": date(2026, 11, 21)}, 1),
        ({"status": DossierStatus.WITHDRAWN, "finished_on": TODAY}, 0),
    ],
)
def test_days_late_count_until_the_result_and_not_while_the_citizen_is_awaited(
    change: dict[str, object], days: int
) -> None:
    dossier = replace(OPEN, **change)
    assert dossier.days_late(TODAY) == days
    assert dossier.late(TODAY) is (days > 0)


def test_every_status_has_a_name_of_its_own() -> None:
    assert len({status_name(status) for status in DossierStatus}) == len(DossierStatus)
