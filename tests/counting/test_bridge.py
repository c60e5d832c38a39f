"""Bridges between definitions over a made-up release whose counts were worked out by hand.

FY2014 has 720 departures: 480 removals and 240 returns; 24 of the removals were confirmed after the October lock. By departure the
removals and returns are 720, removals alone 480; with the lock 696 and 456.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tallymark.counting.bridge import bridge
from tallymark.counting.bridged import Asked, Change
from tallymark.counting.counted import Count
from tallymark.model.errors import UsageError
from tallymark.model.figure import Figure
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.reports.bridge_json import bridge_json
from tallymark.reports.bridge_table import bridge_lines
from tallymark.rules.rule_sets import rule_set
from tallymark.schema import manifest as manifests
from tallymark.schema.store import Store
from tests.checking.making import figure
from tests.counting.evidence_store import RELEASE, catalogued, made_up, rows
from tests.records.small import store_with

FY2014 = Period.fiscal_year(2014)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The made-up release."""
    return made_up(tmp_path_factory.mktemp("bridge"))


def asked(first: str, last: str, **more: object) -> Asked:
    """A bridge over FY2014."""
    return replace(Asked(RELEASE, rule_set(first), rule_set(last), FY2014), **more)  # type: ignore[arg-type]


def exact(n: int) -> Count:
    """A count that every reading agrees on."""
    return Count(n, n, n, n)


def published(value: str) -> Figure:
    """A printed total of FY2014."""
    return figure(value, "FY2014", definition="ice.removals.2013-06")


def test_each_rule_explains_its_part_of_the_gap(store: Store) -> None:
    """From removals by departure to removals and returns with the lock: returns add 240, the lock takes 24."""
    found = bridge(store, asked("ice.removals.2003", "ice.removals.2009"))
    assert (found.start, found.end) == (exact(480), exact(696))
    assert [(step.family, step.change) for step in found.steps] == [
        ("exit", Change(240, 240)),
        ("year", Change(-24, -24)),
    ]
    assert [step.after for step in found.steps] == [exact(720), exact(696)]
    assert found.change == Change(216, 216)


def test_the_steps_add_up_in_every_order(store: Store) -> None:
    """The order may be chosen, and the parts always sum to the whole."""
    found = bridge(store, asked("ice.removals.2003", "ice.removals.2009", order=("year", "exit")))
    assert [(step.family, step.change) for step in found.steps] == [
        ("year", Change(-24, -24)),
        ("exit", Change(240, 240)),
    ]
    assert found.change == Change(216, 216)


def test_a_step_that_depends_on_the_order_says_so(store: Store) -> None:
    """Among returns the lock takes nobody, among all departures 24: its part depends on whether removals are counted yet."""
    locked = rule_set("ice.removals.2009")
    returns = replace(rule_set("ohss.enforcement_returns"), rules={**locked.rules, "exit": ("exit.ohss.return",)})
    by_departure = replace(returns, rules={**returns.rules, "year": ("year.departure.date",)})
    found = bridge(store, replace(asked("ice.removals.2009", "ice.removals.2009"), first=by_departure))
    removals, lock = found.steps
    assert (removals.family, removals.least, removals.most) == ("exit", Change(456, 456), Change(480, 480))
    assert (lock.family, lock.change) == ("year", Change(-24, -24))
    assert (lock.least, lock.most) == (Change(-24, -24), Change(0, 0))
    assert any("[−24 … no change]" in line.words for line in bridge_lines(found))


def test_other_orders_do_not_tell_how_few_rows_two_rules_change(tmp_path: Path) -> None:
    """Of 47 late departures seven are returns: the lock takes 40 before returns count and 47 after, and the seven are not told."""
    release = made_up(tmp_path, n_late=47)
    found = bridge(release, asked("ice.removals.2003", "ice.removals.2009"))
    returns, lock = found.steps
    assert (returns.change, lock.change, found.change) == (Change(240, 240), Change(-47, -47), Change(193, 193))
    assert (returns.least, returns.most) == (Change(230, 230), Change(240, 240))
    assert (lock.least, lock.most) == (Change(-47, -47), Change(-37, -37))
    words = [line.words for line in bridge_lines(found)]
    assert any("[−47 … −37]" in line for line in words)
    assert any("rounded outward by up to 9" in line for line in words)
    assert json.loads(bridge_json(found))["range_step"] == 10


def test_other_orders_are_exact_to_who_asks_for_small_cells(tmp_path: Path) -> None:
    """The lock takes 40 of the removals alone."""
    release = made_up(tmp_path, n_late=47)
    found = bridge(release, asked("ice.removals.2003", "ice.removals.2009", small_cells=True))
    assert found.steps[1].most == Change(-40, -40)
    assert not any("rounded outward" in line.words for line in bridge_lines(found))


def test_the_total_is_told_where_both_counts_are(tmp_path: Path) -> None:
    """Five are late and of 20 nobody knows: 720 and 695 to 715 stand there, and so does their difference, bound by bound."""
    content = [{**one, "case_closed_date": None} if 100 <= place < 120 else one for place, one in enumerate(rows(5))]
    release = store_with(tmp_path, {"removals": content}, release=RELEASE)
    found = bridge(release, asked("ice.removals_by_departure", "ice.removals.2009"))
    assert (found.start, found.end) == (exact(720), Count(695, 715, 695, 715))
    assert found.change == found.steps[0].change == Change(-25, -5)
    assert any("(−25 (low) and −5 (high) in all)" in line.words for line in bridge_lines(found))


def test_people_are_bridged_too(store: Store) -> None:
    """Of the 24 late removals the odd ones are convicted: 12."""
    found = bridge(
        store, asked("ice.removals_by_departure", "ice.removals.2009", people=Population.of(criminality="convicted"))
    )
    assert (found.start, found.end) == (exact(360), exact(348))
    assert [step.change for step in found.steps] == [Change(-12, -12)]


def test_a_difference_of_1_to_10_is_not_shown(store: Store) -> None:
    """Of the 24 late ones ten are from Honduras: the bridge tells neither the number nor a count that would give it."""
    people = Population.of(citizenship="honduras")
    found = bridge(store, asked("ice.removals_by_departure", "ice.removals.2009", people=people))
    assert found.steps[0].change is None
    assert None in (found.start, found.end)
    assert found.change is None
    text = bridge_json(found)
    assert "290" not in json.dumps([json.loads(text)[key] for key in ("start", "end", "steps", "change")])


def test_it_is_shown_to_who_asks_for_small_cells(store: Store) -> None:
    """300 citizens of Honduras left in FY2014, ten of them confirmed late."""
    people = Population.of(citizenship="honduras")
    wanted = asked("ice.removals_by_departure", "ice.removals.2009", people=people, small_cells=True)
    found = bridge(store, wanted)
    assert (found.start, found.steps[0].change) == (exact(300), Change(-10, -10))
    assert "--small-cells" in found.command


def test_a_small_step_is_told_with_the_next_one(store: Store) -> None:
    """From removals of Hondurans by departure to removals and returns with the lock, in the order year, exit."""
    people = Population.of(citizenship="honduras")
    found = bridge(store, asked("ice.removals.2003", "ice.removals.2009", people=people, order=("year", "exit")))
    small, large = found.steps
    assert (small.change, small.after) == (None, None)
    assert large.together == ("year",)
    assert large.change is not None


def test_what_no_rule_explains_is_left_to_the_published_figure(store: Store) -> None:
    """Printed are 750 and the recount that imitates it gives 696: 54 are explained by no rule."""
    wanted = asked("ice.removals.2013-06", "ice.removals.2013-06")
    found = bridge(store, wanted, [published("750")], catalogued=catalogued())
    (gap,) = found.gaps
    assert gap.unexplained == Interval.parse("54")
    assert found.steps == ()


def test_a_bound_that_was_printed_leaves_a_bound(store: Store) -> None:
    """Of a printed range the ends are left, and an open end stays open."""
    wanted = asked("ice.removals.2013-06", "ice.removals.2013-06")
    (gap,) = bridge(store, wanted, [published("(720, 800]")], catalogued=catalogued()).gaps
    assert gap.unexplained == Interval.parse("(24, 104]")


def test_a_part_of_the_country_is_not_compared_with_a_national_figure(store: Store) -> None:
    """The gap of a regional release would be the rest of the country; its share is told instead."""
    wanted = asked("ice.removals.2013-06", "ice.removals.2013-06")
    (gap,) = bridge(store, wanted, [published("6960")], catalogued=catalogued(people="area=seattle")).gaps
    assert gap.unexplained is None
    assert gap.percent == Interval.parse("10")
    assert "a part of the country" in gap.why_not


def test_a_release_that_nobody_knows_is_not_compared(store: Store) -> None:
    """Without a scope the gap means nothing."""
    wanted = asked("ice.removals.2013-06", "ice.removals.2013-06")
    (gap,) = bridge(store, wanted, [published("750")]).gaps
    assert (gap.unexplained, gap.percent) == (None, None)
    assert "not in the catalogue" in gap.why_not


def test_two_numbers_1_to_10_apart_are_not_subtracted(store: Store) -> None:
    """Printed are 700, counted 696."""
    wanted = asked("ice.removals.2013-06", "ice.removals.2013-06")
    (gap,) = bridge(store, wanted, [published("700")], catalogued=catalogued()).gaps
    assert (gap.unexplained, gap.why_not) == (None, "the two lie 1 to 10 apart")


def test_the_same_rule_under_two_names_is_no_step(store: Store) -> None:
    """2007 and by departure count alike: there is nothing between them."""
    found = bridge(store, asked("ice.removals.2007", "ice.removals_by_departure"))
    assert found.steps == ()
    assert any("every rule that touches this count is the same" in line.words for line in bridge_lines(found))


def test_a_rule_without_a_field_stays_in_the_unexplained_part(tmp_path: Path) -> None:
    """Without the closing of a case there is no October lock: the returns are told apart, the lock is named as missing."""
    content = [{**one, "case_closed_date": None} for one in rows()]
    bare = store_with(tmp_path, {"removals": content}, release=RELEASE)
    path = bare.release(RELEASE).manifest
    known = manifests.read(path)
    table = replace(known.tables[0], absent_fields=("case_closed_date",))
    manifests.write(path, replace(known, tables=(table,)))
    found = bridge(bare, asked("ice.removals.2003", "ice.removals.2009"))
    assert [(step.family, step.change) for step in found.steps] == [("exit", Change(240, 240))]
    assert [(one.family, one.rule) for one in found.missing] == [("year", "year.october_lock.date")]
    assert "case_closed_date" in found.missing[0].why
    assert any("its part stays unexplained" in line.words for line in bridge_lines(found))
    with pytest.raises(UsageError) as caught:
        bridge(bare, asked("ice.removals.2009", "ice.removals.2003"))
    assert caught.value.code == "TM-RULES-010"


@pytest.mark.parametrize(
    ("first", "last", "more", "code"),
    [
        ("ice.removals.2009", "ice.arrests", {}, "TM-COUNT-052"),
        ("ice.adp", "tallymark.held_any_part", {}, "TM-COUNT-052"),
        ("ice.removals.2003", "ice.removals.2009", {"people": Population.of(arrest_place="border")}, "TM-COUNT-052"),
        ("ice.removals.2003", "ice.removals.2009", {"order": ("exit",)}, "TM-COUNT-053"),
        ("ice.removals.2003", "ice.removals.2009", {"order": ("exit", "exit")}, "TM-COUNT-053"),
    ],
)
def test_what_cannot_be_bridged_is_refused(
    store: Store, first: str, last: str, more: dict[str, object], code: str
) -> None:
    """Other tables, means, people without a field and half an order are coded errors."""
    with pytest.raises(UsageError) as caught:
        bridge(store, asked(first, last, **more))
    assert caught.value.code == code


def test_the_lines_name_rules_changes_and_the_command(store: Store) -> None:
    """A reader sees which rule, in words, how much, and how to count it again."""
    found = bridge(store, asked("ice.removals.2003", "ice.removals.2009"), [published("750")], catalogued=catalogued())
    text = "\n".join(f"{line.label} {line.words}" for line in bridge_lines(found))
    for part in (
        "exit.ice_removals_2003.counts@1 → exit.ice_removals_2007.counts@1",
        "year.departure.date@1 → year.october_lock.date@1",
        "+240  → 720",
        "−24",
        "unexplained by any rule: +54",
        "tallymark bridge ice.removals.2003 ice.removals.2009 --release made-up --year FY2014 --published",
    ):
        assert part in text, text


def test_the_json_holds_what_a_chart_needs(store: Store) -> None:
    """Start, steps in order and end, with the SQL of every count."""
    found = json.loads(bridge_json(bridge(store, asked("ice.removals.2003", "ice.removals.2009"))))
    assert found["schema"] == 1
    assert found["start"]["low"] + sum(step["change"]["low"] for step in found["steps"]) == found["end"]["low"]
    assert [step["family"] for step in found["steps"]] == found["order"] == ["exit", "year"]
    assert len(found["trail"]["sql"]) >= 4
