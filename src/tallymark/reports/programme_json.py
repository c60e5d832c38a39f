"""Programmes as JSON: in come a programme, its published figures and its counts; out comes a document with the keys of docs/lookup/commands.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from tallymark.reports.as_json import figure_object
from tallymark.reports.numbers import Json, to_json

if TYPE_CHECKING:
    from tallymark.counting.counted import Count
    from tallymark.counting.programmes import Programme
    from tallymark.counting.programmes_published import Published, Ratio
    from tallymark.counting.programmes_records import Counted, Told


def list_json(programmes: Mapping[str, Programme]) -> str:
    """``{"schema": 1, "programmes": [...]}`` without figures."""
    listed: list[Json] = [
        {"id": one.id, "title": one.title, "what": one.what, "in_records": [asked.measure for asked in one.records]}
        for one in programmes.values()
    ]
    return to_json({"schema": 1, "programmes": listed}) + "\n"


def programme_json(programme: Programme, found: Published, told: Sequence[Told], register: Mapping[str, str]) -> str:
    """One programme: published sections, ratios, rules, what is undecidable, and ``counted`` for each release asked for."""
    document: dict[str, Json] = {
        "schema": 1,
        "register": dict(register),
        "id": programme.id,
        "title": programme.title,
        "what": programme.what,
        "published": [
            {
                "id": section.id,
                "title": section.title,
                "measure": section.measure,
                "figures": [figure_object(figure) for figure in figures],
            }
            for section, figures in found.sections
        ],
        "ratios": [_ratio(ratio) for ratio in found.ratios],
        "rules": [{"what": rule.what, "words": rule.words} for rule in programme.rules],
        "undecidable": list(programme.undecidable),
        "counted": [_told(one) for one in told],
    }
    return to_json(document) + "\n"


def _ratio(ratio: Ratio) -> Json:
    return {
        "title": ratio.pair.title,
        "period": ratio.part.key.period.label,
        "part": ratio.part.id,
        "whole": ratio.whole.id,
        "low": fraction_text(ratio.low),
        "high": fraction_text(ratio.high),
        "decides": ratio.decides,
        "note": ratio.pair.note or None,
    }


def fraction_text(value: Fraction | None) -> str | None:
    """An exact fraction as text, ``197302/7225393``; null is no bound on that side."""
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _told(told: Told) -> Json:
    return {
        "release": told.release,
        "notes": list(told.notes),
        "n_distinct": told.n_distinct,
        "counts": [_counted(one) for one in told.counts],
    }


def _counted(one: Counted) -> Json:
    return {
        "id": one.asked.id,
        "title": one.asked.title,
        "measure": one.asked.measure,
        "by": list(one.asked.by),
        "where": dict(one.asked.where),
        "total": count_object(one.total),
        "groups": [
            {
                "group": dict(group.values),
                "words": group.label,
                "count": count_object(group.count),
                "running": count_object(group.running),
                "published": [figure_object(figure) for figure in group.beside],
            }
            for group in one.groups
        ],
        "again": one.table.trail.command,
        "small_cells": one.table.small_cells,
    }


def count_object(count: Count | None) -> Json:
    """Bounds of a count on the fields and on any reading; null is not shown."""
    if count is None:
        return None
    return {"low": count.low, "high": count.high, "low_any": count.low_any, "high_any": count.high_any}
