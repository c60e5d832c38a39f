"""Representation ratios as JSON: in come a counted table, a benchmark and the ratios; out comes a document with exact fractions as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tallymark.reports.numbers import Json, to_json
from tallymark.reports.programme_json import count_object, fraction_text

if TYPE_CHECKING:
    from tallymark.counting.benchmark import Benchmark
    from tallymark.counting.counted import CountedTable
    from tallymark.counting.representation import Limits, Represented


def ratio_json(table: CountedTable, benchmark: Benchmark, found: Sequence[Represented], known: Limits) -> str:
    """``{"schema": 1, "release", "measure", "by", "benchmark", "groups": [...], "limits", ...}``."""
    document: dict[str, Json] = {
        "schema": 1,
        "release": table.release,
        "measure": table.request.measure,
        "by": benchmark.by,
        "where": dict(table.request.where),
        "definitions": [one.id for one in table.definitions],
        "notes": list(table.notes),
        "benchmark": {
            "title": benchmark.title,
            "people": benchmark.people,
            "period": benchmark.period.label,
            "source": {"title": benchmark.source, "url": benchmark.url},
            "note": benchmark.note or None,
        },
        "groups": [_group(one) for one in found],
        "limits": list(known.words),
        "again": table.trail.command,
    }
    return to_json(document) + "\n"


def _group(one: Represented) -> Json:
    share, expected = one.share, one.benchmark
    return {
        "group": one.group,
        "words": one.label,
        "count": count_object(one.count),
        "share": None if share is None else {"low": fraction_text(share.low), "high": fraction_text(share.high)},
        "benchmark": None
        if expected is None
        else {"low": fraction_text(expected.low), "high": fraction_text(expected.high)},
        "ratio": None if one.reason else {"low": fraction_text(one.low), "high": fraction_text(one.high)},
        "ratio_any_reading": None
        if one.reason
        else {"low": fraction_text(one.low_any), "high": fraction_text(one.high_any)},
        "side": one.side or None,
        "reason": one.reason or None,
    }
