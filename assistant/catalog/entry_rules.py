"""The rules of one entry among the others, as breaches that name the field: for files and for editors."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Entry, Voice
from assistant.catalog.faq import FaqEntry
from assistant.catalog.procedure import Procedure
from assistant.text.folding import has_diacritics

_ABOLISHED = re.compile(
    r"(?<!đơn vị )\b(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Công an|Phòng Tư pháp|Chi cục[^.,;]*)\s+"
    r"(?:cấp\s+)?(?:huyện|quận|thị xã)\b|\bcấp huyện\b|\bPhòng Tư pháp\b",
    re.IGNORECASE,
)
_GONE = re.compile(r"\b(?:không còn|kết thúc|trước đây|đã bỏ|bỏ cấp)\b", re.IGNORECASE)
_FREE = re.compile(r"\bmiễn phí\b", re.IGNORECASE)
_NOT_OUR_WORDS = {"examples", "aliases", "name", "source"}


class Rule(StrEnum):
    """A rule, as it is told to who keeps the files."""

    ABOLISHED = "names an abolished district office: {what!r}"
    ABOLISHED_YET_THERE = "names {what!r} and does not say that districts are gone"
    FREE_WITHOUT_AMOUNT = "fee_note calls the procedure free, with no amount and reason given"
    FREE_WITHOUT_SOURCE = "calls something free without a source"
    NO_SUCH_GROUP = "no centre serves the group {what!r}"
    RELATED = "related {what} is not another procedure of the catalog"
    NO_SUCH_PROCEDURE = "{what} is no procedure of the catalog"
    HAS_DIACRITICS = "example without diacritics has some: {what!r}"


class Breach(NamedTuple):
    """A rule that an entry breaks, where, and the words or key that break it."""

    key: str
    field: str
    rule: Rule
    what: str = ""

    def __str__(self) -> str:
        return f"{self.key}: {self.rule.value.format(what=self.what)}"


def breaches(entry: Entry, catalog: Catalog) -> Iterator[Breach]:
    """The rules that an entry breaks beside the entries and centres of a catalog."""
    if isinstance(entry, Procedure):
        yield from _of_procedure(entry, catalog)
    if isinstance(entry, FaqEntry):
        yield from _of_faq(entry, catalog)
    for number, question in enumerate(entry.examples.get(Voice.NODIAC, ())):
        if has_diacritics(question):
            yield Breach(entry.key, f"examples.nodiac.{number}", Rule.HAS_DIACRITICS, question)


def _of_procedure(procedure: Procedure, catalog: Catalog) -> Iterator[Breach]:
    code = procedure.code
    for field in type(procedure).model_fields.keys() - _NOT_OUR_WORDS:
        for match in _ABOLISHED.finditer(procedure.model_dump_json(include={field})):
            yield Breach(code, field, Rule.ABOLISHED, match.group(0))
    if not procedure.fees and procedure.fee_note and _FREE.search(procedure.fee_note):
        yield Breach(code, "fee_note", Rule.FREE_WITHOUT_AMOUNT)
    groups = {group.slug for centre in catalog.centres for group in centre.service_groups}
    if procedure.service_group not in groups:
        yield Breach(code, "service_group", Rule.NO_SUCH_GROUP, procedure.service_group)
    for number, related in enumerate(procedure.related):
        if related not in catalog or related == code:
            yield Breach(code, f"related.{number}", Rule.RELATED, related)


def _of_faq(entry: FaqEntry, catalog: Catalog) -> Iterator[Breach]:
    if (match := _ABOLISHED.search(entry.answer)) and not _GONE.search(entry.answer):
        yield Breach(entry.key, "answer", Rule.ABOLISHED_YET_THERE, match.group(0))
    if entry.own_practice and _FREE.search(entry.answer):
        yield Breach(entry.key, "answer", Rule.FREE_WITHOUT_SOURCE)
    for number, code in enumerate(entry.procedures):
        if code not in catalog:
            yield Breach(entry.key, f"procedures.{number}", Rule.NO_SUCH_PROCEDURE, code)
