"""How staff change what is told: drafts, review, publication, the way back, switching off."""

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from types import MappingProxyType

from assistant.errors import LetanError
from assistant.knowledge.checking import FieldProblem, InvalidEntry, check
from assistant.knowledge.difference import Difference, differences
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.regression import RegressionBlocked, Spoilt, affected, seeds, spoilt
from assistant.knowledge.repository import KnowledgeRepository, KnownQuestion, NumberTaken
from assistant.knowledge.trial import Trials
from assistant.knowledge.version import (
    IN_THE_FILE,
    OPEN,
    Content,
    Publication,
    PublicationKind,
    State,
    UnknownEntry,
    Version,
)
from assistant.text.masking import mask
from assistant.text.normal_form import has_words, normalise

_LOG = logging.getLogger(__name__)
_LONGEST = {"author": 80, "reason": 400, "override": 400, "question": 600}
"""What the database has room for, in characters."""


class EditConflict(LetanError):
    """Someone else has saved since: `latest` is theirs, `yours` what could not be saved."""

    status = 409
    slug = "edit-conflict"
    title = "Người khác vừa lưu một phiên bản mới hơn của mục này"

    def __init__(self, latest: Version, yours: Content) -> None:
        super().__init__(f"{latest.author} vừa lưu phiên bản {latest.number} của mục này")
        self.latest, self.yours = latest, yours
        self.differences = differences(latest.content, yours)
        self.extensions = MappingProxyType(
            {
                "latest": latest.as_data(),
                "yours": yours.model_dump(mode="json"),
                "differences": [asdict(each) for each in self.differences],
            }
        )


class NotOpen(LetanError):
    """The version is published or withdrawn already."""

    status = 409
    slug = "version-not-open"
    title = "Phiên bản này đã đăng hoặc đã được thay, không còn chờ đăng"


class Editing:
    """The changes that staff make. Who may make them is for the caller to see to."""

    def __init__(
        self,
        knowledge: LiveKnowledge,
        repository: KnowledgeRepository,
        trials: Trials,
        now: Callable[[], datetime],
    ) -> None:
        self._knowledge = knowledge
        self._repository = repository
        self._trials = trials
        self._now = now

    def newest(self, key: str) -> Version:
        """The newest version, whatever its state; of an entry nobody has edited, what the file says.

        Raises:
            UnknownEntry: neither staff nor the files know it.
        """
        versions = self._repository.versions(key)
        return versions[-1] if versions else self.version(key, IN_THE_FILE)

    def version(self, key: str, number: int) -> Version:
        """One version, 0 for what the file says; raises UnknownEntry."""
        found = self._repository.version(key, number) if number != IN_THE_FILE else self._in_the_file(key)
        if found is None:
            raise UnknownEntry(f"Không có phiên bản {number} của mục {key}")
        return found

    def history(self, key: str) -> list[Version]:
        """All versions, what the file says first; raises UnknownEntry if there is none."""
        in_the_file = self._in_the_file(key)
        versions = [*([in_the_file] if in_the_file else []), *self._repository.versions(key)]
        if not versions:
            raise UnknownEntry(f"Không có mục {key}")
        return versions

    def publications(self, key: str) -> list[tuple[int, Publication]]:
        """When and why an entry was published, rolled back, switched off and on, the oldest first."""
        return self._repository.publications(key)

    def difference(self, key: str, before: int, after: int) -> tuple[Difference, ...]:
        """What differs between two versions; raises UnknownEntry."""
        return differences(self.version(key, before).content, self.version(key, after).content)

    def create(self, content: Content, author: str, reason: str = "") -> Version:
        """Begin an entry that neither the files nor staff have; raises InvalidEntry if one has its key."""
        if self._in_the_file(content.key) or self._repository.versions(content.key):
            raise InvalidEntry([FieldProblem("slug", "Đã có mục mang mã này")])
        return self.save(content, author, IN_THE_FILE, reason)

    def save(self, content: Content, author: str, based_on: int, reason: str = "") -> Version:
        """Keep a draft as the next version; `based_on` is the version that the author began from.

        Raises:
            EditConflict: another version was saved since.
            InvalidEntry: the reason is too long.
            UnknownEntry: there is no version to have begun from.
        """
        _fit(author=author, reason=reason)
        if based_on != IN_THE_FILE:
            self.version(content.key, based_on)
        version = self._new(content, author, based_on, reason, State.DRAFT, based_on + 1)
        try:
            self._repository.add(version)
        except NumberTaken as error:
            raise EditConflict(self.newest(content.key), content) from error
        return version

    def submit(self, key: str, number: int, author: str) -> Version:
        """Hand a draft to those who publish.

        Raises:
            InvalidEntry: it breaks a rule.
            NotOpen: it is no draft, or no longer.
        """
        _fit(author=author)
        version = self.version(key, number)
        check(version.content, self._knowledge.catalog)
        if not self._repository.submit(version, author, self._now()):
            raise NotOpen
        return self.version(key, number)

    def would_spoil(self, content: Content) -> list[Spoilt]:
        """The questions that are answered rightly and would not be, were this published."""
        before, day = self._knowledge.snapshot, self._now().date()
        after = self._knowledge.with_draft(content)
        near = [neighbour.key for neighbour in self._trials.neighbours(content, before.catalog)]
        kept = self._repository.questions()
        if before.catalog.has(content.key):
            kept = [*kept, *seeds(before.catalog.entry(content.key))]
        return spoilt(affected(content, near, after, kept), before, after, day)

    def publish(self, key: str, number: int, author: str, reason: str, override: str = "") -> Version:
        """Tell a version from now on, in every process within two seconds, switched off or not before.

        Raises:
            InvalidEntry: no reason is given, or one too long, or a rule is broken.
            NotOpen: it was published or withdrawn before.
            EditConflict: there is a newer version.
            RegressionBlocked: questions would be spoilt, and `override` gives no reason to.
        """
        given(author, reason, override)
        version = self.version(key, number)
        if version.state not in OPEN:
            newest = self.newest(key)
            raise NotOpen if newest.number == number else EditConflict(newest, version.content)
        self._allowed(version.content, override)
        self._publish(PublicationKind.PUBLISHED, version, author, reason, override)
        return self.version(key, number)

    def roll_back(self, key: str, number: int, author: str, reason: str, override: str = "") -> Version:
        """Tell what an earlier version says, 0 for the file's, as a new version; raises as `publish`."""
        given(author, reason, override)
        content = self.version(key, number).content
        self._allowed(content, override)
        newest = self.newest(key).number
        again = self._new(content, author, number, reason, State.PUBLISHED, newest + 1)
        self._publish(PublicationKind.ROLLED_BACK, again, author, reason, override, new=again)
        return self.version(key, again.number)

    def switch_off(self, key: str, author: str, reason: str) -> None:
        """Tell nothing of an entry from now on; raises InvalidEntry without a reason, UnknownEntry."""
        self._switch(PublicationKind.SWITCHED_OFF, key, author, reason)

    def switch_on(self, key: str, author: str, reason: str) -> None:
        """Tell an entry again as it was when it was switched off; raises as `switch_off`."""
        self._switch(PublicationKind.SWITCHED_ON, key, author, reason)

    def questions(self) -> list[KnownQuestion]:
        """The questions that staff want to stay answered, besides each entry's own."""
        return self._repository.questions()

    def keep_question(self, question: str, key: str, author: str, *, may_move: bool = True) -> KnownQuestion:
        """Want a question to stay answered by an entry; personal numbers in it are masked.

        Raises:
            InvalidEntry: there are no words in it, or too many, or no such entry is told; or it is kept
                for another entry, and the author is not one who may move it.
        """
        asked = mask(normalise(question))
        _fit(author=author, question=asked)
        if not has_words(asked):
            raise InvalidEntry([FieldProblem("question", "Cần ghi câu hỏi")])
        if not self._knowledge.catalog.has(key):
            raise InvalidEntry([FieldProblem("key", "Không có mục này, hoặc mục chưa được đăng")])
        if not may_move and any(k.question == asked and k.key != key for k in self.questions()):
            why = "Câu này đang giữ cho mục khác, chỉ người duyệt đăng mới đổi được"
            raise InvalidEntry([FieldProblem("question", why)])
        known = KnownQuestion(asked, key, author, self._now())
        self._repository.keep_question(known)
        return known

    def drop_question(self, question: str, author: str) -> bool:
        """Want a question no more; whether it was among those that are kept."""
        _fit(author=author)
        return self._repository.drop_question(question, author, self._now())

    def _switch(self, kind: PublicationKind, key: str, author: str, reason: str) -> None:
        given(author, reason)
        if not self._knowledge.catalog.has(key):
            raise UnknownEntry(f"Mục {key} chưa được đăng")
        off = kind is PublicationKind.SWITCHED_OFF
        self._repository.publish(Publication(key, kind, None, off, author, reason, self._now()))
        self._knowledge.refresh()

    def _allowed(self, content: Content, override: str) -> None:
        """That a content may be told, as things are in every process by now."""
        self._knowledge.refresh()
        check(content, self._knowledge.catalog)
        lost = self.would_spoil(content)
        if lost and not override.strip():
            raise RegressionBlocked(lost)
        if lost:
            _LOG.warning("%s spoils %d questions, and is published", content.key, len(lost))

    def _publish(
        self,
        kind: PublicationKind,
        version: Version,
        author: str,
        reason: str,
        override: str,
        new: Version | None = None,
    ) -> None:
        at = self._now()
        publication = Publication(version.key, kind, version.number, False, author, reason, at, override)
        try:
            self._repository.publish(publication, new)
        except NumberTaken as error:
            raise EditConflict(self.newest(version.key), version.content) from error
        self._knowledge.refresh()

    def _new(
        self, content: Content, author: str, based_on: int, reason: str, state: State, number: int
    ) -> Version:
        return Version(content.key, number, content, state, author, reason, self._now(), based_on)

    def _in_the_file(self, key: str) -> Version | None:
        if not self._knowledge.files.has(key):
            return None
        entry = self._knowledge.files.entry(key)
        assert isinstance(entry, Content)
        return Version(
            key, IN_THE_FILE, entry, State.PUBLISHED, "", "Tệp tri thức đi kèm phần mềm", None, IN_THE_FILE
        )


def given(author: str, reason: str, override: str = "") -> None:
    """That a reason is given, and that there is room for all."""
    if not reason.strip():
        raise InvalidEntry([FieldProblem("reason", "Cần ghi lý do")])
    _fit(author=author, reason=reason, override=override)


def _fit(**words: str) -> None:
    """That the database has room for words by the name of their field; raises InvalidEntry."""
    long = [
        FieldProblem(field, f"Chỉ được tối đa {_LONGEST[field]} ký tự")
        for field, said in words.items()
        if len(said) > _LONGEST[field]
    ]
    odd = [FieldProblem(field, "Có ký tự không dùng được") for field, said in words.items() if "\x00" in said]
    if problems := long + odd:
        raise InvalidEntry(problems)
