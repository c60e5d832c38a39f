"""The register answers queries with figures, parses lazily and says how far it reaches."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tallymark.model.errors import DataError, UsageError
from tallymark.model.figure import Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Query, References
from tallymark.register.register import Register, load

WriteSource = Callable[..., Path]
CONVICTED = Population.of(criminality="convicted")


def own(path: Path) -> Register:
    """A register of one file only."""
    return load([path], bundled=False)


def test_a_row_becomes_a_figure_with_its_source(write_source: WriteSource) -> None:
    """Every part of a row and its card is in the figure."""
    path = write_source(
        {"population": "offence=homicide", "value": "(1000, inf)", "number": "1000", "hedge": "more_than"}
    )
    (figure,) = own(path).all_figures()
    assert figure.id == "newsroom#r1"
    assert figure.key.population == Population.of(offence="homicide")
    assert figure.key.period.same_days(Period.fiscal_year(2020))
    assert figure.value == Interval(Decimal(1000), None, low_open=True)
    assert figure.number == Decimal(1000)
    assert figure.confirmed
    assert figure.tier == 2
    assert figure.provenance.vintage == "2020"
    assert figure.provenance.locator == "page 1"
    assert figure.provenance.row.endswith("newsroom.csv:2")


def test_own_files_are_marked(write_source: WriteSource) -> None:
    """A newsroom's own source says so; a bundled one does not."""
    assert all(source.own for source in own(write_source({})).sources())
    assert not any(source.own for source in load().sources())


def test_a_folder_adds_every_file_in_it(write_source: WriteSource) -> None:
    """A folder of CSV files with their cards is read as a whole."""
    folder = write_source({}, name="first").parent
    write_source({"measure": "arrests", "definition": "ice.arrests"}, name="second")
    assert [figure.id for figure in own(folder).all_figures()] == ["second#r1", "first#r1"]


def test_lookup_matches_people_days_and_relation(write_source: WriteSource) -> None:
    """A query gets the figures of just these people and days; implied filters play no part."""
    path = write_source(
        {},
        {"population": "offence=homicide"},
        {"population": "criminality=convicted;offence=homicide", "period": "FY2019"},
        {"relation": "share", "population": "criminality=convicted", "value": "55", "number": "55", "unit": "percent"},
    )
    register = own(path)
    everybody = Population()
    assert [f.id[-2:] for f in register.lookup(Query("removals", population=everybody))] == ["r1"]
    assert [f.id[-2:] for f in register.lookup(Query("removals", population=Population.of(offence="homicide")))] == [
        "r2",
        "r3",
    ]
    assert [f.id[-2:] for f in register.lookup(Query("removals", Relation.SHARE))] == ["r4"]
    assert [f.id[-2:] for f in register.lookup(Query("removals", period=Period.fiscal_year(2019)))] == ["r3"]
    assert register.lookup(Query("arrests")) == ()


def test_slack_lets_days_differ(write_source: WriteSource) -> None:
    """A year to 24 September answers for the fiscal year when a week of slack is allowed."""
    register = own(write_source({"period": "2019-10-01/2020-09-24"}))
    assert register.lookup(Query("removals", period=Period.fiscal_year(2020))) == ()
    assert len(register.lookup(Query("removals", period=Period.fiscal_year(2020), slack_days=7))) == 1


@pytest.mark.parametrize(
    ("period", "state"),
    [
        (Period.fiscal_year(2020), "full"),
        (Period.parse("FY2019-FY2020"), "full"),
        (Period.parse("FY2018-FY2020"), "part"),
        (Period.fiscal_year(2023), "none"),
        (None, "full"),
    ],
)
def test_coverage_of_periods(write_source: WriteSource, period: Period | None, state: str) -> None:
    """A period is covered by a figure of its days or by figures that join without a gap."""
    register = own(write_source({}, {"period": "FY2019"}))
    coverage = register.covers(Query("removals", population=Population(), period=period))
    assert coverage.state == state
    assert coverage.newest is not None
    assert coverage.newest.label == "FY2020"


def test_coverage_names_the_newest_figure_when_asked_for_later_days(write_source: WriteSource) -> None:
    """A question later than the series says where the series ends."""
    coverage = own(write_source({})).covers(Query("removals", period=Period.fiscal_year(2024)))
    assert coverage.reason == "the newest figure is of FY2020"


def test_unconfirmed_and_faulty_figures_cover_nothing(write_source: WriteSource) -> None:
    """Leads and withdrawn counts are found by a lookup and do not count as coverage."""
    register = own(write_source({"confirmed": "false"}, {"fault": "withdrawn"}))
    assert len(register.lookup(Query("removals"))) == 2
    assert register.covers(Query("removals")).state == "none"


def test_a_bad_row_is_an_error_only_when_its_measure_is_asked(write_source: WriteSource) -> None:
    """Rows are read when their measure is asked for, with file and line in the error."""
    register = own(write_source({}, {"measure": "arrests", "value": "many"}))
    assert len(register.lookup(Query("removals"))) == 1
    with pytest.raises(DataError) as caught:
        register.lookup(Query("arrests"))
    assert caught.value.code == "TM-REGISTER-009"
    assert "newsroom.csv:3, column value" in caught.value.where


def test_date_and_hash_identify_the_content(write_source: WriteSource) -> None:
    """The date is the newest reading of a source; another value gives another hash."""
    first = own(write_source({}))
    assert first.as_of == "2026-01-31"
    assert first.sha256 == own(write_source({})).sha256
    assert first.sha256 != own(write_source({"value": "1201", "number": "1201"})).sha256


def test_a_missing_path_is_an_error(tmp_path: Path) -> None:
    """Figures that are meant to be there cannot be missing without notice."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(UsageError) as caught:
            load([path])
        assert caught.value.code == "TM-REGISTER-013"


def test_a_csv_without_its_card_is_an_error(write_source: WriteSource) -> None:
    """A figure without a source cannot be cited."""
    path = write_source({})
    path.with_suffix(".yaml").unlink()
    with pytest.raises(DataError) as caught:
        load([path])
    assert caught.value.code == "TM-REGISTER-002"


def test_other_columns_are_an_error(write_source: WriteSource) -> None:
    """The columns of the schema stand in their order."""
    with pytest.raises(DataError) as caught:
        load([write_source({}, header="id,measure,value")])
    assert caught.value.code == "TM-REGISTER-001"


def test_text_in_another_encoding_is_an_error(write_source: WriteSource) -> None:
    """A file that is not UTF-8 is refused instead of garbled."""
    path = write_source({})
    path.write_bytes(path.read_bytes() + "caf\xe9".encode("latin-1"))
    with pytest.raises(DataError) as caught:
        load([path])
    assert caught.value.code == "TM-REGISTER-014"


@pytest.mark.parametrize("note", ["one\rtwo", "one\0two", "\x1b[31mred"])
def test_control_characters_are_an_error(write_source: WriteSource, note: str) -> None:
    """They would break a line or colour a terminal; the error names the line."""
    path = write_source({}, {})
    path.write_bytes(path.read_bytes().replace(b"dhs.removals", f"dhs.removals{note}".encode(), 1))
    with pytest.raises(DataError) as caught:
        load([path])
    assert caught.value.code == "TM-REGISTER-014"
    assert caught.value.where == f"{path}:2"


def test_a_cell_too_long_for_csv_is_an_error(write_source: WriteSource) -> None:
    """The line is named; nothing fails without a code."""
    path = write_source({"note": "long, " * 30_000})
    with pytest.raises(DataError) as caught:
        load([path], bundled=False).all_figures()
    assert caught.value.code == "TM-REGISTER-004"


def test_a_cell_is_too_long_whatever_limit_csv_has(write_source: WriteSource) -> None:
    """Who reads released files in the same process raises the limit of csv; the register keeps its own."""
    before = csv.field_size_limit(10_000_000)
    try:
        path = write_source({"note": "long, " * 30_000})
        with pytest.raises(DataError) as caught:
            load([path], bundled=False).all_figures()
    finally:
        csv.field_size_limit(before)
    assert caught.value.code == "TM-REGISTER-004"


def test_a_folder_named_like_a_table_is_an_error(tmp_path: Path) -> None:
    """What cannot be read as a file has a code."""
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(UsageError) as caught:
        load([tmp_path], bundled=False)
    assert caught.value.code == "TM-REGISTER-013"


def test_the_register_is_a_source_of_references() -> None:
    """The register has what checking asks of references."""
    references: References = load()
    assert references.as_of >= "2026-11-22"
    assert len(references.sha256) == 64


def test_lookup_by_value_takes_touching_values_people_by_people(write_source: WriteSource) -> None:
    """A query for a value gets what shares a number or an end with it, narrow or wide, those of one population together."""
    path = write_source(
        {"value": "100", "number": "100"},
        {"value": "104", "number": "104", "population": "criminality=convicted"},
        {"value": "[95, 99]", "number": ""},
        {"value": "(101, inf)", "number": ""},
        {"value": "[1, 98]", "number": "", "population": "criminality=convicted"},
        {"value": "110", "number": "110"},
    )
    register = own(path)
    wanted = Interval(Decimal(99), Decimal(105))
    assert [f.id[-2:] for f in register.lookup(Query("removals", value=wanted))] == ["r1", "r3", "r4", "r2"]
    assert [f.id[-2:] for f in register.lookup(Query("removals", population=CONVICTED, value=wanted))] == ["r2"]


def test_lookup_by_days_takes_what_overlaps_them(write_source: WriteSource) -> None:
    """A query for days gets figures with a day in them; ``most`` cuts the answer short."""
    path = write_source({}, {"period": "FY2019"}, {"period": "2018-10-01/.."})
    register = own(path)
    assert [f.id[-2:] for f in register.lookup(Query("removals", days=Period.month(2019, 9)))] == ["r2", "r3"]
    assert [f.id[-2:] for f in register.lookup(Query("removals", most=2))] == ["r1", "r2"]
    assert register.lookup(Query("removals", most=0)) == ()


def test_bundled_lines_are_passed_over_by_their_cells_as_by_their_figures() -> None:
    """What a line tells before it is read agrees with its figure."""
    register = load()
    figures = register.lookup(Query("removals"))
    level = [figure for figure in figures if figure.key.relation is Relation.LEVEL]
    wanted = Interval(Decimal(390_000), Decimal(400_000))
    near = {figure.id for figure in register.lookup(Query("removals", Relation.LEVEL, value=wanted))}
    assert near == {figure.id for figure in level if figure.value.touches(wanted)}
    days = Period.fiscal_year(2011)
    found = {figure.id for figure in register.lookup(Query("removals", Relation.LEVEL, Population(), days=days))}
    everybody = [figure for figure in level if figure.key.population == Population()]
    assert found == {figure.id for figure in everybody if figure.key.period.overlaps(days)}
