"""A small register of made-up figures in a temporary folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tallymark.register.row import COLUMNS

CARD = """id: {id}
publisher: "An office"
carrier: "An archive"
tier: 2
title: "A table"
address: "https://example.org/table"
locator: "page 1"
read_on: "2026-01-31"
vintage: "2020"
confirmed: true
licence: "public domain"
"""
ROW = {
    "id": "r1", "relation": "level", "measure": "removals", "period": "FY2020", "value": "1200", "number": "1200",
    "hedge": "none", "unit": "events", "printed": "1,200", "definition": "dhs.removals",
}  # fmt: skip

WriteSource = Callable[..., Path]


@pytest.fixture
def write_source(tmp_path: Path) -> WriteSource:
    """A function that writes one source: its rows (differences to a good row) and its card."""

    def write(*rows: dict[str, str], name: str = "newsroom", card: str | None = None, header: str = "") -> Path:
        lines = [header or ",".join(COLUMNS)]
        for number, row in enumerate(rows, 1):
            cells = {**ROW, "id": f"r{number}", **row}
            lines.append(
                ",".join(
                    f'"{cells.get(column, "")}"' if "," in cells.get(column, "") else cells.get(column, "")
                    for column in COLUMNS
                )
            )
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        path.with_suffix(".yaml").write_text(CARD.format(id=name) if card is None else card, encoding="utf-8")
        return path

    return write
