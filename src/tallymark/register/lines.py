"""Lines of the register: in come the lines of one measure as text; out come those that a query means, each read only as far as it asks.

A check asks for few of the thousands of figures: people and days stand in a line's first cells, and most values can be
passed over by their ends. A newsroom's own lines are read whole at once, so that every fault in them is named.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from math import inf

from tallymark.model.errors import TallymarkError
from tallymark.model.figure import Figure, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Query
from tallymark.register.card import Card
from tallymark.register.files import RawFile, split_cells
from tallymark.register.row import COLUMNS, CONFIRMED, RELATIONS, period_of, population_of, read_row

PEOPLE, PERIOD, VALUE, SURE, FAULT = (
    COLUMNS.index(name) for name in ("population", "period", "value", "confirmed", "fault")
)
# A value whose high end is at most so many times its low end is found by its low end.
NARROW = 2
ReadCard = Callable[[RawFile], Card]


class Line:
    """One line, at ``place`` among those of its measure; ``order`` is where its figure stands when figures are given people by people."""

    order: tuple[int, int]

    def __init__(self, place: int, number: int, text: str, file: RawFile, card: ReadCard) -> None:
        self.place = place
        self._number = number
        self._text = text
        self._file = file
        self._card = card

    @cached_property
    def figure(self) -> Figure:
        """The figure; raises the coded error of a line that breaks the schema."""
        return read_row(split_cells(self._text), self._card(self._file), f"{self._file.name}:{self._number}")

    @property
    def key(self) -> tuple[Relation, Population]:
        """Relation and people, implied filters written out; a line where they do not stand plainly is read whole."""
        if not self._file.own:
            cells = self._text.split(",", PEOPLE + 1)
            try:
                return RELATIONS[cells[1]], _normal(population_of(cells[PEOPLE]))
            except (IndexError, KeyError, TallymarkError):
                pass
        return self.figure.key.relation, _normal(self.figure.key.population)

    @cached_property
    def period(self) -> Period:
        """The days of the figure."""
        return self.figure.key.period if self._file.own else period_of(self._text.split(",", PERIOD + 1)[PERIOD])

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the value; everything when they do not stand plainly in the line."""
        cell = self._text.split(",", VALUE)[VALUE]
        try:
            if cell.startswith('"'):
                low, high = cell[2 : cell.index('"', 1) - 1].split(",")
                return float(low), float(high)
            number = float(cell.partition(",")[0])
        except ValueError:
            return -inf, inf
        return number, number

    @property
    def decides(self) -> bool:
        """Whether the figure may decide a verdict, as ``Figure.decides``."""
        cells = split_cells(self._text)
        sure = CONFIRMED[cells[SURE]]
        return (self._card(self._file).confirmed if sure is None else sure) and not cells[FAULT]


class Lines:
    """The lines of one measure by relation and people."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._groups: dict[tuple[Relation, Population], list[Line]] = {}
        for line in lines:
            self._groups.setdefault(line.key, []).append(line)
        for rank, group in enumerate(self._groups.values()):
            for line in group:
                line.order = (rank, line.place)
        self._values: dict[Relation | None, Values] = {}
        self._deciding: dict[tuple[Relation | None, Population | None], frozenset[Period]] = {}

    def meant(self, query: Query) -> list[Line]:
        """The lines that ``query`` can mean, in their order; people by people when it asks for values or for days to overlap."""
        if query.value is None:
            found = self._of_people(query.relation, query.population)
        else:
            found = self._near(query.relation, query.value)
            if query.population is not None:
                kept = set(self._of_people(query.relation, query.population))
                found = [line for line in found if line in kept]
        if query.period is not None:
            found = [line for line in found if line.period.same_days(query.period, slack_days=query.slack_days)]
        if query.days is not None:
            return [line for line in found if line.period.overlaps(query.days)]
        return found if query.value is not None else sorted(found, key=lambda line: line.place)

    def deciding(self, relation: Relation | None, population: Population | None) -> frozenset[Period]:
        """The periods of the figures that may decide a verdict."""
        asked = (relation, population)
        if asked not in self._deciding:
            self._deciding[asked] = frozenset(
                line.period for line in self._of_people(relation, population) if line.decides
            )
        return self._deciding[asked]

    def _near(self, relation: Relation | None, value: Interval) -> list[Line]:
        if relation not in self._values:
            self._values[relation] = Values(self._of_people(relation, None))
        return sorted(self._values[relation].near(value), key=lambda line: line.order)

    def _of_people(self, relation: Relation | None, population: Population | None) -> list[Line]:
        """The lines of a relation and of just these people, people by people."""
        people = None if population is None else _normal(population)
        if relation is not None and people is not None:
            return list(self._groups.get((relation, people), ()))
        return [
            line
            for (its_relation, its_people), group in self._groups.items()
            if relation in (None, its_relation) and people in (None, its_people)
            for line in group
        ]


class Values:
    """Lines by value: narrow values are found by their low end, the others are looked at one by one."""

    def __init__(self, lines: Sequence[Line]) -> None:
        known = [(*line.ends, line) for line in lines]
        narrow = [(low, high, line) for low, high, line in known if 0 < low <= high <= NARROW * low]
        self._narrow = sorted(narrow, key=lambda one: one[0])
        self._lows = [low for low, _, _ in self._narrow]
        self._wide = [(low, high, line) for low, high, line in known if not 0 < low <= high <= NARROW * low]

    def near(self, value: Interval) -> list[Line]:
        """The lines whose values touch ``value`` as nearly as a float tells."""
        low = -inf if value.low is None else float(value.low)
        high = inf if value.high is None else float(value.high)
        narrow = self._narrow[bisect_left(self._lows, low / NARROW) : bisect_right(self._lows, high)]
        return [line for its_low, its_high, line in (*narrow, *self._wide) if its_low <= high and its_high >= low]


@cache
def _normal(population: Population) -> Population:
    """The population with implied filters written out, remembered."""
    return population.normal()
