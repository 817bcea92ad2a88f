"""What each role may do, as a table: who changes it changes the law of the house."""

import pytest

from assistant.staff.member import Grant, Member, NotAllowed, NotAtThisCentre
from assistant.staff.roles import ROLE_NAMES, Permission, Role

TABLE = {
    #                    viewer editor publisher clerk administrator
    Permission.READ: "x x x x x",
    Permission.DRAFT: "- x x - x",
    Permission.PUBLISH: "- - x - x",
    Permission.STOP: "- - x - x",
    Permission.COUNTER: "- - - x x",
    Permission.AUDIT: "- - - - x",
    Permission.ACCOUNTS: "- - - - x",
}
ROLES = [Role.VIEWER, Role.EDITOR, Role.PUBLISHER, Role.CLERK, Role.ADMINISTRATOR]


def member(*grants: tuple[Role, str | None]) -> Member:
    return Member("Lan", tuple(Grant(*grant) for grant in grants), "lan")


@pytest.mark.parametrize("permission", Permission)
def test_the_table_of_permissions(permission: Permission) -> None:
    allowed = [mark == "x" for mark in TABLE[permission].split()]
    assert [member((role, None)).may(permission) for role in ROLES] == allowed


def test_every_role_stands_in_the_table_and_has_a_name() -> None:
    assert set(ROLES) == set(Role) == set(ROLE_NAMES)


def test_a_role_at_a_centre_counts_there_alone() -> None:
    lan = member((Role.CLERK, "trieu-son"))
    assert lan.may(Permission.COUNTER)
    assert lan.may(Permission.COUNTER, "trieu-son")
    assert not lan.may(Permission.COUNTER, "hac-thanh")
    assert lan.centres(Permission.COUNTER) == {"trieu-son"}
    assert not lan.may_everywhere(Permission.COUNTER)
    with pytest.raises(NotAtThisCentre):
        lan.require(Permission.COUNTER, "hac-thanh")
    with pytest.raises(NotAllowed):
        lan.require(Permission.DRAFT, "trieu-son")


def test_a_role_at_all_centres_counts_at_those_to_come() -> None:
    lan = member((Role.CLERK, None), (Role.EDITOR, "trieu-son"))
    assert lan.may(Permission.COUNTER, "moi")
    assert lan.centres(Permission.COUNTER) is None
    assert lan.centres(Permission.DRAFT) == {"trieu-son"}


def test_what_all_centres_tell_is_published_only_by_who_may_at_all() -> None:
    assert not member((Role.PUBLISHER, "trieu-son")).may(Permission.PUBLISH)
    assert not member((Role.PUBLISHER, "trieu-son")).may(Permission.PUBLISH, "trieu-son")
    assert member((Role.PUBLISHER, "trieu-son")).may(Permission.DRAFT)
    assert member((Role.PUBLISHER, None)).may(Permission.PUBLISH)


def test_nobody_may_anything_without_a_role() -> None:
    nobody = member()
    assert not any(nobody.may(permission) for permission in Permission)
    assert nobody.centres(Permission.READ) == frozenset()


def test_a_signature_names_the_account_and_fits_the_histories() -> None:
    assert member().signature == "Lan (lan)"
    assert Member("Quầy 3", ()).signature == "Quầy 3"
    assert len(Member("ă" * 80, (), "x" * 32).signature) <= 80
