"""Finding the names of communes and districts in free text, with or without diacritics and kind words."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.text.folding import fold, has_diacritics, syllables
from assistant.text.normal_form import normalise

DISTRICT_KINDS = ("Huyện", "Thị xã", "Thành phố")
KINDS = ("Xã", "Phường", "Thị trấn", *DISTRICT_KINDS)
_SHORT = {"p": "Phường", "x": "Xã", "tt": "Thị trấn", "h": "Huyện", "tx": "Thị xã", "tp": "Thành phố"}
_FINAL_Y = re.compile(r"(?:^|(?<=[bcdghklmnpqrstvx])|(?<=qu))y(?=[\u0300\u0301\u0309\u0323]?$)")
_TILDE, _HOOK = "\u0303", "\u0309"
_BREAK = ","
_PART = re.compile(r"[,;:!?()]")

Sounds = tuple[str, ...]
"""A name as it sounds in Thanh Hóa, where hỏi and ngã are one tone; y and i at the end are one letter."""


def sounds_of(text: str) -> Sounds:
    """The syllables of a text as they sound; diacritics that were not typed stay absent."""
    return tuple(_sound(syllable) for syllable in syllables(normalise(text)))


def _read_aloud(text: str) -> Sounds:
    """The syllables of a text, with a break where a name cannot go on."""
    parts = [sounds_of(part) for part in _PART.split(normalise(text))]
    return tuple(sound for part in parts if part for sound in (*part, _BREAK))[:-1]


def _sound(syllable: str) -> str:
    decomposed = unicodedata.normalize("NFD", syllable).replace(_TILDE, _HOOK)
    return unicodedata.normalize("NFC", _FINAL_Y.sub("i", decomposed))


def _bare(sounds: Sounds) -> Sounds:
    return tuple(map(fold, sounds))


def _either_way(*words: str) -> frozenset[str]:
    sounds = [sound for word in words for sound in sounds_of(word)]
    return frozenset((*sounds, *map(fold, sounds)))


_KIND_WORDS = {way: kind for kind in KINDS for way in (sounds_of(kind), _bare(sounds_of(kind)))}
_KIND_WORDS |= {(short,): kind for short, kind in _SHORT.items()}
_OF_SOMETHING_ELSE = _either_way("tỉnh", "đường", "phố", "thôn") | set(sounds_of("ngõ quận làng bản"))
_OLD = _either_way("cũ")
_JOINING = _either_way("cũ", "thuộc", "của", "ở", "trước", "đây", "ngày", "xưa", "là") | {_BREAK}


@dataclass(frozen=True)
class Mention:
    """A stretch of a text, kind word included, and the names that it can be.

    Not `sure` is what reads like an everyday word; `old` what is called so ("xã Dân Lực cũ"); `joined`
    what follows the mention before it with nothing but joining words between.
    """

    names: tuple[str, ...]
    kind: str | None
    sure: bool
    old: bool
    start: int
    end: int
    joined: bool = False


class PlaceNames:
    """Names such as "Xã Dân Lực", found again in texts."""

    def __init__(self, names: Iterable[str], everyday_words: Iterable[str] = ()) -> None:
        self._names: defaultdict[Sounds, list[str]] = defaultdict(list)
        for name in dict.fromkeys(names):
            self._names[sounds_of(split_kind(name)[1])].append(name)
        self._spelled = _by_bare(self._names)
        self._everyday = _by_bare(map(sounds_of, everyday_words))
        self._longest = max(map(len, self._names), default=0)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The names in a text, in its order; of names that overlap, the longest."""
        sounds, marked = _read_aloud(text), has_diacritics(text)
        taken: list[Mention] = []
        best_first = sorted(
            self._all(sounds, marked), key=lambda m: (_length(m), m.kind is not None, m.sure), reverse=True
        )
        for mention in best_first:
            if all(mention.end <= other.start or mention.start >= other.end for other in taken):
                taken.append(mention)
        taken.sort(key=lambda m: m.start)
        ends = [mention.end for mention in taken]
        return tuple(
            replace(mention, joined=n > 0 and _JOINING.issuperset(sounds[ends[n - 1] : mention.start]))
            for n, mention in enumerate(taken)
        )

    def _all(self, sounds: Sounds, marked: bool) -> Iterator[Mention]:
        for start in range(len(sounds)):
            for end in range(start + 1, min(start + self._longest, len(sounds)) + 1):
                mention = self._read(sounds, start, end, marked)
                if mention:
                    yield mention

    def _read(self, sounds: Sounds, start: int, end: int, marked: bool) -> Mention | None:
        typed = sounds[start:end]
        spellings = _fitting(typed, self._spelled, marked)
        kind, begin = _kind_before(sounds, start)
        if not spellings or (kind is None and start and sounds[start - 1] in _OF_SOMETHING_ELSE):
            return None
        names = _of_kind([name for spelling in spellings for name in self._names[spelling]], kind)
        if len(typed) == 1 and all(split_kind(name)[0] != kind for name in names):
            return None
        exact = marked and typed in spellings
        words = self._everyday.get(_bare(typed), ())
        everyday = typed in words if exact else any(_reads(typed, word) for word in words)
        sure = kind is not None or not everyday or len(typed) == len(sounds)
        old = end < len(sounds) and sounds[end] in _OLD
        return Mention(tuple(names), kind, sure, old, begin, end)


def split_kind(name: str) -> tuple[str, str]:
    """The kind word of a full name and the rest: "Thị trấn", "Nưa"."""
    kind = next(kind for kind in KINDS if name.startswith(f"{kind} "))
    return kind, name.removeprefix(kind).strip()


def is_district(name: str) -> bool:
    """Whether a full name is a district's, as districts were until 30 June 2025."""
    return name.startswith(DISTRICT_KINDS)


def _by_bare(spellings: Iterable[Sounds]) -> dict[Sounds, list[Sounds]]:
    found: defaultdict[Sounds, list[Sounds]] = defaultdict(list)
    for spelling in spellings:
        found[_bare(spelling)].append(spelling)
    return found


def _fitting(typed: Sounds, spelled: dict[Sounds, list[Sounds]], marked: bool) -> list[Sounds]:
    """The spellings that were typed, or may be where diacritics were left out."""
    spellings = spelled.get(_bare(typed), [])
    if marked and typed in spellings:
        return [typed]
    return [spelling for spelling in spellings if _reads(typed, spelling)]


def _reads(typed: Sounds, spelling: Sounds) -> bool:
    return all(t in (s, fold(s)) for t, s in zip(typed, spelling, strict=True))


def _kind_before(sounds: Sounds, start: int) -> tuple[str | None, int]:
    """The kind word before a name and where it begins."""
    for length in (2, 1):
        kind = _KIND_WORDS.get(sounds[max(start - length, 0) : start])
        if kind:
            return kind, start - length
    return None, start


def _of_kind(names: Sequence[str], kind: str | None) -> Sequence[str]:
    """The names of the kind that was said; where there is none, of its level; else all of them."""
    if kind is None:
        return names
    same = [name for name in names if split_kind(name)[0] == kind]
    return same or [name for name in names if is_district(name) == (kind in DISTRICT_KINDS)] or names


def _length(mention: Mention) -> int:
    """How many syllables the name has, its kind word left out."""
    return len(sounds_of(split_kind(mention.names[0])[1]))
