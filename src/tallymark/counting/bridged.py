"""What a bridge is: definitions in, steps between, and what is left to published figures out; see ``counting.bridge``."""

from __future__ import annotations

from dataclasses import dataclass

from tallymark.counting.counted import Count, CountedTable, UsedDefinition
from tallymark.counting.gate import Admission
from tallymark.model.figure import Figure
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.rules.rule_sets import RuleSet

EVERYBODY = Population()


@dataclass(frozen=True, slots=True)
class Change:
    """How a count changes: ``low`` is the change of its low bound, ``high`` that of its high one, both on the fields."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Step:
    """One family of rules changed.

    ``rules`` are the rule before and after, ``titles`` their words. ``after`` is the count with this family and all before it changed;
    it is None where it is not shown, because counts of two steps differ by 1 to 10 or would tell such a difference. ``change`` is what
    the step changed since the last count shown, ``together`` with the families between. ``least`` and ``most`` are the smallest and
    the largest change in any order, rounded outward by the bridge's ``range_step``; None where there is one order, a count is not
    shown, or the change is told together with another.
    """

    family: str
    rules: tuple[str, str]
    titles: tuple[str, str]
    after: Count | None
    change: Change | None
    together: tuple[str, ...] = ()
    least: Change | None = None
    most: Change | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A family whose rule in the last definition the release cannot apply; its part of the gap stays unexplained."""

    family: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between the recount and one published figure: ``unexplained`` is published minus counted, with its bounds.

    None where ``why_not`` says that they are not compared; ``percent`` is then what the release holds of the published figure, where
    it is known to hold a part of the people.
    """

    figure: Figure
    unexplained: Interval | None
    why_not: str = ""
    percent: Interval | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """The whole bridge.

    ``start`` and ``end`` are the counts under the two definitions, None where they are not shown. ``standing`` says what these counts
    may do beside published ones (``counting.gate``). With a family ``missing`` the end is the last definition as far as the release
    has the fields for it. The changes in other orders are rounded outward to multiples of ``range_step`` from the stated one.
    """

    release: str
    measure: str
    people: Population
    period: Period
    first: UsedDefinition
    last: UsedDefinition
    start: Count | None
    end: Count | None
    steps: tuple[Step, ...]
    missing: tuple[Missing, ...]
    standing: Admission
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...]
    table: CountedTable
    command: str
    range_step: int = 1

    @property
    def order(self) -> tuple[str, ...]:
        """The families in the order of the steps."""
        return tuple(step.family for step in self.steps)

    @property
    def change(self) -> Change | None:
        """What all steps together change."""
        return change_of(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a bridge is asked for; ``last`` is the first one again where only published figures are compared."""

    release: str
    first: RuleSet
    last: RuleSet
    period: Period
    people: Population = EVERYBODY
    order: tuple[str, ...] = ()
    small_cells: bool = False


def change_of(before: Count | None, after: Count | None) -> Change | None:
    """What changes from one count to another; None where one is not shown.

    Of two counts that are shown it tells nothing new: the table hides the later one of two that lie 1 to 10 apart, and where it
    hides anything its bounds are rounded.
    """
    if before is None or after is None:
        return None
    return Change(after.low - before.low, after.high - before.high)
