"""An entry as its page shows it: what is told, what waits, what is wrong, what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.staff.difference_view import ShownDifference, shown
from api.staff.trial_view import Checked, checked
from assistant.assembly import Assistant
from assistant.dialogue.replies.wording import upper_first
from assistant.knowledge.difference import Difference, differences
from assistant.knowledge.regression import Spoilt
from assistant.knowledge.version import IN_THE_FILE, OPEN, Content, Publication, Version


@dataclass(frozen=True)
class EntryView:
    """`told` is the version that is told now, absent before the first publication.

    `waiting` is what would change if the newest version, still open, were published.
    """

    key: str
    title: str
    newest: Version
    told: Version | None
    silenced: bool
    facts: tuple[Difference, ...]
    waiting: list[ShownDifference]
    checks: Checked
    validity: str
    versions: list[Version]
    publications: list[tuple[int, Publication]]


@dataclass(frozen=True)
class Lost:
    """A question that would be lost, with the names of the entries: the right one, before, after."""

    question: str
    right: str
    before: str
    after: str


def entry_view(assistant: Assistant, key: str) -> EntryView:
    """What there is to see of an entry; raises UnknownEntry."""
    editing = assistant.knowledge.editing
    versions = editing.history(key)
    publications = editing.publications(key)
    newest, told = versions[-1], told_version(versions, publications)
    opened = newest.state in OPEN
    content = (told or newest).content
    return EntryView(
        key,
        upper_first(content.short_name),
        newest,
        told,
        bool(publications) and publications[-1][1].silenced,
        facts(content),
        shown(differences(told.content if told else None, newest.content)) if opened else [],
        checked(assistant, newest.content),
        _validity(content, assistant.clock.now().date()),
        versions[::-1],
        publications[::-1],
    )


def facts(content: Content) -> tuple[Difference, ...]:
    """All that is filled in, but for the key, which the page's head tells."""
    return tuple(each for each in differences(None, content) if each.field not in {"slug", "code"})


def told_version(versions: list[Version], publications: list[tuple[int, Publication]]) -> Version | None:
    """The version that is told now: the last published one, else what the file says."""
    published = [p.version for _, p in publications if p.version is not None]
    number = published[-1] if published else IN_THE_FILE
    return next((version for version in versions if version.number == number), None)


def lost_questions(assistant: Assistant, spoilt: Sequence[Spoilt]) -> list[Lost]:
    """Questions that would be lost, in words."""
    return [
        Lost(
            each.question,
            _name(assistant, each.key),
            _name(assistant, each.before),
            _name(assistant, each.after),
        )
        for each in spoilt
    ]


def _name(assistant: Assistant, key: str) -> str:
    catalog = assistant.knowledge.knowledge.catalog
    return upper_first(catalog.entry(key).short_name) if catalog.has(key) else key or "không mục nào"


def _validity(content: Content, today: date) -> str:
    """From when to when, and whether that is now."""
    if content.valid_from is None and content.valid_to is None:
        return "Không ghi ngày, luôn được nói"
    since = f"từ {content.valid_from:%d/%m/%Y}" if content.valid_from else ""
    until = f"đến hết {content.valid_to:%d/%m/%Y}" if content.valid_to else ""
    now = "đang có hiệu lực" if content.in_force(today) else "hôm nay không có hiệu lực, Lễ Tân không nói"
    return f"{' '.join(filter(None, (since, until))).capitalize()} ({now})"
