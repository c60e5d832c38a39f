"""A verdict: in come a claim and everything it was compared with; out comes a word of the closed list with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tallymark.model.claim import Claim, Document, Statement
from tallymark.model.figure import Figure
from tallymark.model.references import RecordsUsed


class VerdictKind(StrEnum):
    """The closed list of verdicts."""

    EXACT = "exact"
    ROUNDED = "rounded"
    HEDGED = "hedged"
    TRUNCATED = "truncated"
    TRUE_UNDER = "true_under"
    MISLEADING = "misleading"
    CONTRADICTED = "contradicted"
    INCONSISTENT = "inconsistent"
    NOT_CHECKABLE = "not_checkable"


SUPPORTED = frozenset({VerdictKind.EXACT, VerdictKind.ROUNDED, VerdictKind.HEDGED, VerdictKind.TRUNCATED})
AGAINST = frozenset({VerdictKind.CONTRADICTED, VerdictKind.INCONSISTENT, VerdictKind.MISLEADING})


@dataclass(frozen=True, slots=True)
class Try:
    """One comparison that was made.

    ``outcome`` is a word of ``model.comparison.Outcome``; ``differs`` names what the reference has otherwise than
    the claim (definition, vintage, period, scope, unit); ``line`` is the interval test in one line. ``nearness`` is
    ``direct`` (the claim's own key), ``reading`` (another defensible reading of it), ``bound`` (a whole it cannot
    exceed), or what the reference has otherwise: ``period``, ``scope``, ``unit``. Only a ``firm`` one may speak against.
    """

    figure: Figure
    outcome: str
    differs: tuple[str, ...]
    line: str
    nearness: str = "direct"
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Recount:
    """What the records of one release say on a claim.

    ``standing``, ``codes`` and ``words`` are those of ``model.references.Answer``; ``tries`` compare the claim with the count under
    each definition, those in force first.
    """

    release: str
    standing: str
    codes: tuple[str, ...]
    words: str
    tries: tuple[Try, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on one claim or statement, with every try listed.

    ``reason`` is a code (``no_such_field``, ``period_not_covered``, ``measure_unmapped``, ``ambiguous``,
    ``reference_unconfirmed``, ``reference_imprecise``, ``reference_faulty``, ``not_an_outcome``, ``value``, ``side``,
    ``unit``, ``period``, ``scope``, ``own_numbers`` ...); ``words`` explains it in a sentence. ``drift`` is ``period`` or ``scope`` or empty.
    ``supports`` is what the source supports: value, definition in words, period, source, date, in one line. ``recounts`` are what
    records say, where they were asked.
    """

    kind: VerdictKind
    reason: str
    words: str
    line: str = ""
    width: str = ""
    best: Figure | None = None
    tries: tuple[Try, ...] = ()
    leads: tuple[Figure, ...] = ()
    drift: str = ""
    supports: str = ""
    breaks: tuple[str, ...] = ()
    n_tried: int = 0
    disputed_in_text: bool = False
    newer_than_series: bool = False
    notes: tuple[str, ...] = field(default=())
    recounts: tuple[Recount, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim or a statement with its verdict."""

    subject: Claim | Statement
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Report:
    """One checked document, ready to be drawn.

    ``checks`` are in the order of the text, claims and statements together; ``as_of`` and ``sha256`` tell which
    state of the references was asked; ``records`` are the releases that were counted, none unless records were asked.
    """

    document: Document
    checks: tuple[Checked, ...]
    as_of: str
    sha256: str
    notes: tuple[str, ...] = ()
    records: tuple[RecordsUsed, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One claim inside a cluster: document name, claim, verdict and its label.

    ``label`` is exact, rounded, hedged, truncated, derived, drifted or conflicting, seen from the cluster's most precise mention.
    """

    document: str
    checked: Checked
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """The same figure across texts: ``anchor`` is the most precise mention, which interprets the others."""

    id: str
    words: str
    anchor: Mention
    mentions: tuple[Mention, ...]
    drift: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
