"""Properties of checking that hold whatever the claim: total, stable under wider intervals, never silent about a lost support."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.model.claim import Claim, ClaimedValue, Slot, Span
from tallymark.model.figure import Hedge, Modality, Relation
from tallymark.model.interval import Interval
from tallymark.model.verdict import AGAINST, SUPPORTED, VerdictKind
from tests.checking.making import claim, figure, report, statement, verdict

PERIODS = ["FY2009", "FY2010", "FY2011", "CY2011", "2011-03", "FY2009-FY2011", "2010-10-01/2011-06-30", "2011-10-01/.."]
PEOPLE = [
    "",
    "criminality=convicted",
    "criminality=none",
    "offence=homicide",
    "arrest_place=interior;criminality=convicted",
]
MEASURES = ["removals", "border_apprehensions", "unauthorized_population", "arrests_per_day", "fines", None]
FIGURES = [
    figure("396906", "FY2011"), figure("392862", "FY2010"), figure("389834", "FY2009"),
    figure("216698", "FY2011", "criminality=convicted"), figure("(195000, inf)", "FY2010", "criminality=convicted", hedge=Hedge.MORE_THAN),
    figure("391953", "FY2011", definition="dhs.removals"), figure("109535", "FY2011", fault="withdrawn", definition="x"),
    figure("[54.5, 55)", "FY2011", "criminality=convicted", relation=Relation.SHARE, unit="percent", hedge=Hedge.ALMOST),
    figure("11500000", "2011-01", measure="unauthorized_population"), figure("340252", "FY2011", measure="border_apprehensions"),
]  # fmt: skip


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Any claim that the types allow, sensible or not."""
    number = draw(st.one_of(st.none(), st.integers(0, 10**9).map(str), st.decimals(0, 1000, places=2).map(str)))
    hedge = Hedge.VAGUE if number is None else draw(st.sampled_from([one for one in Hedge if one is not Hedge.VAGUE]))
    made = claim(
        number,
        draw(st.one_of(st.none(), st.sampled_from(PERIODS))),
        draw(st.sampled_from(PEOPLE)),
        measure=draw(st.sampled_from(MEASURES)),
        hedge=hedge,
        relation=draw(st.sampled_from(list(Relation))),
        unit=draw(st.sampled_from(["people", "percent", "points", "usd", "ratio", "years", "year"])),
        direction=draw(st.sampled_from([None, "up", "down"])),
        base=draw(st.one_of(st.none(), st.sampled_from(PERIODS))),
        of=draw(st.sampled_from(PEOPLE)),
        modality=draw(st.sampled_from([Modality.ACTUAL, Modality.ACTUAL, Modality.TARGET])),
        origin=draw(st.sampled_from(["text", "inherited", "assumed"])),
    )
    return replace(
        made,
        qualifiers=tuple(draw(st.lists(st.sampled_from(["record", "lowest_since", "streak"]), max_size=2))),
        unmapped=(Span(1, 2),) if draw(st.booleans()) else (),
        of=draw(st.sampled_from([made.of, Slot(None, "missing")])),
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(claims(), min_size=1, max_size=3), st.sets(st.integers(0, len(FIGURES) - 1)))
def test_every_claim_gets_one_verdict_with_a_reason(made: list[Claim], chosen: set[int]) -> None:
    """Checking never raises, and each verdict has a reason, words, and a best figure when it names one."""
    made = [replace(one, id=f"c{at}") for at, one in enumerate(made)]
    found = report(made, [FIGURES[at] for at in sorted(chosen)])
    assert len(found.checks) == len(made)
    for checked in found.checks:
        assert checked.verdict.reason
        assert checked.verdict.words
        if checked.verdict.kind in AGAINST | SUPPORTED and checked.verdict.reason != "own_numbers":
            assert checked.verdict.best is not None
            assert checked.verdict.line


@settings(max_examples=200, deadline=None)
@given(st.integers(300_000, 500_000), st.integers(0, 30_000), st.integers(1, 200_000))
def test_widening_a_claim_never_turns_support_into_accusation(number: int, half: int, wider: int) -> None:
    """A claim that allows more numbers is supported or open, never contradicted, where the narrow one was supported."""

    def made(width: int) -> Claim:
        n = Decimal(number)
        value = ClaimedValue(
            n, Interval(n - width, n + width), Interval(n - 2 * width, n + 2 * width), Decimal(1), Decimal(1)
        )
        return claim(str(number), hedge=Hedge.ABOUT, value=value)

    if verdict(made(half), *FIGURES).kind in SUPPORTED:
        assert verdict(made(half + wider), *FIGURES).kind not in AGAINST


@settings(max_examples=200, deadline=None)
@given(
    claims(),
    st.sets(st.integers(0, len(FIGURES) - 1)),
    st.integers(1, 10**6),
    st.sampled_from(PERIODS[:4]),
    st.sampled_from(["ice.removals.2009", "dhs.removals"]),
)
def test_an_added_confirmed_reference_never_removes_a_support_without_naming_it(
    made: Claim, chosen: set[int], number: int, period: str, definition: str
) -> None:
    """Either the support stands or the verdict's words name what now disagrees."""
    known = [FIGURES[at] for at in sorted(chosen)]
    added = figure(str(number), period, definition=definition, id="added", printed=f"added {number}")
    before, after = verdict(made, *known), verdict(made, *known, added)
    if before.kind in SUPPORTED and after.kind not in SUPPORTED:
        assert f"added {number}" in f"{after.words} {after.line} {' '.join(after.notes)}"


def test_a_statement_always_gets_a_verdict() -> None:
    """Directions, periods and bases of every kind are answered."""
    for direction in ("up", "down"):
        for period in PERIODS:
            for base in (None, *PERIODS):
                found = verdict(statement(direction, period, base), *FIGURES)
                assert found.kind in VerdictKind


def test_a_computed_figure_keeps_its_parts() -> None:
    """A computed figure keeps the parts it was made of, for the evidence."""
    share = claim("55", population="criminality=convicted", relation=Relation.SHARE, unit="percent")
    found = verdict(share, FIGURES[0], FIGURES[3])
    assert found.best is not None
    assert [part.value for part in found.best.parts] == [Interval.point(216698), Interval.point(396906)]
