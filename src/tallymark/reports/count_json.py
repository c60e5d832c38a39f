"""Counts as JSON: in comes a finished table; out comes every figure with bounds, numerator, denominator, rules and the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallymark.reports.count_rows import Row, rows
from tallymark.reports.count_words import mean_words, share_words
from tallymark.reports.numbers import Json, to_json

if TYPE_CHECKING:
    from fractions import Fraction

    from tallymark.counting.counted import Count, CountedTable, Share, UsedDefinition
    from tallymark.counting.means import Mean

SCHEMA = 1


def count_json(table: CountedTable) -> str:
    """The table; a count that is not shown is null."""
    request, trail = table.request, table.trail
    return (
        to_json(
            {
                "schema": SCHEMA,
                "measure": request.measure,
                "words": table.words,
                "unit": table.unit,
                "release": table.release,
                "by": list(request.by),
                "where": dict(request.where),
                "period": None if request.period is None else request.period.label,
                "notes": list(table.notes),
                "partial": dict(table.partial),
                "definitions": [_definition(table, one) for one in table.definitions],
                "left_out": dict(table.left_out),
                "values": {name: list(values) for name, values in table.values.items()},
                "labels": {name: dict(labels) for name, labels in table.labels.items()},
                "small_cells": table.small_cells,
                "bounds_step": table.step,
                "figures": [_row(table, row) for row in rows(table)],
                "trail": {
                    "release": trail.release,
                    "manifest_sha256": trail.manifest_sha256,
                    "files": [{"name": name, "sha256": digest} for name, digest in trail.files],
                    "tables": list(trail.tables),
                    "engine": trail.engine,
                    "sql": dict(trail.sql),
                    "command": trail.command,
                },
            }
        )
        + "\n"
    )


def definition_object(one: UsedDefinition) -> dict[str, Json]:
    """A definition as it was counted: its rules with their settings, and what they leave out."""
    return {
        "id": one.id,
        "title": one.title,
        "imitates": one.imitates or None,
        "rules": dict(one.rules),
        "settings": {
            family: {name: str(value) for name, value in found.items()}
            for family, found in one.settings.items()
            if found
        },
        "gaps": list(one.gaps),
        "without_field": list(one.absent),
        "not_decided": {family: list(words) for family, words in one.open.items()},
    }


def count_object(found: Count | None) -> Json:
    """The bounds of a count; null for one that is not shown."""
    if found is None:
        return None
    return {"low": found.low, "high": found.high, "low_any": found.low_any, "high_any": found.high_any}


def _definition(table: CountedTable, one: UsedDefinition) -> Json:
    return {
        **definition_object(one),
        "same_as": table.same.get(one.id),
        "titles": dict(one.titles),
        "why_undecided": list(table.why_undecided(one.id)),
    }


def _row(table: CountedTable, row: Row) -> Json:
    """One figure; ``rules`` stand with its definition, hashes and SQL in the trail."""
    return {
        "definition": row.definition,
        "group": dict(row.group),
        "value": row.found.low if row.found is not None and row.found.exact and not row.lacking else None,
        "count": count_object(row.found),
        "mean": _mean(row.mean),
        "median": _mean(row.median),
        "near": row.near or None,
        "share": None if row.share is None else _share(row.share, row.found, row.whole),
        "why_undecided": list(table.why_undecided(row.definition, **row.group)),
        "lacking": list(row.lacking),
    }


def _mean(found: Mean | None) -> Json:
    if found is None:
        return None
    ends = {"low": found.low, "high": found.high, "low_any": found.low_any, "high_any": found.high_any}
    return {name: _fraction(value) for name, value in ends.items()} | {"words": mean_words(found)}


def _share(share: Share, numerator: Count | None, denominator: Count | None) -> Json:
    return {
        "numerator": count_object(numerator),
        "denominator": count_object(denominator),
        "low": _fraction(share.low),
        "high": _fraction(share.high),
        "low_any": _fraction(share.low_any),
        "high_any": _fraction(share.high_any),
        "words": share_words(share),
    }


def _fraction(share: Fraction) -> str:
    """An exact fraction as text, ``216698/396906``."""
    return f"{share.numerator}/{share.denominator}"
