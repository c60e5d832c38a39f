"""Tables of words in ``claims/data``: in comes a file name with its columns; out come rows with their line numbers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

from tallymark.model import closed
from tallymark.model.errors import DataError


def read_rows(name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of ``claims/data/<name>``; raises TM-CLAIMS-001 with the line when a column or a cell is off."""
    path = resources.files("tallymark.claims").joinpath(f"data/{name}")
    return closed.read_rows(path, f"claims/data/{name}", columns, "TM-CLAIMS-001")


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
