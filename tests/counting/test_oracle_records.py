"""A dozen measures of synthetic releases counted again by polars and plain code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from tallymark.counting.count import count
from tallymark.counting.counted import CountedTable
from tallymark.counting.request import Request
from tallymark.releases.ingest import ingest
from tallymark.schema.store import Store
from tallymark.synthetic.read_spec import read_spec
from tallymark.synthetic.synth import synth, with_options
from tests.counting import oracle
from tests.counting.oracle import Bounds, Row

CLOSED = """
base: year-end-2011-like
name: closed-cases
people: 400
releases:
  - {id: closed, extracted: 2016-01-01, layouts: {removals: uwchr.2022-09023.removals}}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A release without damage, a damaged one, and one that prints when cases were closed."""
    root = tmp_path_factory.mktemp("oracle")
    (root / "closed.yaml").write_text(CLOSED, encoding="utf-8")
    found = Store(root / "store")
    for name, wanted in (("small", ("whole", "a")), (str(root / "closed.yaml"), ("closed",))):
        spec = with_options(read_spec(name), form="parquet")
        spec = replace(spec, releases=tuple(one for one in spec.releases if one.id in wanted))
        synth(spec, root / spec.name)
        for release in wanted:
            ingest([root / spec.name / release], release, found)
    return found


def rows(store: Store, release: str, table: str) -> list[dict[str, object]]:
    """The stored rows of a table."""
    return oracle.rows(store.release(release).folder, table)


def table(store: Store, release: str, measure: str, by: tuple[str, ...], under: str = "", **where: str) -> CountedTable:
    """What Tallymark counts, small cells included."""
    request = Request(measure, by, where, (under,) if under else ())
    return count(store, release, request, small_cells=True)


def counted(found: CountedTable) -> Bounds:
    """Every group that occurs, with its bounds on the fields."""
    result: Bounds = {}
    for group in found.groups():
        one = found.count(**group)
        assert one is not None
        if (one.low, one.high) != (0, 0):
            result[tuple(group.values())] = one.low, one.high
    return result


def occurring(found: Bounds) -> Bounds:
    """Without groups that hold nothing for certain and nothing possibly."""
    return {key: value for key, value in found.items() if value != (0, 0)}


@pytest.mark.parametrize("release", ["whole", "a"])
@pytest.mark.parametrize(
    ("under", "counts"),
    [
        ("ice.removals_records", oracle.left),
        ("ice.removals_by_departure", oracle.removed_or_returned),
        ("ohss.removals", oracle.removed),
    ],
)
def test_removals_under_three_definitions_by_year_and_criminality(
    store: Store, release: str, under: str, counts: Callable[[Row], bool | None]
) -> None:
    """Open cases are decided by their category or not at all."""
    expected = oracle.bounds(rows(store, release, "removals"), counts, oracle.departed_in, oracle.criminality)
    found = table(store, release, "removals", ("fiscal_year", "criminality"), under)
    assert counted(found) == occurring(expected)


def test_removals_with_the_october_lock(store: Store) -> None:
    """Closed after 5 October: the next year; never closed: a year that is not known."""
    listed = rows(store, "closed", "removals")
    expected = oracle.bounds(listed, oracle.left, oracle.locked_year)
    assert counted(table(store, "closed", "removals", ("fiscal_year",), "ice.removals.2009")) == occurring(expected)
    by_departure = oracle.bounds(listed, oracle.left, oracle.departed_in)
    found = table(store, "closed", "removals", ("fiscal_year",), "ice.removals_by_departure")
    assert counted(found) == by_departure != expected


def test_removals_by_offence_group(store: Store) -> None:
    """By the hundreds of the NCIC code; driving under the influence apart from traffic."""
    expected = oracle.bounds(rows(store, "a", "removals"), oracle.left, oracle.offence, oracle.departed_in)
    found = table(store, "a", "removals", ("offence", "fiscal_year"), "ice.removals_records")
    assert counted(found) == occurring(expected)


def test_the_share_of_the_convicted_is_an_interval(store: Store) -> None:
    """The certain ones in all, and all that could be."""
    listed = rows(store, "a", "removals")
    expected = oracle.bounds(listed, oracle.removed_or_returned, oracle.criminality)
    (low, high), (least, most) = expected["convicted",], expected["all",]
    found = table(store, "a", "removals", ("criminality",), "ice.removals_by_departure")
    share = found.share({"criminality": "convicted"})
    assert share is not None
    assert (share.low, share.high) == (Fraction(low, most), Fraction(high, max(least, high)))


def test_removals_by_citizenship(store: Store) -> None:
    """As printed, in small letters."""
    listed = rows(store, "a", "removals")
    expected = oracle.bounds(listed, oracle.left, lambda row: row["citizenship_country"].lower())
    found = table(store, "a", "removals", ("citizenship",), "ice.removals_records")
    assert {key[0].replace("_", " "): value for key, value in counted(found).items()} == {
        key[0].replace("_", " "): value for key, value in occurring(expected).items()
    }


def test_arrests_by_row_and_by_episode(store: Store) -> None:
    """Every row by default; rows of a person no more than 24 hours apart are one episode."""
    listed = rows(store, "a", "arrests")

    def year(row: Row) -> str | None:
        return oracle.fiscal_year(row["apprehension_date"])

    by_row = oracle.bounds(listed, oracle.every, year)
    assert counted(table(store, "a", "arrests", ("fiscal_year",), "ice.arrests")) == by_row
    by_episode = oracle.bounds(oracle.first_of_episodes(listed), oracle.every, year)
    assert counted(table(store, "a", "arrests", ("fiscal_year",), "tallymark.arrest_episodes")) == by_episode
    assert by_episode["all",] < by_row["all",]


def test_detainers_by_the_reason_for_which_they_were_lifted(store: Store) -> None:
    """An empty reason could be any."""
    found = table(store, "a", "detainers", ("lift_reason",))
    named = {found.label("lift_reason", value): value for value in found.values["lift_reason"]}
    listed = rows(store, "a", "detainers")
    expected = oracle.bounds(
        listed,
        oracle.every,
        lambda row: None if row["detainer_lift_reason"] is None else named[row["detainer_lift_reason"]],
    )
    assert counted(found) == occurring(expected)


def test_declined_detainers_by_year(store: Store) -> None:
    """With an empty reason it is not known whether the agency declined."""
    reason = {"Detainer Declined by LEA": True, None: None}
    expected = oracle.bounds(
        rows(store, "a", "detainers"),
        lambda row: reason.get(row["detainer_lift_reason"], False),
        lambda row: oracle.fiscal_year(row["detainer_prepared_date"]),
    )
    assert counted(table(store, "a", "detainers_declined", ("fiscal_year",))) == occurring(expected)


def test_encounters_by_month(store: Store) -> None:
    """Every row by the day of the event."""
    expected = oracle.bounds(
        rows(store, "a", "encounters"), oracle.every, lambda row: row["event_date"].strftime("%Y-%m")
    )
    assert counted(table(store, "a", "encounters_ice", ("month",))) == expected


def test_stays_that_began_and_their_length(store: Store) -> None:
    """Stints of a person with one start of the stay; a stay belongs to the year in which it ended, its days are midnights."""
    found = oracle.stays(rows(store, "whole", "stints"))
    began = oracle.bounds(found, oracle.every, lambda row: oracle.fiscal_year(row["booked_in_date_time"]))
    assert counted(table(store, "whole", "book_ins", ("fiscal_year",))) == began
    ended = [row for row in found if not row["open"]]
    lengths = table(store, "whole", "length_of_stay", ("fiscal_year",))
    for year in lengths.values["fiscal_year"]:
        days = [
            (row["out"].date() - row["stay_booked_in_date_time"].date()).days
            for row in ended
            if oracle.fiscal_year(row["out"]) == year
        ]
        mean = lengths.mean(fiscal_year=year)
        assert mean is not None
        assert mean.low == mean.high == Fraction(sum(days), len(days))


def test_average_daily_population_at_midnight(store: Store) -> None:
    """People in custody when a day begins, over the days of the year."""
    held = oracle.midnights(rows(store, "whole", "stints"))
    found = table(store, "whole", "average_daily_population", ("fiscal_year",))
    year = "FY2024"
    days = [len(people) for day, people in held.items() if oracle.fiscal_year(day) == year]
    mean = found.mean(fiscal_year=year)
    assert mean is not None
    assert mean.low == mean.high == Fraction(sum(days), 366)
