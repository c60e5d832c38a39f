"""Suppression: what is hidden of a finished table, and that a patient reader cannot work it out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tallymark.counting.counted import ALL, UNKNOWN, Cell, Count, Group, Tally, bounds, cube
from tallymark.counting.suppression import Steps, Suppression, suppress, widened
from tests.counting.attack import Condition, GivenUpError, can_differ

Terms = tuple[tuple[int, int], ...]
Table = tuple[list[Cell], list[str], list[list[str]]]
PARTS = 4


def exact(definition: str, counts: Mapping[Group, int]) -> list[Cell]:
    """Cells of rows that are all counted for certain on any reading."""
    return [Cell(definition, group, Tally(n, 0, n, 0)) for group, n in counts.items()]


def hidden_of(counts: list[int]) -> list[str]:
    """The values hidden of a table with one breakdown a, b, c ..."""
    names = "abcdef"[: len(counts)]
    found = suppress(exact("d", {(name,): n for name, n in zip(names, counts, strict=True)}), ["d"], [names])
    return sorted(group[0] for _, group in found.hidden)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([0, 200], []),
        ([11, 200], []),
        ([1, 300], ["a", "b"]),
        ([5, 40, 30], ["a", "c"]),
        ([5], ["a", "all"]),
        ([5, 0], ["a", "all"]),
        ([1, 1, 30, 20], ["a", "b", "d"]),
        ([10, 10, 30], ["a", "b", "c"]),
        ([2, 3, 30], ["a", "b", "c"]),
        ([2, 9, 30], ["a", "b", "c"]),
        ([2, 10, 30], ["a", "b"]),
        ([2, 3, 40, 30], ["a", "b", "d"]),
        ([1, 1], ["a", "all", "b"]),
        ([11, 11, 3], ["a", "c"]),
        ([1, 11, 30], ["a", "c"]),
    ],
)
def test_a_small_count_takes_the_smallest_other_that_protects_it(counts: list[int], expected: list[str]) -> None:
    """Zeros are shown; two ones, two tens or a one beside eleven are no protection; the total goes last."""
    assert hidden_of(counts) == expected


def test_a_small_cell_of_a_square_takes_three_others_and_no_total() -> None:
    """A row and a column with one hidden cell each would tell it."""
    counts: dict[Group, int] = {
        ("x", "p"): 4,
        ("x", "q"): 90,
        ("y", "p"): 60,
        ("y", "q"): 70,
        ("x", "r"): 500,
        ("y", "r"): 500,
    }
    found = suppress(exact("d", counts), ["d"], [("x", "y"), ("p", "q", "r")])
    assert {group for _, group in found.hidden} == {("x", "p"), ("x", "q"), ("y", "p"), ("y", "q")}


def test_a_table_of_large_counts_is_shown_as_it_is() -> None:
    """Nothing hidden, nothing rounded."""
    cells = [Cell("d", ("a",), Tally(500, 40, 400, 200)), Cell("d", ("b",), Tally(300, 0, 300, 0))]
    assert suppress(cells, ["d"], [("a", "b")]) == Suppression()


def test_a_few_rows_between_two_bounds_are_rounded_up_to_ten() -> None:
    """500 to 503 would tell three people; 500 to 510 holds and does not."""
    cells = [Cell("d", ("a",), Tally(500, 3, 500, 3)), Cell("d", ("b",), Tally(300, 0, 300, 0))]
    found = suppress(cells, ["d"], [("a", "b")])
    assert found.shown("d", ("a",), Count(500, 503, 500, 503)) == Count(500, 510, 500, 510)
    assert found.shown("d", ("b",), Count(300, 300, 300, 300)) == Count(300, 300, 300, 300)
    assert found.hidden == frozenset()


def test_a_value_that_no_row_has_does_not_tell_how_many_are_unknown() -> None:
    """Four rows of unknown value could be of any other: 0 to 4 is printed 0 to 10."""
    cells = exact("d", {("a",): 500, ("b",): 90, (UNKNOWN,): 4})
    found = suppress(cells, ["d"], [("a", "b", UNKNOWN)])
    assert found.shown("d", ("c",), Count(0, 4, 0, 4)) == Count(0, 10, 0, 10)
    assert {group for _, group in found.hidden} == {("b",), (UNKNOWN,)}


def test_distances_are_rounded_up_from_the_low_bound() -> None:
    """With steps of ten 100 to 103 becomes 100 to 110; nothing goes below 0, and no bound beyond a wider reading."""
    assert widened(Count(100, 103, 95, 111), Steps(10, 10, 10)) == Count(100, 110, 90, 120)
    assert widened(Count(3, 3, 1, 3), Steps(10, 10, 10)) == Count(3, 3, 0, 3)
    assert widened(Count(3, 5, 1, 6), Steps(1, 1, 1)) == Count(3, 5, 1, 6)
    assert widened(Count(100, 103, 100, 111), Steps(80, 10, 10)) == Count(100, 120, 100, 120)


def test_of_two_definitions_that_differ_by_a_few_the_later_one_is_hidden_and_named() -> None:
    """100 and 104 would tell four people; the second is said to be within ten of the first."""
    cells = exact("one", {("a",): 100, ("b",): 200}) + exact("two", {("a",): 104, ("b",): 300})
    found = suppress(cells, ["one", "two"], [("a", "b")])
    assert found.hidden == {("two", ("a",)), ("two", ("b",))}
    assert found.near == {("two", ("a",)): "one"}


def test_a_difference_that_moves_between_years_hides_both_years_and_not_the_total() -> None:
    """The October lock puts four departures into the next year."""
    cells = exact("departed", {("2009",): 104, ("2010",): 200}) + exact("locked", {("2009",): 100, ("2010",): 204})
    found = suppress(cells, ["departed", "locked"], [("2009", "2010")])
    assert found.hidden == {("locked", ("2009",)), ("locked", ("2010",))}


def test_a_table_of_one_number_hides_a_small_one() -> None:
    """Without breakdowns there is nothing to take it from."""
    assert suppress(exact("d", {(): 7}), ["d"], []).hidden == {("d", ())}
    assert suppress(exact("d", {(): 70}), ["d"], []) == Suppression()


def test_a_long_table_under_five_definitions_takes_less_than_a_second() -> None:
    """20 years, 4 groups and 20 offences with many small cells; measured in processor time with room for a slow machine."""
    random = np.random.default_rng(1)
    axes = [[str(year) for year in range(2004, 2024)], ["p", "q", "r", UNKNOWN], [f"o{i}" for i in range(20)]]
    counts = random.lognormal(6, 2, size=(20, 4, 20)).astype(int)
    cells: list[Cell] = []
    for number in range(5):
        own = counts + (random.random(counts.shape) < 0.02) * counts // 20 * number
        cells += exact(f"d{number}", dict(zip(product(*axes), own.ravel().tolist(), strict=True)))
    began = time.process_time()
    found = suppress(cells, [f"d{number}" for number in range(5)], axes)
    assert time.process_time() - began < 3
    assert 0 < len(found.hidden) < 5 * 21 * 5 * 21


class Reader:
    """What is printed of one definition as conditions on four numbers for each cell."""

    def __init__(self, cells: list[Cell], name: str, axes: list[list[str]], found: Suppression) -> None:
        self.name, self.found = name, found
        self.axes = axes
        self.groups = list(product(*axes))
        self.sums = cube(tuple(cells))
        self.hints = [0] * (PARTS * len(self.groups))
        for cell in cells:
            if cell.definition == name:
                tally = cell.tally
                at = PARTS * self.groups.index(cell.group)
                for part, n in enumerate((tally.certain, tally.possible, tally.certain_any, tally.possible_any)):
                    self.hints[at + part] += n

    def printed_groups(self) -> Iterator[Group]:
        """Every group with its totals."""
        return product(*([*axis, ALL] for axis in self.axes))

    def terms(self, group: Group, parts: tuple[int, ...], *, could_be: bool) -> dict[int, int]:
        """The variables of some parts over the cells of a group, or of all that could belong to it."""
        found: dict[int, int] = {}
        for i, cell in enumerate(self.groups):
            fits = all(
                want in (ALL, own) or (could_be and own == UNKNOWN) for want, own in zip(group, cell, strict=True)
            )
            if fits:
                found.update({PARTS * i + part: 1 for part in parts})
        return found

    def functional(self, which: str, group: Group) -> Terms:
        """A printed number or a difference of two as a sum."""
        low, low_any = self.terms(group, (0,), could_be=False), self.terms(group, (2,), could_be=False)
        high = self.terms(group, (0, 1), could_be=True)
        high_any = self.terms(group, (2, 3), could_be=True)
        plus, minus = {
            "low": (low, {}),
            "high": (high, low),
            "high_any": (high_any, low),
            "low_any": (low, low_any),
            "between": (high_any, high),
        }[which]
        factors = {v: plus.get(v, 0) - minus.get(v, 0) for v in {*plus, *minus}}
        return tuple((v, f) for v, f in sorted(factors.items()) if f)

    def value(self, terms: Terms) -> int:
        """A sum as it truly is."""
        return sum(f * self.hints[v] for v, f in terms)

    def conditions(self, earlier: Mapping[str, Reader], largest: int) -> Iterator[Condition]:
        """Everything that is printed, and that readings are nested; of a table of exact counts, that they are exact."""
        exactly = not any(self.hints[v] for v in range(len(self.hints)) if v % PARTS % 2)
        for i in range(len(self.groups)):
            if exactly:
                yield Condition(((PARTS * i, 1), (PARTS * i + 2, -1)), 0, 0)
                yield Condition(((PARTS * i + 1, 1), (PARTS * i + 3, 1)), 0, 0)
            yield Condition(((PARTS * i, 1), (PARTS * i + 2, -1)), 0, None)
        for group in self.printed_groups():
            yield Condition(self.functional("between", group), 0, None)
            low = self.functional("low", group)
            printed = self.found.shown(self.name, group, bounds(self.sums, self.name, group))
            if printed is None:
                near = self.found.near.get((self.name, group))
                at = None if near is None else earlier[near].value(low)
                yield Condition(
                    low, max(1, at - largest) if at is not None else 1, None if at is None else at + largest
                )
                continue
            yield Condition(low, printed.low, printed.low)
            steps = self.found.steps.get((self.name, group))
            for which, shown in (("high", printed.high), ("high_any", printed.high_any), ("low_any", printed.low_any)):
                step = getattr(steps, which) if steps else self.found.step
                true = self.value(self.functional(which, group))
                upper = -(-true // step) * step
                # A bound is printed as the least of what holds: clipped at 0 and at the wider reading.
                assert abs(shown - printed.low) <= upper
                yield Condition(self.functional(which, group), max(upper - step + 1, 0), upper)

    def secrets(self, earlier: Mapping[str, Reader], largest: int) -> Iterator[tuple[str, Group, Terms]]:
        """The numbers that must not be told."""
        for group in self.printed_groups():
            low = self.functional("low", group)
            true = self.value(low)
            hidden = (self.name, group) in self.found.hidden
            differs = any(
                1 <= abs(true - other.value(low)) <= largest and (name, group) not in self.found.hidden
                for name, other in earlier.items()
            )
            if 1 <= true <= largest or (true and differs):
                assert hidden, f"{self.name} {group} is shown"
                yield "low", group, low
            if not hidden:
                for which in ("high", "high_any", "low_any", "between"):
                    terms = self.functional(which, group)
                    if 1 <= self.value(terms) <= largest:
                        yield which, group, terms


def attack(cells: list[Cell], names: list[str], axes: list[list[str]], found: Suppression, largest: int) -> None:
    """Assert that no secret of a table can be worked out from what is printed of it."""
    earlier: dict[str, Reader] = {}
    for name in names:
        reader = Reader(cells, name, axes, found)
        conditions = list(reader.conditions(earlier, largest))
        radius = 2 * largest + 4
        for which, group, terms in reader.secrets(earlier, largest):
            try:
                assert can_differ(conditions, terms, reader.hints, radius), f"{name} {which} {group} is told"
            except GivenUpError:
                reject()
        earlier[name] = reader


@st.composite
def exact_tables(draw: st.DrawFn) -> Table:
    """Tables of one to three breakdowns and one to three definitions that count much alike."""
    shape = draw(st.sampled_from([(2,), (5,), (2, 2), (3, 3), (2, 4), (2, 2, 2), (2, 2, 3)]))
    axes = [[f"{'xyz'[i]}{n}" for n in range(size)] for i, size in enumerate(shape)]
    groups = list(product(*axes))
    first = draw(st.lists(st.integers(0, 14), min_size=len(groups), max_size=len(groups)))
    cells = exact("d0", dict(zip(groups, first, strict=True)))
    names = ["d0"]
    for number in range(1, draw(st.integers(1, 3))):
        moved = draw(st.lists(st.sampled_from([0, 0, 0, 1, -1, 3, 9]), min_size=len(groups), max_size=len(groups)))
        own = {group: max(n + by, 0) for group, n, by in zip(groups, first, moved, strict=True)}
        cells += exact(f"d{number}", own)
        names.append(f"d{number}")
    return cells, names, axes


@st.composite
def tables_with_bounds(draw: st.DrawFn) -> Table:
    """Tables of one or two breakdowns with unknown values, rows possibly counted and a second reading that is never narrower."""
    shape = draw(st.sampled_from([(2,), (3,), (2, 2)]))
    axes = [[*(f"{'xyz'[i]}{n}" for n in range(size)), UNKNOWN] for i, size in enumerate(shape)]
    few, some = st.sampled_from([0, 0, 1, 2, 3, 5]), st.integers(0, 12)
    cells = []
    for group in product(*axes):
        sure, unsure, maybe, open_ = draw(some), draw(few), draw(few), draw(few)
        cells.append(Cell("d", group, Tally(sure + unsure, maybe, sure, unsure + maybe + open_)))
    return cells, ["d"], axes


def test_the_reader_works_out_what_simple_hiding_leaves() -> None:
    """The attack can succeed: a cell hidden alone, two ones beside a total, and a few rows between bounds."""
    alone = exact("d", {("a",): 3, ("b",): 90}), ["d"], [["a", "b"]]
    with pytest.raises(AssertionError, match="is told"):
        attack(*alone, Suppression(frozenset({("d", ("a",))})), 10)
    ones = exact("d", {("a",): 1, ("b",): 1, ("c",): 40}), ["d"], [["a", "b", "c"]]
    with pytest.raises(AssertionError, match="is told"):
        attack(*ones, Suppression(frozenset({("d", ("a",)), ("d", ("b",))})), 10)
    bounds_told = [Cell("d", ("a",), Tally(50, 3, 50, 3)), Cell("d", ("b",), Tally(60, 0, 60, 0))], ["d"], [["a", "b"]]
    with pytest.raises(AssertionError, match="is told"):
        attack(*bounds_told, Suppression(), 10)


FEW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
MANY = settings(FEW, max_examples=150)


@FEW
@given(exact_tables(), st.sampled_from([2, 3, 10]))
def test_no_count_and_no_difference_of_definitions_can_be_worked_out(table: Table, largest: int) -> None:
    """Whatever whole numbers fit what is printed, each hidden one can be another."""
    attack(*table, suppress(*table, largest=largest), largest)


@FEW
@given(tables_with_bounds(), st.sampled_from([2, 3]))
def test_no_difference_of_bounds_can_be_worked_out(table: Table, largest: int) -> None:
    """Nor what lies between two bounds, with unknown values and two readings."""
    attack(*table, suppress(*table, largest=largest), largest)


@pytest.mark.slow
@MANY
@given(st.one_of(exact_tables(), tables_with_bounds()), st.sampled_from([2, 3]))
def test_no_secret_of_many_tables_can_be_worked_out(table: Table, largest: int) -> None:
    """The same on more tables."""
    attack(*table, suppress(*table, largest=largest), largest)


@given(st.lists(st.integers(0, 30), min_size=2, max_size=5), st.sampled_from([3, 10]))
def test_a_reader_who_tries_every_line_cannot_tell_that_all_hidden_counts_are_small(
    counts: list[int], largest: int
) -> None:
    """By brute force: of all lines that print the same, one has a hidden count above the limit, unless nothing else could be hidden."""
    names = [(name,) for name in "abcde"[: len(counts)]]
    found = suppress(
        exact("d", dict(zip(names, counts, strict=True))), ["d"], [[name for (name,) in names]], largest=largest
    )
    hidden = [n for name, n in zip(names, counts, strict=True) if ("d", name) in found.hidden]
    if not hidden or ("d", (ALL,)) in found.hidden:
        return
    rest = sum(hidden)
    possible = [line for line in product(range(1, rest + 1), repeat=len(hidden)) if sum(line) == rest]
    assert tuple(hidden) in possible
    assert any(max(line) > largest for line in possible) or len(hidden) == sum(n > 0 for n in counts)


@FEW
@given(exact_tables(), st.sampled_from([3, 10]))
def test_what_is_hidden_of_any_line_may_hold_one_above_the_limit(table: Table, largest: int) -> None:
    """Of each line whose total is shown, totals of other breakdowns included, unless all that is not zero is hidden."""
    cells, names, axes = table
    found, sums = suppress(*table, largest=largest), cube(tuple(cells))
    for name, place in product(names, range(len(axes))):
        others = [[*axis, ALL] for axis in (*axes[:place], *axes[place + 1 :])]
        for fixed in product(*others):
            line = [(name, (*fixed[:place], value, *fixed[place:])) for value in (*axes[place], ALL)]
            counts = {one: sums[one].certain if one in sums else 0 for one in line}
            hidden = [counts[one] for one in line[:-1] if one in found.hidden]
            if hidden and line[-1] not in found.hidden and sum(hidden) - len(hidden) + 1 <= largest:
                assert not any(counts[one] for one in line[:-1] if one not in found.hidden)


def test_of_sums_over_days_the_limit_is_that_of_a_day() -> None:
    """31 and 28 days: 310 person-days are ten people a day and hidden, 290 in 28 days are more than ten and hidden beside it."""
    days = {"01": 31, "02": 28, "03": 31, ALL: 90}
    cells = exact("d", {("01",): 310, ("02",): 290, ("03",): 9000})
    found = suppress(cells, ["d"], [["01", "02", "03"]], limit=lambda _, group: 10 * days[group[0]])
    assert sorted(group[0] for _, group in found.hidden) == ["01", "02"]
    more = exact("d", {("01",): 311, ("02",): 290, ("03",): 9000})
    assert suppress(more, ["d"], [["01", "02", "03"]], limit=lambda _, group: 10 * days[group[0]]).hidden == frozenset()
