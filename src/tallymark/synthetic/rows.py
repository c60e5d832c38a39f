"""Which rows a release prints for the events of one block: in come a table and a publication; out come rows and what is left out.

A row is the place of its event, its date-time (moved where a defect moves it) and the defect that made it, if any. Every
event is either printed or left out for exactly one named reason.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tallymark.synthetic.block import Block
from tallymark.synthetic.columns import Array, Columns, moment, n_rows
from tallymark.synthetic.defects import duplicate_rows, late_rows, method_switch, missing_months, october_lock
from tallymark.synthetic.spec import Publication, Spec

PRINTED = ""
LEFT_OUT = ("", "after_extraction", "method_switch", "october_lock", "late_rows", "missing_months")
TABLES = ("arrests", "detainers", "stints", "encounters", "removals", "book_ins")


@dataclass(frozen=True, slots=True)
class Rows:
    """``defect`` is a place in ``duplicate_rows.KINDS`` (0: the event itself); ``left_out`` a reason for each event."""

    origin: Array
    at: Array
    defect: Array
    left_out: Array


def events_of(block: Block, table: str) -> Columns:
    """The events that a table prints, with ``at``; book-ins are the beginnings of stints."""
    if table in ("stints", "book_ins"):
        return {**block.stints, "at": block.stints["in"]}
    return dict[str, Array](getattr(block, table))


def rows(spec: Spec, block: Block, table: str, release: Publication) -> Rows:
    """The rows of a table in a release, by person and time, copies after their originals."""
    events = events_of(block, table)
    reason = _left_out(spec, block, table, events, release)
    origin = np.flatnonzero(reason == 0)
    at = events["at"][origin]
    defect = np.zeros(len(origin), dtype="int8")
    settings = release.defects.duplicate_rows
    if settings is not None:
        copies = duplicate_rows.copies(settings, spec, block, table, release.id, events, reason == 0)
        origin = np.concatenate([origin, copies.origin])
        at = np.concatenate([at, copies.at])
        defect = np.concatenate([defect, copies.kind])
    order = np.lexsort((defect, origin, at, events["person"][origin]))
    return Rows(origin[order], at[order], defect[order], reason)


def _left_out(spec: Spec, block: Block, table: str, events: Columns, release: Publication) -> Array:
    """For each event why it is not printed (a place in ``LEFT_OUT``), 0 where it is; the first reason holds."""
    cut = moment(release.extracted)
    defects = release.defects
    reason = np.zeros(n_rows(events), dtype="int8")
    reasons = {"after_extraction": events["at"] >= cut}
    if table == "removals":
        reasons["method_switch"] = method_switch.hidden(defects.method_switch, events)
        reasons["october_lock"] = october_lock.hidden(defects.october_lock, events, cut)
    reasons["late_rows"] = late_rows.hidden(defects.late_rows, spec, block.number, table, events, cut)
    reasons["missing_months"] = missing_months.hidden(defects.missing_months, table, events)
    for name, hidden in reasons.items():
        reason[(reason == 0) & hidden] = LEFT_OUT.index(name)
    return reason
