"""The removals from the Seattle area counted by hand: in come the two published files; out come counts by plain code.

Nothing of Tallymark is used: files are read by the csv module, years, convictions, offences and paths are told as below. Offences
are told by words in the printed name, read by a person once for this file.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILES = ("SeattleAORExpeditedRemovals.csv", "SeattleAOROtherRemovals.csv")
ROWS_ABOVE = 7
REMOVALS = {"3", "8C", "16", "11", "12", "13", "10", "14", "15", "5B", "5F", "8E", "8F", "8G", "8H", "8I"}
RETURNS = {"9", "1A", "1B", "2V", "8V"}
PATHS = {
    "expedited_removal": {"8F", "8G", "8H", "8I"},
    "reinstatement": {"16"},
    "administrative": {"11"},
    "judicial": {"12"},
    "section_250": {"13"},
    "visa_waiver": {"10"},
    "crew_or_stowaway": {"14"},
    "voluntary_return": {"9"},
    "voluntary_departure": {"1A", "1B", "1C", "2V", "8V"},
    "final_order": {"3", "8C", "5B", "8E", "5F"},
    "pending": {"2A", "2B", "8A", "8B", "8D", "8K", "5A"},
}
# The first group with a word in the name; words at the start of the name begin with ^.
OFFENCES = {
    "homicide": ("homicide", "manslaughter"),
    "sexual": (
        "rape", "sex assault", "sex offen", "molest", "lewd", "incest", "indecent", "voyeur", "peeping", "bestiality",
        "sexual exploitation", "enticement of minor",
    ),
    "drugs": (
        "amphetamine", "barbiturate", "cocaine", "heroin", "hallucinogen", "marijuana", "narcotic", "opium", "^drug ",
        "dangerous drugs",
    ),
    "dui": ("driving under influence",),
    "immigration": ("illegal entry", "illegal re-entry", "^immigration", "smuggling aliens", "false citizenship"),
    "traffic": ("traffic offense", "hit and run"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Departure:
    """One row of the files."""

    fiscal_year: str
    convicted: bool
    offence: str
    path: str
    code: str


def departures(folder: Path) -> Iterator[Departure]:
    """Every row of the two files."""
    for name in FILES:
        with (folder / name).open(encoding="utf-8-sig", newline="") as handle:
            for row in list(csv.reader(handle))[ROWS_ABOVE:]:
                month, _, year = (int(part) for part in row[0].split("/"))
                name_of_offence, category = row[5].strip(), row[6].strip()
                code = category[1 : category.index("]")]
                yield Departure(
                    f"FY{year + (month >= 10)}",
                    bool(name_of_offence),
                    _offence(name_of_offence.lower()),
                    next((path for path, codes in PATHS.items() if code in codes), "none"),
                    code,
                )


def by(folder: Path, *names: str) -> Counter[tuple[str, ...]]:
    """Rows by fields of ``Departure``."""
    return Counter(tuple(str(getattr(one, name)) for name in names) for one in departures(folder))


def certain_and_possible(folder: Path, certain: set[str]) -> tuple[Counter[str], Counter[str]]:
    """Rows by year whose code is one of ``certain``, and rows whose code tells neither a removal nor a return."""
    rows = list(departures(folder))
    return (
        Counter(one.fiscal_year for one in rows if one.code in certain),
        Counter(one.fiscal_year for one in rows if one.code not in REMOVALS | RETURNS),
    )


def _offence(name: str) -> str:
    if not name:
        return "no_conviction"
    for group, words in OFFENCES.items():
        if any(name.startswith(word[1:]) if word.startswith("^") else word in name for word in words):
            return group
    return "other"
