"""Printings: in come the figures that fit a claim and those that do not; out comes a newer printing that replaced what fits.

Agencies revise what they printed. A number of many digits belongs to one printing; when all that fit it were replaced
before the text was written, the number holds only by an earlier printing, and the one then in force is named.
"""

from __future__ import annotations

from datetime import date

from tallymark.checking.evidence import Evidence
from tallymark.checking.testing import against, digits
from tallymark.model.comparison import PLAIN
from tallymark.model.figure import Figure, Relation
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period
from tallymark.model.verdict import Try

# So many digits belong to one printing; fewer are a rounding that several printings share.
MANY_DIGITS = 4
_VINTAGE = compile_pattern(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def replaced_by(e: Evidence, fits: list[Try]) -> Try | None:
    """The newest printing known on the day of the text when every fit was replaced by then; None when one still stood."""
    claim, day = e.question.claim, e.question.last_day
    if claim.relation is not Relation.LEVEL or claim.hedge not in PLAIN or day is None:
        return None
    if digits(claim.value.number) < MANY_DIGITS:
        return None
    newer = [_newest_after(fit.figure, e.tries, day) for fit in fits]
    found = [one for one in newer if one is not None]
    if not found or len(found) < len(newer):
        return None
    return max(found, key=lambda one: one.figure.provenance.vintage)


def _newest_after(fit: Figure, tries: tuple[Try, ...], day: date) -> Try | None:
    """The newest other printing of a figure between its own and ``day``, where that printing has another number."""
    mine = printed_in(fit)
    if mine is None or mine.last_day is None:
        return None
    later = [one for one in tries if _same_figure(one.figure, fit) and _between(one.figure, mine.last_day, day)]
    newest = max(later, key=lambda one: one.figure.provenance.vintage, default=None)
    return newest if newest is not None and against(newest) else None


def _same_figure(one: Figure, other: Figure) -> bool:
    return one.decides and not one.parts and one.key == other.key and one.definition == other.definition


def _between(figure: Figure, after: date, day: date) -> bool:
    given = printed_in(figure)
    if given is None or given.start is None or given.last_day is None:
        return False
    return given.start > after and given.last_day <= day


def printed_in(figure: Figure) -> Period | None:
    """The days in which a figure was printed, as far as its vintage says; None where it names no date."""
    match = _VINTAGE.fullmatch(figure.provenance.vintage)
    if match is None:
        return None
    year, month, day = match.groups()
    if day is not None:
        return Period.parse(match[0])
    return Period.calendar_year(int(year)) if month is None else Period.parse(f"{year}-{month}")
