"""The levers of the opt-out dispute: what was in force where and when, and a closed file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tallymark.model.errors import DataError, UsageError
from tallymark.rules.lever_states import NOTHING, WITHIN, State, states
from tallymark.rules.levers import Levers, days_of, levers, read_levers

SMALL = """
levers:
  - {id: prints, title: Prints, step: match, decides: federal, who: FBI, changes: match, leaves: rest, in_force: shared, not_in_force: not shared}
  - id: contracts
    title: Contracts
    step: arrest
    decides: both
    who: both
    changes: who
    leaves: rest
    in_force: made
    not_in_force: not made
    parts: {jail: in jails, street: on the street}
substitution: nothing stops the others
places:
  town: {title: Town (State), within: state}
  state: {title: State}
  tower: {title: Tower}
sources:
  page: {title: a page, url: "https://example.org", status: seen}
  idea: {title: recalled, url: none, status: memory}
facts:
  - {lever: prints, place: town, date: "2010-05", kind: begins, source: page, what: starts}
  - {lever: prints, place: town, date: "2010-04-01", kind: asks, source: page, what: asks}
  - {lever: prints, place: town, date: "2009-01-01", kind: holds, source: idea, what: recalled}
  - {lever: prints, place: state, date: "2012", kind: holds, source: page, what: everywhere}
  - {lever: contracts, part: street, date: "2001", kind: holds, source: page, what: first}
  - {lever: contracts, part: street, date: "2012-12", kind: ends, source: page, what: over}
  - {lever: contracts, part: street, date: "2025-02-19", kind: holds, source: page, what: back}
"""


def small(folder: Path, *changes: tuple[str, str]) -> Levers:
    """The small file, changed by replacing texts."""
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "levers.yaml"
    path.write_text(text, encoding="utf-8")
    return read_levers(path, "levers.yaml")


def on(known: Levers, place: str | None, day: str) -> dict[str, State]:
    """The states of a day by lever and part."""
    found = states(known, None if place is None else known.place(place), date.fromisoformat(day))
    return {f"{state.lever.id} {state.part}".strip(): state for state in found}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("2010", "2010-01-01", "2010-12-31"), ("2012-02", "2012-02-01", "2012-02-29"), ("2010-06-03", "2010-06-03", "2010-06-03")],
)  # fmt: skip
def test_a_date_means_the_days_that_it_can_be(text: str, first: str, last: str) -> None:
    """A year, a month, a day; February of a leap year has 29 days."""
    assert days_of(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("place", "day", "in_force"),
    [
        ("town", "2010-04-30", False),
        ("town", "2010-05-01", None),
        ("town", "2010-05-30", None),
        ("town", "2010-05-31", True),
        ("tower", "2020-01-01", None),
        ("state", "2011-12-31", None),
        ("state", "2012-06-01", None),
        ("state", "2012-12-31", True),
    ],
)
def test_a_place_answers_by_its_own_facts_and_those_around_it(
    tmp_path: Path, place: str, day: str, in_force: bool | None
) -> None:
    """Before the first beginning not yet, inside a month undecided, and where nothing is told nothing is said."""
    assert on(small(tmp_path), place, day)["prints"].in_force is in_force


def test_the_reason_is_told_where_nothing_is_decided(tmp_path: Path) -> None:
    """No fact at all, or a fact whose date is too coarse; a fact from memory is none."""
    known = small(tmp_path)
    assert on(known, "tower", "2020-01-01")["prints"].reason == NOTHING
    inside = on(known, "town", "2010-05-09")["prints"]
    assert (inside.reason, [fact.what for fact in inside.because]) == (WITHIN, ["starts"])
    assert on(known, "town", "2009-06-01")["prints"].in_force is False


def test_parts_of_a_lever_are_in_force_by_themselves(tmp_path: Path) -> None:
    """An end puts a part out of force until it is seen again; the other part is not told."""
    known = small(tmp_path)
    assert [
        on(known, None, day)["contracts street"].in_force for day in ("2005-01-01", "2013-01-01", "2025-03-01")
    ] == [
        True,
        False,
        True,
    ]
    assert on(known, "tower", "2013-01-01")["contracts street"].in_force is False
    assert on(known, None, "2013-01-01")["contracts jail"].in_force is None


def test_a_place_is_found_by_id_or_by_the_beginning_of_its_name(tmp_path: Path) -> None:
    """One that is not there and one that could be two are refused."""
    known = small(tmp_path)
    assert known.place("TOWN").id == "town"
    assert known.place("town (").id == "town"
    for words, detail in (("moon", "known: town, state, tower"), ("to", "it could be: town, tower"), (" ", "known")):
        with pytest.raises(UsageError) as error:
            known.place(words)
        assert error.value.code == "TM-RULES-013"
        assert detail in error.value.detail


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("decides: both", "decides: nobody", "lever 2, key decides"),
        ("decides: both\n", "decides: both\n    colour: red\n", "lever 2"),
        ("parts: {jail: in jails", "parts: {jail: 3", "lever 2, key jail"),
        ("parts: {jail: in jails, street: on the street}", "parts: [jail]", "lever 2, key parts"),
        ("status: seen", "status: sure", "source page, key status"),
        ("within: state", "within: moon", "place town, key within"),
        ("kind: asks", "kind: wishes", "fact 2, key kind"),
        ("part: street", "part: moon", "fact 5, key part"),
        ("lever: prints, place: state", "lever: moon, place: state", "fact 4, key lever"),
        ("lever: prints, place: state", "lever: prints, place: moon", "fact 4, key place"),
        ("source: page, what: first", "source: moon, what: first", "fact 5, key source"),
        ('date: "2012-12"', 'date: "2012-13"', "fact 6, key date"),
        ('date: "2012-12"', 'date: "December"', "fact 6, key date"),
        ("what: over", 'what: ""', "fact 6, key what"),
        ("what: over", "what: over, mood: sad", "fact 6"),
    ],
)
def test_a_file_outside_the_schema_is_refused(tmp_path: Path, old: str, new: str, where: str) -> None:
    """Unknown keys, words and references, each with its place."""
    with pytest.raises(DataError) as error:
        small(tmp_path, (old, new))
    assert error.value.code == "TM-RULES-001"
    assert error.value.where == f"levers.yaml {where}"


def test_a_file_without_facts_is_refused(tmp_path: Path) -> None:
    """An empty list is a mistake."""
    with pytest.raises(DataError, match="TM-RULES-001"):
        small(tmp_path, (SMALL[SMALL.index("facts:") :], "facts: []\n"))


@pytest.mark.parametrize(
    ("place", "day", "prints", "detainers"),
    [
        ("san_francisco_ca", "2010-05-31", False, None),
        ("san_francisco_ca", "2010-07-01", True, None),
        ("santa_clara_ca", "2011-12-01", True, True),
        ("cook_il", "2012-06-01", False, True),
        ("cook_il", "2013-02-01", True, True),
        ("district_of_columbia", "2012-06-04", False, None),
        ("district_of_columbia", "2012-06-05", True, True),
        ("san_francisco_ca", "2014-01-01", True, True),
        ("illinois", "2012-01-01", None, None),
        ("illinois", "2020-01-01", True, None),
    ],
)
def test_the_places_of_the_dispute(place: str, day: str, prints: bool | None, detainers: bool | None) -> None:
    """Activation of counties, the ordinances and the TRUST Act, as far as sources were seen; Illinois' own act is from memory."""
    found = on(levers(), place, day)
    assert found["print_sharing"].in_force is prints
    assert found["detainer_compliance"].in_force is detainers


def test_the_models_of_287g() -> None:
    """Task forces end in December 2012 and are back by 19 February 2025; warrant service begins on 6 May 2019."""
    found = {
        day: on(levers(), None, day) for day in ("2012-11-30", "2013-01-01", "2019-05-06", "2025-02-18", "2025-02-19")
    }
    assert [one["contracts_287g task_force"].in_force for one in found.values()] == [True, False, False, False, True]
    assert [one["contracts_287g warrant_service"].in_force for one in found.values()] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_what_ships_names_its_sources() -> None:
    """Each fact that is not recalled has an address, a state does not change twice in a row, and every source and place is used."""
    known = levers()
    assert all(fact.source.url.startswith("http") for fact in known.facts if fact.source.status != "memory")
    assert [fact.what for fact in known.facts if fact.source.status == "memory"] == [
        "The Illinois TRUST Act limits detainers"
    ]
    changes = [
        (fact.lever, fact.part, fact.place, fact.kind) for fact in known.facts if fact.decides and fact.kind == "begins"
    ]
    assert len(changes) == len(set(changes))
    assert {fact.place for fact in known.facts} - {""} == set(known.places)
