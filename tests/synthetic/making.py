"""Synthetic releases for tests: in come the keys of a spec that differ; out come folders with helpers that read them."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tallymark.synthetic.read_spec import from_mapping
from tallymark.synthetic.spec import Spec
from tallymark.synthetic.synth import synth

LAYOUTS = {table: f"ddp.2026-03.{table}" for table in ("arrests", "detainers", "stints", "removals")}
PLAIN = {"id": "plain", "extracted": "2030-01-01", "layouts": LAYOUTS}


def spec_of(**keys: Any) -> Spec:
    """A spec on the standard one, with no people drawn at random and one undamaged release, and these keys over it."""
    found = {"base": "standard", "name": "test", "people": 0, "releases": [release()]}
    return from_mapping({**found, **keys}, "test.yaml")


def release(**keys: Any) -> dict[str, Any]:
    """A release of all tables of March 2026, extracted after everything has ended, with these keys over it."""
    from datetime import date  # noqa: PLC0415  YAML gives days as dates

    found = {**PLAIN, "extracted": date(2030, 1, 1), **keys}
    return {key: value for key, value in found.items() if value is not None}


@dataclass(frozen=True)
class Folder:
    """A folder that was made."""

    path: Path

    def truth(self, name: str) -> list[dict[str, Any]]:
        """The rows of a file of the truth."""
        path = self.path / f"truth/{name}.parquet"
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist() if path.exists() else []
        return rows

    def totals(self) -> dict[str, Any]:
        """The totals."""
        found: dict[str, Any] = json.loads((self.path / "truth/truth.json").read_text("utf-8"))
        return found

    def lines(self, name: str) -> list[list[str]]:
        """Every record of a CSV file, the header and what stands above it included."""
        with (self.path / name).open(encoding="utf-8", newline="") as handle:
            return list(csv.reader(handle))

    def column(self, name: str, title: str) -> list[str]:
        """A column of a CSV file without rows above its header."""
        header, *rows = self.lines(name)
        return [row[header.index(title)] for row in rows]


def make(path: Path, **keys: Any) -> Folder:
    """Make releases from keys over the standard spec."""
    synth(spec_of(**keys), path)
    return Folder(path)
