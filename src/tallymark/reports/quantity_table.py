"""Quantities as JSON or lines: in come the entries of one text; out comes what ``tallymark quantities`` prints.

An entry is ``{"start", "end", "text", "value": number or "range": [low, high] (exactly one of the two), "unit",
"unit_text", "direction": "=", "~", "<", ">", "up" or "down"}``; an end that is not bounded is null.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from tallymark.model.interval import grouped
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line

Entry = Mapping[str, object]


def entries_json(entries: Sequence[Entry], *, indent: int | None = 2) -> str:
    """A JSON array in the order of the text."""
    return json.dumps(list(entries), indent=indent)


def entry_lines(entries: Iterable[Entry]) -> Iterator[Line]:
    """One aligned line an entry."""
    for entry in entries:
        span = f"{entry['start']}-{entry['end']}"
        unit = f"{entry['unit']}" + (f" ({one_line(str(entry['unit_text']))})" if entry["unit_text"] else "")
        quote = one_line(str(entry["text"]))
        yield Line("", f"{span:<12} {entry['direction']!s:<5} {_value(entry):>20}  {unit:<24} “{quote}”")


def _value(entry: Entry) -> str:
    ends = entry.get("range")
    numbers = ends if isinstance(ends, Sequence) else [entry.get("value")]
    return " to ".join("" if number is None else grouped(Decimal(str(number))) for number in numbers)
