"""Claims from drafts: in come a finished draft and the speakers of the text; out comes the claim."""

from __future__ import annotations

from decimal import Decimal

from tallymark.claims.comparisons import PARTS
from tallymark.claims.drafts import Draft
from tallymark.claims.quantity import value_of
from tallymark.claims.speech import Speech
from tallymark.claims.widths import claimed_value
from tallymark.model.claim import Claim, ClaimedValue, Slot, Span
from tallymark.model.figure import Hedge, Relation
from tallymark.model.population import Population
from tallymark.model.vocabulary import measures

LONG_YEAR = 400


def claim_from(draft: Draft, text: str, speech: Speech) -> Claim:
    """The claim that a draft has become; ``text`` is the whole document."""
    sentence, quantity = draft.sentence, draft.quantity
    span = draft.span
    measure = draft.measure
    number_span = span if quantity is None else quantity.number_span
    return Claim(
        id=draft.id,
        span=span,
        number_span=number_span,
        sentence=sentence.span,
        quote=span.of(text),
        value=_rank_value(draft) if quantity is None else value_of(quantity),
        hedge=draft.years_hedge if quantity is None else quantity.hedge,
        unit=_unit(draft),
        relation=draft.relation,
        modality=draft.modality,
        direction=draft.frame.direction,
        measure=measure,
        population=_population(draft.filters, draft.filters_origin, draft.filters_span),
        period=draft.period,
        of=Slot(None, "missing") if draft.of is None else _whole(draft),
        base=draft.base,
        hedge_words="" if quantity is None else quantity.hedge_words,
        speaker=speech.speaker_at(span),
        quoted=speech.quoted(span),
        disputed=speech.disputed(span),
        qualifiers=draft.frame.qualifiers,
        unmapped=tuple(sorted(set(draft.unmapped))),
        links=draft.made_links(),
        notes=tuple(draft.notes),
    )


def _population(filters: dict[str, str], origin: str, span: Span | None) -> Slot[Population]:
    return Slot(Population.from_mapping(filters), origin if filters or origin == "assumed" else "text", span)


def _whole(draft: Draft) -> Slot[Population | None]:
    return Slot(Population.from_mapping(draft.of or {}), draft.of_origin, draft.of_span)


def _rank_value(draft: Draft) -> ClaimedValue:
    """The value of a rank since a period: its year, the first one of a decade."""
    one = Decimal(1)
    if draft.years is not None:
        return claimed_value(draft.years, draft.years_hedge, one, one, kind="count", width="bare", low=None, high=None)
    mention = draft.sentence.periods[draft.place]
    closed = [(period.n_days or 0, period) for period in mention.readings if period.end is not None]
    year: Decimal | None = None
    if closed:
        days, shortest = min(closed, key=lambda item: item[0])
        day = shortest.start if days > LONG_YEAR else shortest.last_day
        year = None if day is None else Decimal(day.year)
    return claimed_value(year, Hedge.NONE, one, one, kind="count", width="bare", low=None, high=None)


def _unit(draft: Draft) -> str:
    quantity = draft.quantity
    if quantity is None:
        return "year" if draft.years is None else "years"
    if quantity.kind in PARTS:
        return "percent"
    if quantity.kind == "multiple":
        return "ratio"
    if draft.relation is Relation.RANK:
        return quantity.unit if quantity.unit.endswith("s") else "years"
    known = measures().get(draft.measure.value or "")
    if quantity.unit == "count" and known is not None:
        return "people" if known.unit in ("people", "events", "deaths") else known.unit
    return quantity.unit
