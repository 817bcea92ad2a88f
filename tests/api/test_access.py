"""Every route says who may use it; and what it says holds."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import Mount

from api.access import Access, anybody
from api.app import create_app
from api.sent_form import sent_form
from assistant.settings import Settings
from assistant.staff.roles import Permission

_NOT_FOR_STAFF_ALONE = {"/staff/login"}


def declared(dependant: Dependant) -> Iterator[object]:
    """What a route, or what it depends on, says about who may use it."""
    for each in dependant.dependencies:
        if each.call is anybody or isinstance(each.call, Access):
            yield each.call
        yield from declared(each)


def routes() -> list[RouteContext]:
    return list(iter_route_contexts(create_app(Settings()).routes))


def api_routes() -> list[RouteContext]:
    return [route for route in routes() if isinstance(route.original_route, APIRoute)]


def test_there_is_nothing_but_routes_of_ours_and_the_files() -> None:
    assert len(api_routes()) > 50
    others = [route for route in routes() if not isinstance(route.original_route, APIRoute)]
    assert [(type(route.original_route), route.path) for route in others] == [(Mount, "/static")]


def test_every_route_says_once_who_may_use_it() -> None:
    silent = [route.path for route in api_routes() if len(list(declared(route.dependant))) != 1]
    assert silent == []


def test_a_route_that_says_nothing_would_be_seen() -> None:
    app = FastAPI()
    app.get("/silent")(lambda: None)
    (route,) = (each for each in iter_route_contexts(app.routes) if each.path == "/silent")
    assert list(declared(route.dependant)) == []


def test_the_desk_is_for_staff() -> None:
    """And so is everything under the paths that the contract gives to staff."""
    staff_only = ("/staff", "/v1/knowledge", "/v1/centres/{centre}/counters/{counter}")
    for route in api_routes():
        if route.path.startswith(staff_only) and route.path not in _NOT_FOR_STAFF_ALONE:
            (who,) = declared(route.dependant)
            assert isinstance(who, Access), route.path


def test_nothing_that_others_send_to_the_desk_is_read() -> None:
    for route in api_routes():
        parts = route.dependant.dependencies
        forms = [place for place, each in enumerate(parts) if each.call is sent_form]
        checks = [p for p, each in enumerate(parts) if isinstance(each.call, Access) or [*declared(each)]]
        if forms and route.path not in _NOT_FOR_STAFF_ALONE:
            assert min(checks) < min(forms), route.path


@pytest.mark.parametrize(
    ("path", "permission"),
    [
        ("/staff/accounts", Permission.ACCOUNTS),
        ("/staff/accounts/{login}/password", Permission.ACCOUNTS),
        ("/v1/centres/{centre}/counters/{counter}/call-next", Permission.COUNTER),
        ("/v1/centres/{centre}/figures", Permission.READ),
    ],
)
def test_what_some_routes_need(path: str, permission: Permission) -> None:
    for route in api_routes():
        if route.path == path:
            (who,) = declared(route.dependant)
            assert isinstance(who, Access)
            assert who.permission is permission
            break
    else:
        pytest.fail(f"there is no {path}")
