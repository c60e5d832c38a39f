"""Counts over small made-up releases, every number worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import tallymark.counting.count as counting
from tallymark.counting.count import counts
from tallymark.counting.counted import ALL, UNKNOWN, Count, Share
from tallymark.counting.request import Request
from tallymark.model.errors import TallymarkError, UsageError
from tallymark.schema.store import Store
from tests.counting.made import CONVICTED, NEITHER, PENDING, RETURNED, counted, exact, made, removal
from tests.records.small import RELEASE, Row

RECORDS_DEFINITION = "ice.removals_records"
BY_DEPARTURE = "ice.removals_by_departure"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Six removals of FY2013 and two of FY2014: three convicted, one with charges, two with neither, two untold; one has no status."""
    rows = [
        removal("2012-10-01", CONVICTED),
        removal("2013-09-30", CONVICTED, RETURNED),
        removal("2013-01-15", PENDING, citizenship_country="MEXICO"),
        removal("2013-01-16", NEITHER, citizenship_country="EL SALVADOR"),
        removal("2013-01-17", None),
        removal("2013-01-18", CONVICTED, None),
        removal("2013-10-01", NEITHER),
        removal("2014-02-01", None, None),
    ]
    return made(tmp_path, {"removals": rows})


def test_years_begin_in_october_and_unknown_makes_bounds(store: Store) -> None:
    """FY2013: five rows count for certain and one without status possibly; the convicted are 2, or up to 4 with the untold."""
    found = counted(store, "removals", "fiscal_year", "criminality")
    assert found.values == {
        "fiscal_year": ("FY2013", "FY2014"),
        "criminality": ("convicted", "pending", "none", UNKNOWN),
    }
    assert found.count(fiscal_year="FY2013") == Count(5, 6, 5, 6)
    assert found.count(fiscal_year="FY2013", criminality="convicted") == Count(2, 4, 2, 4)
    assert found.count(fiscal_year="FY2013", criminality="pending") == Count(1, 2, 1, 2)
    assert found.count(fiscal_year="FY2013", criminality=UNKNOWN) == exact(1)
    assert found.count(fiscal_year="FY2014") == Count(1, 2, 1, 2)
    assert found.count() == Count(6, 8, 6, 8)
    assert found.share({"criminality": "convicted"}, {"fiscal_year": "FY2013"}) == Share(
        Fraction(1, 3), Fraction(4, 5), Fraction(1, 3), Fraction(4, 5)
    )


def test_the_reasons_for_the_unknown_are_given(store: Store) -> None:
    """A row without status may not count; a row without criminality may be of any; nothing is said of what is decided."""
    found = counted(store, "removals", "fiscal_year", "criminality")
    words = found.why_undecided(fiscal_year="FY2013", criminality="convicted")
    assert any("case_status" in one and "exit.ice_removals_2007.counts@1" in one for one in words)
    assert any("case_criminality" in one for one in words)
    assert found.why_undecided(fiscal_year="FY2013", criminality=UNKNOWN) == ()


def test_every_definition_stands_beside_the_others(store: Store) -> None:
    """By status the return is no removal under an order; each row with a departure counts in the records; some need no more fields."""
    found = counted(store, "removals", "fiscal_year", under=["all"])
    total = {one.id: found.count(one.id) for one in found.definitions}
    assert total[RECORDS_DEFINITION] == exact(8)
    assert total["ice.removals.2003"] == Count(5, 7, 5, 7)
    assert total[BY_DEPARTURE] == Count(6, 8, 6, 8)
    assert found.same["ice.removals.2007"] == BY_DEPARTURE
    assert BY_DEPARTURE in {one.id for one in found.distinct}
    assert "ice.removals.2007" not in {one.id for one in found.distinct}


def test_a_definition_without_its_fields_is_left_out_and_said(tmp_path: Path) -> None:
    """Without the closing of the case there is no lock; asked for alone it is refused."""
    store = made(tmp_path, {"removals": [removal("2013-01-15")]}, absent=["case_closed_date", "person_id"])
    found = counted(store, "removals", under=["all"])
    assert "case_closed_date" in found.left_out["ice.removals.2009"]
    assert "person_id" in found.left_out["tallymark.removal_episodes"]
    with pytest.raises(TallymarkError) as caught:
        counted(store, "removals", under=["ice.removals.2009"])
    assert caught.value.code == "TM-RULES-010"


def test_the_lock_moves_what_was_closed_late_and_its_days_can_be_set(tmp_path: Path) -> None:
    """Closed on 6 October counts in the next year; with a lock of six days it does not."""
    rows = [removal("2012-09-20", case_closed_date="2012-10-06"), removal("2012-09-20", case_closed_date="2012-09-25")]
    dated = [{**row, "case_closed_date": _day(str(row["case_closed_date"]))} for row in rows]
    store = made(tmp_path, {"removals": dated})
    locked = counted(store, "removals", "fiscal_year", under=["ice.removals.2009"])
    assert {year: locked.count(fiscal_year=year) for year in ("FY2012", "FY2013")} == {
        "FY2012": exact(1),
        "FY2013": exact(1),
    }
    later = counted(store, "removals", "fiscal_year", under=["ice.removals.2009"], settings={"lock_days": 6})
    assert later.count(fiscal_year="FY2012") == exact(2)
    assert "--set lock_days=6" in later.trail.command


def _day(text: str) -> date:
    return date.fromisoformat(text)


def test_a_filter_keeps_one_value_and_what_could_be_it(store: Store) -> None:
    """Of the convicted of FY2013 two are sure, the untold and the one without status possible."""
    found = counted(store, "removals", where={"criminality": "convicted", "fiscal_year": "FY2013"})
    assert found.count() == Count(2, 4, 2, 4)
    assert "--where criminality=convicted" in found.trail.command


def test_a_period_takes_days_of_the_definition(store: Store) -> None:
    """Three rows of January 2013 count and one without status may."""
    found = counted(store, "removals", period="2013-01")
    assert found.count() == Count(3, 4, 3, 4)
    assert counted(store, "removals", period="2014-02-01").count() == Count(0, 1, 0, 1)


def test_a_row_without_a_day_could_be_of_any_year(tmp_path: Path) -> None:
    """Its definition puts it into no year, so each year's high bound has it."""
    store = made(tmp_path, {"arrests": [{"apprehension_date": _day("2024-01-01")}, {"person_id": "p"}]})
    found = counted(store, "arrests", "fiscal_year")
    assert found.values["fiscal_year"] == ("FY2024", UNKNOWN)
    assert found.count(fiscal_year="FY2024") == Count(1, 2, 1, 2)
    assert found.count() == exact(2)


def test_printed_words_become_names_and_keep_their_words(store: Store) -> None:
    """MEXICO is mexico and shown as Mexico; a value that nobody has counts nothing but what is untold."""
    found = counted(store, "removals", "citizenship", under=[RECORDS_DEFINITION])
    assert found.values["citizenship"] == ("el_salvador", "mexico", UNKNOWN)
    assert found.label("citizenship", "el_salvador") == "El Salvador"
    assert found.count(citizenship="mexico") == Count(1, 7, 1, 7)
    assert found.count(citizenship="france") == Count(0, 6, 0, 6)


def test_any_condition_of_the_rules_divides(store: Store) -> None:
    """Yes and no by the card's own answer."""
    found = counted(store, "removals", "exit.kind.return", under=[RECORDS_DEFINITION])
    assert found.count(**{"exit.kind.return": "yes"}) == Count(1, 3, 1, 3)
    assert found.count(**{"exit.kind.return": "no"}) == Count(5, 7, 5, 7)


def test_what_no_record_decides_widens_any_reading_only(tmp_path: Path) -> None:
    """Since June 2013 a voluntary return not held by ERO is no removal, and no field tells who was held."""
    rows = [
        removal("2013-07-01", case_closed_date=_day("2013-07-02")),
        removal("2013-07-01", CONVICTED, RETURNED, case_closed_date=_day("2013-07-02")),
    ]
    found = counted(made(tmp_path, {"removals": rows}), "removals", under=["ice.removals.2013-06"])
    total = found.count()
    assert total is not None
    assert (total.low, total.high) == (2, 2)
    assert total.low_any < 2
    assert found.why_undecided() != ()


def test_repeats_are_decided_by_the_rule_and_bounded_on_any_reading(tmp_path: Path) -> None:
    """Two arrests of one person on two days are one episode; a row without a person is one of its own, or none."""
    rows: list[Row] = [
        {"person_id": "p", "apprehension_date": _day("2024-01-01")},
        {"person_id": "p", "apprehension_date": _day("2024-01-02")},
        {"person_id": "q", "apprehension_date": _day("2024-01-02")},
        {"apprehension_date": _day("2024-01-02")},
    ]
    store = made(tmp_path, {"arrests": rows})
    found = counted(store, "arrests", under=["tallymark.arrest_episodes"])
    assert found.count() == Count(3, 3, 2, 4)
    assert any("without a person" in one for one in found.why_undecided())
    assert counted(store, "arrests").count() == exact(4)


def test_small_counts_are_hidden_and_what_would_tell_them(tmp_path: Path) -> None:
    """Of 20 and 3 the 3 is hidden and with it the other one or the total; with small cells all are there."""
    rows = [removal("2013-01-01", CONVICTED)] * 20 + [removal("2013-01-01", NEITHER)] * 3
    store = made(tmp_path, {"removals": rows})
    found = counted(store, "removals", "criminality", small_cells=False)
    assert found.count(criminality="none") is None
    assert None in (found.count(criminality="convicted"), found.count())
    assert found.share({"criminality": "none"}) is None
    assert counted(store, "removals", "criminality").count(criminality="none") == exact(3)


def test_a_filter_by_a_text_that_no_row_has_is_refused(store: Store) -> None:
    """A misspelt country would count nothing; the texts near it are named, and so is none where the field may be anything."""
    with pytest.raises(UsageError, match="TM-COUNT-013") as caught:
        counted(store, "removals", where={"citizenship": "mexcio"})
    assert caught.value.detail == "no row has it; near it: mexico"
    with pytest.raises(UsageError, match="TM-COUNT-013") as caught:
        counted(store, "removals", where={"citizenship": "france"})
    assert caught.value.detail == "no row has it; known: el_salvador, mexico"
    assert counted(store, "removals", where={"citizenship": "mexico"}).count() == Count(1, 7, 1, 7)
    assert counted(store, "removals", where={"citizenship": UNKNOWN}, under=[RECORDS_DEFINITION]).count() == exact(6)


def test_a_day_on_which_nobody_left_counts_none(store: Store) -> None:
    """Inside the days of the release a zero is a finding, outside it is none."""
    assert counted(store, "removals", period="2013-02-28").count() == exact(0)
    with pytest.raises(UsageError, match="TM-COUNT-014") as caught:
        counted(store, "removals", period="2012-09-30")
    assert caught.value.detail == "its records are from 2012-10-01 to 2014-02-01"


def test_a_table_too_large_to_hide_its_small_cells_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two years and four values of criminality are 3 x 5 groups with their totals; shown whole they are no trouble."""
    monkeypatch.setattr(counting, "MOST_GROUPS", 15)
    assert counted(store, "removals", "fiscal_year", "criminality", small_cells=False).hidden
    monkeypatch.setattr(counting, "MOST_GROUPS", 14)
    with pytest.raises(UsageError, match="TM-COUNT-015") as caught:
        counted(store, "removals", "fiscal_year", "criminality", small_cells=False)
    assert caught.value.detail == "it has 15 groups with its totals, of at most 14"
    assert counted(store, "removals", "fiscal_year", "criminality").count() == Count(6, 8, 6, 8)


def test_several_requests_are_answered_in_their_order(store: Store) -> None:
    """Different measures and breakdowns of one table in one call."""
    asked = [Request("removals"), Request("returns"), Request("removals", ("fiscal_year",), under=("all",))]
    found = counts(store, RELEASE, asked, small_cells=True)
    assert [one.request.measure for one in found] == ["removals", "returns", "removals"]
    assert [one.count() for one in found[:2]] == [Count(6, 8, 6, 8), Count(1, 3, 1, 3)]


def test_the_trail_leads_back(store: Store) -> None:
    """Files with their hashes, the SQL of each reading, the rules with versions and the command that makes it again."""
    found = counted(store, "removals", "fiscal_year", small_cells=False)
    assert found.trail.files == (("made-up.csv", "0" * 64),)
    assert found.trail.command == f"tallymark count removals --release {RELEASE} --by fiscal_year"
    assert "departed_date" in found.trail.sql[BY_DEPARTURE]
    assert found.definitions[0].rules["year"] == "year.departure.date@1"
    assert found.trail.engine == "duckdb"


def test_days_covered_are_said_and_years_in_part_marked(store: Store) -> None:
    """The rows reach from 1 October 2012 to 1 February 2014, so FY2014 is a part of a year."""
    found = counted(store, "removals", "fiscal_year")
    assert "removals: 8 rows from 2012-10-01 to 2014-02-01" in found.notes
    assert found.partial == {"FY2014": "part of the year: 2013-10-01 to 2014-02-01"}
    part = counted(store, "removals", period="FY2014")
    assert "the release covers only a part of the period FY2014" in part.notes
    assert part.partial == {"FY2014": "part of the year: 2013-10-01 to 2014-02-01"}


@pytest.mark.parametrize(
    ("measure", "by", "more", "code"),
    [
        ("deportations", (), {}, "TM-COUNT-003"),
        ("removals", ("age",), {}, "TM-COUNT-005"),
        ("removals", ("lift_reason",), {}, "TM-COUNT-006"),
        ("removals", (), {"under": ["ice.arrests"]}, "TM-COUNT-008"),
        ("removals", (), {"under": ["ice.nothing"]}, "TM-RULES-012"),
        ("removals", ("month", "level", "offence", "area", "gender"), {}, "TM-COUNT-009"),
        ("removals", ("month", "month"), {}, "TM-COUNT-009"),
        ("arrests", (), {}, "TM-COUNT-010"),
        ("removals", (), {"settings": {"lock_days": 6}}, "TM-RULES-009"),
        ("headcounts", ("day",), {"under": ["ice.adp"]}, "TM-COUNT-008"),
        ("removals", (), {"where": {"criminality": "criminal"}}, "TM-COUNT-013"),
        ("removals", (), {"where": {"fiscal_year": "FY24"}}, "TM-COUNT-013"),
        ("removals", ("month",), {"where": {"month": "2013-13"}}, "TM-COUNT-013"),
        ("removals", (), {"where": {"fiscal_year": "FY1990"}}, "TM-COUNT-014"),
        ("removals", ("gender",), {"period": "FY1990"}, "TM-COUNT-014"),
    ],
)
def test_what_cannot_be_counted_is_refused(
    store: Store, measure: str, by: tuple[str, ...], more: dict[str, list[str]], code: str
) -> None:
    """Unknown words, fields that are not there, a definition of something else, too many breakdowns, no table."""
    with pytest.raises(TallymarkError) as caught:
        counted(store, measure, *by, **more)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert caught.value.where


def test_a_group_that_the_table_does_not_have_is_refused(store: Store) -> None:
    """Another breakdown would silently be the total, another definition the first one."""
    found = counted(store, "removals", "fiscal_year")
    for call in ({"criminality": "convicted"}, {"definition": "ice.arrests"}):
        with pytest.raises(TallymarkError, match="TM-COUNT-001"):
            found.count(**call)


def test_people_of_several_days_are_not_added_up(tmp_path: Path) -> None:
    """A headcount is as of a day: without one it is refused, and days have no total."""
    store = made(tmp_path, {"headcounts": [{"facility_code": "A", "date": _day("2024-01-01"), "n_people": 12}]})
    with pytest.raises(TallymarkError, match="TM-COUNT-011"):
        counted(store, "headcounts")
    with pytest.raises(TallymarkError, match="TM-COUNT-011"):
        counted(store, "headcounts", "fiscal_year")
    assert counted(store, "headcounts", period="2024-01-01").count() == exact(12)
    assert counted(store, "headcounts", "day").count(day=ALL) is None


def test_a_setting_holds_for_a_rule_that_divides(tmp_path: Path) -> None:
    """Final order of December 2013 is before the memo's date, and not with another cutoff."""
    rows = [removal("2015-01-15", final_order_date=_day("2013-12-01"))]
    store = made(tmp_path, {"removals": rows})
    by = "priority.johnson_2014.3"
    assert counted(store, "removals", by, under=[RECORDS_DEFINITION]).count(**{by: "no"}) == Count(1, 1, 1, 1)
    earlier = counted(store, "removals", by, under=[RECORDS_DEFINITION], settings={"cutoff": "2013-11-01"})
    found = earlier.count(**{by: "yes"})
    assert found is not None
    assert found.low == 1


def test_the_reason_of_a_filter_is_given(tmp_path: Path) -> None:
    """Whether one of two is convicted is not told; every row counts otherwise."""
    store = made(tmp_path, {"removals": [removal("2013-01-15"), removal("2013-01-15", None)]})
    found = counted(store, "removals", under=[RECORDS_DEFINITION], where={"criminality": "convicted"})
    assert found.count() == Count(1, 2, 1, 2)
    (words,) = found.why_undecided()
    assert "case_criminality" in words


def test_a_state_that_a_republisher_inferred_is_a_breakdown_of_its_own(tmp_path: Path) -> None:
    """What could not be told is unknown and may be any state; it is never the state of the agency's own field."""
    marks = ["WA"] * 3 + ["OR"] * 2 + ["OTHER", "AMBIGUOUS", None]
    rows: list[Row] = [{"apprehension_date": date(2014, 5, 1), "inferred_state": mark} for mark in marks]
    store = made(tmp_path, {"arrests": rows})
    found = counted(store, "arrests", "inferred_state")
    assert {name: found.count(inferred_state=name) for name in ("washington", "oregon", "other")} == {
        "washington": Count(3, 5, 3, 5),
        "oregon": Count(2, 4, 2, 4),
        "other": Count(1, 3, 1, 3),
    }
    assert found.label("inferred_state", "other") == "another state"
    assert counted(store, "arrests", "state").values["state"] == (UNKNOWN,)
