"""What people call the kinds of service: by field of the procedures, or by everyday words."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import RootModel

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Slug
from assistant.catalog.entry import Title
from assistant.catalog.loading import load_file
from assistant.text.folding import same_wording


class ServiceNamesFile(RootModel[dict[Slug, tuple[Title, ...]]]):
    """Everyday names by service group."""


class ServiceNames:
    """Finds the service group that a field or everyday words stand for."""

    def __init__(self, names: Mapping[str, Sequence[str]], catalog: Catalog) -> None:
        fields: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for procedure in catalog:
            fields[same_wording(procedure.field)][procedure.service_group] += 1
        # Few fields are spread over two groups; most of a field's procedures tell.
        self._by_name = {field: groups.most_common(1)[0][0] for field, groups in fields.items()}
        self._by_name |= {same_wording(name): slug for slug, said in names.items() for name in said}

    @classmethod
    def load(cls, file: Path, catalog: Catalog) -> "ServiceNames":
        """Read the everyday names; raises KnowledgeError."""
        return cls(load_file(file, ServiceNamesFile).root, catalog)

    def named(self, name: str) -> str | None:
        """The service group of which this is the name."""
        return self._by_name.get(same_wording(name))

    def said_in(self, text: str) -> str | None:
        """The service group named in the text, if it is one alone."""
        groups = self.all_said_in(text)
        return next(iter(groups)) if len(groups) == 1 else None

    def all_said_in(self, text: str) -> frozenset[str]:
        """All service groups named in the text; a name within a longer one is none by itself."""
        said = f" {same_wording(text)} "
        found = [f" {name} " for name in self._by_name if f" {name} " in said]
        whole = [name for name in found if not any(name in other for other in found if other != name)]
        return frozenset(self._by_name[name.strip()] for name in whole)
