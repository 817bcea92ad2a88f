"""Exporting and importing the FAQ as a workbook: seen row by row first, then all of it or nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from assistant.catalog.faq import FaqEntry
from assistant.errors import LetanError
from assistant.knowledge import exchange_book
from assistant.knowledge.editing import given
from assistant.knowledge.exchange_plan import Plan, Result, settled
from assistant.knowledge.exchange_rows import Known, planned, written_rows
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.repository import KnowledgeRepository, NumberTaken
from assistant.knowledge.version import IN_THE_FILE, State, Version
from assistant.staff.audit import Deed, Record

SUBJECT = "faq"
"""What the record of an import says it was of."""
_WAITS = timedelta(hours=12)
"""How long a file waits for its author."""


class ImportRefused(LetanError):
    """A row of the file cannot be taken, so none is."""

    status = 422
    slug = "import-refused"
    title = "Có dòng bị từ chối nên chưa nhập dòng nào"


class PlanChanged(LetanError):
    """What would become of the file is not what was shown: entries were changed, or it is another file."""

    status = 409
    slug = "import-plan-changed"
    title = (
        "Kết quả không còn như lúc anh/chị xem trước, vì có người vừa sửa tri thức hoặc anh/chị đã chọn "
        "tệp khác. Chưa nhập dòng nào, anh/chị xem lại bên dưới"
    )


class NothingOffered(LetanError):
    """No file of theirs waits to be imported: it was imported already, or waited too long."""

    status = 409
    slug = "nothing-to-import"
    title = "Tệp này đã nhập rồi hoặc để quá lâu, anh/chị chọn lại tệp"


class Uploads(Protocol):
    """Keeps a file of each person between its plan and its import; all methods raise KnowledgeUnavailable."""

    def keep(self, author: str, data: bytes, at: datetime, since: datetime) -> None:
        """Keep somebody's file in place of their last, and none that was kept before `since`."""

    def find(self, author: str, since: datetime) -> bytes | None:
        """Their file, if it was kept since."""

    def drop(self, author: str) -> None:
        """Keep it no more."""


class Exchange:
    """Entries of the FAQ to a workbook and back. Who may do it is for the caller to see to."""

    def __init__(
        self,
        knowledge: LiveKnowledge,
        repository: KnowledgeRepository,
        uploads: Uploads,
        now: Callable[[], datetime],
    ) -> None:
        self._knowledge = knowledge
        self._repository = repository
        self._uploads = uploads
        self._now = now

    def template(self) -> bytes:
        """A workbook to fill in."""
        return exchange_book.template()

    def export(self) -> bytes:
        """A workbook of the newest version of every entry, whatever its state."""
        return exchange_book.export((known.content, known.number) for known in self._newest().values())

    def offer(self, data: bytes, author: str) -> Plan:
        """What an import of a workbook would do; the file waits for its author to say so.

        Raises:
            ImportFileError: the file as a whole cannot be taken.
        """
        plan = self._plan(data)
        at = self._now()
        self._uploads.keep(author, data, at, at - _WAITS)
        return plan

    def offered(self, author: str) -> Plan:
        """What an import of the file that waits would do by now; raises NothingOffered."""
        return self._plan(self._kept(author))

    def apply(self, author: str, shown: str, reason: str) -> Plan:
        """Save what the file that waits adds and changes for review, all at once.

        `shown` is the digest of the plan that the author saw.

        Raises:
            NothingOffered: no file waits.
            InvalidEntry: no reason is given, or one too long.
            PlanChanged: the plan would be another one by now; nothing is saved.
            ImportRefused: a row is refused; nothing is saved.
        """
        plan = self.offered(author)
        if plan.digest != shown:
            raise PlanChanged
        if plan.counts[Result.REFUSED]:
            raise ImportRefused
        given(author, reason)
        try:
            self._save(plan, author, reason)
        except NumberTaken as error:
            raise PlanChanged from error
        self._uploads.drop(author)
        return plan

    def _plan(self, data: bytes) -> Plan:
        self._knowledge.refresh()
        newest, catalog = self._newest(), self._knowledge.catalog
        rows = written_rows(data)
        return settled([planned(row, newest.get(row.texts["slug"]), self._said, catalog) for row in rows])

    def _save(self, plan: Plan, author: str, reason: str) -> None:
        at = self._now()
        versions = [
            Version(content.key, based_on + 1, content, State.REVIEW, author, reason, at, based_on)
            for content, based_on in plan.to_save
        ]
        if versions:
            after = {result.value: plan.counts[result] for result in (Result.ADDED, Result.CHANGED)}
            record = Record(at, author, Deed.IMPORTED, SUBJECT, after=after, reason=reason)
            self._repository.add_all(versions, record)

    def _kept(self, author: str) -> bytes:
        data = self._uploads.find(author, self._now() - _WAITS)
        if data is None:
            raise NothingOffered
        return data

    def _newest(self) -> dict[str, Known]:
        """What is there of each entry, by slug: the files' first, in their order."""
        known = {entry.slug: Known(entry, IN_THE_FILE, "") for entry in self._knowledge.files.faq}
        for version in self._repository.newest():
            if isinstance(version.content, FaqEntry):
                known[version.content.slug] = Known(version.content, version.number, version.author)
        return known

    def _said(self, key: str, number: int) -> FaqEntry | None:
        """What a version of an entry said."""
        if number == IN_THE_FILE:
            found = self._knowledge.files.faq_entry(key) if self._knowledge.files.has(key) else None
        else:
            version = self._repository.version(key, number)
            found = version.content if version and isinstance(version.content, FaqEntry) else None
        return found
