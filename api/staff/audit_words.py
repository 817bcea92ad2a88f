"""The record in words: what was done, to what, and which fields changed from what to what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.staff.knowledge_words import KNOWLEDGE, STATE_NAMES
from api.staff.rendering import at_time, number
from assistant.knowledge.version import IN_THE_FILE, State
from assistant.staff.audit import Deed, Record
from assistant.staff.roles import ROLE_NAMES, Role

DEED_NAMES: Mapping[Deed, str] = {
    Deed.LOGGED_IN: "Đăng nhập",
    Deed.LOGGED_OUT: "Đăng xuất",
    Deed.REFUSED: "Đăng nhập bị từ chối",
    Deed.ACCOUNT_MADE: "Tạo tài khoản",
    Deed.ACCOUNT_CHANGED: "Sửa tài khoản",
    Deed.PASSWORD_CHANGED: "Đổi mật khẩu",
    Deed.SESSIONS_ENDED: "Kết thúc các phiên đăng nhập",
    Deed.TOKEN_MADE: "Tạo mã nhân viên",
    Deed.TOKEN_REVOKED: "Thu hồi mã nhân viên",
    Deed.DRAFTED: "Lưu bản nháp",
    Deed.SUBMITTED: "Gửi duyệt",
    Deed.PUBLISHED: "Đăng",
    Deed.ROLLED_BACK: "Quay về bản cũ",
    Deed.SWITCHED_OFF: "Tắt mục",
    Deed.SWITCHED_ON: "Bật lại mục",
    Deed.QUESTION_KEPT: "Thêm câu hỏi chốt chặn",
    Deed.QUESTION_DROPPED: "Bỏ câu hỏi chốt chặn",
    Deed.INBOX_SORTED: "Xử lý câu chưa trả lời",
    Deed.IMPORTED: "Nhập Excel",
    Deed.ANSWERS_STOPPED: "Ngừng trả lời",
    Deed.ANSWERS_RESUMED: "Trả lời lại",
}
OF_ENTRIES = frozenset(
    {
        Deed.DRAFTED,
        Deed.SUBMITTED,
        Deed.PUBLISHED,
        Deed.ROLLED_BACK,
        Deed.SWITCHED_OFF,
        Deed.SWITCHED_ON,
        Deed.QUESTION_KEPT,
        Deed.QUESTION_DROPPED,
    }
)
"""Deeds whose subject is the key of an entry."""
OF_ACCOUNTS = frozenset({Deed.ACCOUNT_MADE, Deed.ACCOUNT_CHANGED, Deed.PASSWORD_CHANGED, Deed.SESSIONS_ENDED})
"""Deeds whose subject is a login."""
OF_INBOX = frozenset({Deed.INBOX_SORTED})
"""Deeds whose subject is a group of questions, after `inbox:`."""
OF_ANSWERS = frozenset({Deed.ANSWERS_STOPPED, Deed.ANSWERS_RESUMED})
"""Deeds whose subject is a centre, or all of them."""
_NOTHING = "không có"
_FIELD_NAMES = {
    "version": "Phiên bản",
    "state": "Tình trạng",
    "silenced": "Đang tắt",
    "again": "Lấy lại phiên bản",
    "override": "Lý do vẫn đăng dù có câu sẽ sai",
    "question": "Câu hỏi",
    "key": "Mục phải trả lời",
    "entry": "Mục",
    "verdict": "Kết luận",
    "name": "Họ tên",
    "active": "Được dùng",
    "grants": "Vai trò",
    "role": "Vai trò",
    "centre": "Trung tâm",
    "added": "Mục thêm",
    "changed": "Mục sửa",
    "by": "Người ngừng",
    "at": "Ngừng từ",
    "reason": "Lý do ngừng",
}
_VALUE_NAMES = {"done": "đã xử lý", "not_ours": "không phải việc của mình"}


@dataclass(frozen=True)
class Change:
    """A field that changed, in words; what was not there before, or is no more, is absent."""

    name: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        """On one line."""
        told = (
            f"từ {self.before} thành {self.after}"
            if self.before and self.after
            else self.after or f"{self.before} (bỏ)"
        )
        return f"{self.name}: {told}"


def changes(record: Record, named: Callable[[str | None], str], *, in_the_file: bool) -> list[Change]:
    """The fields that a record says to have changed. `named` names centres.

    `in_the_file`: the files have the entry that it is about, so that it was told before any version.
    """

    def word(field: str, said: Mapping[str, Any]) -> str | None:
        if field not in said:
            return None
        return _word(field, said[field], named, _first(in_the_file=in_the_file))

    before, after = record.before, record.after
    fields = [
        field
        for field in dict.fromkeys((*before, *after))
        if field not in before or field not in after or before[field] != after[field]
    ]
    return [Change(_FIELD_NAMES.get(f, f), word(f, before), word(f, after)) for f in fields]


def difference_address(record: Record, *, in_the_file: bool) -> str | None:
    """The page of what differs between the two versions that a record is about, if they are two."""
    before, after = (said.get("version") for said in (record.before, record.after))
    first = before or (IN_THE_FILE if in_the_file else None)
    if record.deed not in OF_ENTRIES or first is None or not after or first == after:
        return None
    return f"{KNOWLEDGE}/{record.subject}/difference?before={first}&after={after}"


def _first(*, in_the_file: bool) -> str:
    return "bản trong tệp" if in_the_file else "chưa có"


def _word(field: str, value: Any, named: Callable[[str | None], str], first: str) -> str:
    match field, value:
        case ("version", None | 0) | ("again", 0):
            return first
        case _, None:
            return named(None) if field == "centre" else _NOTHING
        case _, bool():
            return "có" if value else "không"
        case _, int() | float():
            return number(value)
        case "state", str() if value in set(State):
            return STATE_NAMES[State(value)].lower()
        case "role", str() if value in set(Role):
            return ROLE_NAMES[Role(value)]
        case "grants", list():
            return "; ".join(_grant(str(each), named) for each in value) or _NOTHING
        case "centre", str():
            return named(value)
        case "at", str():
            return _moment(value)
        case _, list():
            return _listed(value)
        case _, str():
            return _VALUE_NAMES.get(value, value) if field == "verdict" else f"“{value}”"
    return str(value)


def _grant(grant: str, named: Callable[[str | None], str]) -> str:
    role, _, centre = grant.partition("@")
    name = ROLE_NAMES[Role(role)] if role in set(Role) else role
    return f"{name}, {named(None if centre == '*' else centre)}"


def _moment(value: str) -> str:
    try:
        return at_time(datetime.fromisoformat(value))
    except ValueError:
        return value


def _listed(values: Iterable[Any]) -> str:
    return "; ".join(str(value) for value in values) or _NOTHING
