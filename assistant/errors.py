"""The base of every error that a caller may be told about.

LetanError
├── KnowledgeError        a knowledge file is wrong (assistant.catalog.loading)
├── UnknownProcedure      no procedure has that code (assistant.catalog.catalog)
├── UnknownCentre         no centre has that slug (assistant.catalog.catalog)
├── UnknownCommune        no commune has that code (assistant.catalog.commune)
├── UnknownEntry          no entry has that key, or version that number (assistant.knowledge.version)
├── InvalidEntry          an entry breaks its schema or a rule (assistant.knowledge.checking)
├── EditConflict          another editor has saved since (assistant.knowledge.editing)
├── NotOpen               the version no longer waits to be published (assistant.knowledge.editing)
├── RegressionBlocked     publishing would spoil answered questions (assistant.knowledge.regression)
├── ImportRefused         a row of a workbook is refused, so all are (assistant.knowledge.exchange)
├── PlanChanged           an import would not do what was shown (assistant.knowledge.exchange)
├── NothingOffered        no file waits to be imported (assistant.knowledge.exchange)
├── KnowledgeUnavailable  the database of the knowledge is gone or full (assistant.knowledge.repository)
├── MessageError          a message that cannot be taken (assistant.dialogue.conversation)
├── EngineUntrained       the dialogue model does not know its known sentence (assistant.dialogue.engine)
├── DossierNotFound       no such dossier, or not with that factor (assistant.dossier.dossier)
├── InvalidDossierCode    not a whole dossier code (assistant.dossier.dossier)
├── InvalidDossierFactor  not four digits (assistant.dossier.dossier)
├── TooManyAttempts       too many wrong tries to see a dossier (assistant.dossier.dossier)
├── DossierUnavailable    no trustworthy answer about a dossier (assistant.dossier.dossier)
├── ImportFileError       a file of a table cannot be taken (assistant.spreadsheet.reading)
├── UnknownPriorityReason the closed list has no such reason (assistant.queue.priority)
├── UnknownService        the centre has no such service group (assistant.queue.desk)
├── CentreClosed          no numbers are given outside opening hours (assistant.queue.desk)
├── KeyReused             the idempotency key belongs to another request (assistant.queue.desk)
├── UnknownTicket         no ticket has that id (assistant.queue.ticket)
├── PeriodRefused         the days asked for make no period (assistant.queue.history)
├── ChangeRefused         the ticket's state does not allow the change (assistant.queue.ticket)
├── UnknownCounter        the centre has no such counter (assistant.queue.counters)
├── CounterNotReady       the counter is paused, busy, or has nobody (assistant.queue.counters)
├── Conflict              someone else changed it in this moment (assistant.queue.repository)
├── QueueUnavailable      the queue's database is gone or full (assistant.queue.repository)
│   └── OutcomeUnknown    the connection was lost while the commit was under way (assistant.queue.repository)
├── NotStaff              no session or token, or none that is good (assistant.staff.member)
│   └── SessionOver       the session ended while somebody was typing (api.staff.errors)
├── NotAllowed            a role that allows this is missing (assistant.staff.member)
│   └── NotAtThisCentre   the role is for another centre (assistant.staff.member)
├── LoginRefused          no such account, or the wrong password (assistant.staff.sessions)
├── LoginLocked           too many failed logins in a row (assistant.staff.sessions)
├── LoginBusy             too many log in at this moment (assistant.staff.sessions)
├── TokenRefused          a token that cannot be named so (assistant.staff.tokens)
├── WeakPassword          a password that is easily guessed (assistant.staff.password)
├── WrongPassword         not the account's present password (assistant.staff.accounts)
├── AccountRefused        an account that cannot be so (assistant.staff.accounts)
├── UnknownAccount        no such account among those one manages (assistant.staff.accounts)
├── LoginTaken            the login is somebody's (assistant.staff.repository)
├── ReasonNeeded          answers are stopped or resumed without a reason (assistant.staff.stopping)
├── NotStopped            answers are not stopped, so cannot be resumed (assistant.staff.stopping)
├── StaffUnavailable      the accounts' database is gone or full (assistant.staff.repository)
├── ForgedRequest         a change without the session's CSRF token (api.access)
├── TemporaryPassword     the password must be changed first (api.access)
├── UnknownQuestion       not among the questions that are kept (api.knowledge_questions)
├── UnknownMessage        no message was answered under that id (assistant.store.feedback)
├── StoreUnavailable      turns can neither be read nor kept (assistant.dialogue.conversation)
├── InboxUnavailable      the inbox's database is gone or full (assistant.inbox.repository)
├── UnknownGroup          no such group of questions among those one sees (assistant.inbox.repository)
├── DecidedForAll         a decision for all centres, not theirs to take back (assistant.inbox.repository)
├── BundledModelError     the wheel's model is missing or of another version (assistant.search.bundled_model)
└── NotPrepared           something that `make run` prepares is missing (assistant.search.artefacts)
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar


class LetanError(Exception):
    """An error with the HTTP status, the slug of its type and the title that a client is given.

    `retry_after` is in how many seconds the same request may be made again, where that is known;
    `extensions` are further members of the problem document.
    """

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Hệ thống đang gặp trục trặc"
    retry_after: int | None = None
    extensions: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
