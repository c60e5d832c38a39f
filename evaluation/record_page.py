"""The page on the record of FY2009 to FY2012: in comes the register; out comes docs/records/record.md.

``python -m evaluation.record_page`` writes it; a test holds the page to what it would write, another one runs its commands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Query
from tallymark.register.register import Register, load

PAGE = Path(__file__).resolve().parent.parent / "docs/records/record.md"
YEARS = (2009, 2010, 2011, 2012)
LOCK, WITHOUT_LAG, ROWS = "ice.removals.2009", "ice.removals_excl_lag.2009", "ice.removals_records"
HEAD = """# Was fiscal 2010, 2011 or 2012 a record?

ICE called each of the years 2010, 2011 and 2012 a record.
Since FY2009 it closes its books about 5 October; a departure that is confirmed later counts in the next year.
So a year holds late departures of the year before and lacks its own late ones.
Put into the year in which the person left, another year may be the record.

This page is made from the register by `python -m evaluation.record_page`; `tallymark figures removals --period FY2010` shows a year with its sources.

## From published figures

*Without lag* is the agency's count of a year without late departures of the year before.
*By departure* is computed: the count without lag, and the next year's lag (its count minus its count without lag) added.
That takes every late departure to be one of the year before.
It is confirmed only where all its parts were seen in a source.
"""
LEADS = """
A lead is a figure that nobody here has seen in a source; it decides nothing.

- **Confirmed**: the agency's counts under the lock rise from year to year, so each of the three years is a record *by the agency's own count*; and FY2009 has 2,044 fewer removals without lag.
- **Not confirmed**: that FY2009, by departure, was larger than FY2010 and FY2011. It rests on two counts without lag (FY2010 and FY2011) that are leads.
- **Reported, and no reference here**: an article under check says that more than 19,000 departures of FY2009 are in the count of FY2010 ([left out of the register](../lookup/register.md)). It points the same way as the leads.
- **Weak**: the counts without lag of FY2012 and FY2013 were read at pages of tier 3 that quote a footnote of ICE.
- **Open**: files of rows that ICE released later hold more rows for each year than for the one before. They are rows of yearly files; which day put a row into a file is not said, and they lie close to the count under the lock.

So "a record by the agency's count" holds; "a record" without those words cannot be decided by departure.
To decide it takes records of FY2009 to FY2012 with the day of departure and the day of confirmation, or the agency's footnotes on the lag.
"""
SHOWN = """
## On records whose truth is known

A made-up release with late departures shows what the lock does.
Nothing in it is real, so small counts may be shown.

```console
$ tallymark synth late-departures --out made
...
$ tallymark ingest made/late-departures --release late-departures
...
$ tallymark count removals --release late-departures --by fiscal_year --under all --small-cells
...
removals
definition                 FY2008 *  FY2009  FY2010  FY2011  FY2012  FY2013  FY2014 *    all
ice.removals_by_departure       319     391     412     392     398      34         1  1,947
ice.removals.2009               306     393     398     407     387      54         2  1,947
...
```

By the lock FY2011 is the record, with 407; by departure it has 392, fewer than FY2010 with 412 and FY2012 with 398.
The truth of the release says the same (`made/truth/truth.json`, `by_fiscal_year`).
The year-end report says under which count a year is a record:

```console
$ tallymark report late-departures --year FY2011 --under ice.removals.2009
...
Removals         +9 (+2.3 %)  1 of FY2009 to FY2011, a record among these years
...
```
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A number and whether every part of it was seen in a source."""

    n: int
    confirmed: bool

    @property
    def words(self) -> str:
        """With a mark where it is a lead."""
        return f"{self.n:,}" if self.confirmed else f"{self.n:,} (lead)"


def page(register: Register) -> str:
    """The page as text."""
    under = {name: _series(register, name) for name in (LOCK, WITHOUT_LAG, ROWS)}
    left = {year: by_departure(year, under[LOCK], under[WITHOUT_LAG]) for year in YEARS}
    columns = {
        "count of the agency (lock)": under[LOCK],
        "without lag": under[WITHOUT_LAG],
        "by departure": left,
        "rows of yearly files": under[ROWS],
    }
    lines = [HEAD, f"| fiscal year | {' | '.join(columns)} |", "|---" + "|---:" * len(columns) + "|"]
    lines += [f"| FY{year} | {' | '.join(series[year].words for series in columns.values())} |" for year in YEARS]
    lines += ["", "| called a record | by the agency's count | by departure |", "|---|---|---|"]
    lines += [f"| FY{year} | {_record(year, under[LOCK])} | {_record(year, left)} |" for year in YEARS[1:]]
    return "\n".join(lines) + "\n" + LEADS + SHOWN


def by_departure(year: int, lock: Mapping[int, Known], without_lag: Mapping[int, Known]) -> Known:
    """The count without lag and the lag that is in the next year's count."""
    parts = without_lag[year], lock[year + 1], without_lag[year + 1]
    return Known(parts[0].n + parts[1].n - parts[2].n, all(part.confirmed for part in parts))


def _record(year: int, series: Mapping[int, Known]) -> str:
    """Whether a year is above all earlier ones since FY2009, and by how much."""
    best = max((one for one in YEARS if one < year), key=lambda one: series[one].n)
    margin = series[year].n - series[best].n
    words = f"yes, {margin:,} above FY{best}" if margin > 0 else f"no, {-margin:,} below FY{best}"
    sure = all(series[one].confirmed for one in YEARS if one <= year)
    return words if sure else f"{words} (lead)"


def _series(register: Register, definition: str) -> dict[int, Known]:
    return {year: _known(register, definition, year) for year in (*YEARS, YEARS[-1] + 1)}


def _known(register: Register, definition: str, year: int) -> Known:
    """The newest figure that was seen, of the best source; a lead where none was."""
    everyone = Query("removals", Relation.LEVEL, Population(), Period.parse(f"FY{year}"))
    found = [one for one in _points(register.lookup(everyone)) if one.definition == definition]
    chosen = min(found, key=lambda one: (not one.confirmed, one.tier, one.note.startswith("printed in"), one.id))
    return Known(int(chosen.value.low or 0), chosen.confirmed)


def _points(figures: tuple[Figure, ...]) -> Iterator[Figure]:
    yield from (figure for figure in figures if figure.value.is_point and not figure.fault)


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(load()), encoding="utf-8")


if __name__ == "__main__":
    main()
