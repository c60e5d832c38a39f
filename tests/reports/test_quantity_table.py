"""Quantities as JSON and lines."""

from __future__ import annotations

import json

from tallymark.reports.quantity_table import Entry, entries_json, entry_lines
from tallymark.reports.terminal import plain

ENTRIES: list[Entry] = [
    {
        "start": 0,
        "end": 13,
        "text": "Almost 45,000",
        "value": 45000,
        "unit": "count",
        "unit_text": "people",
        "direction": "~",
    },
    {"start": 20, "end": 26, "text": "dozens", "range": [24, None], "unit": "count", "unit_text": "", "direction": "~"},
    {
        "start": 30,
        "end": 42,
        "text": "12.5 \x1bpercent",
        "value": 12.5,
        "unit": "percent",
        "unit_text": "percent",
        "direction": "up",
    },
]


def test_entries_are_a_json_array() -> None:
    """One line without an indent, for a text a line."""
    assert json.loads(entries_json(ENTRIES)) == ENTRIES
    assert "\n" not in entries_json(ENTRIES, indent=None)


def test_lines_are_aligned_and_safe() -> None:
    """Offsets, direction, value and unit stand in columns, and no text steers the terminal."""
    assert plain(entry_lines(ENTRIES)).splitlines() == [
        "0-13         ~                   45,000  count (people)           “Almost 45,000”",
        "20-26        ~                   24 to   count                    “dozens”",
        "30-42        up                    12.5  percent (percent)        “12.5 \ufffdpercent”",
    ]
