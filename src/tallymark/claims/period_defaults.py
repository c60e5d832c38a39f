"""Periods that no words give: in comes a draft with its neighbours and the date of the text; out comes a period marked as assumed.

Each default serves a class of numbers: stocks are told of the month or year of the text, budgets of the fiscal year named last,
changes of the newest period after what they are compared with, numbers off this subject of the year named last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from tallymark.claims import administrations
from tallymark.claims.clauses import RATE_LEADS, clause_words
from tallymark.claims.dates import add_months, last_full_month
from tallymark.claims.drafts import Draft
from tallymark.claims.own_periods import CHANGES, told_now
from tallymark.claims.period_readings import AGENCIES, base_period, is_appropriation, is_flow, runs_fiscal
from tallymark.claims.tense import tense_of
from tallymark.model.claim import Slot
from tallymark.model.figure import Modality, Relation
from tallymark.model.period import Period, PeriodKind, fiscal_year_of
from tallymark.model.vocabulary import measures

YOUNG = 550  # days: a presidency this young is what a text without a period speaks of
MONTHLY_STOCKS = frozenset(
    {"detention_population", "detention_beds", "atd_population", "personnel_ice", "personnel_border_patrol", "border_fence", "agreements_287g", "agencies_287g"}
)  # fmt: skip
NOT_OUTCOMES = (Modality.TARGET, Modality.MANDATE, Modality.CAPACITY, Modality.REQUEST)
AHEAD = (Modality.PLAN, Modality.FORECAST)
NEWEST = "the newest full period"
SEVERAL_YEARS = Decimal(600_000)
A_MONTH = 31
SO_FAR = ("so far", "to date", "thus far", "until now")
MANY_DIGITS = 4
PASSAGE = 3  # paragraphs on each side
REACH_OF_RATE = 7  # words after a number in which "a day" makes it a rate
LATEST = frozenset({"latest", "newest", "most-recent"})
BUDGETS = frozenset({"budget", "detention_cost"})
LIST_MARKS = ("-", "–", "—", "•", "*", "·")
LEAD = 8  # words before a number that may say it is told of the present
PRESENT = frozenset({"has", "have", "holds", "maintains", "operates", "runs", "employs"})
POINTING = frozenset({"that", "that's", "this", "these", "those", "it", "it's"})


def assume(
    draft: Draft, before: Sequence[Draft], after: Sequence[Draft], dated: Period | None, head: frozenset[str]
) -> None:
    """Give the draft the period that its sort of number has when nothing says it; nothing where no default serves."""
    if draft.frame.base_value and draft.measure.value is None:
        draft.period = _other_group(draft)
    if dated is None or dated.start is None or draft.frame.base_value or draft.topic:
        return
    day, measure = dated.start, draft.measure.value
    if is_appropriation(draft) or measure in BUDGETS or (measure in MONTHLY_STOCKS and draft.modality is not Modality.ACTUAL):
        draft.period = _budget_year(draft, before, day)
    elif draft.modality in NOT_OUTCOMES and measure is not None:
        draft.period = _assumed(Period.fiscal_year(fiscal_year_of(day)), "the fiscal year of the text")
    elif measure in MONTHLY_STOCKS:
        draft.period = _stock(draft, before, day)
    elif measure is None:
        draft.period = (
            _printed_before(draft, before)
            or _former(draft, day)
            or _so_far(draft, before, after)
            or _present(draft, day)
            or _named_near(draft, before, day)
            or _after_base(draft, after, day)
            or _assumed(Period.calendar_year(day.year), "the year of the text")
        )
    elif not is_flow(measure) or _is_price(measure) or told_now(draft):
        draft.period = _assumed(Period.calendar_year(day.year), "the year of the text")
    elif draft.modality is Modality.ACTUAL:
        draft.period = (
            _after_base(draft, after, day)
            or _this_presidency(draft, before, day, head)
            or _last_year_of_change(draft, day)
            or draft.period
        )


def _other_group(draft: Draft) -> Slot[Period | None]:
    """A number "compared with" which another is told, of another group and of no other time ("compared with # of the others"), is of the same period."""
    main = next((other for kind, other in draft.links if kind == "base_of"), None)
    lead = draft.sentence.words[max(0, draft.place - 4) : draft.place]
    if main is None or main.period.value is None or draft.frame.base_place is not None or "compared" not in lead:
        return draft.period
    return Slot(main.period.value, "assumed", main.period.span, "the period of the number it is compared with")


def _stock(draft: Draft, before: Sequence[Draft], day: date) -> Slot[Period | None]:
    """A stock told in the present is of the month of the text; of one told of an unnamed day in the past only the year is sure."""
    if LATEST.intersection(draft.sentence.words[: draft.place]) and clause_words()["carrier"].intersection(draft.sentence.words[: draft.place]):
        full = last_full_month(day)
        return _assumed(Period.month(full.year, full.month), "the last full month, which the latest figures tell of")
    if tense_of(draft.sentence, draft.place) in ("present", "perfect"):
        return _assumed(Period.month(day.year, day.month), "the month of the text")
    named = _named_near(draft, before, day) if in_list(draft) else None
    return named or _assumed(Period.calendar_year(day.year), "the year of the text")


def _assumed(period: Period, why: str) -> Slot[Period | None]:
    return Slot(period, "assumed", None, why)


def month_before(dated: Period | None, months: int) -> Period | None:
    """The month so many months before that of the text; None in a text without a date."""
    if dated is None or dated.start is None or dated.start.year < 100:
        return None
    day = add_months(dated.start, -months)
    return Period.month(day.year, day.month)


def _is_price(measure: str) -> bool:
    """Whether the measure is a cost per person and day, which is told of the present."""
    known = measures().get(measure)
    return known is not None and known.flow == "rate" and known.unit == "usd"


def spans_years(draft: Draft, least: Decimal = SEVERAL_YEARS) -> bool:
    """Whether a count of removals is larger than any year's: the sum of several years, which no single year explains."""
    quantity = draft.quantity
    if quantity is None or draft.measure.value != "removals" or draft.relation is not Relation.LEVEL:
        return False
    value = quantity.number if quantity.number is not None else quantity.low
    return value is not None and value >= least


def presidency(draft: Draft, dated: Period | None) -> Slot[Period | None] | None:
    """The presidency to date of a sum that only several years explain, when the sentence names the president."""
    if not spans_years(draft) or dated is None or dated.start is None:
        return None
    words = draft.sentence.words
    for place in range(draft.place - 1, -1, -1):
        name = words[place].removesuffix("'s")
        if name not in administrations.names():
            continue
        reign = administrations.by_name(name, dated.start)
        if reign is None or reign.start > dated.start:
            return None
        first, last = fiscal_year_of(reign.start), min(fiscal_year_of(dated.start) - 1, fiscal_year_of(reign.end) - 1)
        span = draft.sentence.span_of(place, place)
        if last > first:
            whole = Period(Period.fiscal_year(first).start, Period.fiscal_year(last).end)
            return Slot(whole, "assumed", span, f"the fiscal years of {reign.president} so far")
        return Slot(
            Period.since(reign.start, min(dated.start, reign.end)),
            "assumed",
            span,
            f"since {reign.president} took office",
        )
    return None


def _this_presidency(
    draft: Draft, before: Sequence[Draft], day: date, head: frozenset[str]
) -> Slot[Period | None] | None:
    """The presidency to date, where it is young and the text speaks of it."""
    reign = administrations.at(day)
    if reign is None or (day - reign.start).days > YOUNG or not _names_president(draft, before, reign, head):
        return None
    return _assumed(Period.since(reign.start, day), f"since {reign.president} took office")


def _names_president(
    draft: Draft, before: Sequence[Draft], reign: administrations.Administration, head: frozenset[str]
) -> bool:
    """Whether the paragraph of the claim, or the head of the text, speaks of the president in office or the administration."""
    near = head.union(
        draft.sentence.words, *(other.sentence.words for other in before[-10:] if other.paragraph == draft.paragraph)
    )
    return bool({"administration", "administration's"} & near) or any(
        {name, f"{name}'s"} & near for name in reign.names
    )


def _former(draft: Draft, day: date) -> Slot[Period | None] | None:
    """The presidency of a former president that the sentence names before the number ("the A administration let in thousands")."""
    words = draft.sentence.words
    for place in range(draft.place - 1, 0, -1):
        if words[place] not in ("administration", "administration's"):
            continue
        reign = administrations.by_name(words[place - 1].removesuffix("'s"), day)
        if reign is not None and reign.end <= day:
            span = draft.sentence.span_of(place - 1, place)
            return Slot(Period(reign.start, reign.end), "assumed", span, f"the presidency of {reign.president}")
    return None


def _budget_year(draft: Draft, before: Sequence[Draft], day: date) -> Slot[Period | None]:
    """The fiscal year that the text named last ("the fiscal 2021 spending bill"), else that of the text."""
    for other in (draft, *reversed(before)):
        if not clause_words()["appropriation"].intersection(other.sentence.words):
            continue
        for mention in reversed(other.sentence.periods.values()):
            if mention.certainty == "fiscal" and mention.kind == "year" and any(word[-4:].isdigit() for word in mention.words.split()):
                return Slot(mention.period, "assumed", mention.span, "the fiscal year named last")
    return _assumed(Period.fiscal_year(fiscal_year_of(day)), "the fiscal year of the text")


def _after_base(draft: Draft, after: Sequence[Draft], day: date) -> Slot[Period | None] | None:
    """The newest period of the sort that a change is compared with: the last full month, or the last full fiscal year.

    A level takes it from the change told right after it ("76,000 people, up 31 percent over January").
    """
    following = next((other for other in after[:2] if other.line == draft.line), None)
    source = draft if draft.frame.base_place is not None else following
    if source is None or source.relation not in CHANGES or source.frame.base_place is None:
        return None
    base = base_period(source.sentence.periods[source.frame.base_place], None, fiscal=runs_fiscal(draft))
    if base is None or base.start is None or base.n_days is None:
        return None
    if base.n_days <= A_MONTH and base.kind is PeriodKind.MONTH:
        full = last_full_month(day)
        newest = Period.month(full.year, full.month)
    elif base.kind is PeriodKind.FISCAL_YEAR:
        newest = Period.fiscal_year(fiscal_year_of(day) - 1)
    else:
        return None
    later = newest.start is not None and newest.start > base.start
    return _assumed(newest, NEWEST) if later else None


def _last_year_of_change(draft: Draft, day: date) -> Slot[Period | None] | None:
    """A change of enforcement told without any time ("arrests are down 22 percent") is that of the last full fiscal year."""
    if draft.relation is not Relation.CHANGE_PCT or draft.frame.base_place is not None:
        return None
    return _assumed(Period.fiscal_year(fiscal_year_of(day) - 1), NEWEST)


def _present(draft: Draft, day: date) -> Slot[Period | None] | None:
    """The month of the text for what an agency has at present ("ICE has agreements with 30 counties") and for what is so now."""
    if draft.quantity is None or draft.modality is not Modality.ACTUAL:
        return None
    lead = draft.sentence.words[max(0, draft.place - LEAD) : draft.place]
    counted = draft.quantity.kind in ("count", "range") and draft.relation is Relation.LEVEL
    words = draft.sentence.words[draft.place + 1 : draft.place + REACH_OF_RATE]
    rate = any(word in RATE_LEADS and words[at + 1] in ("day", "week") for at, word in enumerate(words[:-1]))
    running = rate and tense_of(draft.sentence, draft.place) == "present"
    if "now" in lead or running or (counted and draft.sentence.contexts & AGENCIES and PRESENT.intersection(lead)):
        return _assumed(Period.month(day.year, day.month), "the month of the text")
    return None


def _printed_before(draft: Draft, before: Sequence[Draft]) -> Slot[Period | None] | None:
    """A number of many digits that the text prints again is the same figure, so of the same period."""
    number = None if draft.quantity is None else draft.quantity.number
    if number is None or len(str(number).rstrip("0.")) < MANY_DIGITS:
        return None
    for other in before:
        same = other.quantity is not None and other.quantity.number == number and other.relation is draft.relation
        if same and other.period.origin == "text" and other.period.value is not None:
            return Slot(other.period.value, "assumed", other.period.span, "the same number printed before")
    return None


def _so_far(draft: Draft, before: Sequence[Draft], after: Sequence[Draft]) -> Slot[Period | None] | None:
    """What is so "so far" has run since the day from which the passage counts ("# flights since March")."""
    lead = " ".join(draft.sentence.words[: draft.place])
    if not any(cue in lead for cue in SO_FAR) or tense_of(draft.sentence, draft.place) == "past":
        return None
    near = [other for other in (*reversed(before), *after) if abs(other.paragraph - draft.paragraph) <= PASSAGE]
    near = [other for other in near if other.period.origin == "text" and other.period.value is not None]
    since = [other for other in near if other.period.value is not None and other.period.value.kind is PeriodKind.SINCE]
    if not since:
        return None
    nearest = min(since, key=lambda other: abs(other.line - draft.line))
    return Slot(nearest.period.value, "assumed", nearest.period.span, "since when the passage counts")


def _named_near(draft: Draft, before: Sequence[Draft], day: date) -> Slot[Period | None] | None:
    """For a number off this subject: the period last named in this paragraph, the calendar year named in the one before, or the day of a whole report.

    A sentence that points back ("That is up 35 percent") goes on with the one before it, wherever its paragraph begins.
    """
    back = draft.sentence.word(0) in POINTING
    present = not back and tense_of(draft.sentence, draft.place) == "present"
    for other in reversed(before):
        period = other.period.value
        goes_on = back and other.line == draft.line - 1 and other.period.span is not None
        told = other.period.origin == "text" or goes_on
        alike = goes_on or other.modality in (draft.modality, Modality.ACTUAL)
        if not told or not alike or period is None:
            continue
        if draft.modality in AHEAD and period.end is not None and period.end <= day:
            return None
        if present and period.kind is not PeriodKind.DAY:
            return None
        near = draft.paragraph == other.paragraph or (back and draft.line - other.line <= 1)
        listed = in_list(draft) and in_list(other)
        beside = (draft.paragraph - other.paragraph <= 1 or listed) and period.kind is PeriodKind.CALENDAR_YEAR
        if near or beside or period.kind is PeriodKind.DAY:
            return Slot(period, "assumed", other.period.span, "the period last named")
        return None
    return None


def in_list(draft: Draft) -> bool:
    """Whether the sentence is in a paragraph that a list mark opens: items of one list share the period that an earlier one names."""
    text, start = draft.sentence.text, draft.sentence.span.start
    return text[text.rfind("\n", 0, start + 1) + 1 : start + 1].lstrip()[:1] in LIST_MARKS


def streaks(drafts: Sequence[Draft], dated: Period | None) -> None:
    """Give "for nine straight months" the months that were over at the date of the text, and so the other numbers of its sentence."""
    if dated is None or dated.start is None:
        return
    end = last_full_month(dated.start) + timedelta(days=1)
    for index, draft in enumerate(drafts):
        months = _streak_months(draft)
        if not months or draft.period.value is not None:
            continue
        draft.period = _assumed(Period(add_months(end, -months), end), "the full months before the text")
        for other in reversed(drafts[:index]):
            if other.line != draft.line:
                break
            if other.period.value is None and not other.topic:
                other.period = Slot(draft.period.value, "assumed", draft.span, draft.period.note)


def _streak_months(draft: Draft) -> int:
    """How many months a streak has lasted; 0 of any other number."""
    number = None if draft.quantity is None else draft.quantity.number
    after = draft.sentence.words[draft.place + 1 : draft.place + 4]
    if "streak" not in draft.frame.qualifiers or "months" not in after or number is None or not 0 < number < 600:
        return 0
    return int(number)
