"""Verdicts on claims made by hand against references made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tallymark.checking.check import check
from tallymark.model.claim import Document, Extraction, Slot, Span
from tallymark.model.figure import Figure, Hedge, Modality, Relation
from tallymark.model.period import Period
from tallymark.model.verdict import Checked, VerdictKind
from tests.checking.making import Shelves, claim, figure, value, verdict

TOTAL = figure("396906", "FY2011")
CRIMINAL = figure("216698", "FY2011", "criminality=convicted")
BEFORE = figure("392862", "FY2010")
YEARBOOK = figure("391953", "FY2011", definition="ohss.removals", tier=1)


@pytest.mark.parametrize(
    ("number", "hedge", "kind", "reason"),
    [
        ("396906", Hedge.NONE, "exact", "fits"),
        ("397000", Hedge.NONE, "rounded", "fits"),
        ("396000", Hedge.NONE, "truncated", "fits"),
        ("400000", Hedge.ALMOST, "hedged", "fits"),
        ("390000", Hedge.MORE_THAN, "hedged", "fits"),
        ("400000", Hedge.MORE_THAN, "contradicted", "side"),
        ("352000", Hedge.NONE, "contradicted", "value"),
        ("300000", Hedge.AT_LEAST, "hedged", "fits"),
        ("100", Hedge.MORE_THAN, "misleading", "value"),
        ("396950", Hedge.NONE, "not_checkable", "ambiguous"),
    ],
)
def test_a_level_is_judged_by_its_interval(number: str, hedge: Hedge, kind: str, reason: str) -> None:
    """The published 396,906 gives each wording its verdict; a number within a thousandth is not called wrong."""
    found = verdict(claim(number, hedge=hedge), TOTAL)
    assert (found.kind.value, found.reason) == (kind, reason)


def test_the_interval_test_stands_in_one_line() -> None:
    """The line shows the words, the interval and what was found."""
    found = verdict(claim("45000", hedge=Hedge.ALMOST, quote="almost 45,000", width="526"), figure("44653", "FY2011"))
    assert found.line == "almost 45,000 → [44,474, 45,000); found 44,653"
    assert found.width == "core"


def test_what_the_source_supports_is_one_line_to_copy() -> None:
    """Value, definition in words, period, source and date stand in it."""
    found = verdict(claim("396906"), TOTAL)
    assert found.supports.startswith("396,906: removals, fiscal year 2011 (removals and returns; the year is locked")
    assert (
        "Publisher 1, Title 1, 2012, table 1, read at Carrier 1, read 2026-01-02: https://example.org/1"
        in found.supports
    )
    assert "\n" not in found.supports


@pytest.mark.parametrize("modality", [Modality.TARGET, Modality.PLAN, Modality.CAPACITY])
def test_a_goal_is_never_compared_with_an_outcome(modality: Modality) -> None:
    """A target, plan or capacity is not judged, whatever was reached."""
    found = verdict(claim("400000", modality=modality), TOTAL)
    assert (found.kind, found.reason) == (VerdictKind.NOT_CHECKABLE, "not_an_outcome")


def test_a_forecast_that_came_true_is_supported() -> None:
    """The number was foretold, and the year's count is within what its words allow."""
    found = verdict(claim("400000", hedge=Hedge.ALMOST, modality=Modality.FORECAST), TOTAL)
    assert (found.kind, found.reason) == (VerdictKind.HEDGED, "came_true")
    assert "396,906" in found.words


def test_a_forecast_that_did_not_come_true_is_not_called_wrong() -> None:
    """What came is shown as a lead; a forecast was no statement of fact."""
    found = verdict(claim("350000", modality=Modality.FORECAST), TOTAL)
    assert (found.kind, found.reason) == (VerdictKind.NOT_CHECKABLE, "not_an_outcome")
    assert "396,906" in found.words
    assert found.leads == (TOTAL,)


def test_a_forecast_for_days_without_a_figure_is_open() -> None:
    """A figure of another year neither supports nor denies a forecast."""
    found = verdict(claim("396906", "FY2012", modality=Modality.FORECAST), TOTAL)
    assert (found.kind, found.reason) == (VerdictKind.NOT_CHECKABLE, "not_an_outcome")


def test_an_unmapped_measure_is_not_checkable() -> None:
    """Without a measure there is nothing to compare."""
    assert verdict(claim("95", measure=None), TOTAL).reason == "measure_unmapped"


def test_an_unconfirmed_figure_decides_nothing_and_is_shown_as_a_lead() -> None:
    """The only reference was not seen in its source: the verdict says so and shows it."""
    lead = figure("216698", "FY2011", "criminality=convicted", confirmed=False)
    for number in ("216698", "150000"):
        found = verdict(claim(number, population="criminality=convicted"), lead)
        assert (found.kind, found.reason) == (VerdictKind.NOT_CHECKABLE, "reference_unconfirmed")
        assert found.leads == (lead,)
        assert found.best is None


def test_a_faulty_figure_decides_nothing() -> None:
    """A claim that meets a withdrawn figure is not called wrong, though the annual report says otherwise."""
    faulty = figure("109535", "FY2024", fault="the file was withdrawn", tier=3, definition="ddp.file")
    found = verdict(claim("109535", "FY2024"), faulty, figure("271484", "FY2024"))
    assert (found.kind, found.reason) == (VerdictKind.NOT_CHECKABLE, "reference_faulty")
    assert found.leads[0] == faulty


@pytest.mark.parametrize(
    ("hedge", "printed", "interval", "kind"),
    [
        (Hedge.NONE, Hedge.MORE_THAN, "(195000, inf)", "rounded"),
        (Hedge.MORE_THAN, Hedge.MORE_THAN, "(195000, inf)", "exact"),
        (Hedge.NONE, Hedge.ALMOST, "[185000, 195000)", "rounded"),
        (Hedge.ALMOST, Hedge.MORE_THAN, "(195000, inf)", "contradicted"),
    ],
)
def test_a_hedge_of_the_source_may_be_dropped_but_not_turned(
    hedge: Hedge, printed: Hedge, interval: str, kind: str
) -> None:
    """A bound printed by the source supports the bare number, and contradicts the opposite side."""
    reference = figure(interval, "FY2010", "criminality=convicted", hedge=printed, printed="195,000")
    found = verdict(claim("195000", "FY2010", "criminality=convicted", hedge=hedge), reference)
    assert found.kind.value == kind


def test_an_imprecise_reference_decides_nothing() -> None:
    """A published "more than 1,000" neither supports nor contradicts 1,500."""
    reference = figure("(1000, inf)", "FY2010", hedge=Hedge.MORE_THAN)
    found = verdict(claim("5500", "FY2010"), reference)
    assert (found.kind, found.reason) == (VerdictKind.NOT_CHECKABLE, "reference_imprecise")


def test_figures_of_computed_sources_alone_never_accuse() -> None:
    """A tier 3 figure may support, but a claim it speaks against is only not checkable."""
    third = figure("300000", "FY2011", tier=3)
    assert verdict(claim("300000"), third).kind is VerdictKind.EXACT
    assert verdict(claim("350000"), third).kind is VerdictKind.NOT_CHECKABLE


def test_an_assumed_part_never_accuses() -> None:
    """A claim whose measure or period is assumed is ambiguous, not wrong."""
    made = claim("352000")
    assumed = (
        replace(made, measure=Slot("removals", "assumed", None, "nothing else in the text")),
        replace(made, period=Slot(Period.fiscal_year(2011), "assumed", None, "nothing else in the text")),
    )
    for one in assumed:
        found = verdict(one, TOTAL)
        assert (found.kind, found.reason) == (VerdictKind.NOT_CHECKABLE, "ambiguous")


def test_words_that_are_not_understood_block_a_verdict() -> None:
    """An unmapped word beside a number of few digits blocks both support and accusation."""
    for number in ("350000", "400000"):
        found = verdict(replace(claim(number), unmapped=(Span(1, 3),)), figure("398000", "FY2011"))
        assert found.kind is VerdictKind.NOT_CHECKABLE


def test_a_definition_the_text_does_not_mean_makes_it_true_under() -> None:
    """A count that names no agency is read as ICE's; the Yearbook's printing is named as the only one that fits."""
    found = verdict(claim("391953"), TOTAL, YEARBOOK)
    assert (found.kind, found.reason) == (VerdictKind.TRUE_UNDER, "definition")
    assert "396,906" in found.words


def test_another_definition_that_disagrees_is_named_beside_the_support() -> None:
    """Support by ICE's count stands and the Yearbook's is named."""
    found = verdict(claim("396906"), TOTAL, YEARBOOK)
    assert found.kind is VerdictKind.EXACT
    assert any("391,953" in note for note in found.notes)
    assert found.n_tried == 2


FIRST = figure("356739", "FY2008", vintage="2008-11-06")
REVISED = figure("369221", "FY2008", vintage="2010-06")


@pytest.mark.parametrize(
    ("dated", "kind"), [("2009-02-01", "exact"), ("2010-06-15", "exact"), ("2010-07-01", "true_under")]
)
def test_a_first_printing_supports_until_it_is_replaced(dated: str, kind: str) -> None:
    """What a text could not know does not count; from then on the number is that of an earlier printing."""
    assert verdict(claim("356739", "FY2008"), FIRST, REVISED, dated=dated).kind.value == kind


def test_the_printing_that_replaced_a_number_is_named() -> None:
    """Both printings stand in the verdict."""
    found = verdict(claim("356739", "FY2008"), FIRST, REVISED)
    assert found.reason == "vintage"
    assert "369,221" in found.words
    assert found.best == FIRST


def test_a_number_printed_again_is_not_replaced() -> None:
    """A printing that still had the number after the revision keeps it in force."""
    again = figure("356739", "FY2008", vintage="2011", id="again")
    assert verdict(claim("356739", "FY2008"), FIRST, REVISED, again, dated="2012-02-01").kind is VerdictKind.EXACT


def test_a_rounded_number_belongs_to_no_single_printing() -> None:
    """Three digits are a rounding, which a later printing does not replace."""
    assert verdict(claim("357000", "FY2008"), FIRST, REVISED).kind is VerdictKind.ROUNDED


def test_a_printing_without_a_date_is_not_replaced() -> None:
    """Where no date of printing is known, neither is the order of printings."""
    undated = figure("356739", "FY2008", vintage="in a letter")
    assert verdict(claim("356739", "FY2008"), undated, REVISED).kind is VerdictKind.EXACT


def test_a_number_at_the_edge_of_one_definition_and_beyond_another_is_true_under() -> None:
    """By ICE's count it only just fits, by the Yearbook's it is on the wrong side."""
    yearbook = figure("430000", "FY2011", definition="ohss.removals", tier=1)
    nearly = claim("420000", hedge=Hedge.ALMOST, width="15000")
    assert verdict(nearly, TOTAL).kind is VerdictKind.HEDGED
    found = verdict(nearly, TOTAL, yearbook)
    assert (found.kind, found.reason) == (VerdictKind.TRUE_UNDER, "definition")
    assert "430,000" in found.words


def test_a_text_that_names_the_publisher_has_said_which_definition_it_means() -> None:
    """The other definition then only stands beside the support."""
    yearbook = figure("430000", "FY2011", definition="ohss.removals", tier=1)
    nearly = claim("420000", hedge=Hedge.ALMOST, width="15000")
    text = "ICE said that it removed nearly 420,000 people in fiscal year 2011." + " " * 40
    assert verdict(nearly, TOTAL, yearbook, text=text).kind is VerdictKind.HEDGED


def test_a_printed_bound_beside_the_count_itself_keeps_no_other_definition_alive() -> None:
    """A bound of the series meant says nothing where its narrower figure speaks against the number."""
    bound = figure("(380000, inf)", "FY2011", hedge=Hedge.MORE_THAN, tier=3)
    found = verdict(claim("391953"), TOTAL, bound, YEARBOOK)
    assert (found.kind, found.reason) == (VerdictKind.TRUE_UNDER, "definition")


def test_a_number_between_two_printings_is_not_called_wrong() -> None:
    """A third printing, not in the register, may have had it."""
    vintages = [figure("132887", "FY2019", vintage="2019-06"), figure("132856", "FY2019", vintage="2020")]
    found = verdict(claim("132871", "FY2019"), *vintages)
    assert (found.kind, found.reason) == (VerdictKind.NOT_CHECKABLE, "ambiguous")


def test_another_years_number_under_a_named_year_is_contradicted_for_its_period() -> None:
    """The number fits fiscal 2010, but the text says fiscal 2011."""
    found = verdict(claim("392862"), TOTAL, BEFORE)
    assert (found.kind, found.reason) == (VerdictKind.CONTRADICTED, "period")
    assert "FY2010" in found.words


def test_another_years_number_under_an_inherited_year_is_drift() -> None:
    """Without an own word for the year the fitting year is named, without accusation."""
    made = claim("392862")
    found = verdict(replace(made, period=Slot(made.period.value, "inherited", Span(0, 3))), TOTAL, BEFORE)
    assert (found.kind, found.drift) == (VerdictKind.TRUE_UNDER, "period")


def test_the_total_printed_for_the_convicted_is_contradicted_for_its_scope() -> None:
    """The text's own word "convicted" excludes the reading that fits."""
    found = verdict(claim("396906", population="criminality=convicted"), TOTAL, CRIMINAL)
    assert (found.kind, found.reason) == (VerdictKind.CONTRADICTED, "scope")


def test_a_dropped_filter_is_drift_of_scope() -> None:
    """The number of the convicted printed for everybody fits those with a conviction."""
    found = verdict(claim("216698"), TOTAL, CRIMINAL)
    assert (found.kind, found.drift) == (VerdictKind.TRUE_UNDER, "scope")
    assert "conviction" in found.words


def test_sanctions_since_a_month_fit_where_fines_of_a_year_do_not() -> None:
    """A neighbouring measure over a longer time prints the same number: drift, named."""
    fines = figure(
        "(6000000, 7000000)", "FY2010", measure="fines", unit="usd", hedge=Hedge.ALMOST, definition="ice.fines"
    )
    sanctions = figure(
        "[45000000, 55000000]", "2009-01-01/2010-10-06", measure="financial_sanctions", unit="usd", hedge=Hedge.ABOUT,
        definition="ice.sanctions",
    )  # fmt: skip
    found = verdict(claim("50000000", "FY2010", measure="fines", unit="usd"), fines, sanctions)
    assert (found.kind, found.drift) == (VerdictKind.TRUE_UNDER, "scope")
    assert "wider than fines" in found.words


def test_a_lost_other_is_drift_of_scope() -> None:
    """Two-thirds fits those without a conviction, not everybody."""
    share = figure(
        "(66.666, inf)", "FY2011", "violator=recent_border_or_repeat", of="criminality=none",
        relation=Relation.SHARE, unit="percent", hedge=Hedge.MORE_THAN,
    )  # fmt: skip
    made = claim(
        "66.666", population="violator=recent_border_or_repeat", relation=Relation.SHARE, unit="percent",
        hedge=Hedge.MORE_THAN, width="5",
    )  # fmt: skip
    found = verdict(made, share)
    assert (found.kind, found.drift) == (VerdictKind.TRUE_UNDER, "scope")
    assert "no conviction" in found.words


def test_a_part_larger_than_its_whole_is_contradicted() -> None:
    """Eleven months of some people cannot exceed the whole year of them; a rounded number may count something wider."""
    whole = figure("6004", "FY2012", "citizenship=brazil")
    found = verdict(claim("9542", "2011-10-01/2012-08-31", "citizenship=brazil"), whole)
    assert (found.kind, found.reason) == (VerdictKind.CONTRADICTED, "value")
    rounded = verdict(claim("9500", "2011-10-01/2012-08-31", "citizenship=brazil"), whole)
    assert rounded.kind is VerdictKind.NOT_CHECKABLE


def test_a_wider_count_under_the_same_words_is_not_accused() -> None:
    """People "apprehended" may include those at ports of entry: without a figure for those nothing is called wrong."""
    narrow = figure(
        "38243", "2018-04", "area=southwest", measure="border_apprehensions", definition="cbp.usbp_apprehensions.1925"
    )
    made = claim("51000", "2018-04", "area=southwest", measure="border_apprehensions", hedge=Hedge.ALMOST)
    assert verdict(made, narrow).kind is VerdictKind.NOT_CHECKABLE
    wide = figure(
        "50924", "2018-04", "area=southwest", measure="border_encounters", definition="cbp.southwest_encounters"
    )
    found = verdict(made, narrow, wide, dated="2018-05-10")
    assert (found.kind, found.drift) == (VerdictKind.TRUE_UNDER, "scope")
    other = figure(
        "45000", "2018-04", "area=southwest", measure="border_encounters", definition="cbp.southwest_encounters"
    )
    assert verdict(made, narrow, other, dated="2018-05-10").kind is VerdictKind.CONTRADICTED


def neighbours() -> list[Figure]:
    """A total and its part under a narrower and under a wider measure."""
    return [
        figure("66884", "2019-02", measure="border_apprehensions", definition="cbp.usbp_apprehensions.1925"),
        figure("76103", "2019-02", measure="border_encounters", definition="cbp.southwest_encounters"),
        figure("36530", "2019-02", "family_status=family_unit", measure="border_apprehensions", definition="cbp.usbp_apprehensions.1925"),
        figure("45000", "2019-02", "family_status=family_unit", measure="border_encounters", definition="cbp.southwest_encounters"),
    ]  # fmt: skip


def test_a_text_that_counts_a_neighbouring_measure_is_not_accused_for_its_parts() -> None:
    """Where the total fits the wider measure, its parts are not held against the narrower one."""
    figures = neighbours()
    whole = claim("76103", "2019-02", measure="border_apprehensions", at=1)
    part = claim("40385", "2019-02", "family_status=family_unit", measure="border_apprehensions", at=20)
    assert verdict(part, *figures, dated="2019-03-06").kind is VerdictKind.CONTRADICTED
    assert verdict(part, *figures, beside=[whole], dated="2019-03-06").kind is VerdictKind.NOT_CHECKABLE


def test_a_verdict_that_is_told_before_the_end_is_final_unless_it_speaks_against_the_claim() -> None:
    """The part is told as contradicted and then taken back because of the whole after it; the whole is told as it stays."""
    figures = neighbours()
    part = claim("40385", "2019-02", "family_status=family_unit", measure="border_apprehensions", at=1)
    whole = claim("76103", "2019-02", measure="border_apprehensions", at=20)
    text = Document("text", " " * 100, Period.parse("2019-03-06"), "option")
    told: list[Checked] = []
    found = check(Extraction(text, (part, whole), ()), Shelves(figures), progress=told.append)
    assert [one.verdict.kind.value for one in told] == ["contradicted", "true_under"]
    assert [one.verdict.kind.value for one in found.checks] == ["not_checkable", "true_under"]
    assert told[1] == found.checks[1]


@pytest.mark.parametrize(("number", "kind"), [("380000", "contradicted"), ("380123", "not_checkable"), ("1200000", "not_checkable")])  # fmt: skip
def test_a_precise_near_miss_and_a_far_miss_are_not_accused(number: str, kind: str) -> None:
    """A precise number 4 percent off is of another window or printing; three times the figure counts something else."""
    assert verdict(claim(number), TOTAL).kind.value == kind


def test_a_period_after_the_newest_figure_says_so() -> None:
    """The verdict names the end of the series."""
    found = verdict(claim("500000", "FY2031"), TOTAL)
    assert (found.kind, found.reason, found.newer_than_series) == (
        VerdictKind.NOT_CHECKABLE,
        "period_not_covered",
        True,
    )


def test_people_the_register_does_not_know_are_no_such_field() -> None:
    """A filter without any figure is a missing field, not a missing period."""
    found = verdict(claim("5000", population="offence=kidnapping"), TOTAL)
    assert (found.kind, found.reason) == (VerdictKind.NOT_CHECKABLE, "no_such_field")
    assert verdict(claim("5000", measure="overstays"), TOTAL).reason == "no_such_field"


def test_a_denied_figure_is_marked() -> None:
    """The verdict is on the figure; that the text disputes it is said."""
    found = verdict(replace(claim("352000"), disputed=True), TOTAL)
    assert found.disputed_in_text


def test_a_vague_number_is_never_called_wrong() -> None:
    """The word "thousands" fits within its words and is not accused outside them."""
    made = claim(None, hedge=Hedge.VAGUE, value=value(None))
    assert verdict(made, figure("5000", "FY2011")).kind is VerdictKind.HEDGED
    assert verdict(made, figure("50", "FY2011")).kind is VerdictKind.NOT_CHECKABLE


def test_a_false_record_is_contradicted_although_the_number_is_right() -> None:
    """Fiscal 2010 was above fiscal 2009: 389,834 was a record only until then."""
    figures: tuple[Figure, ...] = (TOTAL, BEFORE, figure("389834", "FY2009"), figure("315943", "FY2014"))
    assert verdict(replace(claim("396906"), qualifiers=("record",)), *figures).kind is VerdictKind.EXACT
    found = verdict(replace(claim("315943", "FY2014"), qualifiers=("record",)), *figures)
    assert (found.kind, found.reason) == (VerdictKind.CONTRADICTED, "rank")


def test_an_average_is_not_the_count_itself() -> None:
    """A word beside the number that makes it another count blocks an accusation."""
    words = "the average for the month was 352,000 in those years" + " " * 50
    found = verdict(claim("352000"), TOTAL, text=words)
    assert (found.kind, found.reason) == (VerdictKind.NOT_CHECKABLE, "ambiguous")
    assert "average" in found.words


def test_a_total_that_is_the_sum_of_its_printed_parts_counts_both() -> None:
    """61,465 "apprehended" of whom 29,116 between and 32,349 at the ports are encounters, by the text itself."""
    more = {"measure": "border_encounters", "definition": "cbp.southwest_encounters"}
    figures = [
        figure("61465", "2025-01", "area=southwest", **more),
        figure(
            "29116",
            "2025-01",
            "area=southwest",
            measure="border_apprehensions",
            definition="cbp.usbp_apprehensions.2023-05",
        ),
    ]
    total = claim("61465", "2025-01", measure="border_apprehensions", at=1)
    parts = [
        claim("29116", "2025-01", measure="border_apprehensions", at=20),
        claim("32349", "2025-01", measure="inadmissibles", at=30),
    ]
    assert verdict(total, *figures, dated="2025-02-18").kind is VerdictKind.TRUE_UNDER
    found = verdict(total, *figures, beside=parts, dated="2025-02-18")
    assert found.kind is VerdictKind.EXACT
    assert any("own parts" in note for note in found.notes)


def test_families_are_not_people_in_family_units() -> None:
    """The figure counts people, the text says families: true under another unit, and named."""
    people = figure(
        "12505",
        "2015-10-01/2015-11-30",
        "family_status=family_unit",
        measure="border_apprehensions",
        definition="cbp.usbp_apprehensions.1925",
    )
    made = claim("12505", "2015-10-01/2015-11-30", "family_status=family_unit", measure="border_apprehensions")
    found = verdict(made, people, text="families" + " " * 90, dated="2015-12-24")
    assert found.kind is VerdictKind.EXACT
    span = replace(made, population=Slot(made.population.value, "text", Span(0, 8)))
    found = verdict(span, people, text="families" + " " * 90, dated="2015-12-24")
    assert (found.kind, found.reason, found.drift) == (VerdictKind.TRUE_UNDER, "unit", "scope")


def test_a_stock_of_days_after_the_text_is_no_reading_of_it() -> None:
    """A text of July 2012 cannot mean what was counted in 2013."""
    later = figure("3181", "CY2013", measure="sc_jurisdictions", definition="ice.sc", unit="jurisdictions")
    made = claim("3000", "CY2012", measure="sc_jurisdictions", hedge=Hedge.MORE_THAN, unit="count")
    assert verdict(made, later, dated="2012-07-06").kind is VerdictKind.NOT_CHECKABLE
    assert verdict(made, later, dated="2014-07-06").kind is VerdictKind.HEDGED


def test_an_average_over_most_of_the_days_is_a_lead_for_a_rate() -> None:
    """An average population of five months neither proves nor denies one of six; a count of five months is no lead at all."""
    most = "2014-10-01/2015-02-28"
    held = figure("26374", most, measure="average_daily_population", definition="ice.adp", unit="people")
    made = claim("27400", "2014-10-01/2015-04-04", measure="average_daily_population", hedge=Hedge.ABOUT, width="500")
    found = verdict(made, held, dated="2015-04-23")
    assert (found.kind, found.leads) == (VerdictKind.NOT_CHECKABLE, (held,))
    counted = verdict(claim("27400", "2014-10-01/2015-04-04"), figure("26374", most), dated="2015-04-23")
    assert counted.leads == ()


@pytest.mark.parametrize(
    ("number", "hedge", "kind"),
    [
        ("300000", Hedge.MORE_THAN, "hedged"),
        ("350000", Hedge.MORE_THAN, "misleading"),
        ("200000", Hedge.MORE_THAN, "misleading"),
        ("700000", Hedge.LESS_THAN, "misleading"),
        ("400000", Hedge.LESS_THAN, "hedged"),
    ],
)
def test_a_round_bound_reaches_to_the_next_number_as_round(number: str, hedge: Hedge, kind: str) -> None:
    """396,906 lies between 300,000 and 400,000; beyond the next number as round a bound misleads."""
    assert verdict(claim(number, hedge=hedge, width="1000"), TOTAL).kind.value == kind


def test_a_round_bound_that_another_figure_denies_is_no_support() -> None:
    """Every figure that counts must lie within the reach of the bound."""
    low = figure("290000", "FY2011", vintage="2013")
    bound = claim("300000", hedge=Hedge.MORE_THAN, width="5000")
    assert verdict(bound, TOTAL, low).kind is not VerdictKind.HEDGED


def test_a_bound_of_the_source_beside_its_number_does_not_end_the_reach() -> None:
    """More than 390,000, printed beside 396,906, leaves the count where it is."""
    printed = figure("(390000, inf)", "FY2011", hedge=Hedge.MORE_THAN, definition="ohss.removals")
    assert verdict(claim("300000", hedge=Hedge.MORE_THAN, width="5000"), TOTAL, printed).kind is VerdictKind.HEDGED
