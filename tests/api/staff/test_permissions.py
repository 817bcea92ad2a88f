"""Each role at each route, over HTTP: what the table allows is let through, what it does not is refused."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from api.access import CSRF_HEADER, Access
from assistant.staff.member import Grant
from assistant.staff.roles import PERMISSIONS, SHARED, Permission, Role
from tests.api.staff.conftest import Desk
from tests.api.test_access import api_routes, declared

_FILLED = {"centre": "trieu-son", "counter": "1", "login": "ai-do", "key": "faq:x", "path": "faq:x"}
_REFUSED = {401, 403}


def staff_routes() -> list[tuple[str, str, Permission]]:
    """The method, path and permission of every route that needs one."""
    found = []
    for route in api_routes():
        (who,) = declared(route.dependant)
        if isinstance(who, Access) and who.permission:
            path = re.sub(r"{(\w+)(:\w+)?}", lambda part: _FILLED.get(part[1], "1"), route.path or "")
            found += [(method, path, who.permission) for method in route.methods or ()]
    return found


def answered(client: Desk, method: str, path: str) -> int:
    headers = {CSRF_HEADER: client.csrf}
    return client.request(method, path, headers=headers, follow_redirects=False).status_code


@pytest.mark.parametrize("role", Role)
def test_a_role_at_all_centres_may_what_the_table_says(logged_in: Callable[..., Desk], role: Role) -> None:
    client = logged_in(role)
    for method, path, permission in staff_routes():
        allowed = permission in PERMISSIONS[role]
        assert (answered(client, method, path) not in _REFUSED) == allowed, (method, path)


@pytest.mark.parametrize("role", Role)
def test_a_role_at_another_centre_may_nothing_here(logged_in: Callable[..., Desk], role: Role) -> None:
    client = logged_in(role, "hac-thanh")
    for method, path, permission in staff_routes():
        here = "trieu-son" in path or "/everywhere" in path or permission in SHARED
        allowed = permission in PERMISSIONS[role] and not here
        assert (answered(client, method, path) not in _REFUSED) == allowed, (method, path)


def test_whoever_is_not_logged_in_may_nothing(browser: Callable[[], Desk]) -> None:
    client = browser()
    for method, path, _permission in staff_routes():
        told = client.request(method, path, follow_redirects=False)
        led_to_login = told.status_code == 303 and told.headers["location"].startswith("/staff/login")
        assert told.status_code == 401 or led_to_login, (method, path)


def test_a_token_of_a_role_may_the_same(assistant: Any, browser: Callable[[], Desk]) -> None:
    client = browser()
    for role in Role:
        token = assistant.staff.tokens.make("Máy", Grant(role), "kiểm thử")
        for method, path, permission in staff_routes():
            headers = {"Authorization": f"Bearer {token}"}
            told = client.request(method, path, headers=headers, follow_redirects=False).status_code
            assert (told not in _REFUSED) == (permission in PERMISSIONS[role]), (method, path)
