"""What was counted: additive cells come in; bounds of counts, shares and means go out, with definitions, notes and the trail.

Each row of the source lies in exactly one cell of a definition, as certainly or possibly counted, once on the fields (only an
empty field is unknown, a rule on repeats decides) and once on any reading (what no record decides is unknown too). A count is
summed from the cells when it is asked for, so bounds never depend on the order of breakdowns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Protocol

from tallymark.counting.means import Mean, Middle, Spread, joined, mean_of, median_of
from tallymark.counting.request import Request
from tallymark.model.errors import UsageError

ALL = "all"
UNKNOWN = "unknown"
DAY = "day"
NO_GROUP = "TM-COUNT-001"
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """Bounds of a number of events (or of what the measure adds up), low and high included.

    ``low`` and ``high`` hold on the fields, ``low_any`` and ``high_any`` on any reading, which is never narrower.
    """

    low: int
    high: int
    low_any: int
    high_any: int

    @property
    def exact(self) -> bool:
        """Whether the fields decide the number."""
        return self.low == self.high

    @property
    def exact_any(self) -> bool:
        """Whether the number is the same on any reading."""
        return self.low_any == self.high_any


@dataclass(frozen=True, slots=True)
class Share:
    """Bounds of a part in a whole as exact fractions: ``[part.low / whole.high, part.high / max(whole.low, part.high)]``."""

    low: Fraction
    high: Fraction
    low_any: Fraction
    high_any: Fraction


@dataclass(frozen=True, slots=True)
class Tally:
    """What one cell holds: rows certainly counted and rows possibly counted, on the fields and on any reading."""

    certain: int = 0
    possible: int = 0
    certain_any: int = 0
    possible_any: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.certain + other.certain,
            self.possible + other.possible,
            self.certain_any + other.certain_any,
            self.possible_any + other.possible_any,
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """The rows of one definition with one value for each breakdown (``UNKNOWN`` is one, ``ALL`` is none)."""

    definition: str
    group: Group
    tally: Tally


@dataclass(frozen=True, slots=True)
class Reasons:
    """In words why an answer may be unknown, on the fields and on any reading."""

    on_fields: tuple[str, ...] = ()
    any_reading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UsedDefinition:
    """A definition as it was counted on this release.

    ``rules`` gives for each family the rule that was taken, ``id@version``; ``settings`` the parameters of each family's rule;
    ``gaps`` what keeps the recount from being the publisher's count; ``absent`` the families without a field in the release;
    ``open`` what no record decides, by family, and ``titles`` the words of each family's rule.
    """

    id: str
    title: str
    imitates: str
    rules: Mapping[str, str]
    settings: Mapping[str, Mapping[str, object]]
    gaps: tuple[str, ...]
    absent: tuple[str, ...]
    open: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trail:
    """Where the numbers come from: release, files with their SHA-256, rules, the SQL of each definition, engine and command."""

    release: str
    manifest_sha256: str
    files: tuple[tuple[str, str], ...]
    tables: tuple[str, ...]
    engine: str
    sql: Mapping[str, str]
    command: str


@dataclass(frozen=True, slots=True)
class Amounts:
    """What the rows of one cell add, on the fields and on any reading."""

    definition: str
    group: Group
    on_fields: Spread
    any_reading: Spread


class Shown(Protocol):
    """Says how a count is printed; see ``suppression``."""

    def shown(self, definition: str, group: Group, count: Count) -> Count | None:
        """The count with its bounds as printed; None when it is not shown."""
        ...


@dataclass(frozen=True, slots=True)
class CountedTable:
    """A finished table of counts.

    What was counted: ``request``, ``definitions`` in the order asked for, ``left_out`` (definitions that the release cannot be
    counted by, with the reason), ``same`` (a definition by which every number comes out as by an earlier one).
    How it is laid out: ``values`` of each breakdown in the order of display (``UNKNOWN`` last where it occurs, without ``ALL``) with
    their ``labels``; ``words`` of the measure, its ``unit`` and ``by_words`` of the breakdowns; ``times``, the breakdowns by time, and
    ``across``, the one whose values stand side by side; ``share_values``, of which the share is a finding by itself.
    What is said before any number: ``notes`` (coverage, known faults) and ``partial`` (years and months covered in part).
    The numbers: additive ``cells`` and ``sums`` with all totals. Of a mean (``kind``) ``over`` rows the count is the number of rows
    and ``amounts`` are what they add; of one over ``days`` it is the sum over all days.
    What is not shown: ``hidden`` groups; ``near``, for a hidden one the definition that is shown and differs by at most ten;
    ``suppressed`` says how bounds are printed, rounded outward by less than ``step``. With ``small_cells`` all is shown.
    What the release has no field for: ``lacking``, by definition, breakdown and value the titles of the rules, and ``untold``, the
    values that no record can have for it.
    Where it comes from: ``trail``. Why it is open: ``reasons`` by definition and breakdown (``""``: whether a row counts).
    """

    release: str
    request: Request
    definitions: tuple[UsedDefinition, ...]
    values: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]
    trail: Trail
    small_cells: bool
    cells: tuple[Cell, ...]
    hidden: frozenset[tuple[str, Group]] = frozenset()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], Reasons] = field(default_factory=dict)
    sums: Mapping[tuple[str, Group], Tally] = field(default_factory=dict)
    partial: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    near: Mapping[tuple[str, Group], str] = field(default_factory=dict)
    step: int = 1
    suppressed: Shown | None = None
    words: str = ""
    unit: str = "events"
    by_words: tuple[str, ...] = ()
    times: frozenset[str] = frozenset()
    share_values: tuple[str, ...] = ()
    across: str = ""
    kind: str = "count"
    over: str = ""
    amounts: tuple[Amounts, ...] = ()
    days: Mapping[tuple[str, Group], int] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    lacking: Mapping[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    untold: frozenset[tuple[str, str, str]] = frozenset()

    def lacking_for(self, definition: str | None = None, **group: str) -> tuple[str, ...]:
        """Titles of the rules that decide a group or a filter and for which the release lacks a field.

        On the fields its number is then a lowest or a highest one.
        """
        found = (title for one in self._deciding(definition, group) for title in self.lacking.get(one, ()))
        return tuple(dict.fromkeys(found))

    def told(self, definition: str | None = None, **group: str) -> Count | None:
        """The bounds of one group as they may be shown: on any reading where a missing field leaves nobody or no record at all.

        So what is not known is never 0. None as in ``count``.
        """
        found = self.count(definition, **group)
        if found is None or not self.lacking:
            return found
        places = self._deciding(definition, group)
        nobody = found.low == 0 and any(one in self.lacking for one in places)
        if not nobody and self.untold.isdisjoint(places):
            return found
        return Count(found.low_any, found.high_any, found.low_any, found.high_any)

    def told_share(
        self, part: Mapping[str, str], whole: Mapping[str, str], definition: str | None = None
    ) -> Share | None:
        """The share of ``part`` in ``whole`` as ``told`` has them; None as in ``share``."""
        inner, outer = self.told(definition, **{**whole, **part}), self.told(definition, **whole)
        return None if inner is None or outer is None else share_of(inner, outer)

    def _deciding(self, definition: str | None, group: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
        """The values that decide whether a row is in a group: those of the breakdowns and those that are filtered by."""
        name = definition or self.definitions[0].id
        return tuple((name, by, value) for by, value in {**self.request.where, **group}.items() if value != ALL)

    def count(self, definition: str | None = None, **group: str) -> Count | None:
        """The bounds of one group; breakdowns not named are all together.

        None when the group is not shown, and for people of several days together; 0 for a group that does not occur. Low holds
        the rows certainly in the group; high adds those possibly counted and those whose value is unknown and could be it.
        Raises TM-COUNT-001 for a breakdown or a definition that the table does not have.
        """
        place = self._place(definition, group)
        if self._is_hidden(place):
            return None
        found = bounds(self.sums, *place)
        return found if self.suppressed is None else self.suppressed.shown(*place, found)

    def share(
        self, part: Mapping[str, str], whole: Mapping[str, str] | None = None, definition: str | None = None
    ) -> Share | None:
        """The share of the group ``part`` in the group ``whole`` (everything unless given); ``part`` lies inside ``whole``.

        None when one of them is not shown or the whole can only be 0.
        """
        inner = self.count(definition, **{**(whole or {}), **part})
        outer = self.count(definition, **(whole or {}))
        return None if inner is None or outer is None else share_of(inner, outer)

    def mean(self, definition: str | None = None, **group: str) -> Mean | None:
        """The mean of what the rows of a group add, over rows or days; None when it is not shown or there are no rows."""
        place = self._place(definition, group)
        if self._is_hidden(place):
            return None
        name, key = place
        if self.over == "days":
            times = tuple(value if one in self.times else ALL for one, value in zip(self.request.by, key, strict=True))
            n_days = self.days.get((name, times), 0)
            one = self.count(definition, **group)
            return (
                None
                if one is None or not n_days
                else Mean(*(Fraction(n, n_days) for n in (one.low, one.high, one.low_any, one.high_any)))
            )
        return self._middle(name, key, mean_of)

    def median(self, definition: str | None = None, **group: str) -> Mean | None:
        """The median of what the rows of a group add; None for a mean over days, when it is not shown or there are no rows."""
        place = self._place(definition, group)
        return None if self._is_hidden(place) or self.over != "rows" else self._middle(*place, median_of)

    def _middle(self, definition: str, key: Group, middle: Middle) -> Mean | None:
        fits = [
            (one, all(value in (own, ALL) for value, own in zip(key, one.group, strict=True)))
            for one in self.amounts
            if one.definition == definition
            and all(value in (own, ALL) or own == UNKNOWN for value, own in zip(key, one.group, strict=True))
        ]
        on_fields = joined((one.on_fields, sure) for one, sure in fits).bounds(middle)
        any_reading = joined((one.any_reading, sure) for one, sure in fits).bounds(middle)
        if on_fields is None or any_reading is None:
            return None
        found = Mean(*on_fields, *any_reading)
        return found if self.step == 1 else found.outward()

    def why_undecided(self, definition: str | None = None, **group: str) -> tuple[str, ...]:
        """In words why low and high of a group differ, on the fields and on any reading; empty when they do not."""
        found = self.count(definition, **group)
        if found is None or (found.exact and found.exact_any):
            return ()
        name = definition or self.definitions[0].id
        counted, key = self._place(definition, group)
        own = self.sums.get((counted, key), Tally())
        filters = [one for one in self.request.where if one not in self.request.by]
        words = [text for one in ("", *filters) for text in self._reasons(name, one, own.possible, own.possible_any)]
        for place, (one, value) in enumerate(zip(self.request.by, key, strict=True)):
            if value not in (ALL, UNKNOWN):
                other = self.sums.get((counted, (*key[:place], UNKNOWN, *key[place + 1 :])), Tally())
                words += self._reasons(
                    name, one, other.certain + other.possible, other.certain_any + other.possible_any
                )
        return tuple(dict.fromkeys(words))

    def reasons_of(self, definition: str) -> tuple[str, ...]:
        """Why any number of a definition that is shown is undecided, each reason once."""
        found = (words for group in self.groups() for words in self.why_undecided(definition, **group))
        return tuple(dict.fromkeys(found))

    def occurs(self, group: Mapping[str, str]) -> bool:
        """Whether any definition has a row in the group, certain or possible, shown or not, or may have one by a field that is missing."""
        key = self._group(group)
        if set(key) <= {ALL} or any((one.id, key) in self.sums for one in self.definitions):
            return True
        return bool(self.lacking) and any(
            self.lacking_for(one.id, **group) and bounds(self.sums, *self._place(one.id, group)).high_any
            for one in self.definitions
        )

    def near_to(self, definition: str, **group: str) -> str:
        """The first definition shown that differs from a hidden count by at most ten, empty for none."""
        return self.near.get(self._place(definition, group), "")

    def word(self, breakdown: str) -> str:
        """A breakdown in words."""
        return self.by_words[self.request.by.index(breakdown)]

    @property
    def any_differs(self) -> bool:
        """Whether a number that is shown has other bounds on any reading."""
        return any(self.any_differs_in(group) for group in self.groups())

    def any_differs_in(self, group: Mapping[str, str]) -> bool:
        """Whether some definition has other bounds on any reading in a group."""
        for one in self.definitions:
            found = self.count(one.id, **group)
            if found is not None and (found.low, found.high) != (found.low_any, found.high_any):
                return True
        return False

    def groups(self) -> Iterator[dict[str, str]]:
        """Every group of the breakdowns, totals (``ALL``) last in each, in the order of display."""
        for key in product(*((*self.values[name], ALL) for name in self.request.by)):
            yield dict(zip(self.request.by, key, strict=True))

    def label(self, breakdown: str, value: str) -> str:
        """The words for a value of a breakdown."""
        return self.labels.get(breakdown, {}).get(value, value)

    def _reasons(self, definition: str, name: str, n_on_fields: int, n_any: int) -> list[str]:
        """The reasons of one condition or breakdown, where rows are undecided by it."""
        found = self.reasons.get((definition, name), Reasons())
        return [*(found.on_fields if n_on_fields else ()), *(found.any_reading if n_any else ())]

    @property
    def distinct(self) -> tuple[UsedDefinition, ...]:
        """The definitions by which some number comes out otherwise than by an earlier one."""
        return tuple(one for one in self.definitions if one.id not in self.same)

    def _is_hidden(self, place: tuple[str, Group]) -> bool:
        """Whether a group is not shown: for what it would tell, or because it would add up people of several days."""
        adds_days = self.kind == "stock" and DAY in self.request.by and place[1][self.request.by.index(DAY)] == ALL
        return adds_days or place in self.hidden

    def _place(self, definition: str | None, group: Mapping[str, str]) -> tuple[str, Group]:
        """The definition that was counted and the values in the order of the breakdowns."""
        known = [one.id for one in self.definitions]
        name = known[0] if definition is None else definition
        if name not in known:
            raise UsageError(NO_GROUP, where=f"definition {name!r}", detail=f"in the table: {', '.join(known)}")
        return self.same.get(name, name), self._group(group)

    def _group(self, group: Mapping[str, str]) -> Group:
        strange = sorted(set(group) - set(self.request.by))
        if strange:
            detail = f"in the table: {', '.join(self.request.by) or 'none'}"
            raise UsageError(NO_GROUP, where=f"breakdown {strange[0]!r}", detail=detail)
        return tuple(group.get(name, ALL) for name in self.request.by)


def cube(cells: tuple[Cell, ...]) -> dict[tuple[str, Group], Tally]:
    """Every group of the cells with its totals: a value or ``ALL`` for each breakdown."""
    summed: dict[tuple[str, Group], Tally] = {}
    for cell in cells:
        for key in product(*((value, ALL) for value in cell.group)):
            place = (cell.definition, key)
            summed[place] = summed[place] + cell.tally if place in summed else cell.tally
    return summed


def bounds(sums: Mapping[tuple[str, Group], Tally], definition: str, group: Group) -> Count:
    """The bounds of a group from the sums of ``cube``."""
    own = sums.get((definition, group), Tally())
    could_be = Tally()
    for key in product(*(_readings(value) for value in group)):
        if key != group:
            could_be += sums.get((definition, key), Tally())
    return Count(
        own.certain,
        own.certain + own.possible + could_be.certain + could_be.possible,
        own.certain_any,
        own.certain_any + own.possible_any + could_be.certain_any + could_be.possible_any,
    )


def _readings(value: str) -> tuple[str, ...]:
    """The values under which rows lie that could be of this value."""
    return (value,) if value in (ALL, UNKNOWN) else (value, UNKNOWN)


def share_of(part: Count, whole: Count) -> Share | None:
    """The share of a part that lies inside a whole; None when the whole can only be 0."""
    on_fields = _share(part.low, part.high, whole.low, whole.high)
    any_reading = _share(part.low_any, part.high_any, whole.low_any, whole.high_any)
    return None if on_fields is None or any_reading is None else Share(*on_fields, *any_reading)


def _share(part_low: int, part_high: int, whole_low: int, whole_high: int) -> tuple[Fraction, Fraction] | None:
    if whole_high == 0:
        return None
    return Fraction(part_low, whole_high), Fraction(part_high, max(whole_low, part_high)) if part_high else Fraction(0)
