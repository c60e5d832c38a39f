"""A bridge as JSON: in comes a bridge; out comes one object with the steps in their order, ready for a waterfall chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallymark.reports.as_json import figure_object, interval_object
from tallymark.reports.numbers import Json, to_json

if TYPE_CHECKING:
    from tallymark.counting.bridged import Bridge, Change, Gap, Step
    from tallymark.counting.counted import Count, UsedDefinition

SCHEMA = 1


def bridge_json(bridge: Bridge) -> str:
    """The JSON text of a bridge; null is a number that is not shown."""
    trail = bridge.table.trail
    return to_json({
        "schema": SCHEMA,
        "release": bridge.release,
        "measure": bridge.measure,
        "population": dict(bridge.people.filters),
        "period": bridge.period.label,
        "from": _definition(bridge.first),
        "to": _definition(bridge.last),
        "order": list(bridge.order),
        "start": _count(bridge.start),
        "steps": [_step(step) for step in bridge.steps],
        "range_step": bridge.range_step,
        "missing": [{"family": one.family, "rule": one.rule, "why": one.why} for one in bridge.missing],
        "end": _count(bridge.end),
        "change": _change(bridge.change),
        "standing": str(bridge.standing.standing),
        "reasons": [{"code": one.code, "words": one.words} for one in bridge.standing.reasons],
        "published": [_gap(gap) for gap in bridge.gaps],
        "notes": list(bridge.notes),
        "small_cells": bridge.table.small_cells,
        "trail": {
            "manifest_sha256": trail.manifest_sha256,
            "files": [{"name": name, "sha256": digest} for name, digest in trail.files],
            "engine": trail.engine,
            "sql": dict(trail.sql),
            "command": bridge.command,
        },
    }) + "\n"  # fmt: skip


def _definition(one: UsedDefinition) -> dict[str, Json]:
    return {"id": one.id, "title": one.title, "imitates": one.imitates or None, "gaps": list(one.gaps)}


def _step(step: Step) -> dict[str, Json]:
    return {
        "family": step.family,
        "from_rule": step.rules[0] or None,
        "to_rule": step.rules[1] or None,
        "from_words": step.titles[0] or None,
        "to_words": step.titles[1] or None,
        "after": _count(step.after),
        "change": _change(step.change),
        "together": list(step.together),
        "least": _change(step.least),
        "most": _change(step.most),
    }


def _count(found: Count | None) -> dict[str, Json] | None:
    if found is None:
        return None
    return {"low": found.low, "high": found.high, "low_any": found.low_any, "high_any": found.high_any}


def _change(found: Change | None) -> dict[str, Json] | None:
    return None if found is None else {"low": found.low, "high": found.high}


def _gap(gap: Gap) -> dict[str, Json]:
    return {
        "figure": figure_object(gap.figure),
        "unexplained": None if gap.unexplained is None else interval_object(gap.unexplained),
        "percent": None if gap.percent is None else interval_object(gap.percent),
        "why_not": gap.why_not or None,
    }
