"""What the roles of staff may do."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody is at a centre, or at all of them; one person may be several things."""

    VIEWER = "viewer"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """Something that not everybody may do.

    `read` sees the desk; `draft` writes drafts, sorts the inbox and imports; `publish` changes what is told;
    `stop` stops answers; `counter` calls numbers; `audit` reads who did what; `accounts` says who may.
    """

    READ = "read"
    DRAFT = "draft"
    PUBLISH = "publish"
    STOP = "stop"
    COUNTER = "counter"
    AUDIT = "audit"
    ACCOUNTS = "accounts"


SHARED = frozenset({Permission.PUBLISH})
"""What touches every centre, since all tell the same entries: only who has it at all centres may do it."""

PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.VIEWER: frozenset({Permission.READ}),
        Role.EDITOR: frozenset({Permission.READ, Permission.DRAFT}),
        Role.PUBLISHER: frozenset({Permission.READ, Permission.DRAFT, Permission.PUBLISH, Permission.STOP}),
        Role.CLERK: frozenset({Permission.READ, Permission.COUNTER}),
        Role.ADMINISTRATOR: frozenset(Permission),
    }
)

ROLE_NAMES: Mapping[Role, str] = MappingProxyType(
    {
        Role.VIEWER: "Người xem",
        Role.EDITOR: "Người soạn",
        Role.PUBLISHER: "Người duyệt đăng",
        Role.CLERK: "Cán bộ quầy",
        Role.ADMINISTRATOR: "Quản trị",
    }
)
