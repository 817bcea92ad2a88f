"""Bringing a file of dossiers from the staff into the register."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.dossier.code import DossierCode
from assistant.dossier.import_check import check
from assistant.dossier.import_columns import find_table
from assistant.dossier.register import DossierRegister, RegisterEntry
from assistant.spreadsheet.reading import read_rows
from assistant.text.masking import mask

REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    """What became, or would become, of a row: a Change, or refused with the reasons."""

    row: int
    code: str
    change: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportReport:
    """Each row's outcome, the headers that were not read, and whether the register was changed."""

    outcomes: list[Outcome]
    ignored_headers: list[str]
    saved: bool

    @property
    def refused(self) -> bool:
        """Whether any row was refused; then nothing was saved."""
        return any(outcome.change == REFUSED for outcome in self.outcomes)


def import_file(
    file: Path, register: DossierRegister, centre: str, today: date, *, dry_run: bool
) -> ImportReport:
    """Bring the file's dossiers into the register for a centre: all, or none if any row is refused.

    Raises:
        ImportFileError: the file as a whole cannot be taken.
    """
    columns, ignored, rows = find_table(read_rows(file))
    entries: dict[int, RegisterEntry] = {}
    refused: dict[int, Outcome] = {}
    first_rows: dict[DossierCode, int] = {}
    for number, cells in rows:
        fields = {field: cells[i] if i < len(cells) else None for i, field in columns.items()}
        entry, reasons = check(fields, today)
        if entry and (earlier := first_rows.setdefault(entry.dossier.code, number)) != number:
            entry, reasons = None, [f"mã hồ sơ đã có ở dòng {earlier}"]
        if entry:
            entries[number] = entry
        else:
            refused[number] = Outcome(number, mask(str(fields["code"] or "")), REFUSED, tuple(reasons))
    save = not dry_run and not refused
    changes = (register.save if save else register.preview)(list(entries.values()), centre)
    done = {
        number: Outcome(number, entry.dossier.code, change)
        for (number, entry), change in zip(entries.items(), changes, strict=True)
    }
    outcomes = [(done | refused)[number] for number, _ in rows]
    return ImportReport(outcomes, ignored, saved=save)
