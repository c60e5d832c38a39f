"""Relations: in come the key of a share, change or ratio; out come references for it, printed or computed from levels of one series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from tallymark.checking.candidate import Candidate, Nearness, combine, computed, joinable, printed, sharp, unique
from tallymark.checking.levels import Count, day_readings, levels, match_days, populations, same_count
from tallymark.checking.shelf import Shelf, normal
from tallymark.model.figure import Key, Relation
from tallymark.model.interval import Interval, change_pct, share_pct
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.vocabulary import measures

EVERYBODY = Population()
HUNDRED = Interval.point(100)


def shares(shelf: Shelf, count: Count, whole: Population | None) -> tuple[Candidate, ...]:
    """References for the share of ``count.population`` among ``whole`` (None: everybody), in percent 0-100."""
    if count.measure not in measures():
        return ()
    asked = ("share", count, whole)
    if asked not in shelf.memo:
        found = [
            *_printed_shares(shelf, count, whole or EVERYBODY),
            *_computed_shares(shelf, count, whole or EVERYBODY),
        ]
        shelf.memo[asked] = unique(found)
    answer: tuple[Candidate, ...] = shelf.memo[asked]
    return answer


def changes(shelf: Shelf, count: Count, base: Period, relation: Relation) -> tuple[Candidate, ...]:
    """References for a change from ``base``: percent, absolute (a fall is negative) or the ratio of both levels."""
    if count.measure not in measures():
        return ()
    asked = (relation, count, base)
    if asked not in shelf.memo:
        found = [*_printed_changes(shelf, count, base, relation), *_computed_changes(shelf, count, base, relation)]
        shelf.memo[asked] = unique(found)
    answer: tuple[Candidate, ...] = shelf.memo[asked]
    return answer


def share_points(shelf: Shelf, count: Count, whole: Population | None, base: Period) -> tuple[Candidate, ...]:
    """References for a change of a share, in percentage points."""
    before = sharp(shares(shelf, Count(count.measure, count.population, base, count.year_open), whole))
    key = Key(Relation.CHANGE_ABS, count.measure, count.population, count.period, whole, base)
    found = (
        combine(key, "points", "points", now, then, lambda a, b: a - b)
        for now, then in product(sharp(shares(shelf, count, whole)), before)
        if joinable(now.figure, then.figure)
    )
    return unique(candidate for candidate in found if candidate is not None)


def both(one: Population, other: Population) -> Population:
    """The people in both; filters of ``one`` win where they are narrower."""
    return normal(Population(tuple(sorted({**other.as_dict(), **one.as_dict()}.items()))))


def _printed_shares(shelf: Shelf, count: Count, whole: Population) -> Iterator[Candidate]:
    for name in same_count(count.measure, count.period):
        readings = day_readings(name, count.period, count.year_open)
        for figure in shelf.of_relation(name, Relation.SHARE):
            if not any(period.overlaps(figure.key.period) for period, _ in readings):
                continue
            words = _same_share(name, count.population, whole, figure.key)
            if words is None:
                continue
            for period, said in readings:
                match = match_days(name, period, figure.key.period)
                if match is not None:
                    near = Nearness.READING if said else match.nearness
                    candidate = printed(figure).farther(near, *words, *said, *match.words, firm=match.firm)
                    candidate = replace(candidate, window=match.window)
                    yield _turned(candidate, count, figure.key)


def _same_share(measure: str, part: Population, whole: Population, key: Key) -> tuple[str, ...] | None:
    """Words of what differs when a printed share has the claim's part and whole; None when it has others."""
    given_whole = normal(key.of or EVERYBODY)
    given_part = both(key.population, given_whole)
    for people, words in populations(measure, both(part, whole)):
        wholes = [people_whole for people_whole, _ in populations(measure, whole)]
        if given_whole in wholes and (given_part == people or _opposite(given_part, people)):
            return words
    return None


def _opposite(one: Population, other: Population) -> bool:
    """Whether the two divide the same people into convicted and not convicted."""
    states = {one.get("criminality"), other.get("criminality")}
    if states not in ({"convicted", "none"}, {"convicted", "none_or_pending"}):
        return False
    return one.without("criminality") == other.without("criminality")


def _turned(candidate: Candidate, count: Count, key: Key) -> Candidate:
    """A printed share of the convicted turned into that of the others, where the claim asks for those."""
    mine = normal(count.population).get("criminality")
    given = normal(key.population).get("criminality")
    if mine == given or mine is None or given is None:
        return candidate
    value = HUNDRED - candidate.figure.value
    meant = None if candidate.meant is None else HUNDRED - candidate.meant
    figure = computed(
        Key(Relation.SHARE, count.measure, count.population, key.period, key.of),
        value,
        "percent",
        "hundred-minus",
        (candidate.figure,),
    )
    words = (*candidate.differs, "100 minus the share")
    return Candidate(figure, candidate.nearness, words, meant, candidate.firm, candidate.window)


def _computed_shares(shelf: Shelf, count: Count, whole: Population) -> Iterator[Candidate]:
    part = both(count.population, whole)
    if part == normal(whole):
        return
    key = Key(Relation.SHARE, count.measure, count.population, count.period, whole if whole.filters else None)
    tops = sharp(levels(shelf, Count(count.measure, part, count.period, count.year_open)))
    for bottom in sharp(levels(shelf, Count(count.measure, whole, count.period, count.year_open))):
        for top in tops:
            if _comparable(top, bottom):
                made = combine(key, "percent", "share", top, bottom, share_pct)
                if made is not None:
                    yield made


def _comparable(one: Candidate, other: Candidate) -> bool:
    """Whether a share or difference of the two is meaningful: one source or series, the same days, the same scope."""
    area = one.figure.key.population.get("area") == other.figure.key.population.get("area")
    return area and joinable(one.figure, other.figure) and one.figure.key.period.same_days(other.figure.key.period)


def _printed_changes(shelf: Shelf, count: Count, base: Period, relation: Relation) -> Iterator[Candidate]:
    for name in same_count(count.measure, count.period):
        for people, words in populations(name, count.population):
            for figure in shelf.figures(name, relation, people):
                given = figure.key.base
                match = match_days(name, count.period, figure.key.period)
                match_base = None if given is None else match_days(name, base, given)
                if match is not None and match_base is not None:
                    near = (
                        Nearness.READING
                        if Nearness.READING in (match.nearness, match_base.nearness)
                        else match.nearness
                    )
                    yield printed(figure).farther(
                        near, *words, *match.words, *match_base.words, firm=match.firm and match_base.firm
                    )


def _computed_changes(shelf: Shelf, count: Count, base: Period, relation: Relation) -> Iterator[Candidate]:
    how = {Relation.CHANGE_PCT: change_pct, Relation.CHANGE_ABS: lambda a, b: a - b, Relation.RATIO: _ratio}.get(
        relation
    )
    if how is None:
        return
    unit = {Relation.CHANGE_PCT: "percent", Relation.RATIO: "ratio"}.get(relation, "")
    key = Key(relation, count.measure, count.population, count.period, None, base)
    before = sharp(levels(shelf, Count(count.measure, count.population, base, count.year_open)))
    for now in sharp(levels(shelf, count)):
        for then in before:
            scope = now.figure.key.population.get("area") == then.figure.key.population.get("area")
            if scope and joinable(now.figure, then.figure):
                made = combine(key, unit or now.figure.unit, relation.value, now, then, how)
                if made is not None:
                    yield made


def _ratio(now: Interval, then: Interval) -> Interval | None:
    return now.divide(then)
