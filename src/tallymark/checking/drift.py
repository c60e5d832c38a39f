"""Drift: in comes a question that no direct figure answers as claimed; out come near figures that do fit.

Near means one thing otherwise: another period, other people, a neighbouring measure, another whole or base, another unit.
A fit by accident is likely when many are tried, so the number must be specific or printed there with the same digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tallymark.checking.candidate import Candidate, Nearness, printed
from tallymark.checking.days import match_stock
from tallymark.checking.family import family
from tallymark.checking.levels import Count, levels, match_days, populations
from tallymark.checking.question import Question
from tallymark.checking.relations import changes, share_points, shares
from tallymark.checking.shelf import Shelf, normal
from tallymark.checking.testing import digits, same_number, supports, try_candidate
from tallymark.model.comparison import PLAIN, Outcome
from tallymark.model.figure import Figure, Hedge, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.verdict import Try
from tallymark.model.vocabulary import measure as measure_named

SPECIFIC_DIGITS = 3
YEARS_AROUND = 4
DAYS_OF_A_YEAR = 365
STATES = ("convicted", "none", "convicted_or_pending", "none_or_pending", "no_conviction_or_charge", "pending")
SHARP = frozenset({Outcome.EXACT.value, Outcome.ROUNDED.value, Outcome.HEDGED.value, Outcome.TRUNCATED.value})


@dataclass(frozen=True, slots=True)
class Found:
    """The near figures that fit, how many were tried, and whether one of the same days fits that could be by accident."""

    tries: tuple[Try, ...]
    n_tried: int
    unspecific: bool = False


def drift(shelf: Shelf, question: Question) -> Found:
    """The near figures that fit a claim, nearest first."""
    count = question.count
    if count is None or question.claim.value.number is None:
        return Found((), 0)
    fits: list[Try] = []
    tried, unspecific = 0, False
    for candidate in _near(shelf, question, count):
        tried += 1
        if not candidate.figure.decides or after_text(candidate.figure, question):
            continue
        one = try_candidate(question.claim, candidate)
        if supports(one) and one.outcome in SHARP:
            if _specific(question, candidate.figure):
                fits.append(one)
            unspecific = unspecific or candidate.nearness is Nearness.SCOPE
    return Found(tuple(fits), tried, unspecific)


def after_text(figure: Figure, question: Question) -> bool:
    """Whether a figure is for days after the text was written, which the text cannot mean."""
    start = figure.key.period.start
    return question.last_day is not None and start is not None and start > question.last_day


def _near(shelf: Shelf, question: Question, count: Count) -> Iterator[Candidate]:
    relation = question.claim.relation
    if relation is Relation.LEVEL:
        yield from _near_levels(shelf, question, count)
    elif relation is Relation.SHARE:
        yield from _near_shares(shelf, question, count)
    elif relation in (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO) and question.base is not None:
        yield from _near_changes(shelf, question, count, question.base)


def _specific(question: Question, figure: Figure) -> bool:
    """Whether a fit is hardly by accident: the same digits are printed there, or the number has three digits."""
    if figure.key.measure in [name for name, _ in family(question.claim.measure.value or "").wider]:
        return digits(question.claim.value.number) > 1 or same_number(question.claim, figure)
    if figure.key.measure != question.claim.measure.value:
        return same_number(question.claim, figure)
    if question.claim.hedge not in PLAIN:
        near = question.claim.hedge is Hedge.ABOUT and digits(question.claim.value.number) > SPECIFIC_DIGITS
        return near or same_number(question.claim, figure)
    return (
        question.claim.relation is not Relation.LEVEL
        or same_number(question.claim, figure)
        or digits(question.claim.value.number) >= SPECIFIC_DIGITS
    )


def _near_levels(shelf: Shelf, question: Question, count: Count) -> Iterator[Candidate]:
    yield from _other_levels(shelf, question, count, count.measure)
    for name, words in family(count.measure).near:
        for figure in _in_window(shelf, question, name):
            people = _open_words(name, figure.key.population, count.population)
            days = match_days(name, count.period, figure.key.period)
            if people is not None and days is not None:
                yield printed(figure).farther(Nearness.SCOPE, words, *people, *days.words)
            elif (
                people is not None and figure.key.period.contains(count.period) and same_number(question.claim, figure)
            ):
                yield printed(figure).farther(Nearness.SCOPE, words, f"period {figure.key.period.label}")


def _other_levels(shelf: Shelf, question: Question, count: Count, name: str) -> Iterator[Candidate]:
    for figure in _in_window(shelf, question, name):
        given = figure.key.period
        people = _people_words(figure.key.population, count.population)
        if people is None:
            continue
        days = match_days(name, count.period, given)
        if days is not None and people:
            yield printed(figure).farther(Nearness.SCOPE, *people)
        elif days is None and not people and _like(name, given, count.period):
            yield printed(figure).farther(Nearness.PERIOD, f"period {given.label}")


def _in_window(shelf: Shelf, question: Question, measure: str) -> Iterator[Figure]:
    """Levels that touch the widest interval of the claim: a cheap test before the exact one."""
    value = question.claim.value
    low = min(end for end in (value.core.low, value.stretch.low, value.number) if end is not None)
    high = max(
        end
        for end in (value.core.high, value.stretch.high, None if value.cut is None else value.cut.high, value.number)
        if end is not None
    )
    yield from shelf.in_range(measure, Relation.LEVEL, Interval(low, high))


def _open_words(measure: str, given: Population, claimed: Population) -> tuple[str, ...] | None:
    """Words of what differs when ``given`` are the claimed people, or those that texts mean without saying so."""
    return next((words for people, words in populations(measure, claimed) if people == normal(given)), None)


def _people_words(given: Population, claimed: Population) -> tuple[str, ...] | None:
    """What differs between two populations that are one step apart; empty when they are the same; None when farther."""
    one, other = normal(given).as_dict(), normal(claimed).as_dict()
    keys = sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
    if not keys:
        return ()
    implied = keys == ["criminality", "offence"] and one.get("offence") != other.get("offence")
    if len(keys) > 1 and not implied:
        return None
    return (given.words or "everybody",)


def _like(measure: str, given: Period, claimed: Period) -> bool:
    """Whether a period is of the claim's kind (a year beside a year) or reaches around it."""
    if measure_named(measure).flow == "stock":
        return match_stock(claimed, given) is None
    if given.n_days is None or claimed.n_days is None:
        return given.contains(claimed)
    return (
        abs(given.n_days - claimed.n_days) <= 0.1 * claimed.n_days or given.contains(claimed) or claimed.contains(given)
    )


def _near_shares(shelf: Shelf, question: Question, count: Count) -> Iterator[Candidate]:
    whole = question.whole
    for candidate in _other_wholes(shelf, count, whole):
        yield candidate
    state = normal(count.population).get("criminality")
    if state is not None and count.population.get("offence") is None:
        for other in STATES:
            if other != state:
                people = Population(tuple(sorted({**count.population.as_dict(), "criminality": other}.items())))
                for candidate in shares(shelf, _changed(count, people=people), whole):
                    yield candidate.farther(Nearness.SCOPE, people.words)
    for name, words in family(count.measure).near:
        for candidate in shares(shelf, Count(name, count.population, count.period, count.year_open), whole):
            yield candidate.farther(Nearness.SCOPE, f"of {words}")
    for period in _years_around(count.period):
        for candidate in shares(shelf, _changed(count, period=period), whole):
            yield candidate.farther(Nearness.PERIOD, f"period {period.label}")


def _other_wholes(shelf: Shelf, count: Count, whole: Population | None) -> Iterator[Candidate]:
    """Shares of the same people among another whole: the scope that a text lost ("the other removals")."""
    part = count.population
    own = _own(part, whole)
    parts = [own, *(own.without(key) for key, _ in own.filters if len(own.filters) > 1)]
    shares_known = shelf.of_relation(count.measure, Relation.SHARE)
    for figure in shares_known:
        given = figure.key.of
        if normal(given or Population()) == normal(whole or Population()):
            continue
        days = match_days(count.measure, count.period, figure.key.period)
        if days is not None and _own(figure.key.population, given) in parts:
            yield printed(figure).farther(Nearness.SCOPE, f"of those {_words(given)}", *days.words)
    for given in dict.fromkeys(figure.key.of for figure in shares_known):
        if normal(given or Population()) != normal(whole or Population()) and normal(part).inside(
            given or Population()
        ):
            for candidate in shares(shelf, count, given):
                yield candidate.farther(Nearness.SCOPE, f"of {_words(given)}")


def _own(part: Population, whole: Population | None) -> Population:
    """What a part says beyond its whole."""
    known = normal(whole or Population()).as_dict()
    return Population(tuple(pair for pair in normal(part).filters if known.get(pair[0]) != pair[1]))


def _words(whole: Population | None) -> str:
    return whole.words if whole is not None and whole.filters else "everybody"


def _near_changes(shelf: Shelf, question: Question, count: Count, base: Period) -> Iterator[Candidate]:
    relation = question.claim.relation
    yield from _other_units(shelf, question, count, base)
    year = base.n_days is not None and base.n_days >= DAYS_OF_A_YEAR
    for other in _years_around(base) if year else ():
        if not other.same_days(count.period) and _before(other, count.period):
            for candidate in changes(shelf, count, other, relation):
                yield candidate.farther(Nearness.PERIOD, f"since {other.label}")
    for name, words in family(count.measure).near:
        asked = Count(name, count.population, count.period, count.year_open)
        for candidate in changes(shelf, asked, base, relation):
            yield candidate.farther(Nearness.SCOPE, words)
    population = Population() if count.population.filters else Population((("criminality", "convicted"),))
    for candidate in changes(shelf, _changed(count, people=population), base, relation):
        yield candidate.farther(Nearness.SCOPE, population.words or "everybody")


def _other_units(shelf: Shelf, question: Question, count: Count, base: Period) -> Iterator[Candidate]:
    """Percent taken for percentage points of the share, and the reverse."""
    claim = question.claim
    if claim.relation is Relation.RATIO or not count.population.filters:
        return
    if claim.unit == "percent":
        for candidate in share_points(shelf, count, question.whole, base):
            yield candidate.farther(Nearness.UNIT, "percentage points of the share")
    if claim.unit == "points":
        for candidate in changes(shelf, count, base, Relation.CHANGE_PCT):
            yield candidate.farther(Nearness.UNIT, "percent, not points")


def _before(one: Period, other: Period) -> bool:
    return one.end is not None and other.start is not None and one.end <= other.start


def _years_around(period: Period) -> tuple[Period, ...]:
    """The same months or whole years before and after; other days have no like."""
    if period.start is None or period.end is None or (period.start.day, period.end.day) != (1, 1):
        return ()
    steps = [step for distance in range(1, YEARS_AROUND + 1) for step in (-distance, distance)]
    return tuple(period.shifted_years(step) for step in steps)


def _changed(count: Count, *, people: Population | None = None, period: Period | None = None) -> Count:
    return Count(
        count.measure,
        count.population if people is None else people,
        count.period if period is None else period,
        count.year_open,
    )


def upper_bounds(shelf: Shelf, count: Count) -> Iterator[Candidate]:
    """Wholes that a flow cannot exceed: the same people over longer days, or more people over the same days."""
    if measure_named(count.measure).flow != "flow":
        return
    mine = [people for people, _ in populations(count.measure, count.population)]
    for figure in shelf.in_days(count.measure, Relation.LEVEL, count.period):
        if not figure.decides or figure.value.high is None or not figure.key.period.contains(count.period):
            continue
        people = normal(figure.key.population)
        if any(one.inside(people) for one in mine):
            words = f"the whole: {people.words or 'everybody'}, {figure.key.period.label}"
            yield printed(figure).farther(Nearness.BOUND, words)


__all__ = ["Found", "after_text", "drift", "levels", "upper_bounds"]
