"""Questions about records: in come the parts of a request, plain words all; out comes one value that a worker can answer.

No question holds SQL, a condition or a path of a reader: measures, breakdowns, filters and definitions are ids of closed lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: ``what`` is releases, release, quality, choices, count, bridge, memo or report; ``form`` page, json or csv.

    ``by``, ``where`` (``key=value``), ``under`` and ``settings`` (``key=value``) are those of ``tallymark count``; ``first`` and
    ``last`` the definitions of a bridge, ``order`` its families and ``where`` its people; ``year`` the label of a report or a
    bridge, ``memos`` and ``base`` those of ``tallymark report``; ``name`` a programme; ``benchmark`` (as JSON) and ``minimum`` those
    of ``tallymark ratio``. Where ``measure``,
    ``first`` or ``year`` is empty a page has the empty form.
    """

    store: Path
    what: str
    form: str = "page"
    release: str = ""
    measure: str = ""
    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    period: str = ""
    first: str = ""
    last: str = ""
    year: str = ""
    memos: tuple[str, ...] = ()
    base: str = ""
    published: bool = False
    name: str = ""
    benchmark: str = ""
    minimum: int | None = None
    order: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
