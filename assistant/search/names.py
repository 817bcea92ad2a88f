"""Names of procedures within a text: who names a thing means it, whatever else is said."""

from assistant.catalog.catalog import Catalog
from assistant.text.folding import same_wording

_SHORTEST = 2


class Names:
    """Official, plain and everyday names of two syllables or more that only one procedure bears."""

    def __init__(self, catalog: Catalog) -> None:
        bearers: dict[str, set[str]] = {}
        for procedure in (p for p in catalog if p.key not in catalog.silenced):
            for name in procedure.names:
                bearers.setdefault(same_wording(name), set()).add(procedure.code)
        self._code = {
            tuple(name.split()): min(codes)
            for name, codes in bearers.items()
            if len(codes) == 1 and name.count(" ") >= _SHORTEST - 1
        }
        self._longest = max(map(len, self._code), default=0)

    def within(self, text: str) -> tuple[str, ...]:
        """The codes named in a text, in order, each once; of names within names the longest counts."""
        words = same_wording(text).split()
        found: list[str] = []
        at = 0
        while at < len(words):
            for size in range(min(self._longest, len(words) - at), _SHORTEST - 1, -1):
                code = self._code.get(tuple(words[at : at + size]))
                if code is not None:
                    found.append(code)
                    at += size
                    break
            else:
                at += 1
        return tuple(dict.fromkeys(found))
