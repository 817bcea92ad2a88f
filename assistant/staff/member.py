"""One of the staff, as the routes know them: a name for the history, and what they may do where."""

from dataclasses import dataclass

from assistant.errors import LetanError
from assistant.staff.roles import PERMISSIONS, SHARED, Permission, Role


class NotStaff(LetanError):
    """Nobody, or a session or token that is unknown, ended or was revoked; which of these is not told."""

    status = 401
    slug = "staff-token-required"
    title = "Cần đăng nhập hoặc mã nhân viên hợp lệ"


class NotAllowed(LetanError):
    """One of the staff, whose roles do not allow this."""

    status = 403
    slug = "not-allowed"
    title = "Tài khoản của anh/chị chưa được giao quyền làm việc này"


class NotAtThisCentre(NotAllowed):
    """One of the staff, who may do this at another centre."""

    slug = "another-centre"
    title = "Anh/chị chưa được giao quyền này ở trung tâm này"


_SHOWN = 45
"""Characters of a name: with the login it fits the histories' columns."""


@dataclass(frozen=True)
class Grant:
    """A role at a centre, or at all of them."""

    role: Role
    centre: str | None = None


@dataclass(frozen=True)
class Member:
    """One of the staff. `login` is theirs alone, for ever; a token has no login."""

    name: str
    grants: tuple[Grant, ...]
    login: str = ""

    @property
    def signature(self) -> str:
        """How the history names them."""
        return f"{self.name[:_SHOWN]} ({self.login})" if self.login else self.name

    def may(self, permission: Permission, centre: str | None = None) -> bool:
        """Whether they may do it at a centre; without one, at any, or at all if all would be touched."""
        return any(
            permission in PERMISSIONS[grant.role]
            and (grant.centre is None or (permission not in SHARED and centre in {None, grant.centre}))
            for grant in self.grants
        )

    def may_everywhere(self, permission: Permission) -> bool:
        """Whether they may do it at all centres, those to come included."""
        return self.centres(permission) is None

    def centres(self, permission: Permission) -> frozenset[str] | None:
        """The centres at which they may do it; none stands for all."""
        where = {grant.centre for grant in self.grants if permission in PERMISSIONS[grant.role]}
        return None if None in where else frozenset(slug for slug in where if slug)

    def require(self, permission: Permission, centre: str | None = None) -> None:
        """Raise NotAllowed, or NotAtThisCentre, unless they may do it."""
        if not self.may(permission, centre):
            raise NotAtThisCentre if self.may(permission) else NotAllowed
