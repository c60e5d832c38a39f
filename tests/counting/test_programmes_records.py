"""Counts of a programme in small made-up releases: sums up to a month, agencies told apart, outcomes with their reasons, figures beside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tallymark.counting.counted import Count
from tallymark.counting.programmes import programme
from tallymark.counting.programmes_records import Counted, Told, tables_of, tell
from tallymark.model.errors import UsageError
from tallymark.schema.store import Store
from tests.counting.test_programmes_published import Shelf, figure
from tests.releases.small_store import Row, release


def counties(n: int, year: int | None, month: int | None) -> list[Row]:
    """Made-up counties that joined in one month."""
    return [{"county": f"C{number}", "activation_year": year, "activation_month": month} for number in range(n)]


def told(tmp_path: Path, name: str, table: str, rows: Sequence[Row], shelf: Shelf | None = None) -> Told:
    """The counts of a programme in a release of one table."""
    store = release(tmp_path / "store", "made-up", {table: rows})
    return tell(programme(name), store, "made-up", shelf or Shelf())


def by_label(one: Counted) -> dict[str, Count | None]:
    """The bounds of each group by its words."""
    return {group.label: group.count for group in one.groups}


def exact(n: int) -> Count:
    """A count that the records decide."""
    return Count(n, n, n, n)


def test_counties_add_up_and_those_without_a_month_count_once(tmp_path: Path) -> None:
    """3 by October, 5 by December, and one whose month is unknown could be any of them; counties are no people."""
    rows = [*counties(3, 2008, 10), *counties(2, 2008, 12), *counties(1, None, None)]
    (one,) = told(tmp_path, "secure_communities", "sc_activations", rows).counts
    assert {group.label: group.running for group in one.groups} == {
        "2008-10": Count(3, 4, 3, 4),
        "2008-12": Count(5, 6, 5, 6),
        "unknown": None,
    }
    assert (one.total, by_label(one)["unknown"]) == (Count(5, 6, 5, 6), Count(0, 1, 0, 1))


def test_sums_are_exact_where_every_month_is_known(tmp_path: Path) -> None:
    """Nothing is added for rows of unknown month where there are none."""
    (one,) = told(tmp_path, "secure_communities", "sc_activations", counties(4, 2010, 6)).counts
    assert [group.running for group in one.groups] == [exact(4)]


def test_agreements_are_told_apart_from_agencies(tmp_path: Path) -> None:
    """Three agreements of two agencies; an agency of the same name in another state is another one."""
    rows: list[Row] = [
        {"state": "TEXAS", "law_enforcement_agency": "A", "support_type": "Jail Enforcement Model"},
        {"state": "TEXAS", "law_enforcement_agency": "A", "support_type": "Task Force Model"},
        {"state": "OHIO", "law_enforcement_agency": "A", "support_type": "Warrant Service Officer"},
        {"state": "OHIO", "law_enforcement_agency": "A", "support_type": None},
    ]
    found = told(tmp_path, "287g", "agreements_287g", rows)
    assert found.n_distinct == 2
    models, states = found.counts
    assert {group.values["model_287g"]: group.count for group in models.groups} == {
        "jail": Count(1, 2, 1, 2),
        "task_force": Count(1, 2, 1, 2),
        "warrant_service": Count(1, 2, 1, 2),
        "unknown": exact(1),
    }
    assert by_label(states) == {"Ohio": exact(2), "Texas": exact(2)}


def detainers(reason: str | None, n: int) -> list[Row]:
    """Made-up detainers of one reason."""
    return [{"detainer_prepared_date": date(2012, 3, 1), "detainer_lift_reason": reason} for _ in range(n)]


def test_outcomes_hold_their_reasons_and_blank_is_unknown(tmp_path: Path) -> None:
    """A blank reason could be any outcome, and small reasons are not given away by the outcome above them."""
    rows = [
        *detainers("Booked into Detention", 40),
        *detainers("Lifted", 30),
        *detainers("Case Closed", 20),
        *detainers("Died", 3),
        *detainers("Transferred", 25),
        *detainers(None, 15),
    ]
    years, outcomes = told(tmp_path, "detainers", "detainers", rows).counts
    assert by_label(years) == {"FY2012": exact(133)}
    shown = {tuple(group.values.values()): group.count for group in outcomes.groups}
    booked, withdrawn = shown[("booked",)], shown[("withdrawn",)]
    assert booked is not None
    assert withdrawn is not None
    assert booked.low <= 40 <= 40 + 15 <= booked.high
    assert withdrawn.low <= 50 <= 50 + 15 <= withdrawn.high
    assert shown[("left_custody", "died")] is None
    assert shown[("left_custody",)] is None or shown[("left_custody", "transferred")] is None
    assert ("unknown", "unknown") not in shown
    depths = {tuple(group.values.values()): group.depth for group in outcomes.groups}
    assert (depths[("withdrawn",)], depths[("withdrawn", "lifted")]) == (0, 1)


def test_everything_is_shown_to_who_asks_for_small_cells(tmp_path: Path) -> None:
    """On the command line only."""
    store = release(tmp_path / "store", "made-up", {"detainers": [*detainers("Died", 3), *detainers("Lifted", 20)]})
    found = tell(programme("detainers"), store, "made-up", Shelf(), small_cells=True)
    shown = {tuple(group.values.values()): group.count for group in found.counts[1].groups}
    assert shown[("left_custody", "died")] == exact(3)


def test_published_figures_of_the_same_period_stand_beside(tmp_path: Path) -> None:
    """Those of the definitions named, for the fiscal and for the calendar year, and no other."""
    rows: list[Row] = [{"reported_month": date(2009, 11, 1)} for _ in range(12)]
    rows += [{"reported_month": date(2010, 3, 1)} for _ in range(20)]
    shelf = Shelf(
        figure("star", "40", period="FY2010", measure="border_deaths", definition="star.border_deaths"),
        figure("pima", "21", period="CY2010", measure="border_deaths", definition="pima_ome.border_deaths"),
        figure("other", "99", period="FY2010", measure="border_deaths", definition="usbp.border_deaths"),
    )
    (years,) = told(tmp_path, "border_deaths", "border_deaths", rows, shelf).counts
    assert [(group.label, group.depth, group.count, [one.id for one in group.beside]) for group in years.groups] == [
        ("FY2010", 0, exact(32), ["a#star"]),
        ("CY2009", 1, exact(12), []),
        ("CY2010", 1, exact(20), []),
        ("CY2009", 0, exact(12), []),
        ("CY2010", 0, exact(20), ["a#pima"]),
    ]


def test_what_is_known_of_the_release_is_said_first(tmp_path: Path) -> None:
    """Notes of all counts, each once."""
    found = told(tmp_path, "secure_communities", "sc_activations", counties(4, 2010, 6))
    assert found.release == "made-up"
    assert len(found.notes) == len(set(found.notes)) > 0


@pytest.mark.parametrize(("name", "needs"), [("worksite", "no table"), ("detainers", "detainers")])
def test_a_release_without_records_of_the_programme_is_refused(tmp_path: Path, name: str, needs: str) -> None:
    """With the table that is needed and those that are there."""
    with pytest.raises(UsageError) as error:
        told(tmp_path, name, "sc_activations", counties(1, 2010, 6))
    assert error.value.code == "TM-COUNT-042"
    assert error.value.detail == f"{name} is counted in {needs}; the release has sc_activations"


def test_the_tables_of_a_measure() -> None:
    """Its own, or those of its definitions."""
    assert tables_of("border_deaths") == {"border_deaths"}
    assert tables_of("detainers") == {"detainers"}


def test_an_unknown_release_is_told(tmp_path: Path) -> None:
    """By the store."""
    with pytest.raises(Exception, match="TM-SCHEMA-103"):
        tell(programme("287g"), Store(tmp_path), "nowhere", Shelf())
