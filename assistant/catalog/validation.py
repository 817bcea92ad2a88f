"""The rules that no single entry can check. `python -m assistant.catalog.validation` runs them all."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.catalog.catalog import Catalog
from assistant.catalog.loading import KnowledgeError
from assistant.catalog.procedure import Procedure
from assistant.settings import settings
from assistant.text.folding import has_diacritics, same_wording

_ABOLISHED = re.compile(
    r"(?<!đơn vị )\b(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Công an|Phòng Tư pháp|Chi cục[^.,;]*)\s+"
    r"(?:cấp\s+)?(?:huyện|quận|thị xã)\b|\bcấp huyện\b|\bPhòng Tư pháp\b",
    re.IGNORECASE,
)
_FREE = re.compile(r"\bmiễn phí\b", re.IGNORECASE)


def problems(catalog: Catalog) -> Iterator[str]:
    """Each broken rule as one line: district offices, fees, service groups, related, questions."""
    groups = {group.slug for centre in catalog.centres for group in centre.service_groups}
    for procedure in catalog:
        yield from _problems_of(procedure, catalog, groups)
    yield from _shared_questions(catalog)


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
    for voice, questions in procedure.examples.items():
        for question in questions:
            if voice == "nodiac" and has_diacritics(question):
                yield f"{code}: example without diacritics has some: {question!r}"


def _shared_questions(procedures: Iterable[Procedure]) -> Iterator[str]:
    """The same wording under two procedures, whatever its diacritics and punctuation."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for procedure in procedures:
        for question in procedure.questions:
            owners[same_wording(question)].add(procedure.code)
    for wording, codes in owners.items():
        if len(codes) > 1:
            yield f"{', '.join(sorted(codes))}: share the question {wording!r}"


def main() -> int:
    """Check the knowledge folder of the settings; print what is wrong."""
    folder: Path = settings().knowledge_dir
    try:
        catalog = Catalog.load(folder)
    except KnowledgeError as error:
        print(error.detail)
        return 1
    found = list(problems(catalog))
    print("\n".join(found) if found else f"{len(catalog)} procedures, all in order")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
