"""Totals of the truth: in come blocks and printed rows; out comes ``truth.json``, what adds up and what occurred."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from tallymark.synthetic.block import ARREST_KINDS, Block
from tallymark.synthetic.cases import RELATIONS
from tallymark.synthetic.columns import Array, n_rows
from tallymark.synthetic.defects.duplicate_rows import KINDS
from tallymark.synthetic.defects.october_lock import fiscal_year, locked_year
from tallymark.synthetic.printing import LostCells
from tallymark.synthetic.rows import LEFT_OUT, PRINTED, Rows
from tallymark.synthetic.spec import Spec
from tallymark.synthetic.stints import KINDS as STINT_KINDS
from tallymark.synthetic.truth import EVENTS


class Totals:
    """Counters that every block adds to."""

    def __init__(self) -> None:
        self.n_people = 0
        self.events: Counter[str] = Counter()
        self.occurred: Counter[str] = Counter()
        self.years: dict[str, Counter[int]] = {}
        self.rows: dict[str, Counter[str]] = {}
        self.left_out: dict[str, Counter[str]] = {}
        self.cells: dict[str, Counter[str]] = {}

    def add_block(self, spec: Spec, block: Block) -> None:
        """Count the events of a block and what is rare among them."""
        self.n_people += n_rows(block.people)
        for name in EVENTS:
            self.events[name] += n_rows(getattr(block, name))
        self._occurred(block)
        removals = block.removals
        by_lock = locked_year(removals["at"], removals["confirmed"], spec.removals.lock)
        by_departure = fiscal_year(removals["at"])
        self._year("arrests", fiscal_year(block.arrests["at"]))
        self._year("removals_by_departure", by_departure)
        self._year("removals_by_departure_confirmed", by_departure[by_lock > 0])
        self._year("removals_by_lock", by_lock[by_lock > 0])

    def add_rows(self, release: str, table: str, rows: Rows, lost: list[LostCells]) -> None:
        """Count the rows of a table, what was left out and which cells lost their value."""
        key = f"{release}/{table}"
        kinds = np.bincount(rows.defect, minlength=len(KINDS))
        self.rows.setdefault(key, Counter())
        self.rows[key].update(
            {f"duplicate_{kind}" if kind else "event": int(n) for kind, n in zip(KINDS, kinds, strict=True)}
        )
        gone = np.bincount(rows.left_out, minlength=len(LEFT_OUT))
        self.left_out.setdefault(key, Counter())
        self.left_out[key].update({name: int(n) for name, n in zip(LEFT_OUT, gone, strict=True) if name != PRINTED})
        self.cells.setdefault(key, Counter())
        self.cells[key].update({f"{one.field}/{one.defect}": len(one.rows) for one in lost})

    def as_json(self) -> dict[str, Any]:
        """Everything counted, zeros of rare things included."""
        return {
            "n_people": self.n_people,
            "events": dict(self.events),
            "occurred": dict(self.occurred),
            "by_fiscal_year": {name: _by_year(years) for name, years in self.years.items()},
            "rows": {key: dict(found) for key, found in self.rows.items()},
            "left_out": {key: dict(found) for key, found in self.left_out.items()},
            "cells": {key: {k: n for k, n in found.items() if n} for key, found in self.cells.items()},
        }

    def _occurred(self, block: Block) -> None:
        kinds = np.bincount(block.arrests["kind"], minlength=len(ARREST_KINDS))
        self.occurred.update({f"arrests_{name}": int(n) for name, n in zip(ARREST_KINDS, kinds, strict=True)})
        relations = np.bincount(block.stays["relation"], minlength=len(RELATIONS))
        self.occurred.update({f"stays_{name}": int(n) for name, n in zip(RELATIONS, relations, strict=True)})
        parts = np.bincount(block.stints["kind"], minlength=len(STINT_KINDS))
        self.occurred.update({f"stints_{name}": int(n) for name, n in zip(STINT_KINDS, parts, strict=True)})
        stays_each = np.bincount(block.stays["person"], minlength=n_rows(block.people))
        gap = np.diff(block.arrests["at"]).astype("int64")
        same = np.diff(block.arrests["person"]) == 0
        removals = block.removals
        later = removals["confirmed"] > removals["at"]
        self.occurred.update(
            {
                "people_with_several_stays": int((stays_each > 1).sum()),
                "arrests_again_after_exactly_24_hours": int((same & (gap == 86_400)).sum()),
                "stays_without_arrest": int((block.stays["arrest"] < 0).sum()),
                "departures_never_confirmed": int(np.isnat(removals["confirmed"]).sum()),
                "departures_confirmed_later": int(later.sum()),
                "departures_without_stay": int((removals["stay"] < 0).sum()),
                "detainers_without_arrest": int((block.detainers["arrest"] < 0).sum()),
            }
        )

    def _year(self, name: str, years: Array) -> None:
        found, counts = np.unique(years, return_counts=True)
        self.years.setdefault(name, Counter()).update(dict(zip(found.tolist(), counts.tolist(), strict=True)))


def _by_year(years: Counter[int]) -> dict[str, int]:
    return {f"FY{year}": years[year] for year in sorted(years)}
