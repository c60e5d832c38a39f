"""Evidence: what the verdict on one claim rests on, and which of its tries may count or judge."""

from __future__ import annotations

from dataclasses import dataclass, field

from tallymark.checking.candidate import publisher_of_series, series_of
from tallymark.checking.family import family
from tallymark.checking.question import Question
from tallymark.checking.ranks import Ranking
from tallymark.checking.testing import against
from tallymark.model.comparison import Outcome
from tallymark.model.references import Coverage
from tallymark.model.verdict import Try, VerdictKind

ACCUSING_TIERS = (1, 2)
ALL_DHS = "DHS"


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """What the text's own numbers say about a claim: ``holds`` or not, with the arithmetic in one line."""

    holds: bool
    kind: VerdictKind
    line: str
    words: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a verdict rests on. ``tries`` answer the claim's own key, ``drifted`` fit another one.

    ``unspecific``: some figure for other people of the same days fits, perhaps by accident. ``wider_unknown``: a wider
    measure that texts call by the same words, whose figure for these days is unknown or near the number. ``fits_named_days``: other days of
    the sentence for which the number holds.
    """

    question: Question
    tries: tuple[Try, ...] = ()
    drifted: tuple[Try, ...] = ()
    n_tried: int = 0
    unspecific: bool = False
    coverage: Coverage | None = None
    wider_unknown: str = ""
    known_measure: bool = True
    known_population: bool = True
    ranking: Ranking | None = None
    own: OwnNumbers | None = None
    breaks: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    fits_named_days: str = ""


def meant(e: Evidence) -> str:
    """The series that the text means, where publishers count differently; empty where any may be meant."""
    return "" if ALL_DHS in e.question.agencies else family(e.question.claim.measure.value or "").default


def deciding(e: Evidence) -> list[Try]:
    """The tries that count: seen in their source; of the series meant where the text names its publisher; not made needless.

    A figure that is not firm counts only where it does not speak against. One that leaves the claim open is needless
    beside a narrower figure of its series inside it: both print one number, and the narrower says what it is.
    """
    counted = [one for one in e.tries if one.figure.decides and (one.firm or not against(one))]
    series = meant(e)
    if series and publisher_of_series(series) in e.question.agencies:
        counted = [one for one in counted if series_of(one.figure) == series]
    return [one for one in counted if one.outcome != Outcome.OPEN or not any(_sharper(other, one) for other in counted)]


def _sharper(one: Try, other: Try) -> bool:
    narrow, wide = one.figure.value, other.figure.value
    same = one.firm and series_of(one.figure) == series_of(other.figure)
    return same and one.outcome != Outcome.OPEN and narrow != wide and wide.covers(narrow)


def judges(e: Evidence) -> list[Try]:
    """The tries that may speak against: firm, seen in their source, of tier 1 or 2, and of the publisher that is meant."""
    series = meant(e)
    return [
        one
        for one in e.tries
        if one.firm
        and one.figure.decides
        and one.figure.tier in ACCUSING_TIERS
        and (not series or series_of(one.figure) == series)
    ]
