"""Statements: in comes a comparison without a number ("higher than under", "more than ever"); out comes a verdict where a series exists."""

from __future__ import annotations

from datetime import date

from tallymark.checking.candidate import FAMILY, Candidate, series_of
from tallymark.checking.days import closed
from tallymark.checking.levels import Count, day_readings, levels, populations
from tallymark.checking.question import year_open
from tallymark.checking.ranks import rank
from tallymark.checking.shelf import Shelf, normal
from tallymark.checking.wording import measure_words, period_words, supports_line
from tallymark.model.claim import Document, Statement
from tallymark.model.comparison import Outcome
from tallymark.model.definition import breaks_inside
from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.verdict import Try, Verdict, VerdictKind
from tallymark.model.vocabulary import measures

UP = {"up": True, "down": False}


def check_statement(shelf: Shelf, statement: Statement, document: Document) -> Verdict:
    """The verdict on one statement; ``not_checkable`` names the part that is missing."""
    measure, period, higher = statement.measure.value, statement.period.value, UP.get(statement.direction or "")
    if measure is None or measure not in measures():
        return _not_checkable("measure_unmapped", "No entry of the lexicon says what is compared.")
    if period is None or higher is None:
        return _not_checkable("ambiguous", "The text does not say for which period, or in which direction.")
    last = None if document.dated is None else document.dated.last_day
    count = Count(measure, statement.population.value, closed(period, last), year_open(statement.period, document))
    if statement.relation is Relation.RANK:
        tries = _rank_tries(shelf, statement, count, higher=higher)
    elif statement.base.value is None:
        return _not_checkable("ambiguous", "The text does not say what it is compared with.")
    else:
        tries = _change_tries(shelf, statement, count, closed(statement.base.value, last), higher=higher)
    return _judged(statement, tries, measure, period)


def _rank_tries(shelf: Shelf, statement: Statement, count: Count, *, higher: bool) -> list[Try]:
    start = count.period.start
    base = statement.base.value
    since = Period(None if base is None else base.start, start) if start is not None else None
    if since is None:
        return []
    tries = []
    for candidate in levels(shelf, count):
        if candidate.figure.decides and candidate.nearness in FAMILY and not candidate.figure.parts:
            found = rank(shelf, candidate.figure, since, highest=higher)
            outcome = {True: Outcome.EXACT, False: Outcome.AGAINST, None: Outcome.OPEN}[found.holds]
            line = f"{statement.quote} → {found.words}"
            figure = found.rival or found.figure
            tries.append(
                Try(
                    figure,
                    outcome.value,
                    (*candidate.differs, *found.breaks),
                    line,
                    candidate.nearness.value,
                    candidate.firm,
                )
            )
    return tries


def _change_tries(shelf: Shelf, statement: Statement, count: Count, base: Period, *, higher: bool) -> list[Try]:
    """One try for each series: is the period above (below) every like period of the base?"""
    tries = []
    for now in levels(shelf, count):
        if not now.figure.decides or now.nearness not in FAMILY:
            continue
        others = _base_figures(shelf, count, now, base)
        if not others:
            continue
        outcome = _compared(now.figure, others, higher=higher)
        breaks = _breaks(now.figure, others)
        shown = ", ".join(f"{other.value} in {other.key.period.label}" for other in others[:3])
        line = f"{statement.quote} → {now.figure.value} in {now.figure.key.period.label}; {shown}"
        tries.append(Try(now.figure, outcome.value, (*now.differs, *breaks), line, now.nearness.value, now.firm))
    return tries


def _base_figures(shelf: Shelf, count: Count, now: Candidate, base: Period) -> list[Figure]:
    """The base as one figure, else every like period inside it, of the same series."""
    asked = Count(count.measure, count.population, base, count.year_open)
    mine = now.figure.key.period.n_days
    direct = [
        candidate.figure
        for candidate in levels(shelf, asked)
        if candidate.figure.decides
        and series_of(candidate.figure) == series_of(now.figure)
        and candidate.figure.key.period.n_days is not None
        and mine is not None
        and abs(candidate.figure.key.period.n_days - mine) <= 3
    ]
    if direct:
        return direct
    wanted = {people for people, _ in populations(count.measure, count.population)}
    inside = [
        figure
        for figure in shelf.in_days(count.measure, Relation.LEVEL, base)
        if normal(figure.key.population) in wanted
        and figure.decides
        and series_of(figure) == series_of(now.figure)
        and any(days.contains(figure.key.period) for days, _ in day_readings(count.measure, base, False))
        and figure.key.period.n_days is not None
        and mine is not None
        and abs(figure.key.period.n_days - mine) <= 3
    ]
    return sorted(inside, key=lambda figure: figure.key.period.start or date.min)


def _compared(now: Figure, others: list[Figure], *, higher: bool) -> Outcome:
    def beyond(one: Figure, other: Figure) -> bool:
        return one.value.low is not None and other.value.high is not None and one.value.low > other.value.high

    if all(beyond(now, other) if higher else beyond(other, now) for other in others):
        return Outcome.EXACT
    if all(beyond(other, now) if higher else beyond(now, other) for other in others):
        return Outcome.AGAINST
    return Outcome.OPEN


def _breaks(now: Figure, others: list[Figure]) -> tuple[str, ...]:
    starts = [figure.key.period.start for figure in (now, *others) if figure.key.period.start is not None]
    ends = [figure.key.period.end for figure in (now, *others) if figure.key.period.end is not None]
    if not starts or not ends:
        return ()
    return tuple(era.break_words for era in breaks_inside(series_of(now), Period(min(starts), max(ends))))


def _judged(statement: Statement, tries: list[Try], measure: str, period: Period) -> Verdict:
    holds = [one for one in tries if one.outcome == Outcome.EXACT]
    fails = [one for one in tries if one.outcome == Outcome.AGAINST and one.firm and one.figure.tier <= 2]
    if not tries:
        words = f"No series of {measure_words(measure)} covers {period_words(period)} and what it is compared with."
        return _not_checkable("period_not_covered", words)
    if holds and not fails:
        return _verdict(VerdictKind.EXACT, "fits", "The comparison holds.", holds[0], tries)
    if holds:
        return _verdict(VerdictKind.TRUE_UNDER, "definition", "It holds by some definitions only.", holds[0], tries)
    firm = all(slot.origin in ("text", "inherited") for slot in (statement.measure, statement.period))
    if fails and len(fails) == len(tries) and firm and not statement.unmapped:
        return _verdict(VerdictKind.CONTRADICTED, "rank", "The comparison does not hold.", fails[0], tries)
    words = "The figures do not decide the comparison."
    return _verdict(VerdictKind.NOT_CHECKABLE, "ambiguous", words, tries[0], tries)


def _verdict(kind: VerdictKind, reason: str, words: str, best: Try, tries: list[Try]) -> Verdict:
    decided = kind is not VerdictKind.NOT_CHECKABLE
    return Verdict(
        kind, reason, words, best.line, best=best.figure if decided else None, tries=tuple(tries),
        leads=() if decided else (best.figure,), supports=supports_line(best.figure), n_tried=len(tries),
        breaks=tuple(word for word in best.differs if word),
    )  # fmt: skip


def _not_checkable(reason: str, words: str) -> Verdict:
    return Verdict(VerdictKind.NOT_CHECKABLE, reason, words)
