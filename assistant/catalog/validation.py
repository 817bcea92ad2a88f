"""The rules that no single entry can check. `python -m assistant.catalog.validation` runs them all."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.catalog.commune import Commune, FormerUnit
from assistant.catalog.entry import Entry
from assistant.catalog.entry_rules import breaches
from assistant.catalog.geography import distance_km
from assistant.catalog.loading import KnowledgeError
from assistant.settings import settings
from assistant.text.folding import same_wording

_WITHIN_A_COMMUNE_KM = 30


def problems(catalog: Catalog) -> Iterator[str]:
    """Each broken rule as one line: procedures, FAQ entries, questions, centres and communes."""
    for entry in catalog.entries:
        yield from map(str, breaches(entry, catalog))
    yield from _shared_questions(catalog.entries)
    for centre in catalog.centres:
        yield from _problems_of_centre(centre, catalog)
    yield from _problems_of_communes(tuple(catalog.communes))


def _shared_questions(entries: Iterable[Entry]) -> Iterator[str]:
    """The same wording under two entries, whatever its diacritics and punctuation."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for question in entry.questions:
            owners[same_wording(question)].add(entry.key)
    for wording, keys in owners.items():
        if len(keys) > 1:
            yield f"{', '.join(sorted(keys))}: share the question {wording!r}"


def _problems_of_centre(centre: Centre, catalog: Catalog) -> Iterator[str]:
    prefixes = Counter(group.prefix for group in centre.service_groups)
    for prefix, times in prefixes.items():
        if times > 1:
            yield f"{centre.slug}: {times} service groups have the prefix {prefix!r}"
    numbers = Counter(counter.number for counter in centre.counters)
    for number, times in numbers.items():
        if times > 1:
            yield f"{centre.slug}: {times} counters have the number {number!r}"
    for code in centre.queue.green_lane:
        if code not in catalog:
            yield f"{centre.slug}: green_lane {code} is no procedure of the catalog"
    if centre.commune is not None:
        yield from _not_in_its_commune(centre, centre.commune, catalog)


def _not_in_its_commune(centre: Centre, code: str, catalog: Catalog) -> Iterator[str]:
    if code not in catalog.communes:
        yield f"{centre.slug}: commune {code} is none of the communes"
    elif centre.latitude is not None and centre.longitude is not None:
        commune = catalog.communes.commune(code)
        away = distance_km((centre.latitude, centre.longitude), (commune.latitude, commune.longitude))
        if away > _WITHIN_A_COMMUNE_KM:
            yield f"{centre.slug}: lies {away:.0f} km from {commune.name}"


def _problems_of_communes(communes: Sequence[Commune]) -> Iterator[str]:
    """Names that stand twice, and units whose parts do not make a whole."""
    for name, times in Counter(commune.name for commune in communes).items():
        if times > 1:
            yield f"{name}: {times} communes have this name"
    became: defaultdict[tuple[str, str], list[FormerUnit]] = defaultdict(list)
    for unit in (unit for commune in communes for unit in commune.former_units):
        became[unit.name, unit.district].append(unit)
    for (name, district), parts in became.items():
        if len(parts) > 1 and not all(part.part for part in parts):
            yield f"{name}, {district}: went whole to one commune, yet stands in {len(parts)}"
        if parts[0].part and (len(parts) == 1 or sum(part.default for part in parts) != 1):
            yield f"{name}, {district}: of a unit that was split, several parts, one the default, are needed"


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
