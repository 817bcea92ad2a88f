"""The rules that no single entry can check. `python -m assistant.catalog.validation` runs them all."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Entry, Voice
from assistant.catalog.faq import FaqEntry
from assistant.catalog.loading import KnowledgeError
from assistant.catalog.procedure import Procedure
from assistant.settings import settings
from assistant.text.folding import has_diacritics, same_wording

_ABOLISHED = re.compile(
    r"(?<!đơn vị )\b(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Công an|Phòng Tư pháp|Chi cục[^.,;]*)\s+"
    r"(?:cấp\s+)?(?:huyện|quận|thị xã)\b|\bcấp huyện\b|\bPhòng Tư pháp\b",
    re.IGNORECASE,
)
_GONE = re.compile(r"\b(?:không còn|kết thúc|trước đây|đã bỏ|bỏ cấp)\b", re.IGNORECASE)
_FREE = re.compile(r"\bmiễn phí\b", re.IGNORECASE)


def problems(catalog: Catalog) -> Iterator[str]:
    """Each broken rule as one line: district offices, fees, service groups, related, FAQ, questions."""
    groups = {group.slug for centre in catalog.centres for group in centre.service_groups}
    for procedure in catalog:
        yield from _problems_of(procedure, catalog, groups)
    for entry in catalog.faq:
        yield from _problems_of_faq(entry, catalog)
    for each in catalog.entries:
        yield from _marked_without_diacritics(each)
    yield from _shared_questions(catalog.entries)


def _problems_of(procedure: Procedure, catalog: Catalog, groups: set[str]) -> Iterator[str]:
    code = procedure.code
    told = procedure.model_dump_json(exclude={"examples", "aliases", "name", "source"})
    for match in _ABOLISHED.finditer(told):
        yield f"{code}: names an abolished district office: {match.group(0)!r}"
    if not procedure.fees and procedure.fee_note and _FREE.search(procedure.fee_note):
        yield f"{code}: fee_note calls the procedure free, with no amount and reason given"
    if procedure.service_group not in groups:
        yield f"{code}: no centre serves the group {procedure.service_group!r}"
    for related in procedure.related:
        if related not in catalog or related == code:
            yield f"{code}: related {related} is not another procedure of the catalog"


def _problems_of_faq(entry: FaqEntry, catalog: Catalog) -> Iterator[str]:
    if (match := _ABOLISHED.search(entry.answer)) and not _GONE.search(entry.answer):
        yield f"{entry.key}: names {match.group(0)!r} and does not say that districts are gone"
    if entry.own_practice and _FREE.search(entry.answer):
        yield f"{entry.key}: calls something free without a source"
    for code in entry.procedures:
        if code not in catalog:
            yield f"{entry.key}: {code} is no procedure of the catalog"


def _marked_without_diacritics(entry: Entry) -> Iterator[str]:
    for question in entry.examples.get(Voice.NODIAC, ()):
        if has_diacritics(question):
            yield f"{entry.key}: example without diacritics has some: {question!r}"


def _shared_questions(entries: Iterable[Entry]) -> Iterator[str]:
    """The same wording under two entries, whatever its diacritics and punctuation."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for question in entry.questions:
            owners[same_wording(question)].add(entry.key)
    for wording, keys in owners.items():
        if len(keys) > 1:
            yield f"{', '.join(sorted(keys))}: share the question {wording!r}"


def main() -> int:
    """Check the knowledge folder of the settings; print what is wrong."""
    folder: Path = settings().knowledge_dir
    try:
        catalog = Catalog.load(folder)
    except KnowledgeError as error:
        print(error.detail)
        return 1
    found = list(problems(catalog))
    size = f"{len(catalog)} procedures, {len(catalog.faq)} FAQ entries"
    print("\n".join(found) if found else f"{size}, all in order")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
