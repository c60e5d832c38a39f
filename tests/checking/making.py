"""Small builders for tests of the checking room: claims, figures and references made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tallymark.checking.check import check
from tallymark.model.claim import Claim, ClaimedValue, Document, Extraction, Slot, Span, Statement
from tallymark.model.figure import Figure, Hedge, Key, Modality, Provenance, Relation, Source
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Coverage, Query
from tallymark.model.verdict import Report, Verdict

SOURCES = {
    tier: Source(
        f"source-{tier}",
        f"Publisher {tier}",
        f"Carrier {tier}",
        tier,
        f"Title {tier}",
        f"https://example.org/{tier}",
        "2026-01-02",
        "public domain",
    )
    for tier in (1, 2, 3)
}


class Shelves:
    """References held in memory."""

    def __init__(self, figures: Sequence[Figure] = ()) -> None:
        self.figures = tuple(figures)
        self.as_of = "2026-01-02"
        self.sha256 = "0" * 64

    def lookup(self, query: Query) -> tuple[Figure, ...]:
        """The figures that answer the query."""
        return tuple(
            figure
            for figure in self.figures
            if figure.key.measure == query.measure
            and (query.relation is None or figure.key.relation is query.relation)
            and (query.population is None or figure.key.population.same(query.population))
            and (query.period is None or figure.key.period.same_days(query.period, slack_days=query.slack_days))
        )

    def covers(self, query: Query) -> Coverage:
        """How far the figures of the measure reach."""
        found = self.lookup(Query(query.measure))
        newest = max((f.key.period for f in found), key=lambda p: p.end or date.min, default=None)
        return Coverage("part" if found else "none", newest, "")


def figure(value: str, period: str, population: str = "", **more: Any) -> Figure:
    """A reference figure; by default a confirmed level of ICE removals of tier 1."""
    base, of = more.pop("base", None), more.pop("of", None)
    key = Key(
        more.pop("relation", Relation.LEVEL),
        more.pop("measure", "removals"),
        Population.parse(population),
        Period.parse(period),
        None if of is None else Population.parse(of),
        None if base is None else Period.parse(base),
    )
    definition = more.pop("definition", "ice.removals.2009")
    provenance = Provenance(SOURCES[more.pop("tier", 1)], "table 1", more.pop("vintage", "2012"))
    interval = Interval.parse(value)
    name = more.pop("id", f"{key.relation.value}-{definition}-{population}-{of}-{period}-{base}-{value}")
    return Figure(
        name,
        key,
        interval,
        more.pop("unit", "events"),
        more.pop("printed", str(interval)),
        definition,
        provenance,
        **more,
    )


def value(
    number: str | None, hedge: Hedge = Hedge.NONE, *, half: str | None = None, width: str | None = None
) -> ClaimedValue:
    """A claimed value: plain numbers reach half their last place; hedged ones ``width`` to the side their words allow."""
    if number is None:
        return ClaimedValue(
            None, Interval.parse("[2000, 10000)"), Interval.parse("[2000, 10000)"), Decimal(1), Decimal(1)
        )
    n = Decimal(number)
    granule = Decimal(1).scaleb(max(0, int(n.normalize().as_tuple().exponent))) if n else Decimal(1)
    place = Decimal(1)
    w = Decimal(width) if width else granule
    h = Decimal(half) if half else place / 2
    if hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST):
        open_low = hedge is Hedge.MORE_THAN
        return ClaimedValue(
            n,
            Interval(n, n + w, open_low),
            Interval(n, n + 3 * w, open_low),
            place,
            granule,
            literal=Interval(n, None, open_low),
        )
    if hedge in (Hedge.ALMOST, Hedge.LESS_THAN):
        literal = Interval(None, n, True, True) if hedge is Hedge.LESS_THAN else None
        return ClaimedValue(
            n, Interval(n - w, n, False, True), Interval(n - 2 * w, n, False, True), place, granule, literal=literal
        )
    if hedge is Hedge.UP_TO:
        return ClaimedValue(n, Interval(n - w, n), Interval(n - 2 * w, n), place, granule, literal=Interval(None, n))
    if hedge is Hedge.ABOUT:
        return ClaimedValue(n, Interval(n - w / 2, n + w / 2), Interval(n - w, n + w), place, granule)
    stretch = Interval(n - max(h, granule / 2), n + max(h, granule / 2))
    return ClaimedValue(n, Interval(n - h, n + h), stretch, place, granule, cut=Interval(n, n + granule, False, True))


def claim(number: str | None, period: str | None = "FY2011", population: str = "", **more: Any) -> Claim:
    """A claim whose parts all come from the text; by default a level of removals."""
    hedge = more.pop("hedge", Hedge.NONE)
    at = more.pop("at", 0)
    span = Span(at, at + 5)
    origin = more.pop("origin", "text")
    measure = more.pop("measure", "removals")
    base, of = more.pop("base", None), more.pop("of", "")
    made = Claim(
        id=more.pop("id", f"c{at}"),
        span=span,
        number_span=span,
        sentence=Span(0, 80),
        quote=more.pop("quote", f"{hedge.value} {number}"),
        value=more.pop("value", None)
        or value(number, hedge, half=more.pop("half", None), width=more.pop("width", None)),
        hedge=hedge,
        unit=more.pop("unit", "people"),
        relation=more.pop("relation", Relation.LEVEL),
        modality=more.pop("modality", Modality.ACTUAL),
        direction=more.pop("direction", None),
        measure=Slot(measure, origin if measure else "missing", span),
        population=Slot(Population.parse(population), "text", span),
        period=Slot(None if period is None else Period.parse(period), origin if period else "missing", span),
        of=Slot(Population.parse(of), "text", span),
        base=Slot(None if base is None else Period.parse(base), "text" if base else "missing", span),
    )
    return replace(made, **more)


def statement(direction: str, period: str, base: str | None, **more: Any) -> Statement:
    """A comparison without a number about removals."""
    span = Span(0, 5)
    return Statement(
        "s0", span, Span(0, 80), "higher than", more.pop("relation", Relation.CHANGE_ABS), direction,
        Slot(more.pop("measure", "removals"), "text", span), Slot(Population(), "text", span),
        Slot(Period.parse(period), "text", span), Slot(None if base is None else Period.parse(base), "text", span), **more,
    )  # fmt: skip


def report(
    claims: Sequence[Claim | Statement],
    figures: Sequence[Figure],
    text: str = " " * 100,
    name: str = "text",
    dated: str = "2011-10-18",
) -> Report:
    """The report on some claims, checked against some figures."""
    document = Document(name, text, Period.parse(dated), "option")
    numbers = tuple(one for one in claims if isinstance(one, Claim))
    statements = tuple(one for one in claims if isinstance(one, Statement))
    return check(Extraction(document, numbers, statements), Shelves(figures))


def verdict(
    one: Claim | Statement,
    *figures: Figure,
    beside: Sequence[Claim] = (),
    text: str = " " * 100,
    dated: str = "2011-10-18",
) -> Verdict:
    """The verdict on one claim."""
    found = report([one, *beside], figures, text, dated=dated)
    return next(checked.verdict for checked in found.checks if checked.subject is one)
