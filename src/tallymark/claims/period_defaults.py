"""Periods that no words give: in comes a draft with its neighbours and the date of the text; out comes a period marked as assumed.

Each default serves a class of numbers: stocks are told of the month or year of the text, budgets of the fiscal year named last,
changes of the newest period after what they are compared with; those of numbers off this subject are in ``off_subject``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from tallymark.claims import administrations
from tallymark.claims.clauses import clause_words
from tallymark.claims.dates import add_months, last_full_month
from tallymark.claims.drafts import Draft
from tallymark.claims.off_subject import assumed, in_list, named_near, off_subject, other_group
from tallymark.claims.own_periods import CHANGES, told_now
from tallymark.claims.period_readings import base_period, is_appropriation, is_flow, runs_fiscal
from tallymark.claims.tense import tense_of
from tallymark.model.claim import Slot
from tallymark.model.figure import Modality, Relation
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period, PeriodKind, fiscal_year_of
from tallymark.model.vocabulary import measures

YOUNG = 550  # days: a presidency this young is what a text without a period speaks of
MONTHLY_STOCKS = frozenset(
    {"detention_population", "detention_beds", "atd_population", "personnel_ice", "personnel_border_patrol", "border_fence", "agreements_287g", "agencies_287g"}
)  # fmt: skip
NOT_OUTCOMES = (Modality.TARGET, Modality.MANDATE, Modality.CAPACITY, Modality.REQUEST)
NEWEST = "the newest full period"
SEVERAL_YEARS = Decimal(600_000)
A_MONTH = 31
YEAR = compile_pattern(r"\d\d(?!\d)")
LATEST = frozenset({"latest", "newest", "recent"})
FIGURES = frozenset({"numbers", "figures", "data", "statistics", "figure", "count", "tally", "update", "snapshot"})
BUDGETS = frozenset({"budget", "detention_cost"})


def assume(
    draft: Draft, before: Sequence[Draft], after: Sequence[Draft], dated: Period | None, head: frozenset[str]
) -> None:
    """Give the draft the period that its sort of number has when nothing says it; nothing where no default serves."""
    if draft.frame.base_value and draft.measure.value is None:
        draft.period = other_group(draft, before)
    if dated is None or dated.start is None or draft.frame.base_value or draft.topic:
        return
    day, measure = dated.start, draft.measure.value
    if (
        is_appropriation(draft)
        or measure in BUDGETS
        or (measure in MONTHLY_STOCKS and draft.modality is not Modality.ACTUAL)
    ):
        draft.period = _budget_year(draft, before, day)
    elif draft.modality in NOT_OUTCOMES and measure is not None:
        draft.period = assumed(Period.fiscal_year(fiscal_year_of(day)), "the fiscal year of the text")
    elif measure in MONTHLY_STOCKS:
        draft.period = _stock(draft, before, day)
    elif measure is None:
        draft.period = (
            off_subject(draft, before, after, day)
            or _after_base(draft, after, day)
            or assumed(Period.calendar_year(day.year), "the year of the text")
        )
    elif not is_flow(measure) or _is_price(measure) or told_now(draft):
        draft.period = assumed(Period.calendar_year(day.year), "the year of the text")
    elif draft.modality is Modality.ACTUAL:
        draft.period = (
            _after_base(draft, after, day)
            or _this_presidency(draft, before, day, head)
            or _last_year_of_change(draft, day)
            or draft.period
        )


def _stock(draft: Draft, before: Sequence[Draft], day: date) -> Slot[Period | None]:
    """A stock told in the present is of the month of the text; of one told of an unnamed day in the past only the year is sure."""
    words = draft.sentence.words
    if any(word in LATEST and words[at + 1] in FIGURES for at, word in enumerate(words[: draft.place])):
        full = last_full_month(day)
        return assumed(Period.month(full.year, full.month), "the last full month, which the latest figures tell of")
    if tense_of(draft.sentence, draft.place) in ("present", "perfect"):
        return assumed(Period.month(day.year, day.month), "the month of the text")
    named = named_near(draft, before, day) if in_list(draft) else None
    return named or assumed(Period.calendar_year(day.year), "the year of the text")


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
    return assumed(Period.since(reign.start, day), f"since {reign.president} took office")


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


def _budget_year(draft: Draft, before: Sequence[Draft], day: date) -> Slot[Period | None]:
    """The fiscal year that the text named last ("the fiscal 2021 spending bill"), else that of the text."""
    for other in (draft, *reversed(before)):
        if not clause_words()["appropriation"].intersection(other.sentence.words):
            continue
        for mention in reversed(other.sentence.periods.values()):
            if mention.certainty == "fiscal" and mention.kind == "year" and YEAR.search(mention.words):
                return Slot(mention.period, "assumed", mention.span, "the fiscal year named last")
    return assumed(Period.fiscal_year(fiscal_year_of(day)), "the fiscal year of the text")


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
    return assumed(newest, NEWEST) if later else None


def _last_year_of_change(draft: Draft, day: date) -> Slot[Period | None] | None:
    """A change of enforcement told without any time ("arrests are down 22 percent") is that of the last full fiscal year."""
    if draft.relation is not Relation.CHANGE_PCT or draft.frame.base_place is not None:
        return None
    return assumed(Period.fiscal_year(fiscal_year_of(day) - 1), NEWEST)


def streaks(drafts: Sequence[Draft], dated: Period | None) -> None:
    """Give "for nine straight months" the months that were over at the date of the text, and so the other numbers of its sentence."""
    if dated is None or dated.start is None:
        return
    end = last_full_month(dated.start) + timedelta(days=1)
    for index, draft in enumerate(drafts):
        months = _streak_months(draft)
        if not months or draft.period.value is not None:
            continue
        draft.period = assumed(Period(add_months(end, -months), end), "the full months before the text")
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
