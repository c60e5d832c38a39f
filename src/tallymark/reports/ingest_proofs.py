"""A verification in lines: in comes the report of ``verify``; out comes one line for each proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line

if TYPE_CHECKING:
    from tallymark.releases.verify import VerifyReport

LABELS = {True: ("ok", "for"), False: ("FAILED", "against"), None: ("not done", "open")}


def proof_lines(report: VerifyReport) -> Iterator[Line]:
    """The proofs in their order, then the sum."""
    for proof in report.proofs:
        label, style = LABELS[proof.ok]
        count = f": {proof.n:,} {proof.unit}" if proof.unit else ""
        detail = f"; {one_line(proof.detail)}" if proof.detail else ""
        yield Line(label, f"{one_line(proof.what)}{count}{detail}", style)
    yield Line("", "")
    if not report.ok:
        yield Line("", f"release {report.release} is not what was read", "against")
    elif not report.complete:
        yield Line("", f"release {report.release}: nothing failed, but not everything could be looked at", "open")
    else:
        yield Line("", f"release {report.release} is what its sources hold", "for")
