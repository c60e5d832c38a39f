"""The figures pages: charts without script, tables, downloads, records."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from tallymark.model.population import Population
from tallymark.register.register import load
from tallymark.web.charts import describe
from tallymark.web.series import Wanted, shown
from tallymark.web.standing import ACROSS

SVG = "{http://www.w3.org/2000/svg}"


def test_the_list_has_every_measure_with_its_number_of_figures(client: TestClient) -> None:
    """Each measure of the register is a link."""
    page = client.get("/figures").text
    assert '<a href="/figures/removals">removals</a>' in page
    assert '<a href="/figures/net_migration">net migration</a>' in page


def test_a_chart_has_titled_marks_and_breaks_and_no_style_of_its_own(client: TestClient) -> None:
    """The drawing says each value with vintage and source, each break in words, and holds neither script nor inline style."""
    pytest.importorskip("vl_convert")
    answer = client.get("/figures/removals/chart.svg", params={"series": "ice.removals", "first": "2003"})
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ElementTree.fromstring(answer.text)  # noqa: S314  our own drawing
    titles = [one.text or "" for one in root.iter(f"{SVG}title")]
    assert any(one.startswith("396,906, fiscal year 2011") and "ice.removals.2009" in one for one in titles)
    assert any(one == "Break in ice.removals: the October lock enters in FY2009" for one in titles)
    assert "break: returns enter the count in FY2007" in (root.get("aria-label") or "")
    assert [one for one in root.iter() if one.get("style")] == []
    assert [one for one in root.iter() if one.tag.endswith("script")] == []


def test_a_chart_that_stands_alone_says_what_it_shows(client: TestClient) -> None:
    """The file that a reader keeps has a title, a legend and the date of the register; the one on the page has them beside it."""
    pytest.importorskip("vl_convert")
    asked = {"series": ["ice.removals", "dhs.removals"], "first": "2003"}
    kept = ElementTree.fromstring(client.get("/figures/removals/chart.svg", params=asked).text)  # noqa: S314
    words = [one.text for one in kept.iter(f"{SVG}text")]
    assert {"removals", "ice.removals", "dhs.removals"} <= set(words)
    assert any((one or "").startswith("Published figures, each counted") for one in words)
    assert client.get("/figures/net_migration/chart.svg").status_code == 404


def test_no_line_is_drawn_over_a_missing_year_and_no_year_is_labelled_twice(client: TestClient) -> None:
    """Worksite arrests of FY2008 and FY2018 are two marks without a line, on an axis of whole years."""
    pytest.importorskip("vl_convert")
    found = shown(load(), Wanted("worksite_arrests", Population(), "fiscal_year", ("ice.worksite_arrests",)))
    lines = [one["run"] for one in describe(found)["layer"][1]["data"]["values"]]
    assert lines == ["ice.worksite_arrests 0", "ice.worksite_arrests 1"]
    root = ElementTree.fromstring(client.get("/figures/release_convictions/chart.svg").text)  # noqa: S314
    years = [one.text for one in root.iter(f"{SVG}text") if re.fullmatch(r"\d{4}", one.text or "")]
    assert years == ["2013", "2014", "2015"]


def test_money_and_months_are_written_out_on_the_axes(client: TestClient) -> None:
    """Billions have all their digits, and a label of time names its year."""
    pytest.importorskip("vl_convert")
    root = ElementTree.fromstring(client.get("/figures/budget/chart.svg").text)  # noqa: S314
    assert "6,000,000,000" in [one.text for one in root.iter(f"{SVG}text")]
    root = ElementTree.fromstring(client.get("/figures/absconders/chart.svg?kind=month").text)  # noqa: S314
    named = [one.text or "" for one in root.iter(f"{SVG}text")]
    assert not {"October", "April", "July"} & set(named)


def test_the_page_has_the_table_beside_the_chart(client: TestClient) -> None:
    """Each figure of a drawn series has a row with value, definition, vintage and source."""
    page = client.get("/figures/removals", params={"series": "ice.removals", "first": "2011"}).text
    assert page.count("<svg") == 1
    assert '<th scope="row">FY2011</th><td class="n">396,906</td>' in page
    assert "cases of CBP without an ICE intake leave the count on 1 June 2013" in page


def test_two_definitions_are_drawn_over_each_other(client: TestClient) -> None:
    """Both chosen series have a key, a section and lines; the others only a box to choose them."""
    asked = {"series": ["ice.removals", "dhs.removals"], "first": "2003"}
    page = client.get("/figures/removals", params=asked).text
    assert page.count('<h2 id="s-') == 2
    assert '<input type="checkbox" name="series" value="ohss.removals">' in page


def test_each_series_says_whether_its_newest_figure_is_a_record(client: TestClient) -> None:
    """The department's count of FY2021 is no record."""
    page = client.get("/figures/removals", params={"series": "dhs.removals"}).text
    assert "No: 89,191 in FY2021 is not the highest: 114,432 in FY1997." in page


def test_any_figure_can_be_asked_whether_it_was_a_record(client: TestClient) -> None:
    """By ICE's count FY2011 topped every earlier year, across two breaks of the series."""
    asked = {"figure": "ice.removal-statistics-2011#removals"}
    words = client.get("/figures/removals/record", params=asked).text
    assert words.startswith(f"{ACROSS}: 396,906 in FY2011 is the highest of 9 periods from FY2003")
    assert "across a break: the October lock enters in FY2009" in words
    assert client.get("/figures/removals/record", params={"figure": "none"}).status_code == 404


@pytest.mark.parametrize(
    ("measure", "answer"),
    [
        ("worksite_arrests", "Highest of those known: 779 in FY2018 is the highest of 2 periods from FY2017; a series this short says little."),
        ("agreements_287g", "Highest of those known: 1,843 in 2026-05-18 is the highest of 21 periods from 2017-07-31; these are the days"),
        ("overstays", "Highest of those known: 739,478 in FY2016 is the highest of 2 periods from FY2015; a series this short says little."),
        ("charging_documents", "Not decided: the register has no earlier period of this series to compare with."),
        ("visa_revocations", "Highest of those known: more than 100,000 in CY2025"),
    ],
)  # fmt: skip
def test_a_record_is_told_with_its_doubts(client: TestClient, measure: str, answer: str) -> None:
    """Only the series' own periods count; days in between, a short series and a first figure make no record; intervals are in words."""
    page = client.get(f"/figures/{measure}").text
    assert f"<strong>Is the newest a record?</strong> {answer}" in page


def test_a_gap_in_a_series_is_told_with_its_record(client: TestClient) -> None:
    """A highest number among years of which some are missing is the highest of those known."""
    page = client.get("/figures/unauthorized_population").text
    assert (
        "is the highest of 6 periods from CY1990; the register lacks 28 of the 34 periods in between, which may be"
        in page
    )


def test_figures_over_other_lengths_of_time_are_shown_without_a_chart(client: TestClient) -> None:
    """A measure that was only printed for stretches of days has a table and says why it has no chart."""
    page = client.get("/figures/financial_sanctions").text
    assert '<option value="other" selected>other lengths of time (5)</option>' in page
    assert "No chart here: the periods are of unlike lengths." in page
    assert page.count('<th scope="row">') == 5
    assert "has no figure of this kind" not in page


def test_people_are_chosen_where_nobody_counted_everybody(client: TestClient) -> None:
    """Deaths at the border were only counted by area: the page opens with one that has figures and does not offer everybody."""
    page = client.get("/figures/border_deaths").text
    assert "everybody counted" not in page
    assert re.search(r'<option value="area=[^"]+" selected>', page)
    assert '<th scope="row">20' in page


def test_one_time_makes_no_chart(client: TestClient) -> None:
    """A single figure stands in the table only."""
    page = client.get("/figures/net_migration").text
    assert "No chart here: there is one time only." in page
    assert "<svg" not in page


def test_every_measure_shows_figures_at_once(client: TestClient) -> None:
    """No measure of the register opens with an empty page, an empty break or an interval in brackets."""
    for one in client.get("/api/v1/measures").json()["items"]:
        page = client.get(f"/figures/{one['id']}").text
        assert '<th scope="row">' in page, one["id"]
        assert "Across a break: ." not in page, one["id"]
        assert "Break:  (" not in page, one["id"]
        assert ", inf)" not in page, one["id"]


def test_an_unknown_measure_kind_or_year_is_refused(client: TestClient) -> None:
    """404 for a measure that is not in the vocabulary, 400 for a choice that is none, 422 for an unknown filter."""
    assert client.get("/figures/nothing").json()["code"] == "TM-WEB-011"
    assert client.get("/figures/removals", params={"kind": "week"}).status_code == 400
    assert client.get("/figures/removals", params={"first": "20x3"}).status_code == 400
    answer = client.get("/figures/removals", params={"people": "criminality=guilty"})
    assert (answer.status_code, answer.json()["code"]) == (422, "TM-MODEL-005")


def test_every_measure_has_a_page(client: TestClient) -> None:
    """No measure of the register breaks its page."""
    measures = [one["id"] for one in client.get("/api/v1/measures").json()["items"]]
    assert len(measures) > 50
    answers = {name: client.get(f"/figures/{name}").status_code for name in measures[::6]}
    assert set(answers.values()) == {200}


@pytest.mark.slow
def test_every_measure_and_population_is_drawn(client: TestClient) -> None:
    """All measures with all their people: a page each."""
    for one in client.get("/api/v1/measures").json()["items"]:
        assert client.get(f"/figures/{one['id']}").status_code == 200, one["id"]
