"""Standing: in comes a figure of the register; out comes whether it is the record of its own series, and how sure that is.

Only figures of the same series over periods of the same kind are looked at. A series with gaps has no record that is sure: the
missing periods may have been higher.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tallymark.checking.candidate import series_of
from tallymark.checking.ranks import record
from tallymark.checking.shelf import Shelf
from tallymark.model.figure import Figure
from tallymark.model.period import Period
from tallymark.model.references import Coverage, Query
from tallymark.register.register import Register
from tallymark.reports.words import in_words

STEP_MONTHS = {"fiscal_year": 12, "calendar_year": 12, "month": 1}
FEW = 3
ACROSS = "Yes, but what is counted changed in between"


@dataclass(frozen=True, slots=True)
class Standing:
    """``answer`` in a word or two; ``words`` say why; ``breaks`` are the changes of definition in between."""

    answer: str
    words: str
    breaks: tuple[str, ...]


class OwnSeries:
    """References with the figures of one series over periods of one kind."""

    def __init__(self, register: Register, series: str, kind: str) -> None:
        self._register, self._series, self._kind = register, series, kind

    @property
    def as_of(self) -> str:
        """As of the register."""
        return self._register.as_of

    @property
    def sha256(self) -> str:
        """Of the register."""
        return self._register.sha256

    def lookup(self, query: Query) -> tuple[Figure, ...]:
        """The figures of the series that answer ``query``."""
        return tuple(one for one in self._register.lookup(query) if self._is_of(one))

    def covers(self, query: Query) -> Coverage:
        """As the register covers it."""
        return self._register.covers(query)

    def _is_of(self, figure: Figure) -> bool:
        return series_of(figure) == self._series and kind_of(figure.key.period) == self._kind


def standing(register: Register, figure: Figure) -> Standing:
    """Whether a figure tops every earlier one of its series."""
    kind = kind_of(figure.key.period)
    own = OwnSeries(register, series_of(figure), kind)
    ranking = record(Shelf(own), figure)
    breaks = tuple(words for words in ranking.breaks if words)
    answer = {True: "Yes", False: "No", None: "Not decided"}[ranking.holds]
    words = in_words(ranking.words)
    if ranking.n_periods == 0:
        return Standing("Not decided", "the register has no earlier period of this series to compare with", breaks)
    if ranking.holds:
        doubt = _doubt(own, figure, kind)
        answer = "Highest of those known" if doubt else ACROSS if breaks else answer
        words += doubt
    return Standing(answer, words, breaks)


def _doubt(own: OwnSeries, figure: Figure, kind: str) -> str:
    """Why the highest known need not be a record; empty where every period from the first is there."""
    asked = Query(figure.key.measure, figure.key.relation, figure.key.population)
    starts = {one.key.period.start for one in own.lookup(asked) if one.decides and one.key.period.start is not None}
    known = sorted(start for start in starts if figure.key.period.start is None or start <= figure.key.period.start)
    if kind not in STEP_MONTHS:
        return "; these are the days that somebody printed, the days between may be higher"
    n_all = _months(known[0], known[-1]) // STEP_MONTHS[kind] + 1
    if len(known) < n_all:
        return f"; the register lacks {n_all - len(known)} of the {n_all} periods in between, which may be higher"
    return "; a series this short says little" if len(known) < FEW else ""


def _months(first: date, last: date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month


def kind_of(period: Period) -> str:
    """The kind of a period by its label; ``other`` for one that is no single year, month or day."""
    label = period.label
    if "/" in label or "FY" in label[2:] or "CY" in label[2:]:
        return "other"
    if label.startswith(("FY", "CY")):
        return "fiscal_year" if label.startswith("FY") else "calendar_year"
    return {7: "month", 10: "day"}.get(len(label), "other")
