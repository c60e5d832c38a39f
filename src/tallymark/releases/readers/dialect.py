"""Delimiters: in comes the start of a text file; out come the delimiter it uses and the evidence for it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tallymark.releases.readers.limits import limits

CANDIDATES = {",": "comma", "\t": "tab", "|": "pipe", ";": "semicolon"}
_SAMPLE_RECORDS = 200


@dataclass(frozen=True, slots=True)
class Dialect:
    """The delimiter of a text file, the width most of its first records have, and a sentence of evidence."""

    delimiter: str
    n_columns: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a text file: its cells, and the byte of the UTF-8 text at which it ends."""

    cells: list[str]
    end_byte: int


def records(text: str, delimiter: str) -> Iterator[Record]:
    """The records of ``text``; a record may span lines, a blank line is a record without cells."""
    csv.field_size_limit(limits().max_record_bytes)
    consumed = 0

    def lines() -> Iterator[str]:
        nonlocal consumed
        for line in io.StringIO(text, newline=""):
            consumed += len(line.encode("utf-8"))
            yield line

    for cells in csv.reader(lines(), delimiter=delimiter):
        yield Record(cells, consumed)


def first_records(text: str, delimiter: str, n: int, *, whole: bool) -> list[Record]:
    """Up to ``n`` records; unless ``text`` is the whole file the last one, which may be cut, is left out.

    Raises csv.Error for a cell beyond the limit of a record.
    """
    found = list(islice(records(text, delimiter), n + 1))
    if len(found) > n or whole:
        return found[:n]
    return found[:-1]


def detect(text: str, *, whole: bool) -> Dialect:
    """The delimiter under which most of the first records have one width of two or more; a comma when none does.

    ``whole`` says that the text is the whole file; else its last record may be cut and is not looked at.
    """
    best = Dialect(",", 1, "no delimiter splits the records: one column")
    best_score = (0.0, 0)
    for delimiter, word in CANDIDATES.items():
        try:
            found = first_records(text, delimiter, _SAMPLE_RECORDS, whole=whole)
        except csv.Error:
            continue
        widths = [len(record.cells) for record in found if record.cells]
        split = Counter(width for width in widths if width > 1)
        if not split:
            continue
        width, n_alike = max(split.items(), key=lambda item: (item[1], item[0]))
        score = (n_alike / len(widths), width)
        if score > best_score:
            best_score = score
            evidence = f"delimiter {word}: {n_alike} of the first {len(widths)} records have {width} cells"
            best = Dialect(delimiter, width, evidence)
    return best
