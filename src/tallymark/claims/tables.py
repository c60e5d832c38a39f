"""Tables of words in ``claims/data``: in comes a file name with its columns; out come rows with their line numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources

from tallymark.model.errors import DataError


def read_rows(name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of ``claims/data/<name>``; raises TM-CLAIMS-001 with the line when a column or a cell is off."""
    path = resources.files("tallymark.claims").joinpath(f"data/{name}")
    with path.open("r", encoding="utf-8") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != columns:
            raise DataError("TM-CLAIMS-001", where=f"claims/data/{name} line 1", detail=f"columns must be {columns}")
        for row in reader:
            if None in row or None in row.values():
                raise DataError("TM-CLAIMS-001", where=f"claims/data/{name} line {reader.line_num}", detail="cells")
            yield reader.line_num, row


@cache
def words_of(name: str, kinds: frozenset[str]) -> dict[str, dict[str, str]]:
    """A table ``kind,words,value`` as words and values by kind; raises TM-CLAIMS-001 for a kind that is not in ``kinds``."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    for line, row in read_rows(name, ("kind", "words", "value")):
        if row["kind"] not in kinds or not row["words"] or row["words"] in found[row["kind"]]:
            raise DataError("TM-CLAIMS-001", where=f"claims/data/{name} line {line}", detail=str(row))
        found[row["kind"]][row["words"]] = row["value"]
    return found


def either(words: Iterator[str] | dict[str, str] | list[str]) -> str:
    """A regular expression for any of the words, longest first; a space in a word stands for any blank between words."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(_escaped(word) for word in ordered)


def _escaped(word: str) -> str:
    plain = "".join(f"\\{letter}" if letter in ".()+*?[]$^|{}\\" else letter for letter in word)
    return plain.replace(" ", r"\s{1,2}")
