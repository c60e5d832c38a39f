"""When: in come the drafts of a text with the periods of its sentences; out come period and base of each, read from the words, inherited or assumed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tallymark.claims.clauses import NUMBER, Sentence, clause_words, is_break
from tallymark.claims.drafts import Draft
from tallymark.claims.periods import PeriodMention, resolve_relative
from tallymark.model.claim import Slot
from tallymark.model.figure import Modality, Relation
from tallymark.model.period import Period, PeriodKind, fiscal_year_of
from tallymark.model.vocabulary import measures

BORDER = ("border_", "usbp_", "inadmissibles", "apprehensions_", "seizures")
YEARS = frozenset({"year", "years", "this_year", "to_date", "range", "reign", "decade"})
MILLIONS = Decimal(600_000)
CHANGES = (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO, Relation.RANK)
MONTHLY_STOCKS = frozenset(
    {
        "detention_population",
        "detention_beds",
        "atd_population",
        "personnel_ice",
        "personnel_border_patrol",
        "border_fence",
    }
)
NOT_OUTCOMES = (Modality.TARGET, Modality.MANDATE, Modality.CAPACITY, Modality.REQUEST)
LEFT_JOINS = frozenset(
    {
        "of",
        "total",
        "peak",
        "record",
        "'s",
        "'",
        "figure",
        "number",
        "level",
        "was",
        "were",
        "the",
        "a",
        "high",
        "low",
        ":",
        "—",
        "–",
        "-",
        ",",
        "just",
        "only",
    }
)


def place_periods(drafts: Sequence[Draft], dated: Period | None) -> None:
    """Fill the period and base slots of all drafts of a text, in text order; twice, so that a draft can take from its neighbours."""
    fiscal = any(mention.certainty == "fiscal" for draft in drafts for mention in draft.sentence.periods.values())
    taken: dict[int, set[int]] = {}
    for draft in sorted(drafts, key=lambda draft: (draft.line, not draft.frame.base_value, draft.place)):
        place = own_period(draft, taken.setdefault(draft.line, set()))
        if place is not None:
            _take(draft, place, dated, fiscal)
            if draft.frame.base_value:
                taken[draft.line].add(place)
    for index, draft in enumerate(drafts):
        if draft.period.value is None:
            _inherit(draft, index, drafts)
        if draft.period.value is None:
            _assume(draft, dated)
        elif draft.period.origin == "text":
            _anchor(draft, index, drafts)
        _place_base(draft, index, drafts)


def is_flow(measure: str | None) -> bool:
    """Whether enforcement statistics of this measure run by US fiscal years."""
    known = measures().get(measure or "")
    return known is not None and (known.flow != "stock")


def _take(draft: Draft, place: int, dated: Period | None, fiscal_text: bool) -> None:
    mention = draft.sentence.periods[place]
    period = _reading(mention, draft.measure.value, fiscal_text)
    if mention.role == "since" and draft.frame.base_value:
        period = base_period(mention, None, fiscal=is_flow(draft.measure.value))
    if period is None or (draft.topic and mention.kind == "reign"):
        return
    if draft.modality is Modality.ACTUAL and dated is not None and not mention.relative:
        period = to_date(period, mention, dated)
    others = [
        other.label for other in mention.readings if mention.certainty == "either" and not other.same_days(period)
    ]
    draft.period = Slot(period, "text", mention.span, "also read as " + ", ".join(others) if others else "")


def _reading(mention: PeriodMention, measure: str | None, fiscal_text: bool) -> Period | None:
    """The reading that the measure wants; border statistics run by fiscal years only in texts that speak of them."""
    if mention.kind not in YEARS:
        return mention.period if mention.kind != "part" or mention.certainty == "fiscal" else _calendar(mention)
    if measure is not None and measure.startswith(BORDER) and not fiscal_text:
        return mention.reading(fiscal=False)
    return mention.reading(fiscal=is_flow(measure))


def _calendar(mention: PeriodMention) -> Period | None:
    """The reading of "the first months of 2014" that starts inside the calendar year named."""
    year = next(
        (int(word) for word in mention.words.replace(",", " ").split() if word.isdigit() and len(word) == 4), None
    )
    wanted = [
        p
        for p in mention.readings
        if year is not None
        and p.start is not None
        and p.last_day is not None
        and p.start.year == year == p.last_day.year
    ]
    return wanted[-1] if wanted else mention.period


def to_date(period: Period, mention: PeriodMention, dated: Period) -> Period:
    """A fiscal or calendar year that was still running at the date of the text tells only of its part so far."""
    if (
        period.kind not in (PeriodKind.FISCAL_YEAR, PeriodKind.CALENDAR_YEAR)
        or period.end is None
        or period.start is None
    ):
        return period
    if dated.start is None or not period.start < dated.start < period.end:
        return period
    cut = [other for other in mention.readings if other.kind is PeriodKind.TO_DATE and other.start == period.start]
    if cut:
        return cut[0]
    last = date(dated.start.year, dated.start.month, 1)
    return Period(period.start, last, PeriodKind.TO_DATE) if last > period.start else period


def _anchor(draft: Draft, index: int, drafts: Sequence[Draft]) -> None:
    """Read "a year earlier" or "the same period of 2014" of a base value against the claim it is compared with."""
    mention = next((m for m in draft.sentence.periods.values() if m.span == draft.period.span), None)
    if mention is None or not mention.relative:
        return
    main = next((other for kind, other in draft.links if kind == "base_of"), None) or _before(draft, index, drafts)
    if main is None or main.period.value is None:
        return
    period = resolve_relative(mention, main.period.value)
    if period is not None:
        draft.period = Slot(period, "text", mention.span, f"against {main.period.value.label}")


def _before(draft: Draft, index: int, drafts: Sequence[Draft]) -> Draft | None:
    near = [other for other in drafts[:index] if other.line == draft.line and not other.frame.base_value]
    return near[-1] if near else None


def own_period(draft: Draft, taken: set[int]) -> int | None:
    """The place of the period that belongs to the number by its words: right after it, right before it, then at the head of its clause.

    ``taken`` are places that belong to base values of the sentence.
    """
    for weak in (False, True):
        # A week or a presidency dates what somebody said more often than a statistic; only the latter is ever taken.
        found = _own(
            draft,
            {
                place
                for place in draft.sentence.periods
                if place not in taken and _usable(draft.sentence, place, weak=weak)
            },
        )
        if found is not None:
            return found
    return None


def _usable(sentence: Sentence, place: int, *, weak: bool) -> bool:
    """Strong periods first; then presidencies that "under" or "during" makes the time of the count."""
    mention = sentence.periods[place]
    if mention.kind == "week" and not mention.ends:
        return False
    if sentence.word(place + 1) in clause_words()["document"]:
        return False
    if mention.kind != "reign" or mention.role == "since":
        return not weak
    lead = {mention.words.lower().split()[0], sentence.word(place - 1), sentence.word(place - 2)}
    return weak and bool(lead & {"under", "during", "in", "throughout", "over"})


def _own(draft: Draft, allowed: set[int]) -> int | None:
    sentence, place = draft.sentence, draft.place
    if not allowed:
        return None
    allowed_in_order = sorted(allowed)
    comparing = draft.relation in CHANGES
    near = _joined_left(sentence, place, allowed)
    if near is not None and not comparing:
        return near
    right = _right(draft, allowed)
    if right is not None:
        return right
    left = [
        index
        for index in sentence.periods
        if index < place and not _is_base(sentence, index) and not _owned(sentence, index, place)
    ]
    if left:
        return left[-1]
    if draft.frame.base_value:
        return None
    later = [index for index in allowed_in_order if index > place and not _is_base(sentence, index)]
    later = [index for index in later if not _belongs_to_base_value(sentence, index, place)]
    if later:
        return later[0]
    shared = [index for index in allowed_in_order if index < place and not _is_base(sentence, index)]
    return shared[-1] if shared else None


def _joined_left(sentence: Sentence, place: int, allowed: set[int]) -> int | None:
    for index in range(place - 1, max(-1, place - 5), -1):
        if index in allowed:
            return index
        if sentence.words[index] not in LEFT_JOINS:
            return None
    return None


def _right(draft: Draft, allowed: set[int]) -> int | None:
    """The first period after the number, before the next number or clause end, that no word of comparison makes a base."""
    sentence, place = draft.sentence, draft.place
    whole = draft.frame.whole.number if draft.frame.whole is not None else None
    for index in range(place + 1, len(sentence.words)):
        if sentence.words[index] == NUMBER and index not in (whole, draft.frame.partner):
            return None
        if index in allowed:
            if draft.frame.base_value or not _is_base(sentence, index):
                return index
            if draft.relation not in CHANGES:
                return None
        elif is_break(sentence, index) and sentence.words[index] not in ("(", ")"):
            return None
    return None


def _is_base(sentence: Sentence, index: int) -> bool:
    """Whether the period is one that something is compared with."""
    mention = sentence.periods[index]
    if mention.role == "base":
        return True
    lead = sentence.words[max(0, index - 4) : index]
    kinds = clause_words()
    if mention.role == "since":
        return _change_before(sentence, index)
    for back, word in enumerate(reversed(lead)):
        if word in ("than", "compared", "versus", "over", "from", "against"):
            return word not in ("from", "over") or _change_before(sentence, index)
        if word in kinds["break"] or (word == NUMBER and back > 0):
            return False
    return False


def _change_before(sentence: Sentence, index: int) -> bool:
    for back in range(index - 1, max(-1, index - 9), -1):
        term = sentence.term_at[back]
        if term is not None and term.entry.role == "change":
            return True
        if sentence.words[back] in clause_words()["rank"]:
            return True
    return False


def _owned(sentence: Sentence, index: int, place: int) -> bool:
    """Whether a period before the number stands right after another number and no list joins the two ("# in @ and # in @")."""
    between = sentence.words[index + 1 : place]
    if not any(number < index for number in sentence.numbers):
        return False
    later = [other for other in sentence.periods if other > place]
    return bool(later) and len(between) < 14 and not is_break_between(sentence, place, later[0])


def is_break_between(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a clause ends, or another number stands, between two places."""
    return any(is_break(sentence, index) or sentence.words[index] == NUMBER for index in range(first + 1, last))


def _belongs_to_base_value(sentence: Sentence, index: int, place: int) -> bool:
    number = max((other for other in sentence.numbers if other < index), default=place)
    if number == place:
        return False
    lead = sentence.words[max(0, number - 3) : number]
    return any(word in ("from", "than", "with", "to", "versus") for word in lead) and index - number < 8


def _inherit(draft: Draft, index: int, drafts: Sequence[Draft]) -> None:
    """Take the period of the number it is joined to, of its sentence, of its paragraph, then of the last claim of the same measure."""
    if draft.topic:
        return
    giver = next(
        (other for kind, other in draft.links if kind in ("same_fact", "part_of") and other.period.value is not None),
        None,
    )
    if giver is None and not _spans_years(draft) and draft.modality not in NOT_OUTCOMES:
        giver = _earlier_base(draft, index, drafts) if draft.frame.base_value else _neighbour(draft, index, drafts)
    if giver is not None and giver.period.value is not None:
        draft.period = Slot(giver.period.value, "inherited", giver.period.span or giver.span, giver.period.note)


def _spans_years(draft: Draft) -> bool:
    """Whether a count of removals is larger than any year's: the sum of several years, which no single year explains."""
    quantity = draft.quantity
    if (
        quantity is None
        or draft.measure.value not in ("removals", "removals_and_returns")
        or draft.relation is not Relation.LEVEL
    ):
        return False
    value = quantity.number if quantity.number is not None else quantity.low
    return value is not None and value >= MILLIONS


def _earlier_base(draft: Draft, index: int, drafts: Sequence[Draft]) -> Draft | None:
    """The last number that the same measure was compared with before."""
    for other in reversed(drafts[:index]):
        if (
            other.frame.base_value
            and other.period.value is not None
            and other.measure.value == draft.measure.value is not None
        ):
            return other
    return None


def _neighbour(draft: Draft, index: int, drafts: Sequence[Draft]) -> Draft | None:
    here = [
        other for other in drafts if other.line == draft.line and other is not draft and other.period.value is not None
    ]
    plain = [other for other in here if not other.frame.base_value and not _in_reign(other)]
    if "now" in draft.sentence.words[max(0, draft.place - 4) : draft.place]:
        plain = []
    if plain:
        return min(plain, key=lambda other: abs(other.place - draft.place))
    measure = draft.measure.value
    if measure is None or not is_flow(measure):
        return None
    usable = [
        other
        for other in drafts
        if other.period.value is not None and not other.frame.base_value and is_flow(other.measure.value)
    ]
    earlier = [other for other in usable if other.line < draft.line and other.measure.value is not None]
    near = [other for other in earlier if draft.paragraph - other.paragraph <= 1]
    groups = (
        [draft.heading] if draft.heading is not None and draft.heading in usable else [],
        [other for other in near if other.topic and draft.line - other.line == 1],
        [other for other in near if other.measure.value == measure and other.paragraph == draft.paragraph],
        [other for other in near if other.measure.value == measure],
        [other for other in near if other.paragraph == draft.paragraph],
        [other for other in earlier if other.measure.value == measure],
        near,
        [other for other in usable if other.line > draft.line and other.measure.value == measure][:1],
        earlier,
    )
    del index
    return next((latest(group) for group in groups if group), None)


def _in_reign(draft: Draft) -> bool:
    """Whether its period is a whole presidency, which no other number takes over."""
    return any(
        mention.kind == "reign" and mention.span == draft.period.span for mention in draft.sentence.periods.values()
    )


def latest(group: Sequence[Draft]) -> Draft:
    """The draft whose period ends last: a text tells of its newest figures and looks back for comparison."""
    return max(group, key=lambda other: (_last_day(other), other.line))


def _last_day(draft: Draft) -> date:
    period = draft.period.value
    return date.max if period is None or period.last_day is None else period.last_day


def _assume(draft: Draft, dated: Period | None) -> None:
    if dated is None or dated.start is None or draft.frame.base_value or draft.topic:
        return
    measure = draft.measure.value
    if draft.modality in NOT_OUTCOMES and measure is not None:
        draft.period = Slot(
            Period.fiscal_year(fiscal_year_of(dated.start)), "assumed", None, "the fiscal year of the text"
        )
    elif measure in MONTHLY_STOCKS:
        draft.period = Slot(Period.month(dated.start.year, dated.start.month), "assumed", None, "the month of the text")
    elif not is_flow(measure):
        draft.period = Slot(Period.calendar_year(dated.start.year), "assumed", None, "the year of the text")


def _place_base(draft: Draft, index: int, drafts: Sequence[Draft]) -> None:
    if draft.relation not in CHANGES:
        return
    place = draft.frame.base_place
    if place is None:
        base = next(
            (
                other
                for other in drafts
                if other.line == draft.line and other.frame.base_value and other.period.value is not None
            ),
            None,
        )
        if base is not None and draft.relation is not Relation.RANK:
            draft.base = Slot(base.period.value, "inherited", base.period.span)
        return
    mention = draft.sentence.periods[place]
    period = base_period(mention, draft.period.value, fiscal=is_flow(draft.measure.value))
    if period is not None:
        draft.base = Slot(period, "text", mention.span)


def base_period(mention: PeriodMention, anchor: Period | None, *, fiscal: bool) -> Period | None:
    """The period compared with: relative words against the claim's own period; "since 2008" means 2008."""
    if mention.relative and anchor is not None:
        found = resolve_relative(mention, anchor)
        if found is not None:
            return found
    if mention.role == "since":
        closed = [
            period for period in mention.readings if period.kind is not PeriodKind.SINCE and period.end is not None
        ]
        wanted = [period for period in closed if (period.kind is PeriodKind.FISCAL_YEAR) == fiscal]
        return (wanted or closed or [mention.period])[0]
    return mention.reading(fiscal=fiscal)
