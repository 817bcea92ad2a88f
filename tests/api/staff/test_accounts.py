from collections.abc import Callable
from typing import Any

import pytest

from assistant.staff.roles import Role
from tests.api.staff.conftest import CHIEF, Desk

Enter = Callable[..., Desk]
LAN = {"login": "lan.nt", "name": "Nguyễn Thị Lan", "grant": ["clerk@trieu-son", "editor@*"]}


def test_an_account_is_made_and_its_password_shown_once(
    logged_in: Enter, browser: Callable[[], Desk], assistant: Any
) -> None:
    chief = logged_in(Role.ADMINISTRATOR)
    made = chief.submit("/staff/accounts/new", LAN)
    assert made.status_code == 200
    password = made.text.split('class="secret">')[1].split("<")[0]
    assert password not in chief.get("/staff/accounts/lan.nt").text
    browser().log_in("lan.nt", password)
    account = assistant.staff.accounts.account("lan.nt", CHIEF)
    assert [(g.role, g.centre) for g in account.grants] == [(Role.CLERK, "trieu-son"), (Role.EDITOR, None)]


def test_an_account_is_changed_and_closed(logged_in: Enter, assistant: Any) -> None:
    chief = logged_in(Role.ADMINISTRATOR)
    chief.submit("/staff/accounts/new", LAN)
    changed = {"name": "Lan Anh", "grant": ["viewer@hac-thanh"]}
    done = chief.submit("/staff/accounts/lan.nt", changed)
    assert done.headers["location"] == "/staff/accounts/lan.nt?told=account"
    account = assistant.staff.accounts.account("lan.nt", CHIEF)
    assert (account.name, account.active) == ("Lan Anh", False)
    shown = chief.get("/staff/accounts").text
    assert "đã khóa" in shown
    assert "Người xem" in shown


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"login": "Lan Anh"}, "không dấu"),
        ({"login": "chief"}, "đã có người dùng"),
        ({"name": ""}, "Họ tên"),
        ({"grant": ["king@*"]}, "không có trong danh sách"),
        ({"grant": ["clerk@paris"]}, "không có trong danh sách"),
        ({"grant": ["clerk"]}, "không có trong danh sách"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(
    logged_in: Enter, wrong: dict[str, Any], told: str
) -> None:
    chief = logged_in(Role.ADMINISTRATOR)
    shown = chief.submit("/staff/accounts/new", LAN | {"name": '<script>alert("Lan")'} | wrong)
    assert shown.status_code == 422
    assert told in shown.text
    assert "<script>" not in shown.text
    if "name" not in wrong:
        assert "&lt;script&gt;alert(&#34;Lan&#34;)" in shown.text


def test_one_administers_ones_own_centres_alone(logged_in: Enter) -> None:
    chief, local = logged_in(Role.ADMINISTRATOR), logged_in(Role.ADMINISTRATOR, "trieu-son")
    chief.submit("/staff/accounts/new", LAN)
    form = local.get("/staff/accounts/new").text
    assert "Mọi trung tâm" not in form
    assert "hac-thanh" not in form
    refused = local.submit("/staff/accounts/new", LAN | {"login": "moi"})
    assert "trung tâm mình quản trị" in refused.text
    assert local.get("/staff/accounts/lan.nt").status_code == 404
    assert local.submit("/staff/accounts/lan.nt/password").status_code == 404
    assert local.submit("/staff/accounts/lan.nt/sessions").status_code == 404
    own = LAN | {"grant": ["clerk@trieu-son"], "login": "moi"}
    assert local.submit("/staff/accounts/new", own).status_code == 200


def test_a_new_password_and_the_end_of_sessions(logged_in: Enter, browser: Callable[[], Desk]) -> None:
    chief, clerk = logged_in(Role.ADMINISTRATOR), logged_in(Role.CLERK)
    assert clerk.get("/staff", follow_redirects=False).status_code == 200
    assert chief.submit("/staff/accounts/nguoi1/sessions").status_code == 303
    assert clerk.get("/staff", follow_redirects=False).status_code == 303
    shown = chief.submit("/staff/accounts/nguoi1/password")
    browser().log_in("nguoi1", shown.text.split('class="secret">')[1].split("<")[0])


@pytest.mark.parametrize("role", [None, Role.VIEWER, Role.EDITOR, Role.PUBLISHER, Role.CLERK])
def test_no_other_role_sees_or_makes_accounts(logged_in: Enter, role: Role | None) -> None:
    client = logged_in(role)
    assert "/staff/accounts" not in client.get("/staff").text
    for path in ("/staff/accounts", "/staff/accounts/new", "/staff/accounts/chief"):
        refused = client.get(path)
        assert refused.status_code == 403
        assert "chưa được giao quyền" in refused.text
    for path in ("/staff/accounts/new", "/staff/accounts/chief", "/staff/accounts/chief/password"):
        assert client.submit(path, LAN).status_code == 403
