"""Accounts: who makes them, changes them, and what they may give to whom."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from assistant.errors import LetanError
from assistant.staff.audit import Deed, Record
from assistant.staff.member import Grant, Member, NotAllowed
from assistant.staff.password import check_strength, hashed, right, temporary
from assistant.staff.repository import Account, AccountRepository
from assistant.staff.roles import PERMISSIONS, Permission, Role

FIRST_LOGIN = "quantri"
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,31}")
_TAKEN = frozenset({"new"})
"""Whose pages would be at addresses of the desk's own."""
_LONGEST_NAME = 80
_NOT_THEIRS = "Anh/chị chỉ giao được quyền ở trung tâm mình quản trị, và phải giao ít nhất một quyền"


class UnknownAccount(LetanError):
    """There is no such account, or none that the asker may see."""

    status = 404
    slug = "unknown-account"
    title = "Không có tài khoản này"


class AccountRefused(LetanError):
    """An account that cannot be as it is asked to be."""

    status = 422
    slug = "account-refused"
    title = "Chưa lưu được tài khoản"


class WrongPassword(LetanError):
    """Not the account's present password."""

    status = 422
    slug = "wrong-password"
    title = "Mật khẩu hiện tại không đúng"


class Accounts:
    """What administrators do with accounts, each within the centres that are theirs."""

    def __init__(self, repository: AccountRepository, now: Callable[[], datetime]) -> None:
        self._repository = repository
        self._now = now

    def seen_by(self, member: Member) -> list[Account]:
        """The accounts that a member manages."""
        return [account for account in self._repository.all() if _manages(member, account.grants)]

    def account(self, login: str, member: Member) -> Account:
        """One account that a member manages; raises UnknownAccount."""
        return _managed(self._repository.find(login), member)

    def make(self, login: str, name: str, grants: Iterable[Grant], by: Member) -> tuple[Account, str]:
        """A new account and its password, to be handed over once and changed at the first login.

        Raises:
            AccountRefused: the login or the name is no good.
            NotAllowed: a role at a centre is not for this member to give.
            LoginTaken: the login is somebody's.
        """
        account, password = _new(login, name, grants)
        if not _manages(by, account.grants):
            raise NotAllowed(_NOT_THEIRS)
        self._repository.add(account, self._made(account, by.signature))
        return account, password

    def make_first(self, by: str, name: str = "Quản trị", login: str = FIRST_LOGIN) -> tuple[str, str] | None:
        """An administrator of all centres, if there is no account at all: its login and password."""
        if self._repository.all():
            return None
        account, password = _new(login, name, [Grant(Role.ADMINISTRATOR)])
        made = self._repository.add(account, self._made(account, by), first=True)
        return (account.login, password) if made else None

    def change(self, login: str, by: Member, *, name: str, grants: Iterable[Grant], active: bool) -> Account:
        """Give an account another name, other roles, close or open it; raises as `make`, UnknownAccount.

        The last administrator of all centres stays one.
        """
        wanted = tuple(dict.fromkeys(grants))

        def changed(accounts: list[Account]) -> Account:
            found = next((each for each in accounts if each.login == login), None)
            new = replace(_managed(found, by), name=_named(name), grants=wanted, active=active)
            if not _manages(by, wanted):
                raise NotAllowed(_NOT_THEIRS)
            others = [each for each in accounts if each.login != login]
            if not any(_is_chief(each) for each in (*others, new)):
                raise AccountRefused("Phải còn ít nhất một tài khoản quản trị ở mọi trung tâm")
            return new

        return self._repository.change(changed, lambda old, new: self._changed(old, new, by))

    def reset_password(self, login: str, by: Member) -> str:
        """A new password to be handed over once; the old one and every session end."""
        password = temporary()
        fresh = hashed(password)

        def changed(accounts: list[Account]) -> Account:
            found = next((each for each in accounts if each.login == login), None)
            return replace(_managed(found, by), password=fresh, temporary=True)

        self._repository.change(changed, lambda *_: self._record(Deed.PASSWORD_CHANGED, login, by.signature))
        return password

    def change_own_password(self, login: str, old: str, new: str) -> None:
        """Change one's own password; every session ends.

        Raises:
            WrongPassword, WeakPassword: nothing is changed.
        """
        account = self._repository.find(login)
        if account is None or not right(account.password, old):
            raise WrongPassword
        if old == new:
            raise AccountRefused("Mật khẩu mới phải khác mật khẩu cũ")
        check_strength(new, account.login, account.name)
        fresh, stored = hashed(new), account.password

        def changed(accounts: list[Account]) -> Account:
            found = next((each for each in accounts if each.login == login), None)
            if found is None or found.password != stored:
                raise WrongPassword
            return replace(found, password=fresh, temporary=False)

        who = account.member.signature
        self._repository.change(changed, lambda *_: self._record(Deed.PASSWORD_CHANGED, login, who))

    def _made(self, account: Account, by: str) -> Record:
        return replace(self._record(Deed.ACCOUNT_MADE, account.login, by), after=_told(account))

    def _changed(self, old: Account, new: Account, by: Member) -> Record:
        before, after = _told(old), _told(new)
        differ = [field for field in after if before[field] != after[field]]
        return replace(
            self._record(Deed.ACCOUNT_CHANGED, new.login, by.signature),
            before={field: before[field] for field in differ},
            after={field: after[field] for field in differ},
        )

    def _record(self, deed: Deed, login: str, who: str) -> Record:
        return Record(self._now(), who, deed, login)


def _new(login: str, name: str, grants: Iterable[Grant]) -> tuple[Account, str]:
    if not _LOGIN.fullmatch(login):
        raise AccountRefused(
            "Tên đăng nhập gồm 3 đến 32 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối, "
            "bắt đầu bằng chữ, ví dụ lan.nt"
        )
    if login in _TAKEN:
        raise AccountRefused("Tên đăng nhập này phần mềm đã dùng, anh/chị chọn tên khác")
    password = temporary()
    given = tuple(dict.fromkeys(grants))
    return Account(login, _named(name), hashed(password), temporary=True, active=True, grants=given), password


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise AccountRefused(f"Họ tên cần từ 1 đến {_LONGEST_NAME} ký tự")
    return name


def _managed(account: Account | None, member: Member) -> Account:
    if account is None or not _manages(member, account.grants):
        raise UnknownAccount
    return account


def _manages(member: Member, grants: Iterable[Grant]) -> bool:
    """Whether every one of the roles is within the member's centres, and one is at all.

    Who has none is nobody's of a centre: whoever took them over would have what they are given next.
    """
    centres, where = member.centres(Permission.ACCOUNTS), {grant.centre for grant in grants}
    return centres is None or (bool(where) and where <= centres)


def _is_chief(account: Account) -> bool:
    chief = any(g.centre is None and Permission.ACCOUNTS in PERMISSIONS[g.role] for g in account.grants)
    return account.active and chief


def _told(account: Account) -> dict[str, object]:
    """What the record says of an account."""
    grants = sorted(f"{grant.role.value}@{grant.centre or '*'}" for grant in account.grants)
    return {"name": account.name, "active": account.active, "grants": grants}
