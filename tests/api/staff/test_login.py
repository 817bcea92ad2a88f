from collections.abc import Callable
from typing import Any

import pytest

from api.access import COOKIE, CSRF_HEADER
from assistant.staff.roles import Role
from assistant.staff.sessions import LoginBusy
from tests.api.staff.conftest import CHIEF, PASSWORD, Desk

Enter = Callable[..., Desk]
OWN = {"Origin": "http://testserver"}


@pytest.fixture
def lan(logged_in: Enter) -> Desk:
    return logged_in(Role.ADMINISTRATOR)


def test_whoever_is_not_logged_in_is_led_to_the_login_and_back(
    browser: Callable[[], Desk], lan: Desk
) -> None:
    client = browser()
    shown = client.get("/staff/accounts?a=1")
    assert shown.url.path == "/staff/login"
    assert 'name="next" value="/staff/accounts?a=1"' in shown.text
    fields = {"login": "nguoi0", "password": PASSWORD, "next": "/staff/accounts?a=1"}
    done = client.post("/staff/login", data=fields, follow_redirects=False)
    assert done.headers["location"] == "/staff/accounts?a=1"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/staffx", "/p/1"],
)
def test_the_login_leads_nowhere_else(browser: Callable[[], Desk], lan: Desk, elsewhere: str) -> None:
    fields = {"login": "nguoi0", "password": PASSWORD, "next": elsewhere}
    done = browser().post("/staff/login", data=fields, follow_redirects=False)
    assert done.headers["location"] == "/staff"


def test_the_cookie_is_for_our_pages_and_no_script(browser: Callable[[], Desk], lan: Desk) -> None:
    done = browser().post(
        "/staff/login", data={"login": "nguoi0", "password": PASSWORD}, follow_redirects=False
    )
    cookie = done.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    https = browser()
    https.base_url = "https://testserver"  # type: ignore[assignment]
    done = https.post("/staff/login", data={"login": "nguoi0", "password": PASSWORD}, follow_redirects=False)
    assert "secure" in done.headers["set-cookie"].lower()


def test_a_wrong_password_shows_the_form_again_without_it(browser: Callable[[], Desk], lan: Desk) -> None:
    fields = {"login": '"><script>', "password": "mật khẩu sai"}
    shown = browser().post("/staff/login", data=fields)
    assert shown.status_code == 401
    assert "không đúng" in shown.text
    assert "mật khẩu sai" not in shown.text
    assert "<script>" not in shown.text


def _multipart(charset: str, **fields: bytes) -> dict[str, Any]:
    named = fields.items()
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (n.encode(), v) for n, v in named
    ]
    media_type = f"multipart/form-data; boundary=x; charset={charset}"
    return {"content": b"".join(parts) + b"--x--", "headers": OWN | {"Content-Type": media_type}}


@pytest.mark.parametrize(
    ("charset", "typed"),
    [
        ("utf-7", b"+2AA-"),
        ("unicode_escape", b"\\ud800"),
        ("undefined", b"x"),
        ("punycode", b"\xff\xff"),
        ("hex", b"zz"),
    ],
)
def test_a_form_in_an_odd_encoding_is_refused(
    browser: Callable[[], Desk], charset: str, typed: bytes
) -> None:
    for fields in ({"login": typed, "password": b"x"}, {"login": b"lan", "password": typed}):
        assert browser().post("/staff/login", **_multipart(charset, **fields)).status_code in {401, 422}


@pytest.mark.parametrize("typed", ["chi\x00ef", "\x00", "chief\x00"])
def test_signs_that_nobody_types_are_left_out(browser: Callable[[], Desk], typed: str) -> None:
    assert browser().post("/staff/login", data={"login": typed, "password": "sai\x00"}).status_code == 401
    assert browser().get("/staff/login", params={"next": typed}).status_code == 200


def test_a_form_of_too_many_fields_is_refused_in_clear_words(browser: Callable[[], Desk], lan: Desk) -> None:
    fields = {f"a{number}": "x" for number in range(1001)}
    assert "biểu mẫu có quá nhiều ô" in browser().post("/staff/login", data=fields, headers=OWN).text
    assert "biểu mẫu có quá nhiều ô" in lan.submit("/staff/accounts/new", fields).text
    shown = browser().post("/staff/accounts/new", data=fields, headers=OWN)
    assert shown.status_code == 401
    assert "kept:" not in shown.text


def test_while_too_many_log_in_others_are_told_to_wait(
    browser: Callable[[], Desk], lan: Desk, assistant: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: str) -> str:
        raise LoginBusy

    monkeypatch.setattr(assistant.staff.sessions, "log_in", busy)
    fields = {"login": "nguoi0", "password": PASSWORD, "kept:name": "Mới"}
    shown = browser().post("/staff/login", data=fields)
    assert shown.status_code == 503
    assert "thử lại sau vài giây" in shown.text
    assert 'name="kept:name"' in shown.text


def test_too_many_wrong_ones_must_wait(browser: Callable[[], Desk], lan: Desk) -> None:
    client = browser()
    for _ in range(5):
        client.post("/staff/login", data={"login": "nguoi0", "password": "sai"})
    shown = client.post("/staff/login", data={"login": "nguoi0", "password": PASSWORD})
    assert shown.status_code == 429
    assert "30 giây" in shown.text


def test_another_site_cannot_log_somebody_in(browser: Callable[[], Desk], lan: Desk) -> None:
    fields = {"login": "nguoi0", "password": PASSWORD}
    for origin in ("http://evil.example", "null"):
        client = browser()
        assert client.post("/staff/login", data=fields, headers={"Origin": origin}).status_code == 403
        assert COOKIE not in client.cookies


def test_logging_out_ends_the_session_itself(lan: Desk) -> None:
    token = lan.cookies[COOKIE]
    assert lan.submit("/staff/logout").headers["location"].startswith("/staff/login")
    lan.cookies.set(COOKIE, token)
    assert lan.get("/staff", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("token", [None, "", "x" * 64, "é"])
def test_a_form_without_the_sessions_token_changes_nothing(
    lan: Desk, assistant: Any, token: str | None
) -> None:
    fields = {"login": "moi", "name": "Mới"} | ({} if token is None else {"csrf": token})
    shown = lan.post("/staff/accounts/new", data=fields)
    assert shown.status_code == 403
    assert "tải lại trang" in shown.text
    assert "moi" not in [account.login for account in assistant.staff.accounts._repository.all()]


def test_the_token_of_another_session_does_not_do(lan: Desk, logged_in: Enter) -> None:
    other = logged_in(Role.ADMINISTRATOR)
    shown = lan.post("/staff/accounts/new", data={"login": "moi", "name": "Mới", "csrf": other.csrf})
    assert shown.status_code == 403


def test_the_api_takes_the_session_with_its_token_in_a_header(lan: Desk) -> None:
    path = "/v1/centres/trieu-son/counters/1/call-next"
    refused = lan.post(path)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/csrf-token-required")
    # The queue is not part of this test's assistant: what is refused is refused before.
    assert lan.post(path, headers={CSRF_HEADER: lan.csrf}).status_code == 500


def test_what_was_typed_when_the_session_ended_is_kept(lan: Desk, assistant: Any) -> None:
    typed = {"login": "moi", "name": '</textarea><script>"Mới"\n  hai dòng', "grant": ["viewer@*", "clerk@*"]}
    fields = typed | {"csrf": lan.csrf}
    lan.cookies.clear()
    shown = lan.post("/staff/accounts/new", data=fields, headers=OWN)
    assert shown.status_code == 401
    assert "<script>" not in shown.text
    for name in ("login", "name", "grant"):
        assert f'name="kept:{name}"' in shown.text
    kept = {f"kept:{name}": value for name, value in typed.items()}
    fields = {"login": "nguoi0", "password": PASSWORD, "next": "/staff/accounts/new"} | kept
    shown = lan.post("/staff/login", data=fields)
    assert shown.status_code == 200
    assert 'action="/staff/accounts/new"' in shown.text
    assert shown.text.count('name="grant"') == 2
    assert f'value="{lan.csrf}"' in shown.text
    assert len(assistant.staff.accounts._repository.all()) == 2  # offered, not done


def test_what_another_site_sends_is_not_kept(browser: Callable[[], Desk]) -> None:
    for origin in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {}):
        shown = browser().post("/staff/accounts/new", data={"login": "moi"}, headers=origin)
        assert shown.status_code == 401
        assert "kept:" not in shown.text


def test_passwords_are_not_kept(browser: Callable[[], Desk]) -> None:
    shown = browser().post("/staff/password", data={"old": "bí mật"}, headers=OWN)
    assert shown.status_code == 401
    assert "bí mật" not in shown.text


def test_a_temporary_password_is_changed_before_anything_else(
    assistant: Any, browser: Callable[[], Desk]
) -> None:
    first = assistant.staff.accounts.reset_password("chief", CHIEF)
    client = browser()
    client.log_in("chief", first)
    assert client.get("/staff/accounts", follow_redirects=False).headers["location"] == "/staff/password"
    assert client.get("/v1/centres/trieu-son/figures?start=2026-11-23&end=2026-11-23").status_code == 403
    fields = {"old": first, "new": PASSWORD, "again": PASSWORD + "x"}
    assert "chưa giống nhau" in client.submit("/staff/password", fields).text
    done = client.submit("/staff/password", fields | {"again": PASSWORD})
    assert done.headers["location"] == "/staff/login?told=password"
    client.log_in("chief")
    assert client.get("/staff/accounts").status_code == 200


def test_pages_are_kept_nowhere_and_framed_by_nobody(lan: Desk) -> None:
    headers = lan.get("/staff").headers
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
