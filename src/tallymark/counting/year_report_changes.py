"""How a number changed and ranks: in come its counts by year and the coverage; out come lines of changes and of its rank.

Only years that the release covers fully are compared: a year with missing records neither beats nor is beaten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tallymark.counting.counted import Count
from tallymark.counting.year_report_coverage import YearCoverage
from tallymark.counting.year_report_lines import Line, State
from tallymark.counting.year_report_numbers import any_reading, change, change_percent, rank, record
from tallymark.counting.year_report_published import beside
from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import References

ByYear = Callable[[int], Count | None]


@dataclass(frozen=True, slots=True)
class Setting:
    """What every line of a report needs: the year, the base year, coverage, published figures, what is counted and by which rules."""

    measure: str
    year: int
    base: int | None
    definition: str
    imitates: str
    family_rules: Mapping[str, str]
    coverage: Mapping[int, YearCoverage]
    references: References

    def published(
        self, relation: Relation, people: Sequence[Population], base: int | None = None
    ) -> tuple[Figure, ...]:
        """Published figures of the year for the same question."""
        return beside(self.references, self.measure, relation, people, self.year, base=base, first=self.imitates)

    def rules_of(self, by: Iterable[str]) -> tuple[str, ...]:
        """The rules that decide breakdowns: that of the family, or the breakdown itself where it is a rule."""
        named = (self.family_rules.get(name, name if "." in name else "") for name in by)
        return tuple(name for name in named if name)

    def why_not_covered(self, year: int) -> str:
        """Why a year may not be compared, empty when it may."""
        found = self.coverage.get(year)
        label = Period.fiscal_year(year).label
        if found is None:
            return f"{label} is not in the release"
        return "" if found.full else f"{label} is not covered fully"

    @property
    def covered(self) -> tuple[int, ...]:
        """The years that may be compared."""
        return tuple(year for year, one in self.coverage.items() if one.full)


def followed(level: Line, by_year: ByYear, setting: Setting, people: Sequence[Population]) -> tuple[Line, ...]:
    """Changes from the year before and from the base year, and the rank among the years up to this one.

    Where the release lacks a field that decides the number, the bounds on any reading are compared.
    """
    if level.lacking:
        told = by_year
        level, by_year = replace(level, count=any_reading(level.count)), lambda year: any_reading(told(year))
    bases = dict.fromkeys(
        year for year in (setting.year - 1, setting.base) if year is not None and year != setting.year
    )
    lines = [line for base in bases for line in changes(level, by_year, setting, people, base)]
    return (*lines, rank_line(level, by_year, setting, people))


def changes(level: Line, by_year: ByYear, setting: Setting, people: Sequence[Population], base: int) -> Iterator[Line]:
    """The change from another year in numbers and in percent."""
    before = by_year(base)
    why = setting.why_not_covered(base) or setting.why_not_covered(setting.year)
    for relation, words in ((Relation.CHANGE_ABS, "change"), (Relation.CHANGE_PCT, "change in percent")):
        line = replace(
            level, id=f"{level.id}.{relation}", relation=relation, base=Period.fiscal_year(base).label, count=None,
            words=f"{level.words}: {words} from {Period.fiscal_year(base).label}",
            published=setting.published(relation, people, base),
        )  # fmt: skip
        if why:
            yield replace(line, state=State.NOT_COVERED, note=why)
        elif level.count is None or before is None:
            yield replace(line, state=State.HIDDEN)
        else:
            made = change if relation is Relation.CHANGE_ABS else change_percent
            bounds = made(level.count, before)
            state = State.COUNTED if bounds else State.NOTHING
            yield replace(line, state=state, bounds=bounds, part=level.count, whole=before)


def rank_line(level: Line, by_year: ByYear, setting: Setting, people: Sequence[Population]) -> Line:
    """The rank of the year among the covered years up to it; ``note`` says whether it is a record, and ``base`` over which years."""
    earlier = tuple(year for year in setting.covered if year < setting.year)
    why = setting.why_not_covered(setting.year) or ("" if earlier else "no earlier year is covered fully")
    line = replace(
        level, id=f"{level.id}.{Relation.RANK}", relation=Relation.RANK, count=None, undecided=(),
        words=f"{level.words}: rank up to then", base=years_words((*earlier, setting.year)),
        published=setting.published(Relation.RANK, people),
    )  # fmt: skip
    if why:
        return replace(line, state=State.NOT_COVERED, base="", note=why)
    others = {year: by_year(year) for year in earlier}
    shown = {year: one for year, one in others.items() if one is not None}
    if level.count is None or len(shown) < len(others):
        return replace(line, state=State.HIDDEN)
    found = rank(level.count, shown)
    return replace(line, state=State.COUNTED, bounds=found.bounds, note=RECORD_WORDS[record(level.count, shown)])


RECORD_WORDS = {
    "yes": "a record among these years",
    "no": "no record among these years",
    "undecided": "whether it is a record is not decided",
}


def years_words(years: Sequence[int]) -> str:
    """``FY2009 to FY2011``, or each year where one between is left out."""
    labels = [Period.fiscal_year(year).label for year in sorted(years)]
    if len(labels) > 2 and max(years) - min(years) == len(labels) - 1:
        return f"{labels[0]} to {labels[-1]}"
    return ", ".join(labels)
