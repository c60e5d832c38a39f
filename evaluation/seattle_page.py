"""The page of the Seattle removals: in come the published files and the register; out comes docs/records/seattle.md.

``python -m evaluation.seattle_page --shared FOLDER`` writes it; a test holds the page to what it would write. Numbers come from tables
with small cells hidden. The tables share the totals of the years and nothing else, so none tells what another one hides; a table by definition is left out,
because definitions differ by single paths.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from evaluation.seattle_counts import ROWS, Compared, compare, seattle
from tallymark.counting.counted import ALL, Count, CountedTable
from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Query
from tallymark.register.register import Register, load

PAGE = Path(__file__).resolve().parent.parent / "docs/records/seattle.md"
HIDDEN = "–"
SERIES = "ice.removals."
HEAD = """# Removals from the Seattle area, FY2012 to FY2019

ICE released every removal from its Seattle area of responsibility between January 2012 and July 2019 to the University of Washington.
It is the largest file of real removals that may be passed on, so Tallymark's counts are held to it.
`python -m evaluation eval --only seattle` compares them with a count by plain code; this page is made by `python -m evaluation.seattle_page`.
The files are not part of Tallymark; count them yourself:

```
tallymark ingest SeattleAORExpeditedRemovals.csv SeattleAOROtherRemovals.csv --release uw-v-dhs-2019
tallymark count removals --release uw-v-dhs-2019 --by fiscal_year,offence --under ice.removals_records
```

FY2012 begins in January and FY2019 ends in July.
An empty conviction means no conviction on record, by the footnotes of the release.
A dash is a count of 1 to 10, or one that would tell such a count.
"""


def page(compared: tuple[Compared, ...], tables: Mapping[str, CountedTable], register: Register) -> str:
    """The page as text."""
    years = tables["fiscal year"]
    lines = [HEAD, "## Equal to a count by hand", "", "| table | numbers compared | equal |", "|---|---:|---:|"]
    lines += [f"| {one.name} | {one.n_compared} | {one.n_equal} |" for one in compared]
    lines += ["", "Small counts are compared too, and printed nowhere.", ""]
    lines += ["## Beside the official national figures", ""]
    lines += [
        "The agency's year-end figure holds removals and returns of the whole country, put into years with the October lock; the share says how much of the country this area is, not that one is part of the other to a unit.",
        "",
    ]
    lines += _beside(years, register)
    for name, title in (("offence", "By most serious conviction"), ("category", "By path of proceedings")):
        lines += ["", f"## {title}", "", *_by_value(tables[name])]
    return "\n".join(lines)


def _beside(table: CountedTable, register: Register) -> Iterator[str]:
    yield "| fiscal year | rows of the area | whole country | share | figure of the register |"
    yield "|---|---:|---:|---:|---|"
    for year in table.values["fiscal_year"]:
        counted = table.count(ROWS, fiscal_year=year)
        figure = _national(register, year)
        if figure is None or figure.value.low is None:
            yield f"| {_year(table, year)} | {_words(counted)} | not in the register | | |"
            continue
        national = figure.value.low
        share = HIDDEN if counted is None else f"{Decimal(100 * counted.low) / national:.2f} %"
        yield f"| {_year(table, year)} | {_words(counted)} | {national:,} | {share} | `{figure.id}` |"


def _national(register: Register, year: str) -> Figure | None:
    """The agency's figure of the year that decides, of the best source."""
    found = [
        figure
        for figure in register.lookup(Query("removals", Relation.LEVEL, Population(), Period.parse(year)))
        if figure.definition.startswith(SERIES) and figure.decides and figure.value.is_point
    ]
    return min(found, key=lambda figure: (figure.tier, figure.id), default=None)


def _by_value(table: CountedTable) -> Iterator[str]:
    years, name = (*table.values["fiscal_year"], ALL), table.request.by[1]
    yield f"| | {' | '.join(_year(table, year) for year in years)} |"
    yield "|---" + "|---:" * len(years) + "|"
    for value in (*table.values[name], ALL):
        cells = (_words(table.count(ROWS, fiscal_year=year, **{name: value})) for year in years)
        label = "all" if value == ALL else table.label(name, value).replace("_", " ")
        yield f"| {label} | {' | '.join(cells)} |"


def _year(table: CountedTable, year: str) -> str:
    if year == ALL:
        return "all"
    return f"{year} (part)" if year in table.partial else year


def _words(count: Count | None) -> str:
    if count is None:
        return HIDDEN
    return f"{count.low:,}" if count.exact else f"{count.low:,} to {count.high:,}"


def written(shared: Path) -> str:
    """The page for the files in ``shared``."""
    with tempfile.TemporaryDirectory() as exact, tempfile.TemporaryDirectory() as shown:
        compared = compare(shared, seattle(shared, Path(exact), small_cells=True))
        return page(compared, seattle(shared, Path(shown), small_cells=False), load()) + "\n"


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.seattle_page", description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder with the real files")
    PAGE.write_text(written(parser.parse_args().shared), encoding="utf-8")


if __name__ == "__main__":
    main()
