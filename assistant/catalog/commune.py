"""Communes and wards since 1 July 2025, found by their names, by those of the units before, and by place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from typing import Annotated, NamedTuple, Self

from pydantic import StringConstraints, model_validator

from assistant.catalog.entry import Record, Source, Title
from assistant.catalog.geography import Latitude, Longitude, distance_km
from assistant.catalog.place_names import DISTRICT_KINDS, KINDS, Mention, PlaceNames, is_district
from assistant.errors import LetanError

CommuneCode = Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
_UnitName = Annotated[Title, StringConstraints(pattern=rf"^(?:{'|'.join(KINDS)}) \S")]
_DistrictName = Annotated[Title, StringConstraints(pattern=rf"^(?:{'|'.join(DISTRICT_KINDS)}) \S")]


class UnknownCommune(LetanError):
    """No commune has that code."""

    status = 404
    slug = "unknown-commune"
    title = "Không có xã, phường này"


class FormerUnit(Record):
    """A unit of before, in its district. Of a unit that was split, each commune has a `part`.

    `default` marks the part whose commune is looked for first.
    """

    name: _UnitName
    district: _DistrictName
    part: bool = False
    default: bool = False

    @model_validator(mode="after")
    def _a_default_is_a_part(self) -> Self:
        if self.default and not self.part:
            raise ValueError("default: only one part of several can be the default")
        return self


class Commune(Record):
    """A commune or ward: its official code, where it lies, what it was formed from."""

    code: CommuneCode
    name: _UnitName
    latitude: Latitude
    longitude: Longitude
    former_units: tuple[FormerUnit, ...]


class CommuneFile(Record):
    """The communes of a province. An everyday word names a commune only with "xã" or the like beside it."""

    source: Source
    everyday_words: tuple[Title, ...] = ()
    communes: tuple[Commune, ...]


class MatchedBy(StrEnum):
    """What kind of name a commune was found by."""

    PRESENT = "present"
    FORMER = "former"
    DISTRICT = "district"


class CommuneMatch(NamedTuple):
    """A commune that a text may mean. `name` is the one it goes by there, `former` that unit."""

    commune: Commune
    by: MatchedBy
    name: str
    former: FormerUnit | None = None


class Communes:
    """All communes of the province."""

    def __init__(self, communes: Iterable[Commune] = (), everyday_words: Iterable[str] = ()) -> None:
        self._communes = {commune.code: commune for commune in communes}
        self._readings: defaultdict[str, list[CommuneMatch]] = defaultdict(list)
        for match in sorted(chain.from_iterable(map(_names, self)), key=_first_to_look_for):
            self._readings[match.name if match.former is None else match.former.name].append(match)
        self._names = PlaceNames(self._readings, everyday_words)

    def __len__(self) -> int:
        return len(self._communes)

    def __iter__(self) -> Iterator[Commune]:
        return iter(self._communes.values())

    def __contains__(self, code: object) -> bool:
        return code in self._communes

    def commune(self, code: str) -> Commune:
        """The commune of that code; raises UnknownCommune."""
        try:
            return self._communes[code]
        except KeyError:
            raise UnknownCommune(f"Không có xã, phường mã {code}") from None

    def named(self, text: str) -> tuple[CommuneMatch, ...]:
        """The communes that a text names, each once, in its order: none, one, or several to ask back for.

        Present names come before former ones, and of a unit that was split the default comes first. A
        district beside a name ("xã Minh Sơn huyện Triệu Sơn") decides between units of that name; alone
        it gives all its communes.
        """
        mentions = self._names.mentions(text)
        found: dict[str, CommuneMatch] = {}
        used = -1
        for n, mention in enumerate(mentions):
            if n <= used:
                continue
            following = mentions[n + 1] if n + 1 < len(mentions) and mentions[n + 1].joined else None
            matches = self._narrowed(mention, following) if following else ()
            if matches:
                used = n + 1
            elif mention.sure:
                matches = self._meant(mention)
            for match in matches:
                found.setdefault(match.commune.code, match)
        return tuple(found.values())

    def nearest(
        self, latitude: float, longitude: float, among: Iterable[Commune] | None = None, count: int = 3
    ) -> list[tuple[Commune, float]]:
        """The nearest communes, all or some, with their distance in kilometres, the nearest first."""
        here = (latitude, longitude)
        far = [(c, distance_km(here, (c.latitude, c.longitude))) for c in (self if among is None else among)]
        return sorted(far, key=lambda each: each[1])[:count]

    def _meant(self, mention: Mention) -> list[CommuneMatch]:
        """What a mention can be: a district only if no commune or unit has that name."""
        matches = self._units(mention) or self._of_names(mention, district=True)
        former = [match for match in matches if match.by is not MatchedBy.PRESENT]
        return former if mention.old and former else matches

    def _narrowed(self, mention: Mention, following: Mention) -> list[CommuneMatch]:
        """The units of one mention that lay in the district that the other names."""
        pairs = [(mention, following)]
        if mention.kind in DISTRICT_KINDS:
            pairs.append((following, mention))
        for unit, place in pairs:
            districts = {name for name in place.names if is_district(name)} if _may_narrow(place) else set()
            inside = [match for match in self._units(unit) if districts & _districts(match)]
            if inside:
                former = [match for match in inside if match.by is MatchedBy.FORMER]
                return former if unit.old and former else inside
        return []

    def _units(self, mention: Mention) -> list[CommuneMatch]:
        return self._of_names(mention, district=False)

    def _of_names(self, mention: Mention, *, district: bool) -> list[CommuneMatch]:
        names = (name for name in mention.names if is_district(name) is district)
        matches = [match for name in names for match in self._readings[name]]
        return sorted(matches, key=_first_to_look_for)


def _names(commune: Commune) -> Iterator[CommuneMatch]:
    yield CommuneMatch(commune, MatchedBy.PRESENT, commune.name)
    for unit in commune.former_units:
        yield CommuneMatch(commune, MatchedBy.FORMER, f"{unit.name}, {unit.district}", unit)
    for district in dict.fromkeys(unit.district for unit in commune.former_units):
        yield CommuneMatch(commune, MatchedBy.DISTRICT, district)


def _first_to_look_for(match: CommuneMatch) -> tuple[bool, bool]:
    lesser_part = match.former is not None and match.former.part and not match.former.default
    return match.by is not MatchedBy.PRESENT, lesser_part


def _districts(match: CommuneMatch) -> set[str]:
    units = match.commune.former_units if match.former is None else (match.former,)
    return {unit.district for unit in units}


def _may_narrow(place: Mention) -> bool:
    """Whether a district may be meant: "Thanh Hóa" alone is the province."""
    return place.sure and (place.kind is None or place.kind in DISTRICT_KINDS)
