"""Known faults in words: in comes a fault of a manifest; out comes the line that every report on a release prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallymark.schema.manifest import FaultEntry


def fault_words(fault: FaultEntry) -> str:
    """Whose fault it is, its table and days, what it is and who found it."""
    days = f" ({fault.start or '…'} to {fault.end or '…'})" if fault.start or fault.end else ""
    return f"{fault.release}, {fault.table}{days}: {fault.words} [{fault.source}]"
