"""Blank cells: in come rates by table and field; out come the cells that lose their value.

A rate of the spec is the share of the filled cells that are blanked. A known rate (``data/blanks_known.csv``, shares
missing in the release of July 2025) is the share of all cells that are blank in the end: what is empty by nature, such as
the departure of somebody who is still here, counts towards it, and is not undone where it exceeds it. Known blanks come
together as they do in releases: a field is blank at least wherever the field is that it follows
(``data/blanks_follow.csv``), such as the day of an order where it is not said whether there is one.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

import numpy as np

from tallymark.synthetic.columns import Array
from tallymark.synthetic.defects.settings import Blanks
from tallymark.synthetic.fields_events import builder
from tallymark.synthetic.seeds import stream
from tallymark.synthetic.view import Values, View

NAME = "blanks"


@cache
def known_rates() -> dict[tuple[str, str], float]:
    """The share missing by table and field as it was counted in a release."""
    return {(row["table"], row["field"]): float(row["share_missing"]) for row in _rows("blanks_known.csv")}


@cache
def follows() -> dict[tuple[str, str], str]:
    """By table and field the field without which it is not printed."""
    return {(row["table"], row["field"]): row["follows"] for row in _rows("blanks_follow.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("tallymark.synthetic").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def blanked(settings: Blanks | None, view: View, release: str, name: str, values: Values) -> Array:
    """Which cells of a field lose their value."""
    filled = np.asarray(values.is_valid())
    if settings is None:
        return np.zeros(len(filled), dtype=bool)
    group, rate = name, settings.fields.get(view.table, {}).get(name)
    if rate is None and settings.known:
        group, rate = _leader(view.table, name), _known_rate(view, name, values)
    if not rate:
        return np.zeros(len(filled), dtype=bool)
    rng = stream(view.spec.seed, view.block.number, "blanks", release, view.table, group)
    return np.array(filled & (rng.random(len(filled)) < rate))


def _leader(table: str, name: str) -> str:
    """The field at the head of the fields that are blank together."""
    above = follows().get((table, name))
    return name if above is None else _leader(table, above)


def _known_rate(view: View, name: str, values: Values | None = None) -> float:
    """The share of the filled cells to blank, no smaller than that of the field that this one follows."""
    if name not in view.rates:
        make = builder(view.table, name)
        found = values if values is not None or make is None else make(view)
        filled = 0 if found is None else len(found) - found.null_count
        target = known_rates().get((view.table, name), 0.0)
        own = max(0.0, 1 - (1 - target) * view.n_rows / filled) if filled else 0.0
        above = follows().get((view.table, name))
        view.rates[name] = own if above is None else max(own, _known_rate(view, above))
    return view.rates[name]
