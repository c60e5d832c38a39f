"""The gate: what a count may do, by what is known of its release."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.counting.gate import Standing, TableFacts, admit, is_settled, people_left
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.releases.catalogue import catalogue
from tallymark.releases.months import MonthCount
from tallymark.schema.manifest import FaultEntry

EVERYBODY = Population()
SEATTLE = Population.of(area="seattle")
FY2014 = Period.fiscal_year(2014)


def facts(release: str, table: str = "removals", **more: object) -> TableFacts:
    """A store that holds all of a known release."""
    known = catalogue()[release]
    listed = known.known_table(table)
    assert listed is not None
    n_rows = listed.n_rows or listed.n_rows_about or 0
    window = Period.between(listed.window.start or date(2011, 10, 1), listed.window.end or date(2026, 3, 10))
    return replace(TableFacts(release, table, n_rows, window, known=known), **more)  # type: ignore[arg-type]


NATIONAL = facts("2022-icfo-09023")
REGIONAL = facts("uw-v-dhs-2019")


def fault(effect: str, start: str = "", end: str = "") -> FaultEntry:
    """A known fault of the removals."""
    return FaultEntry("2022-icfo-09023", "removals", effect, "words of the fault", start, end, "a source")


def codes(found: TableFacts, people: Population, period: Period, **more: object) -> tuple[Standing, list[str]]:
    """What a count may do and the codes of the reasons."""
    admission = admit(found, people, period, **more)  # type: ignore[arg-type]
    return admission.standing, [one.code for one in admission.reasons]


def test_a_whole_national_release_decides() -> None:
    """All rows, the whole year, the agency's own series: nothing is against it."""
    assert codes(NATIONAL, EVERYBODY, FY2014, publisher="ICE") == (Standing.DECIDES, [])


def test_a_regional_release_stands_beside_a_national_claim_and_decides_for_its_area() -> None:
    """The Seattle area is a part of the country; of the Seattle area it is the whole."""
    assert codes(REGIONAL, EVERYBODY, FY2014) == (Standing.BESIDE, ["part_of_the_people"])
    assert codes(REGIONAL, SEATTLE, FY2014) == (Standing.DECIDES, [])
    assert "the Seattle area of responsibility alone" in admit(REGIONAL, EVERYBODY, FY2014).words


def test_a_regional_release_says_nothing_on_another_area() -> None:
    """The Tucson sector is not in the Seattle area."""
    other = Population.of(area="tucson_sector")
    assert codes(REGIONAL, other, FY2014) == (Standing.REFUSED, ["other_scope"])


def test_the_scope_is_not_counted_again() -> None:
    """Within the release of the Seattle area everybody is in the Seattle area; in a national one that must be counted."""
    convicted = Population.of(area="seattle", criminality="convicted")
    assert people_left(REGIONAL, convicted) == Population.of(criminality="convicted")
    assert people_left(NATIONAL, convicted) == convicted
    assert people_left(REGIONAL, EVERYBODY) == EVERYBODY


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period.fiscal_year(2012), (Standing.DECIDES, [])),
        (Period.fiscal_year(2011), (Standing.REFUSED, ["period_not_covered"])),
        (Period.fiscal_year(2023), (Standing.BESIDE, ["part_of_the_period"])),
        (Period.parse("FY2011-FY2013"), (Standing.BESIDE, ["part_of_the_period"])),
        (Period.calendar_year(2022), (Standing.DECIDES, [])),
    ],
)
def test_the_days_must_be_covered_whole(period: Period, expected: tuple[Standing, list[str]]) -> None:
    """FY2012 to January 2023 are there; a year that is cut by an end is a part."""
    assert codes(NATIONAL, EVERYBODY, period) == expected


def test_a_year_that_begins_before_the_records_is_a_part() -> None:
    """The Seattle files begin in January 2012."""
    standing, found = codes(REGIONAL, SEATTLE, Period.fiscal_year(2012))
    assert standing is Standing.BESIDE
    assert "part_of_the_period" in found


@pytest.mark.parametrize(
    ("effect", "matches_persons", "standing"),
    [
        ("use_not", False, Standing.REFUSED),
        ("incomplete", False, Standing.BESIDE),
        ("overcount", False, Standing.BESIDE),
        ("doubtful", False, Standing.BESIDE),
        ("definition", False, Standing.BESIDE),
        ("ids_absent", False, Standing.DECIDES),
        ("ids_absent", True, Standing.BESIDE),
        ("ids_collide", True, Standing.BESIDE),
        ("field_absent", False, Standing.DECIDES),
        ("filled_later", False, Standing.DECIDES),
        ("a new effect of a later manifest", False, Standing.BESIDE),
    ],
)
def test_a_known_fault_decides_what_a_count_may_do(effect: str, matches_persons: bool, standing: Standing) -> None:
    """An unusable table is not counted, a doubtful one judges nobody; missing ids matter where persons are matched."""
    found = replace(NATIONAL, faults=(fault(effect),))
    assert admit(found, EVERYBODY, FY2014, matches_persons=matches_persons).standing is standing


def test_a_fault_of_other_days_does_not_matter() -> None:
    """The last day of a fault is its own; the day after is sound."""
    found = replace(NATIONAL, faults=(fault("incomplete", "2012-10-01", "2013-09-30"),))
    assert admit(found, EVERYBODY, FY2014).standing is Standing.DECIDES
    assert admit(found, EVERYBODY, Period.fiscal_year(2013)).standing is Standing.BESIDE


def test_the_withdrawn_removals_of_june_2025_are_refused() -> None:
    """The catalogue says not to use them."""
    release = "2024-icfo-39357.2025-06-late"
    known = catalogue()[release]
    entries = tuple(
        FaultEntry(release, one.table, one.effect, one.words, "", "", one.source)
        for one in known.faults
        if one.table == "removals"
    )
    found = facts(release, faults=entries)
    assert codes(found, EVERYBODY, Period.fiscal_year(2024))[0] is Standing.REFUSED


def test_a_store_with_a_part_of_the_files_decides_nothing() -> None:
    """Half the rows of the release are not the release."""
    half = replace(NATIONAL, n_rows=NATIONAL.n_rows // 2)
    assert codes(half, EVERYBODY, FY2014) == (Standing.BESIDE, ["rows_missing"])


def test_a_month_without_records_decides_nothing() -> None:
    """A gap in the middle is met by no check of the ends."""
    gap = replace(NATIONAL, months=(MonthCount("2014-02", 0, "missing"), MonthCount("2013-03", 5, "thin")))
    assert codes(gap, EVERYBODY, FY2014) == (Standing.BESIDE, ["months_missing"])
    assert codes(gap, EVERYBODY, Period.fiscal_year(2015)) == (Standing.DECIDES, [])


def test_a_wider_bodys_series_is_not_decided_by_one_agencys_records() -> None:
    """The series of OHSS counts CBP too."""
    assert codes(NATIONAL, EVERYBODY, FY2014, publisher="OHSS") == (Standing.BESIDE, ["other_agency"])


def test_a_release_that_nobody_knows_decides_nothing() -> None:
    """Whose records of which place it holds is not known."""
    own = replace(NATIONAL, release="my-own", known=None)
    assert codes(own, EVERYBODY, FY2014) == (Standing.BESIDE, ["scope_unknown"])
    assert people_left(own, SEATTLE) == SEATTLE


def test_a_table_without_dated_rows_is_refused() -> None:
    """Nothing says which days it covers."""
    assert codes(replace(NATIONAL, window=None), EVERYBODY, FY2014) == (Standing.REFUSED, ["period_not_covered"])


def test_a_period_is_settled_two_months_before_the_end_of_the_release() -> None:
    """The national release ends on 2023-01-28: FY2022 is settled, CY2022 not yet."""
    assert is_settled(NATIONAL, Period.fiscal_year(2022))
    assert not is_settled(NATIONAL, Period.calendar_year(2022))
    assert not is_settled(replace(NATIONAL, window=None), FY2014)


AREAS = st.sampled_from(
    ["", "area=seattle", "area=seattle;criminality=convicted", "citizenship=mexico", "area=tucson_sector"]
)


@given(
    people=AREAS,
    start=st.dates(date(2008, 1, 1), date(2022, 1, 1)),
    n_days=st.integers(1, 1500),
    n_rows=st.integers(0, 30_000),
)
def test_only_people_and_days_that_are_all_there_decide(people: str, start: date, n_days: int, n_rows: int) -> None:
    """Whatever is asked of the Seattle release, a count decides only for people of that area, days inside the files and all rows."""
    period = Period(start, date.fromordinal(start.toordinal() + n_days))
    found = replace(REGIONAL, n_rows=n_rows)
    if admit(found, Population.parse(people), period).standing is Standing.DECIDES:
        assert people.startswith("area=seattle")
        assert start >= date(2011, 12, 27)
        assert period.end is not None
        assert period.end <= date(2019, 7, 11)
        assert n_rows >= 26_886
