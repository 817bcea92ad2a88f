"""The catalog in memory: every procedure, FAQ entry and centre that may be told today, and the communes."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

from assistant.catalog.centre import Centre
from assistant.catalog.commune import CommuneFile, Communes
from assistant.catalog.entry import Entry
from assistant.catalog.faq import FaqEntry, FaqFile
from assistant.catalog.loading import KnowledgeError, load_file
from assistant.catalog.procedure import Procedure, ProcedureFile
from assistant.errors import LetanError


class UnknownProcedure(LetanError):
    """No procedure has that code."""

    status = 404
    slug = "unknown-procedure"
    title = "Không có thủ tục này trong danh mục"


class UnknownCentre(LetanError):
    """No centre has that slug."""

    status = 404
    slug = "unknown-centre"
    title = "Không có trung tâm này"


class Catalog:
    """Procedures by code, FAQ entries by key, centres by slug. Immutable: an edit makes a new catalog."""

    def __init__(
        self,
        procedures: Iterable[Procedure],
        centres: Iterable[Centre] = (),
        faq: Iterable[FaqEntry] = (),
        communes: Communes | None = None,
        silenced: Iterable[str] = (),
    ) -> None:
        self.communes = communes or Communes()
        self.silenced = frozenset(silenced)
        self._procedures = {procedure.code: procedure for procedure in procedures}
        self._faq = {entry.key: entry for entry in faq}
        self._centres = {centre.slug: centre for centre in centres}

    @classmethod
    def load(cls, folder: Path) -> "Catalog":
        """Read `procedures/*.yaml`, `faq/*.yaml`, `centres/*.yaml` and `communes.yaml` of a knowledge folder.

        Raises:
            KnowledgeError: a file breaks its schema, or a code or slug stands twice.
        """
        paths = sorted(folder.glob("procedures/*.yaml"))
        procedures = [p for path in paths for p in load_file(path, ProcedureFile).procedures]
        faq = [e for path in sorted(folder.glob("faq/*.yaml")) for e in load_file(path, FaqFile).entries]
        centres = [load_file(path, Centre) for path in sorted(folder.glob("centres/*.yaml"))]
        times = Counter(entry.key for entry in (*procedures, *faq))
        if twice := [f"{key}: stands {n} times" for key, n in times.items() if n > 1]:
            raise KnowledgeError(twice)
        return cls(procedures, centres, faq, _communes(folder / "communes.yaml"))

    def with_entries(self, changed: Iterable[Entry], silenced: Iterable[str] = ()) -> "Catalog":
        """This catalog with entries changed or added, and those of the `silenced` keys told no more.

        What is silenced can still be looked up: a turn that is under way may have found it.
        """
        procedures, faq = dict(self._procedures), dict(self._faq)
        for entry in changed:
            if isinstance(entry, Procedure):
                procedures[entry.key] = entry
            elif isinstance(entry, FaqEntry):
                faq[entry.key] = entry
        return Catalog(procedures.values(), self.centres, faq.values(), self.communes, silenced)

    def __len__(self) -> int:
        return len(self._procedures)

    def __iter__(self) -> Iterator[Procedure]:
        return iter(self._procedures.values())

    def has(self, key: str) -> bool:
        """Whether there is a procedure or FAQ entry of that key."""
        return key in self._procedures or key in self._faq

    def __contains__(self, code: object) -> bool:
        return code in self._procedures

    def procedure(self, code: str) -> Procedure:
        """The procedure of that code; raises UnknownProcedure."""
        try:
            return self._procedures[code]
        except KeyError:
            raise UnknownProcedure(f"Không có thủ tục mã {code} trong danh mục") from None

    def told(self, code: str) -> Procedure:
        """The procedure of that code, unless staff have silenced it; raises UnknownProcedure."""
        if code in self.silenced:
            raise UnknownProcedure(f"Không có thủ tục mã {code} trong danh mục")
        return self.procedure(code)

    def centre(self, slug: str) -> Centre:
        """The centre of that slug; raises UnknownCentre."""
        try:
            return self._centres[slug]
        except KeyError:
            raise UnknownCentre(f"Không có trung tâm “{slug}”") from None

    @property
    def centres(self) -> tuple[Centre, ...]:
        """All centres."""
        return tuple(self._centres.values())

    def entry(self, key: str) -> Entry:
        """The procedure or FAQ entry of that key; raises UnknownProcedure."""
        return self._faq[key] if key in self._faq else self.procedure(key)

    def faq_entry(self, key: str) -> FaqEntry:
        """The FAQ entry of a key that the search gave."""
        return self._faq[key]

    @property
    def faq(self) -> tuple[FaqEntry, ...]:
        """All entries of the FAQ."""
        return tuple(self._faq.values())

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Procedures, then the FAQ, in the order in which every score array is laid out."""
        return (*self._procedures.values(), *self._faq.values())

    @cached_property
    def fingerprint(self) -> str:
        """A hash of everything that the search index is made from."""
        digest = hashlib.sha256()
        for entry in self.entries:
            digest.update(entry.model_dump_json().encode())
        return digest.hexdigest()

    def in_force(self, day: date) -> frozenset[str]:
        """The keys that may be told on a day."""
        return frozenset(entry.key for entry in self.entries if entry.in_force(day)) - self.silenced


def _communes(path: Path) -> Communes:
    """The communes of a file; none where a knowledge folder has no such file."""
    if not path.is_file():
        return Communes()
    file = load_file(path, CommuneFile)
    return Communes(file.communes, file.everyday_words)
