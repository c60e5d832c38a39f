"""Three people written out by hand: every number of the truth and every cell is worked out here, not computed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.synthetic.making import Folder, make

# Ada is arrested twice within 23 hours and again 25 hours later, held in two facilities on one day, and leaves on the
# last day of FY2023, which is confirmed after the lock. Ben has two stays back to back and leaves; the departure is
# confirmed on the day of the lock. Cem is held in two stays that overlap, one still open, and never leaves.
SCRIPT: list[dict[str, Any]] = [
    {
        "person": "ada",
        "arrests": ["2023-09-01 08:00", "2023-09-02 07:00", "2023-09-03 08:00"],
        "detainers": ["2023-08-20 00:00"],
        "stays": [
            {
                "stints": [
                    {"facility": 1, "since": "2023-09-01 12:00", "until": "2023-09-01 18:00"},
                    {"facility": 2, "since": "2023-09-01 19:00", "until": "2023-09-30 09:00"},
                ]
            }
        ],
        "departed": date(2023, 9, 30),
        "confirmed": date(2023, 10, 6),
    },
    {
        "person": "ben",
        "arrests": ["2024-09-10 10:00"],
        "encounters": ["2024-09-09 09:00"],
        "stays": [
            {"stints": [{"facility": 3, "since": "2024-09-10 11:00", "until": "2024-09-12 06:00"}]},
            {
                "relation": "back_to_back",
                "stints": [{"facility": 3, "since": "2024-09-12 06:00", "until": "2024-09-20 00:00"}],
            },
        ],
        "departed": date(2024, 9, 20),
        "confirmed": date(2024, 10, 5),
    },
    {
        "person": "cem",
        "arrests": ["2025-01-01 00:00"],
        "stays": [
            {"stints": [{"facility": 4, "since": "2025-01-01 00:00", "until": "2025-01-05 12:00"}]},
            {"relation": "overlapping", "stints": [{"facility": 5, "since": "2025-01-04 12:00"}]},
        ],
    },
]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The three people, made once."""
    return make(tmp_path_factory.mktemp("script") / "out", script=SCRIPT)


def test_events_are_those_written_out(three: Folder) -> None:
    """Every event of the script is an event of the truth, by person and time."""
    assert {"bookings": 1, "arrests": 5, "detainers": 1, "encounters": 1, "stays": 5, "stints": 6, "removals": 2} == (
        three.totals()["events"]
    )
    assert [0, 0, 0, 1, 2] == [row["person"] for row in three.truth("arrests")]
    assert datetime(2023, 9, 2, 7) == three.truth("arrests")[1]["date_time"]


def test_the_24_hour_rule_makes_one_episode_of_two_arrests(three: Folder) -> None:
    """23 hours join, 25 hours part; on days 1, 2 and 3 September make one chain."""
    arrests = three.truth("arrests")
    assert [0, 0, 1, 2, 3] == [row["episode"] for row in arrests]
    assert [True, False, True, True, True] == [row["episode_first"] for row in arrests]
    assert [0, 0, 0, 1, 2] == [row["episode_by_day"] for row in arrests]
    assert [4, 3] == [three.totals()["by_rule"][name] for name in ("episode", "episode_by_day")]
    assert ["first", "again_within_24_hours", "again_just_over_24_hours", "first", "first"] == [
        row["kind"] for row in arrests
    ]


def test_the_lock_moves_a_departure_that_is_confirmed_late(three: Folder) -> None:
    """6 October is after the lock, 5 October is not."""
    removals = three.truth("removals")
    assert [2023, 2024] == [row["fiscal_year_by_departure"] for row in removals]
    assert [2024, 2024] == [row["fiscal_year_by_lock"] for row in removals]
    years = three.totals()["by_fiscal_year"]
    assert {"FY2023": 1, "FY2024": 1} == years["removals_by_departure"]
    assert {"FY2024": 2} == years["removals_by_lock"]


def test_links_say_what_belongs_together(three: Folder) -> None:
    """The first arrest of a case leads to its first stay; the last stay to the departure; the detainer to the arrest."""
    found = {
        kind: [
            (row["left_event"], row["right_event"])
            for row in three.truth("links")
            if wanted == (row["source"], row["kind"])
        ]
        for kind in ("arrest_stay", "stay_removal", "detainer_arrest")
        for wanted in [("event", kind)]
    }
    assert {
        "arrest_stay": [(0, 0), (3, 1), (4, 3)],
        "stay_removal": [(0, 0), (2, 1)],
        "detainer_arrest": [(0, 0)],
    } == found


def test_the_rule_links_the_nearest_one_to_one(three: Folder) -> None:
    """Ben's second stay begins 44 hours after the arrest, the first one hour after: the first is taken."""
    rule = [
        (row["kind"], row["left_event"], row["right_event"]) for row in three.truth("links") if row["source"] == "rule"
    ]
    assert [("arrest_stay", 0, 0), ("arrest_stay", 3, 1), ("arrest_stay", 4, 3)] == [
        one for one in rule if one[0] == "arrest_stay"
    ]
    assert [("stay_removal", 0, 0), ("stay_removal", 2, 1)] == [one for one in rule if one[0] == "stay_removal"]
    assert [("detainer_arrest", 0, 0)] == [one for one in rule if one[0] == "detainer_arrest"]


def test_population_counts_people_stays_and_stints(three: Folder) -> None:
    """Cem is in two stays on the night to 5 January and one person; the open stay goes on."""
    found = {(row["unit"], row["kind"], row["date"]): row["n"] for row in three.truth("population")}
    night = date(2025, 1, 5)
    assert [1, 2, 2] == [found[unit, "midnight", night] for unit in ("people", "stays", "stints")]
    assert [1, 1] == [found["people", kind, date(2025, 1, 1)] for kind in ("midnight", "all_day")]
    assert [0, 1] == [found["people", kind, date(2023, 9, 1)] for kind in ("midnight", "any_part")]
    assert [0, 2, 0] == [found["stints", kind, date(2023, 9, 1)] for kind in ("midnight", "any_part", "all_day")]
    assert [1, 0] == [found["people", "midnight", date(2024, 9, day)] for day in (19, 20)]
    assert 1 == found["people", "all_day", date(2024, 9, 12)]
    assert 1 == found["stays", "all_day", date(2025, 9, 30)]


def test_cells_print_the_events(three: Folder) -> None:
    """The undamaged release prints each event once, in order, with its own date-times."""
    assert ["2023-09-01 08:00:00", "2023-09-02 07:00:00", "2023-09-03 08:00:00"] == (
        three.column("plain/plain_arrests.csv", "Apprehension Date")[:3]
    )
    stints = "plain/plain_stints.csv"
    assert ["FACILITY 001", "FACILITY 002"] == three.column(stints, "Detention Facility")[:2]
    assert ["2023-09-01 12:00:00", "2023-09-01 12:00:00"] == three.column(stints, "Stay Book In Date Time")[:2]
    assert ["2023-09-01 18:00:00", "2023-09-30 09:00:00"] == three.column(stints, "Book Out Date Time")[:2]
    assert ["", ""] == [three.column(stints, title)[5] for title in ("Book Out Date Time", "Stay Book Out Date")]
    assert ["2023-09-30", "2024-09-20"] == three.column("plain/plain_removals.csv", "Departed Date")
    assert 3 == len(set(three.column("plain/plain_arrests.csv", "Anonymized Identifier")))


def test_an_earlier_release_knows_less(tmp_path: Path) -> None:
    """Extracted on 15 September 2023: three arrests, one stay that is still open, no departure."""
    from tests.synthetic.making import release  # noqa: PLC0415  used here only

    made = make(tmp_path / "out", script=SCRIPT, releases=[release(extracted=date(2023, 9, 15))])
    assert ["2023-09-01 08:00:00", "2023-09-02 07:00:00", "2023-09-03 08:00:00"] == (
        made.column("plain/plain_arrests.csv", "Apprehension Date")
    )
    assert ["2023-09-01 18:00:00", ""] == made.column("plain/plain_stints.csv", "Book Out Date Time")
    assert ["", ""] == made.column("plain/plain_stints.csv", "Stay Book Out Date")
    assert [] == made.column("plain/plain_removals.csv", "Departed Date")
    assert ["", "", ""] == made.column("plain/plain_arrests.csv", "Departed Date")
    assert [{"event": n, "reason": "after_extraction"} for n in (0, 1)] == made.truth("left_out/plain/removals")
