"""Pieces of the records pages: calendars, charts, the waterfall, memos, what can be chosen; published numbers side by side."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from tallymark.counting.bridge import bridge
from tallymark.counting.bridged import Asked, Change
from tallymark.counting.count import count
from tallymark.counting.counted import Count
from tallymark.counting.request import Request
from tallymark.model.figure import Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Query
from tallymark.register.register import load
from tallymark.releases.months import marked_months
from tallymark.releases.quality import quality
from tallymark.rules.rule_sets import rule_set
from tallymark.schema import manifest as manifests
from tallymark.schema.manifest import FaultEntry
from tallymark.schema.store import Store
from tallymark.schema.tables import tables
from tallymark.web import templating
from tallymark.web.app import create_app
from tallymark.web.records import counts
from tallymark.web.records.calendar import calendars
from tallymark.web.records.choices import choices, memos_for, places
from tallymark.web.records.count_chart import chart_of, timeline
from tallymark.web.records.memos import interval
from tallymark.web.records.waterfall import MOST_LETTERS, rows_of, step_row, waterfall
from tallymark.web.side_by_side import chart, periods, sides
from tests.counting.made import made, removal
from tests.counting.year_store import year_store
from tests.records.small import RELEASE
from tests.web.conftest import BASE, SETTINGS

EVERYBODY = Population()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """36 removals in FY2011, 48 in FY2012, 24 in FY2013, 15 in three months of FY2014."""
    return year_store(tmp_path_factory.mktemp("parts"))


def charted(store: Store, *by: str, under: Sequence[str] = ()) -> list[str]:
    """The titles of the marks of a chart."""
    found = chart_of(count(store, "made-up", Request("removals", by, {}, tuple(under))))
    assert found is not None
    assert "style=" not in str(found.svg)
    return [one.partition("</title>")[0] for one in str(found.svg).split("<title>")[2:]]


def test_months_stand_in_their_year_with_what_is_odd(tmp_path: Path) -> None:
    """Twelve removals a month from 2011-01, none in 2011-03, three in 2011-05: told by a sign each.

    The small month is hidden, and January with it, as the total would tell the one from the others.
    """
    months = marked_months({date(2011, month, 1): 3 if month == 5 else 12 for month in (1, 2, 4, 5, 6, 7)})
    report = quality(made(tmp_path, {"removals": [removal("2011-01-05")]}), RELEASE)
    report = replace(report, tables=(replace(report.tables[0], months=months),))
    fault = FaultEntry(
        RELEASE, "removals", "undercount", "Half of April is missing", "2011-04-10", "2011-04-30", "nobody"
    )
    (found,) = calendars(
        replace(report, faults=(fault, replace(fault, start="", end=""), replace(fault, table="arrests")))
    )
    ((year, cells),) = found.years
    assert year == "2011"
    assert [cell.text for cell in cells[:4]] == ["–", "12", "0", "12"]
    assert [cell.sign for cell in cells[:4]] == ["◐", "", "✗", ""]
    assert cells[4].text == "–"
    assert cells[3].faults == (1,)
    assert cells[0].faults == ()
    assert cells[11] == replace(cells[11], text="", words="2011-12: outside the table")
    assert [number for number, _ in found.faults] == [1, 2]
    assert ("✗", "no row") in found.signs


def test_years_are_lines_with_a_mark_for_each_number(store: Store) -> None:
    """One line without a second breakdown; a year that is covered in part says so."""
    assert charted(store, "fiscal_year") == [
        "FY2011: 36",
        "FY2012: 48",
        "FY2013: 24",
        "FY2014: 15 (part of the year: 2013-10-01 to 2013-12-31)",
    ]


def test_a_second_breakdown_gives_lines_and_other_definitions_too(store: Store) -> None:
    """Each mark names its line; what is not shown has none."""
    assert "convicted, FY2013: 24" in charted(store, "fiscal_year", "criminality")
    named = charted(store, "fiscal_year", under=("gao.removals", "ice.removals.2003"))
    assert any("FY2012: 48" in one for one in named)


def test_values_are_bars_dark_to_the_low_bound_and_pale_to_the_high_one(store: Store) -> None:
    """In FY2011 of 36 removals 12 do not tell their criminality."""
    titles = charted(store, "criminality")
    assert any(one.startswith("convicted: ") and "–" in one for one in titles)


def test_there_is_no_chart_of_one_number(store: Store) -> None:
    """Without a breakdown and with one definition there is nothing to draw."""
    assert chart_of(count(store, "made-up", Request("removals"))) is None


def test_a_line_is_broken_where_a_number_is_not_shown(tmp_path: Path) -> None:
    """Removals of January to July: 3 in March and so few shown in another month, none in May. The line is in pieces."""
    days = [(1, 20), (2, 21), (3, 3), (4, 22), (6, 23), (7, 24)]
    rows = [removal(f"2013-{month:02d}-01") for month, n in days for _ in range(n)]
    found = chart_of(count(made(tmp_path, {"removals": rows}), RELEASE, Request("removals", ("month",))))
    assert found is not None
    assert found.notes == ("No row is dated in 2013-05; lines are broken there.",)
    titles = [one.partition("</title>")[0] for one in str(found.svg).split("<title>")[2:]]
    assert [one[:11] for one in titles] == ["2013-02: 21", "2013-04: 22", "2013-06: 23", "2013-07: 24"]
    drawn = [one.partition('"')[0] for one in str(found.svg).split(' d="')[1:]]
    (line,) = [one for one in drawn if one.count("M") == 3]  # February; April; June and July
    assert line.count("L") == 1


def test_times_go_on_from_the_first_to_the_last() -> None:
    """Fiscal and calendar years, months over the end of a year, days over the end of a month; what is unknown is no time."""
    assert timeline(["FY2012", "FY2014", "unknown"]) == ("FY2012", "FY2013", "FY2014")
    assert timeline(["CY2012", "CY2013"]) == ("CY2012", "CY2013")
    assert timeline(["2012-11", "2013-02"]) == ("2012-11", "2012-12", "2013-01", "2013-02")
    assert timeline(["2012-02-28", "2012-03-01"]) == ("2012-02-28", "2012-02-29", "2012-03-01")
    assert timeline(["unknown"]) == ()


def test_more_days_than_a_chart_can_show_have_none(tmp_path: Path) -> None:
    """20 removals on two days nine years apart are two marks on an axis of more than three thousand days."""
    rows = [removal(day) for day in ("2004-01-01", "2013-01-01") for _ in range(20)]
    store = made(tmp_path, {"removals": rows})
    assert chart_of(count(store, RELEASE, Request("removals", ("day",)))) is None
    assert chart_of(count(store, RELEASE, Request("removals", ("calendar_year",)))) is not None


def test_a_chart_of_one_number_is_none(tmp_path: Path) -> None:
    """One bar tells nothing that the table does not."""
    rows = [removal("2013-01-01", gender="Male") for _ in range(20)]
    assert chart_of(count(made(tmp_path, {"removals": rows}), RELEASE, Request("removals", ("gender",)))) is None


def test_the_waterfall_goes_from_one_count_to_the_other(store: Store) -> None:
    """Both counts are marks with their numbers; steps lie between them."""
    asked = Asked("made-up", rule_set("gao.removals"), rule_set("ice.removals.2003"), Period.parse("FY2012"))
    found = bridge(store, asked)
    rows = rows_of(found)
    assert (rows[0].kind, rows[0].told, rows[0].low) == ("count", "gao.removals: 48", 48.0)
    assert rows[-1].told.startswith("ice.removals.2003: ")
    assert all(row.low is None or row.high is not None for row in rows)
    drawn = str(waterfall(found))
    assert "gao.removals: 48" in drawn
    assert "style=" not in drawn


def test_long_words_of_the_waterfall_go_on_in_the_next_line(store: Store) -> None:
    """The reason why a published figure is not compared is longer than a line; every word of it is drawn."""
    asked = Asked("made-up", rule_set("gao.removals"), rule_set("ice.removals.2009"), Period.parse("FY2012"))
    figures = [
        one for one in load(()).lookup(Query("removals", Relation.LEVEL, EVERYBODY, asked.period)) if one.decides
    ]
    found = bridge(store, asked, figures[:1])
    told = rows_of(found)[-1].told
    assert len(told) > MOST_LETTERS
    drawn = str(waterfall(found))
    lines = [one.partition("</text>")[0] for one in drawn.split("<text ")[1:]]
    words = " ".join(one.partition(">")[2] for one in lines)
    assert html.unescape(words).find(told) >= 0
    assert "…" not in words


@pytest.mark.parametrize(
    ("change", "kind", "ends", "sure"),
    [
        (Change(-31, 0), "less", (1425, 1456), 1456),  # perhaps none at all: nothing is certain
        (Change(-31, -11), "less", (1425, 1456), 1445),
        (Change(12, 12), "more", (1456, 1468), 1468),
        (Change(20, 60), "more", (1456, 1516), 1476),
        (Change(-20, 30), "more", (1436, 1486), 1456),
    ],
)
def test_a_step_is_certain_only_as_far_as_both_bounds_move(
    change: Change, kind: str, ends: tuple[int, int], sure: int
) -> None:
    """From 1,456: the bar reaches to the farthest end, in full colour only to the nearest one that is certain."""
    row = step_row("which departures", Count(1456, 1456, 1456, 1456), change)
    assert (row.kind, (row.low, row.high), row.start, row.sure) == (kind, ends, 1456, sure)


def test_a_bar_of_an_interval_has_its_bounds_in_proportion() -> None:
    """20 to 50 of 100 certain and open, 10 to 90 on any reading, over 300 units of width."""
    drawn = str(interval(Count(20, 50, 10, 90), 100))
    assert 'class="sure" x="0" y="0" width="60.0"' in drawn
    assert 'class="open" x="60.0" y="0" width="90.0"' in drawn
    assert 'x1="30.0" x2="270.0"' in drawn


def test_only_what_the_release_has_can_be_chosen(store: Store) -> None:
    """A release of removals offers removals and no arrests, breakdowns by its fields, and no map without a place."""
    manifest = manifests.read(store.existing("made-up").manifest)
    found = choices(manifest, "removals")
    assert "removals" in [one.id for one in found.measures]
    assert "arrests" not in [one.id for one in found.measures]
    names = [one.id for one in found.breakdowns]
    assert {"fiscal_year", "criminality", "citizenship"} <= set(names)
    assert not {"lift_reason", "programme_287g", "detainer_outcome"} & set(names)
    assert all(one.measure == "removals" for one in found.definitions)
    assert choices(manifest, "nothing").definitions == choices(manifest, found.measures[0].id).definitions
    assert ("arrests", "state") not in [(one.id, name) for one, name in places(manifest)]


def test_a_definition_without_its_fields_says_so(store: Store) -> None:
    """No closing of a case and no person: the October lock and episodes of persons cannot be chosen; the usual one can."""
    found = choices(manifests.read(store.existing("made-up").manifest), "removals")
    lacking = {one.id: why for one, why in found.lacking}
    assert lacking["ice.removals.2009"] == "removals needs the family year; missing: case_closed_date"
    assert lacking["tallymark.removal_episodes"].endswith("the release has no person_id")
    assert not set(lacking) & {one.id for one in found.definitions}
    assert found.usual == "ice.removals_by_departure"
    assert found.years == ("FY2014", "FY2013", "FY2012", "FY2011")
    assert {"criminality=pending", "offence=homicide"} <= set(found.filters)


def test_a_measure_that_no_definition_can_count_is_not_offered(tmp_path: Path) -> None:
    """Stints without a person make no stays; arrests without criminality are not divided by it."""
    absent = [
        name for table in ("stints", "arrests") for name in tables()[table].fields if not name.endswith("date_time")
    ]
    store = made(tmp_path, {"stints": [{}], "arrests": [{}]}, absent=absent)
    manifest = manifests.read(store.existing(RELEASE).manifest)
    assert not {"book_ins", "stays", "length_of_stay"} & {one.id for one in choices(manifest, "").measures}
    assert "criminality" not in [one.id for one in choices(manifest, "arrests").breakdowns]


def test_a_memo_is_run_over_a_cohort(store: Store) -> None:
    """FY2012 under the memo of 2014: said to be out of force, with numbers, an interval each, reasons and the rules."""
    with TestClient(create_app(replace(SETTINGS, store=store.root)), base_url=BASE) as client:
        listed = client.get("/memos").text
        asked = {"release": "made-up", "memo": "johnson_2014", "measure": "removals", "period": "FY2012"}
        page = client.get("/memos", params=asked).text
        strange = client.get("/memos", params={**asked, "memo": "all"})
        unknown = client.get("/memos", params={**asked, "memo": "nobody_2030"})
        form = client.get("/records/made-up/count/choices", params={"measure": "removals"}).text
    assert "Memo of 20 November 2014 (Johnson)" in listed
    assert "The memo was in force on none of the days" in page
    assert '<svg class="span"' in page
    assert "Why it is open" in page
    assert "tallymark count removals --release made-up --by priority.johnson_2014.any" in page
    assert strange.json()["code"] == "TM-WEB-001"
    assert unknown.json()["code"] == "TM-COUNT-403"
    assert form.startswith('<div id="choices">')
    assert '<option value="criminality">' in form


def test_only_memos_that_a_field_decides_can_be_run(store: Store, tmp_path: Path) -> None:
    """The removals decide the memo of 2014 in part; rows without a conviction, an order or an entry decide none."""
    manifest = manifests.read(store.existing("made-up").manifest)
    assert "johnson_2014" in memos_for(manifest, "removals")
    assert memos_for(manifest, "people") == ()
    bare = made(
        tmp_path, {"detainers": [{}]}, absent=[name for name in tables()["detainers"].fields if name != "file_id"]
    )
    assert memos_for(manifests.read(bare.existing(RELEASE).manifest), "detainers") == ()
    with TestClient(create_app(replace(SETTINGS, store=bare.root)), base_url=BASE) as client:
        form = client.get("/memos").text
    assert '<option value="johnson_2014" disabled>' in form
    assert "no field of these rows decides it" in form


def test_people_as_of_a_day_are_asked_for_with_a_day(tmp_path: Path) -> None:
    """Headcounts of two days are not added up: the page asks for a day and counts by day or on one day."""
    heads = [{"date": date(2019, 8, day), "facility_code": "A", "n_people": 40 + day} for day in (1, 2)]
    with TestClient(
        create_app(replace(SETTINGS, store=made(tmp_path, {"headcounts": heads}).root)), base_url=BASE
    ) as client:
        address = f"/records/{RELEASE}/count"
        asked = client.get(address, params={"measure": "headcounts"})
        by_day = client.get(address, params={"measure": "headcounts", "by": "day"}).text
        one_day = client.get(address, params={"measure": "headcounts", "period": "2019-08-02"}).text
    assert asked.status_code == 200
    assert "People are counted as of a day" in asked.text
    assert '<option value="fiscal_year"' not in asked.text
    assert '<td class="n">41</td>' in by_day
    assert '<td class="n">42</td>' in one_day


def test_a_table_of_many_rows_is_drawn_in_one_pass() -> None:
    """Each row is looked at a few times and not once for every other row."""
    seen = 0

    class Row:
        definition, labels, is_total, found, mean, median = "x", ("a",), False, "12", "", ""

        @property
        def any_reading(self) -> str:
            nonlocal seen
            seen += 1
            return ""

        share = any_reading

    table = SimpleNamespace(
        definitions=("x",), by_words=("day",), words="removals", over="", partial={}, hidden=(), near={}, times=(),
        request=SimpleNamespace(by=("day",)),
    )  # fmt: skip
    shown = {
        "rows": [Row() for _ in range(500)],
        "most_rows": 5000,
        "rounded": "",
        "reasons": [],
        "share_head": "share",
    }
    drawn = templating.render("count_rows.html", table=table, across=None, titles={}, hidden_words="", **shown)
    assert drawn.count('<td class="n">12</td>') == 500
    assert seen <= 2_000


def test_more_rows_than_a_page_can_show_are_in_the_csv(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first rows are shown and no request is refused."""
    monkeypatch.setattr(counts, "MOST_ROWS", 3)
    assert len(counts.shown_rows(count(store, "made-up", Request("removals", ("month",))))) == 3


def test_a_part_of_a_memo_that_no_field_tells_is_never_nobody(store: Store) -> None:
    """The release has no day of a final order in 48 removals: priority 3 holds 0 to 48, and the page says which field is missing."""
    with TestClient(create_app(replace(SETTINGS, store=store.root)), base_url=BASE) as client:
        asked = {"release": "made-up", "memo": "johnson_2014", "measure": "removals", "period": "FY2012"}
        page = client.get("/memos", params={**asked, "where": "criminality=none"}).text
    rows = dict(re.findall(r'<th scope="row"[^>]*>([^<]+)</th><td class="n">([^<]*)</td>', page))
    absent = next(words for name, words in rows.items() if name.startswith("Priority 3"))
    assert absent == "0–12"
    assert "This release has no field for:" in page
    assert "criminality = none" in page


def test_published_numbers_stand_side_by_side(client: TestClient) -> None:
    """FY2011: 396,906 under ICE's definition, 390,413 in the newest yearbook of the department; a server without a store has the page."""
    found = sides(load(()), "removals", EVERYBODY, Period.parse("FY2011"))
    newest = {one.definition: one.newest for one in found}
    assert newest["ice.removals.2009"] is not None
    assert newest["ice.removals.2009"].value.middle == 396906
    assert newest["dhs.removals"] is not None
    assert newest["dhs.removals"].value.middle == 390413
    assert newest["ice.removals_by_departure"] is None
    assert found[0].definition == "ice.removals.2009"
    drawn = str(chart(found, "removals, FY2011"))
    assert "dhs.removals: 387,134, 2014-09" in drawn
    page = client.get("/published", params={"measure": "removals", "period": "FY2011"}).text
    assert "396,906" in page
    assert "<style" not in page
    assert "/one-number" not in page


def test_the_period_with_the_most_definitions_comes_first() -> None:
    """Each later one has as many or fewer."""
    found = [n for _, n in periods(load(()), "removals", EVERYBODY)]
    assert found == sorted(found, reverse=True)
    assert found[0] >= 3


def test_days_without_a_number_and_an_unknown_measure_are_told(client: TestClient) -> None:
    """No guess: nothing is published, or there is no such measure."""
    assert "Nothing is published for just these days" in client.get("/published", params={"period": "FY1850"}).text
    assert client.get("/published", params={"measure": "people"}).status_code == 404
    assert client.get("/published", params={"period": "soon"}).status_code == 422
