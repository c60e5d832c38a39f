"""Register rows per source and tier: in comes the bundled register; out come counts without a target."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from evaluation.result import Result
from tallymark.model.figure import Figure, Source
from tallymark.register.register import load


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  (every benchmark has this signature)
    """One line a tier and one a source: rows, of which confirmed, and those that can decide."""
    figures = load().all_figures()
    by_tier = {tier: [figure for figure in figures if figure.tier == tier] for tier in (1, 2, 3)}
    lines = [Result("register rows", f"{len(figures):,}", detail=_parts(figures))]
    lines += [
        Result(f"register rows, tier {tier}", f"{len(rows):,}", detail=_parts(rows)) for tier, rows in by_tier.items()
    ]
    sources: Counter[Source] = Counter()
    for figure in figures:
        if figure.provenance.source is not None:
            sources[figure.provenance.source] += 1
    lines += [
        Result(f"rows of {source.id}", f"{count:,}", detail=f"tier {source.tier}")
        for source, count in sorted(sources.items(), key=lambda item: (-item[1], item[0].id))
    ]
    return lines


def _parts(figures: list[Figure] | tuple[Figure, ...]) -> str:
    confirmed = sum(figure.confirmed for figure in figures)
    faulty = sum(bool(figure.fault) for figure in figures)
    return f"{confirmed:,} confirmed, {len(figures) - confirmed:,} leads, {faulty:,} known to be faulty"
