"""Links of the truth: in comes a block; out come pairs of events that belong together, and pairs that the rule finds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from tallymark.synthetic.block import Block
from tallymark.synthetic.columns import Array, moment
from tallymark.synthetic.rule_truth import episodes, nearest_pairs, same_day
from tallymark.synthetic.spec import Publication, Spec
from tallymark.synthetic.truth import Truth

Pairs = dict[str, tuple[str, str, list[tuple[int, int]]]]


def add_true_links(truth: Truth, block: Block) -> None:
    """Write what happened: arrest to stay, stay to removal, detainer to arrest."""
    stays, removals, detainers = block.stays, block.removals, block.detainers
    pairs: Pairs = {
        "arrest_stay": ("arrests", "stays", _known(stays["arrest"], reverse=True)),
        "stay_removal": ("stays", "removals", _known(removals["stay"], reverse=True)),
        "detainer_arrest": ("detainers", "arrests", _known(detainers["arrest"], reverse=False)),
    }
    _write(truth, pairs, "event", None)


def add_rule_links(truth: Truth, spec: Spec, block: Block, release: Publication) -> None:
    """Write what the rule finds on undamaged records, as far as they had happened at the extraction of a release."""
    for source, grain in (("rule", "s"), ("rule_by_day", "D")):
        _write(truth, _rule_pairs(spec, block, moment(release.extracted), grain), source, release.id)


def _rule_pairs(spec: Spec, block: Block, cut: np.datetime64, grain: str) -> Pairs:
    arrests, stays, removals, detainers = block.arrests, block.stays, block.removals, block.detainers
    _, first = episodes(arrests["person"], _grained(arrests["at"], grain))
    heads = np.flatnonzero(first & (arrests["at"] < cut))
    listed = _as_listed(block)
    begun = listed[stays["in"][listed] < cut]
    ended = listed[stays["out"][listed] < cut]
    left = np.flatnonzero((removals["at"] < cut) & same_day(removals["person"], removals["at"])[1])
    asked = np.flatnonzero((detainers["at"] < cut) & same_day(detainers["person"], detainers["at"])[1])
    arrest = (arrests["person"][heads], _grained(arrests["at"][heads], grain))
    book_in = (stays["person"][begun], _grained(stays["in"][begun], grain))
    book_out = (stays["person"][ended], _grained(stays["out"][ended], "D"))
    departed = (removals["person"][left], _grained(removals["at"][left], "D"))
    prepared = (detainers["person"][asked], _grained(detainers["at"][asked], "D"))
    arrest_day = (arrests["person"][heads], _grained(arrests["at"][heads], "D"))
    windows = spec.link_windows
    return {
        "arrest_stay": ("arrests", "stays", _placed(nearest_pairs(arrest, book_in, windows.arrest_stay), heads, begun)),
        "stay_removal": (
            "stays",
            "removals",
            _placed(nearest_pairs(book_out, departed, windows.stay_removal), ended, left),
        ),
        "detainer_arrest": (
            "detainers",
            "arrests",
            _placed(nearest_pairs(prepared, arrest_day, windows.detainer_arrest), asked, heads),
        ),
    }


def _as_listed(block: Block) -> Array:
    """The stays in the order in which their last stints are printed, which names a stay in a store."""
    stints = block.stints
    last = np.searchsorted(stints["stay"], np.arange(len(block.stays["in"])), side="right") - 1
    return np.lexsort((last, stints["in"][last], block.stays["person"]))


def _grained(at: Array, grain: str) -> Array:
    return at.astype(f"datetime64[{grain}]").astype("datetime64[s]")


def _placed(pairs: list[tuple[int, int]], left: Array, right: Array) -> list[tuple[int, int]]:
    return [(int(left[one]), int(right[other])) for one, other in pairs]


def _known(links: Array, *, reverse: bool) -> list[tuple[int, int]]:
    places = np.flatnonzero(links >= 0)
    pairs = zip(links[places].tolist(), places.tolist(), strict=True)
    return sorted(pairs) if reverse else sorted((there, here) for here, there in pairs)


def _write(truth: Truth, pairs: Pairs, source: str, release: str | None) -> None:
    for kind, (left, right, found) in pairs.items():
        count = len(found)
        both = np.array(found, dtype="int64").reshape(count, 2)
        columns: dict[str, Any] = {
            "kind": [kind] * count,
            "source": [source] * count,
            "release": pa.array([release] * count, pa.string()),
            "left_event": both[:, 0] + truth.first[left],
            "right_event": both[:, 1] + truth.first[right],
        }
        columns["kind"], columns["source"] = (
            pa.array(columns["kind"], pa.string()),
            pa.array(columns["source"], pa.string()),
        )
        truth.write("links", columns)
