"""The year-end report over a small made-up release, every number worked out by hand from the table in ``year_store``."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from tallymark.counting.counted import Count
from tallymark.counting.year_report import Wish, year_report
from tallymark.counting.year_report_lines import Line, Section, State, YearReport
from tallymark.model.errors import TallymarkError
from tallymark.register.register import load
from tallymark.schema.store import Store
from tests.counting.made import CONVICTED, NEITHER, exact, made, removal
from tests.counting.year_store import ABSENT, year_store
from tests.records.small import RELEASE

HALF, WHOLE = Fraction(50), Fraction(100)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The release of ``year_store``."""
    return year_store(tmp_path_factory.mktemp("year"))


BASES = {2011: 2008, 2012: 2013}
MEMOS = {2012: ("morton_2010", "johnson_2014")}


@cache
def report(store: Store, year: int, **wish: object) -> YearReport:
    """The report with small cells, against the bundled register; the same wish is made once."""
    given = {"small_cells": True, "base": BASES.get(year), "memos": MEMOS.get(year, ()), **wish}
    return year_report(store, RELEASE, Wish(year, **given), load())  # type: ignore[arg-type]


def section(found: YearReport, name: str) -> Section:
    """A section or memo of the report."""
    return next(one for one in (*found.sections, *(memo.section for memo in found.memos)) if one.id == name)


def level(found: YearReport, name: str, statistic: str) -> Line:
    """The number of a statistic."""
    return next(row.level for row in section(found, name).rows if row.level.id == statistic)


def share(found: YearReport, name: str, statistic: str) -> tuple[Fraction, Fraction]:
    """The bounds of its share on the fields, in percent."""
    line = next(row.share for row in section(found, name).rows if row.level.id == statistic)
    assert line is not None
    assert line.bounds is not None
    return line.bounds.low, line.bounds.high


def more(found: YearReport, line_id: str) -> Line:
    """A change or rank by its id."""
    return next(line for line in found.lines if line.id == line_id)


def test_the_total_is_told_with_changes_and_whether_it_is_a_record(store: Store) -> None:
    """FY2012: 48, 12 or a third more than in FY2011, 24 or twice as many as in FY2013; the highest of the years up to it."""
    found = report(store, 2012)
    assert found.total.level.count == exact(48)
    changes = {(line.relation, line.base): line.bounds for line in found.total.more if line.bounds}
    assert {key: (one.low, one.high) for key, one in changes.items()} == {
        ("change_abs", "FY2011"): (12, 12),
        ("change_pct", "FY2011"): (Fraction(100, 3), Fraction(100, 3)),
        ("change_abs", "FY2013"): (24, 24),
        ("change_pct", "FY2013"): (100, 100),
        ("rank", "FY2011, FY2012"): (1, 1),
    }
    assert more(found, "total.rank").note == "a record among these years"


def test_a_year_that_is_not_covered_fully_neither_beats_nor_is_beaten(store: Store) -> None:
    """FY2014 has three months: no change and no rank of it, and it is none of the years that the others are ranked among."""
    found = report(store, 2014)
    assert [(one.year, one.state) for one in found.coverage] == [
        (2011, "full"),
        (2012, "full"),
        (2013, "full"),
        (2014, "part"),
    ]
    assert found.total.level.count == exact(15)
    assert {line.state for line in found.total.more} == {State.NOT_COVERED}
    assert more(found, "total.rank").note == "FY2014 is not covered fully"
    assert found.ranks[0].rank_of_all is None
    earlier = report(store, 2013)
    assert earlier.ranks[0].n_years == 3
    assert more(earlier, "total.rank").note == "no record among these years"
    assert earlier.ranks[0].rank_of_all is not None
    assert earlier.ranks[0].rank_of_all.low == 3
    assert earlier.ranks[0].above == (2011, 2012)


def test_a_year_before_the_release_is_not_compared(store: Store) -> None:
    """The base year must be in the release."""
    line = next(line for line in report(store, 2011).total.more if line.base == "FY2008")
    assert (line.state, line.note, line.bounds) == (State.NOT_COVERED, "FY2008 is not in the release", None)


def test_shares_have_bounds_where_the_criminality_is_not_told(store: Store) -> None:
    """FY2011: 12 convicted, 12 with charges, 12 untold: convicted 12 to 24 of 36, no conviction as well."""
    found = report(store, 2011)
    assert level(found, "convictions", "convicted").count == Count(12, 24, 12, 24)
    assert share(found, "convictions", "convicted") == (Fraction(100, 3), Fraction(200, 3))
    assert level(found, "convictions", "no_conviction").count == Count(12, 24, 12, 24)
    assert any("case_criminality" in one for one in level(found, "convictions", "convicted").undecided)
    years = {one.coverage.year: one.convicted for one in found.years}
    assert years == {2011: Count(12, 24, 12, 24), 2012: exact(24), 2013: exact(24), 2014: exact(15)}


def test_offences_are_shares_of_those_convicted(store: Store) -> None:
    """FY2013: 12 of 24 convicted of homicide, 12 of driving under the influence, which is no traffic offence here."""
    found = report(store, 2013)
    assert level(found, "offences", "homicide").count == exact(12)
    assert share(found, "offences", "homicide") == (HALF, HALF)
    assert level(found, "offences", "dui").count == exact(12)
    assert level(found, "offences", "traffic").count == exact(0)


def test_minor_offences_and_none_are_added_once(store: Store) -> None:
    """FY2012: 12 with illegal entry at worst, 24 with no conviction; FY2011: 12 with charges and perhaps the 12 untold, once."""
    found = report(store, 2012)
    assert level(found, "minor", "minor_only").count == exact(12)
    assert level(found, "minor", "no_conviction_or_minor").count == exact(36)
    assert level(report(store, 2011), "minor", "no_conviction_or_minor").count == Count(12, 24, 12, 24)


def test_the_rest_are_those_without_a_conviction_in_the_order_of_the_agency(store: Store) -> None:
    """FY2012: 12 fugitives and 12 people whose order was put in force again, of 24; nobody else, so nobody was at the border."""
    found = report(store, 2012)
    assert level(found, "rest", "fugitive").count == exact(12)
    assert level(found, "rest", "repeat").count == exact(12)
    assert share(found, "rest", "recent_or_repeat") == (HALF, HALF)
    assert level(found, "rest", "other_removable").count == exact(0)


def test_what_the_release_lacks_a_field_for_is_never_a_plain_number(store: Store) -> None:
    """FY2011: no field tells a border crosser, so from 0 to the 12 untold; repeat violators are at least the 12 of the category."""
    found = report(store, 2011)
    border, repeat = level(found, "rest", "border"), level(found, "rest", "repeat")
    assert border.count == Count(0, 12, 0, 12)
    assert border.lacking == (
        "Deported before",
        "Recent illegal entrants: recently violated controls at the border, at ports of entry, or knowingly abused a visa",
    )
    assert repeat.lacking == ("Deported before",)
    assert level(found, "rest", "fugitive").lacking == ()


def test_numbers_that_lack_a_field_are_compared_on_any_reading(store: Store) -> None:
    """FY2012: 12 repeat violators of 24 without conviction, all told; FY2011: 12 and perhaps the 12 untold, so no record is sure."""
    found = report(store, 2012)
    row = next(row for row in section(found, "rest").rows if row.level.id == "repeat")
    rank = next(line for line in row.more if line.relation == "rank")
    assert rank.bounds is not None
    assert (rank.bounds.low, rank.bounds.high) == (Fraction(1), Fraction(2))
    assert rank.note == "no record among these years"


def test_with_its_fields_a_release_lacks_nothing_and_without_one_a_section_says_why(tmp_path: Path) -> None:
    """Where the fields are there and empty, nothing is lacking; without the threat level there is no line and it is named."""
    found = report(year_store(tmp_path, absent=("person_id", "case_closed_date", "case_threat_level")), 2012)
    assert level(found, "rest", "border").lacking == ()
    assert section(found, "levels").rows == ()
    assert "case_threat_level" in section(found, "levels").why_not


def test_memos_are_applied_and_say_whether_they_were_in_force(store: Store) -> None:
    """FY2012 lies wholly under the memo of 2010; that of 2014 sorts the same people again and says so."""
    found = report(store, 2012)
    in_force = [(memo.id, memo.in_year) for memo in found.memos]
    assert in_force == [("morton_2010", "the whole year"), ("johnson_2014", "no day of the year")]
    assert level(found, "morton_2010", "any").count == exact(48)
    assert [memo.id for memo in report(store, 2011).memos] == ["morton_2010"]


def test_the_definition_is_that_of_the_year_where_the_release_has_its_fields(store: Store, tmp_path: Path) -> None:
    """With the closing of the case the October lock is counted; without it the year of departure, and why is said."""
    whole = tuple(name for name in ABSENT if name != "case_closed_date")
    locked = report(year_store(tmp_path, absent=whole), 2012)
    assert locked.definition.id == "ice.removals.2009"
    assert locked.why_definition == "ice.removals was counted in this way on 2012-09-30"
    found = report(store, 2012)
    assert found.definition.id == "ice.removals_by_departure"
    assert found.why_definition.startswith("the release cannot be counted by ice.removals.2009 (")


def test_published_figures_of_the_year_stand_beside(store: Store) -> None:
    """ICE printed 409,849 removals for FY2012, under its own definition; the highest of its series up to then."""
    found = report(store, 2012)
    values = {(one.definition, str(one.value)) for one in found.total.level.published}
    assert ("ice.removals.2009", "409,849") in values
    series = next(one for one in found.published if one.series == "ice.removals")
    assert (series.rank, series.years) == (1, tuple(range(2003, 2013)))


def test_what_no_record_tells_is_said_with_what_is_published(store: Store) -> None:
    """Where crimes were committed has no field and no figure; deaths at the border have figures of several sources."""
    found = {one.id: one for one in report(store, 2012).not_in_records}
    assert found["place_of_offence"].published == ()
    assert {one.key.measure for one in found["border_deaths"].published} == {"border_deaths"}


def test_small_numbers_are_not_shown_unless_asked_for(tmp_path: Path) -> None:
    """5 of homicide, 36 of driving under the influence, 30 of drugs, 40 others: 5 is not shown, nor one more that would tell it."""
    rows = [
        removal("2012-03-01", CONVICTED, msc_charge_code=code) for code in ["0999"] * 5 + ["5404"] * 36 + ["3599"] * 30
    ]
    rows += [removal("2012-03-02", NEITHER)] * 40
    release = made(tmp_path, {"removals": rows}, absent=ABSENT)
    found = report(release, 2012, small_cells=False)
    assert level(found, "offences", "homicide").state is State.HIDDEN
    assert level(found, "offences", "drugs").state is State.HIDDEN
    assert level(found, "offences", "dui").count == exact(36)
    assert level(found, "convictions", "convicted").count == exact(71)


def test_a_year_whose_convictions_are_hardly_filled_is_not_compared(tmp_path: Path) -> None:
    """144 removals in FY2012 and FY2013, none of the latter with a conviction named: it is told and not compared."""
    rows = [
        removal(
            f"{year}-{month:02d}-{day}",
            None,
            msc_charge="Assault" if (year, month) < (2012, 10) else None,
        )
        for year in (2010, 2011, 2012, 2013)
        for month in range(1, 13)
        for day in ("01", "28")
        for _ in range(6)
    ]
    found = report(made(tmp_path, {"removals": rows}, absent=(*ABSENT, "case_criminality")), 2013)
    assert found.this_year.state == "part"
    assert found.this_year.thin[0].startswith("msc_charge is filled in ")
    assert section(found, "offences").warning.startswith("msc_charge is filled in ")
    assert section(found, "citizenship").warning == ""
    assert found.total.more[-1].state is State.NOT_COVERED


def test_the_report_can_be_made_again(store: Store) -> None:
    """A definition asked for stands first and counts every section; the command has every wish, the trail hashes and queries."""
    found = report(store, 2012, base=2011, memos=("johnson_2014",), under="ice.removals_records")
    assert found.ranks[0].definition.id == found.definition.id == "ice.removals_records"
    assert {line.definition for one in found.sections for row in one.rows for line in row.lines} == {
        "ice.removals_records"
    }
    assert found.command == (
        "tallymark report made-up --year FY2012 --under ice.removals_records --memo johnson_2014 --base FY2011 --small-cells"
    )
    assert found.trail.files == (("made-up.csv", "0" * 64),)
    assert all(sql.startswith("SELECT") or "SELECT" in sql for sql in found.sql.values())
    assert len(found.register_sha256) == 64


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"year": 2009}, "TM-COUNT-402"),
        ({"year": 2012, "memos": ("nixon_1971",)}, "TM-COUNT-403"),
        ({"year": 2012, "under": "no.such"}, "TM-RULES-012"),
        ({"year": 2012, "under": "ice.removals.2009"}, "TM-RULES-010"),
        ({"year": 2012, "under": "dhs.returns"}, "TM-COUNT-008"),
    ],
)
def test_wishes_that_cannot_be_met_are_refused(store: Store, wish: dict[str, object], code: str) -> None:
    """A year without records, an unknown memo, and definitions that are unknown, without field or of another measure."""
    with pytest.raises(TallymarkError) as caught:
        year_report(store, RELEASE, Wish(**wish), load())  # type: ignore[arg-type]
    assert caught.value.code == code


@pytest.mark.parametrize("words", ["2012", "CY2012", "FY2011-FY2012", "last year", "2012-03"])
def test_only_a_fiscal_year_is_a_year(words: str) -> None:
    """A calendar year, a month or two years are no fiscal year."""
    with pytest.raises(TallymarkError) as caught:
        Wish.of(words, under="", memos=(), base=None, small_cells=False)
    assert caught.value.code == "TM-COUNT-404"
