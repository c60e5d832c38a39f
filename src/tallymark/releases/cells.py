"""Cells: in comes a column of text with its canonical field and parser; out come typed values, bad cells and counted marks.

The work is done on the distinct texts of a column, so its cost follows how many there are and not how many rows. Nothing is
dropped: a text is a value, a mark (null, counted by class) or a bad cell (null, with its row, code and shape).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tallymark.releases.cells_values import Values, parse_values
from tallymark.releases.marks import any_of, class_of, marks_in

SHAPE_LENGTH = 40
TEXT = "text"
NOTHING = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed column.

    ``values`` has one value a row, text dictionary-encoded; ``bad_rows`` are the positions of cells that could not be
    typed, ``bad_codes`` and ``bad_shapes`` say why and what they look like; ``marks`` counts cells by class of mark;
    ``n_times_cut`` counts cells of a date field that had a time beside the day.
    """

    values: pa.Array
    bad_rows: np.ndarray = field(default_factory=lambda: NOTHING)
    bad_codes: tuple[str, ...] = ()
    bad_shapes: tuple[str, ...] = ()
    marks: Mapping[str, int] = field(default_factory=dict)
    n_times_cut: int = 0


def type_column(texts: pa.Array, parse: str, layout: str = "") -> Typed:
    """Type a column of text (plain or dictionary-encoded, null is an empty cell) by a parser of ``data/parsers.csv``."""
    encoded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    plain = pc.utf8_trim_whitespace(encoded.dictionary)
    if parse == TEXT:
        return _type_text(encoded, plain, layout)
    plain = pc.if_else(pc.equal(plain, ""), pa.scalar(None, pa.string()), plain)
    present = plain.is_valid()
    values = parse_values(plain.drop_null(), parse)
    if plain.null_count:
        places = pc.if_else(present, pc.subtract(pc.cumulative_sum(present.cast(pa.int64())), 1), None)
        values = _spread(values, places)
    unread = np.flatnonzero(
        (values.array.is_null().to_numpy(zero_copy_only=False)) & present.to_numpy(zero_copy_only=False)
    )
    marked = _classes(plain, unread, parse, layout)
    bad = np.array([place for place in unread if place not in marked], np.int64)
    rows, codes, shapes = _bad_cells(encoded, bad, values, plain)
    return Typed(
        values.array.take(encoded.indices),
        rows,
        codes,
        shapes,
        _count(encoded, marked),
        0 if values.time_cut is None else int(_hits(encoded, np.flatnonzero(values.time_cut)).sum()),
    )


def shape_of(text: str) -> str:
    """What a text looks like without saying what it is: letters become a or A, digits 9, and it is cut at 40 signs."""
    signs = ("9" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else c for c in text[:SHAPE_LENGTH])
    return "".join(signs) + ("…" if len(text) > SHAPE_LENGTH else "")


def count_matching(encoded: pa.DictionaryArray, pattern: str) -> int:
    """How many rows have a text in which the pattern is found."""
    found = pc.match_substring_regex(encoded.dictionary, pattern).to_numpy(zero_copy_only=False)
    return int(_hits(encoded, np.flatnonzero(found)).sum())


def _type_text(encoded: pa.DictionaryArray, plain: pa.Array, layout: str) -> Typed:
    found = pc.match_substring_regex(plain, any_of(marks_in(TEXT, layout)))
    gone = pc.or_(found, pc.equal(plain, ""))
    marked = _classes(plain, np.flatnonzero(found.to_numpy(zero_copy_only=False)), TEXT, layout)
    if pc.any(gone).as_py() or not plain.equals(encoded.dictionary):
        # Texts that differ in blanks only become one, marks become null: the dictionary is made anew in its old order.
        kept = pc.if_else(gone, pa.scalar(None, pa.string()), plain).dictionary_encode()
        values = pa.DictionaryArray.from_arrays(kept.indices.take(encoded.indices), kept.dictionary)
    else:
        values = encoded
    return Typed(values, marks=_count(encoded, marked))


def _spread(values: Values, places: pa.Array) -> Values:
    """Values of the texts that are there, put back at the places of all texts."""
    rest = places.fill_null(0).to_numpy(zero_copy_only=False)
    there = places.is_valid().to_numpy(zero_copy_only=False)
    if len(values.array) == 0:
        return Values(pa.nulls(len(places), values.array.type), values.code)
    other = None if values.other is None else values.other[rest] & there
    time_cut = None if values.time_cut is None else values.time_cut[rest] & there
    return Values(values.array.take(places), values.code, other, values.other_code, time_cut)


def _classes(plain: pa.Array, places: np.ndarray, parse: str, layout: str) -> dict[int, str]:
    """The class of mark of each of these texts that is one."""
    if not len(places):
        return {}
    marks = marks_in(parse, layout)
    found = ((int(place), class_of(plain[int(place)].as_py(), marks)) for place in places)
    return {place: name for place, name in found if name is not None}


def _bad_cells(
    encoded: pa.DictionaryArray, bad: np.ndarray, values: Values, plain: pa.Array
) -> tuple[np.ndarray, tuple[str, ...], tuple[str, ...]]:
    if not len(bad):
        return NOTHING, (), ()
    codes = {int(place): values.code_of(int(place)) for place in bad}
    shapes = {int(place): shape_of(plain[int(place)].as_py()) for place in bad}
    indices = _indices(encoded)
    rows = np.flatnonzero(np.isin(indices, bad))
    texts = [int(place) for place in indices[rows]]
    return rows, tuple(codes[place] for place in texts), tuple(shapes[place] for place in texts)


def _count(encoded: pa.DictionaryArray, marked: Mapping[int, str]) -> dict[str, int]:
    """How many rows have a mark of each class."""
    counts: dict[str, int] = {}
    if marked:
        hits = _hits(encoded, np.array(list(marked), np.int64))
        for name, n in zip(marked.values(), hits, strict=True):
            counts[name] = counts.get(name, 0) + int(n)
    return counts


def _hits(encoded: pa.DictionaryArray, places: np.ndarray) -> np.ndarray:
    """How many rows have each of these distinct texts."""
    if not len(places):
        return NOTHING
    found: np.ndarray = np.bincount(_indices(encoded), minlength=len(encoded.dictionary) + 1)[places]
    return found


def _indices(encoded: pa.DictionaryArray) -> np.ndarray:
    """The place of each row's text in the dictionary; one past the end for an empty cell."""
    filled = encoded.indices.fill_null(len(encoded.dictionary))
    found: np.ndarray = filled.to_numpy(zero_copy_only=False)
    return found
