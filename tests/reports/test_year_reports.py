"""The year-end report as drawn: faults and coverage before numbers, safe pages with charts and tables, exact JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from lxml import html
from tests.counting.year_store import year_store
from tests.records.small import RELEASE

from tallymark.counting.counted import Count
from tallymark.counting.year_report import Wish, year_report
from tallymark.counting.year_report_lines import Bounds, Line, State, YearReport
from tallymark.model.figure import Relation
from tallymark.register.register import load
from tallymark.reports import year_page as page_module
from tallymark.reports.terminal import plain
from tallymark.reports.year_charts import Bar, across, along
from tallymark.reports.year_csv import COLUMNS, decimal, year_csv
from tallymark.reports.year_figures import section_figure
from tallymark.reports.year_json import year_json
from tallymark.reports.year_page import year_page
from tallymark.reports.year_table import year_lines
from tallymark.reports.year_words import followed, one_end, value_of


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> YearReport:
    """FY2012 of the release of ``year_store``, compared with FY2013, under two memos."""
    store = year_store(tmp_path_factory.mktemp("year"))
    wish = Wish(2012, base=2013, memos=("morton_2010", "johnson_2014"), small_cells=True)
    return year_report(store, RELEASE, wish, load())


def found_in(text: str, path: str) -> list[Any]:
    """What an XPath finds in a page."""
    found: Any = html.document_fromstring(text).xpath(path)
    return list(found)


def line(relation: Relation = Relation.LEVEL, **more: object) -> Line:
    """One number of a made-up section."""
    return Line("made", "one", "One", relation, State.COUNTED, "made.up", **more)  # type: ignore[arg-type]


def test_faults_and_coverage_stand_before_the_numbers_and_the_trail_after(report: YearReport) -> None:
    """Days, years covered, definition, then the total with its record, the sections, and the command at the end."""
    told = plain(year_lines(report)).splitlines()
    places = [
        next(place for place, words in enumerate(told) if words.strip().startswith(start))
        for start in (
            "Year-end report FY2012", "days ", "coverage    FY2011 to FY2013: covered", "under ", "Total, FY2012",
            "Is it a record?", "Convictions", "Priorities: Memos of 30 June 2010", "Announced or printed", "again ",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    assert "Removals: 48" in told
    assert any(words.split("  ")[0] == "FY2014" and words.endswith("not covered fully") for words in told)
    assert "Change from FY2011" not in "\n".join(told)


def test_tables_and_published_figures_fit_a_narrow_terminal(report: YearReport) -> None:
    """Tables are at most 80 columns wide, long words of a row go on below; a published figure takes four such lines at most."""
    rows = list(year_lines(report))
    tables = [line.words for line in rows if not line.label and "   " in line.words]
    assert tables
    assert [words for words in tables if len(words) > 80] == []
    published = [line.words for line in rows if line.label == "published"]
    assert max(len(words) for words in published) <= 4 * 66


def test_published_figures_are_cited_beside_with_their_definition(report: YearReport) -> None:
    """Value, definition, source and row of the register; never a verdict."""
    told = plain(year_lines(report))
    assert "published   Removals: 409,849, ice.removals.2009; ICE, printed " in told
    assert "published   title, place and carrier of each row: --format html, or tallymark figures removals" in told
    assert "nothing is judged here" in told


def test_a_memo_that_was_not_in_force_is_called_a_reclassification(report: YearReport) -> None:
    """The same people, another memo, no prediction."""
    told = plain(year_lines(report))
    assert "The memo was in force in the whole year." in told
    assert "The same people are sorted by another memo: a reclassification, no prediction" in told


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (line(count=Count(5, 5, 5, 5)), "5"),
        (line(count=Count(1200, 1300, 0, 2000)), "1,200–1,300"),
        (line(count=Count(5, 6, 5, 9), lacking=("x",)), "at least 5"),
        (line(count=Count(0, 0, 0, 9), lacking=("x",)), "0–9"),
        (line(count=Count(5, 6, 2, 6), lacking=("x",)), "at most 6"),
        (line(count=Count(5, 6, 2, 9), lacking=("x",)), "5–6†"),
        (line(Relation.SHARE, bounds=Bounds(*[Fraction(200, 3)] * 4)), "66.7 %"),
        (line(Relation.SHARE, bounds=Bounds(*[Fraction(100, 3), Fraction(200, 3)] * 2)), "33.3–66.7 %"),
        (line(Relation.SHARE, bounds=Bounds(Fraction(200, 3), Fraction(70), Fraction(200, 3), Fraction(90)), lacking=("x",)), "at least 66.6 %"),
        (line(Relation.CHANGE_PCT, bounds=Bounds(*[Fraction(-1, 3)] * 4)), "-0.3 %"),
        (line(Relation.CHANGE_ABS, bounds=Bounds(Fraction(-12), Fraction(3), Fraction(-12), Fraction(3))), "-12 to +3"),
        (line(Relation.RANK, bounds=Bounds(Fraction(1), Fraction(2), Fraction(1), Fraction(3))), "1–2"),
        (replace(line(), state=State.HIDDEN), "–"),
        (replace(line(), state=State.HIDDEN, near="ice.removals.2007"), "– (within 10 of ice.removals.2007)"),
        (replace(line(), state=State.NOT_COVERED), "not compared"),
        (replace(line(), state=State.NOTHING), "nothing to divide by"),
    ],
)  # fmt: skip
def test_a_number_is_told_with_its_bounds_or_why_there_is_none(made: Line, words: str) -> None:
    """Bounds are rounded outward; what a missing field can only raise or lower is told so."""
    assert value_of(made) == words


def test_what_is_compared_with_nothing_is_said_once(report: YearReport) -> None:
    """All rows agree that FY2011 is not covered: no column, one sentence."""
    missing = line(Relation.CHANGE_PCT, base="FY2011")
    missing = replace(missing, state=State.NOT_COVERED, note="FY2011 is not covered fully")
    rows = tuple(replace(row, more=(missing,)) for row in report.sections[0].rows)
    found = followed(rows)
    assert (found.heads, found.rows) == ((), ())
    assert found.notes == ("Change from FY2011: not compared, FY2011 is not covered fully.",)


def test_one_end_is_rounded_away_from_what_is_not_known() -> None:
    """At least 66.66 percent is 66.6, at most is 66.7."""
    assert one_end(Fraction(6666, 100), Relation.SHARE, -1) == "66.6 %"
    assert one_end(Fraction(6666, 100), Relation.SHARE, 1) == "66.7 %"
    assert one_end(1234, Relation.LEVEL, -1) == "1,234"


def test_the_page_loads_nothing_and_has_a_table_beside_each_chart(report: YearReport) -> None:
    """No script, no address to load, one style sheet by its hash; every chart has a label that tells its numbers."""
    text = year_page(report)
    assert found_in(text, "//script | //img | //link | //*[@style] | //*[@onclick]") == []
    assert "default-src &#x27;none&#x27;; style-src &#x27;sha256-" in text
    drawings = found_in(text, "//figure/div[@role='img']")
    assert len(drawings) == 7
    assert "With a conviction: 24" in drawings[1].get("aria-label")
    assert all(one.xpath("ancestor::section[1]//table") for one in drawings)
    assert all(one.xpath("../figcaption")[0].text_content().strip() for one in drawings)
    assert "Homicide: 0" in found_in(text, "//svg//title/text()")


def test_the_page_begins_with_what_is_to_be_known_before_any_number(report: YearReport) -> None:
    """Notes and coverage stand in the header, the total after it."""
    text = year_page(report)
    header = found_in(text, "//header")[0].text_content()
    assert "Before any number" in header
    assert "covered in part or in doubt" in header
    assert "Removals in FY2012" not in header
    assert found_in(text, "//main/section[1]/h2")[0].text_content() == "Removals in FY2012"


def test_without_the_extra_the_page_says_so_and_has_the_tables(
    report: YearReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No chart, one sentence, the same numbers."""
    monkeypatch.setattr(page_module, "available", lambda: False)
    text = year_page(report)
    assert found_in(text, "//figure") == []
    assert "pip install 'tallymark[charts]'" in found_in(text, "//header")[0].text_content()
    assert "Homicide" in found_in(text, "//section[@id='offences']//table")[0].text_content()


def test_words_of_a_release_cannot_become_markup(report: YearReport) -> None:
    """A title or a value with brackets stays text."""
    evil = "<script>alert(1)</script>"
    rows = tuple(replace(row, level=replace(row.level, words=evil)) for row in report.sections[1].rows)
    changed = replace(report, title=evil, sections=(replace(report.sections[1], rows=rows),), memos=())
    text = year_page(changed)
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_charts_draw_bounds_and_take_their_colours_from_the_page() -> None:
    """What is certain and what is open are two shapes, each with a title; a number that is not shown has words only."""
    bars = [
        Bar("One", 100, 120, "One: 100–120", told="One: 100–120"),
        Bar("Two", None, None, "Two: not shown", told="Two: not shown"),
    ]
    text = across(bars, "events").text
    assert text.count("<title>One: 100–120</title>") == 2
    assert text.count("<title>Two: not shown</title>") == 1
    assert "var(--link)" in text
    assert "var(--pale-bar)" in text
    assert '"#' not in text
    years = along([Bar("FY2012", 5, 5, "FY2012: 5"), Bar("FY2013", 3, 3, "FY2013: 3", part=True)], "removals").text
    assert "var(--none)" in years


def test_a_long_label_of_a_chart_stands_in_lines_with_its_number(report: YearReport) -> None:
    """Nothing is cut: each line of a label has at most 54 letters, and the last one the number."""
    (memo,) = [one for one in report.memos if one.id == "johnson_2014"]
    text = section_figure(memo.section).text
    lines = [found.text for found in html.document_fromstring(text).iter("text", "tspan") if found.text]
    assert "Priority 2: several or significant misdemeanors, entry" in lines
    assert "since 1 January 2014: 0–48" in lines


def test_of_whom_the_fields_do_not_tell_is_at_least_a_number_where_fields_are_missing(report: YearReport) -> None:
    """On the fields of FY2012 nobody knows of 36 whether they are in a priority of 2014; with the missing fields it may be all 48."""
    (memo,) = [one for one in report.memos if one.id == "johnson_2014"]
    unknown = memo.section.rows[-1].level
    assert (unknown.words, unknown.count) == ("Not told by the fields", Count(36, 36, 48, 48))
    assert unknown.lacking
    assert value_of(unknown) == "at least 36"
    assert value_of(replace(unknown, count=Count(0, 0, 48, 48))) == "48"


def test_the_json_is_exact_and_whole(report: YearReport) -> None:
    """Schema 1; counts with four bounds, shares as fractions with their parts, published figures, trail with queries."""
    found = json.loads(year_json(report))
    assert found["schema"] == 1
    assert found["total"]["number"]["count"] == {"low": 48, "high": 48, "low_any": 48, "high_any": 48}
    sections = {one["id"]: one for one in found["sections"]}
    dui = next(row for row in sections["offences"]["rows"] if row["id"] == "dui")
    assert dui["share"]["numerator"]["low"] == 12
    assert dui["share"]["denominator"]["low"] == 24
    assert dui["share"]["bounds"]["low"] == 50
    change = found["total"]["changes_and_rank"][1]
    assert (change["relation"], change["bounds"]["low"]) == ("change_pct", "100/3")
    assert {one["definition"] for one in found["total"]["number"]["published"]} >= {"ice.removals.2009"}
    assert [one["id"] for one in found["memos"]] == ["morton_2010", "johnson_2014"]
    assert found["coverage"][3]["state"] == "part"
    assert found["trail"]["command"].startswith("tallymark report made-up --year FY2012")
    assert any("FROM" in sql for sql in found["trail"]["sql"].values())


def test_the_csv_has_one_row_a_number(report: YearReport) -> None:
    """Notes and coverage first; bounds, parts, definition and state in each row; no formula for a spreadsheet."""
    text = year_csv(report)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["section"] == "before"
    assert [row["state"] for row in rows if row["section"] == "coverage"] == ["full", "full", "full", "part"]
    share = next(row for row in rows if row["statistic"] == "dui.share")
    assert (share["low"], share["high"], share["numerator_low"], share["denominator_low"]) == ("50", "50", "12", "24")
    total = next(row for row in rows if row["statistic"] == "total" and row["section"] == "total")
    assert (total["low"], total["definition"], total["relation"]) == ("48", "ice.removals_by_departure", "level")
    assert "409,849, ice.removals.2009" in total["published"]
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [(Fraction(100, 3), "33.3333", "33.3334"), (Fraction(-1, 3), "-0.3334", "-0.3333"), (Fraction(5), "5", "5")],
)
def test_decimals_are_rounded_outward(value: Fraction, low: str, high: str) -> None:
    """A third is never more, nor less, than it is."""
    assert (decimal(value, up=False), decimal(value, up=True)) == (low, high)
