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
# What is put in the place of which signs in the shape of a text; marks set above letters are left out.
SHAPES = ((r"\p{N}", "9"), (r"[\p{Ll}\p{Lt}\p{Lm}\p{Lo}]", "a"), (r"\p{Lu}", "A"), (r"\p{M}", ""))
TEXT = "text"
NOTHING = np.zeros(0, np.int64)
NO_TEXTS = pa.array([], pa.string())


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed column.

    ``values`` has one value a row, text dictionary-encoded; ``bad_rows`` are the positions of cells that could not be
    typed, ``bad_codes`` and ``bad_shapes`` say why and what they look like; ``marks`` counts cells by class of mark;
    ``n_times_cut`` counts cells of a date field that had a time beside the day.
    """

    values: pa.Array
    bad_rows: np.ndarray = field(default_factory=lambda: NOTHING)
    bad_codes: pa.Array = field(default_factory=lambda: NO_TEXTS)
    bad_shapes: pa.Array = field(default_factory=lambda: NO_TEXTS)
    marks: Mapping[str, int] = field(default_factory=dict)
    n_times_cut: int = 0


def type_column(texts: pa.Array, parse: str, layout: str = "") -> Typed:
    """Type a column of text (plain or dictionary-encoded; null, in the dictionary too, is an empty cell) by a parser of ``data/parsers.csv``."""
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
    bad = unread[~np.isin(unread, np.fromiter(marked, np.int64, len(marked)))]
    rows, codes, shapes = _bad_cells(encoded, bad, values, plain)
    return Typed(
        values.array.take(encoded.indices),
        rows,
        codes,
        shapes,
        _count(encoded, marked),
        0 if values.time_cut is None else int(_hits(encoded, np.flatnonzero(values.time_cut)).sum()),
    )


def shapes_of(texts: pa.Array) -> pa.Array:
    """What texts look like without saying what they are: letters become a or A, numbers 9, cut at 40 signs."""
    shapes = pc.utf8_slice_codeunits(texts, 0, SHAPE_LENGTH)
    for pattern, sign in SHAPES:
        shapes = pc.replace_substring_regex(shapes, pattern, sign)
    is_cut = pc.greater(pc.utf8_length(texts), SHAPE_LENGTH)
    return pc.if_else(is_cut, pc.binary_join_element_wise(shapes, "…", ""), shapes)


def count_matching(encoded: pa.DictionaryArray, pattern: str) -> int:
    """How many rows have a text in which the pattern is found."""
    found = pc.match_substring_regex(encoded.dictionary, pattern).to_numpy(zero_copy_only=False)
    return int(_hits(encoded, np.flatnonzero(found)).sum())


def _type_text(encoded: pa.DictionaryArray, plain: pa.Array, layout: str) -> Typed:
    found = pc.fill_null(pc.match_substring_regex(plain, any_of(marks_in(TEXT, layout))), False)
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
    marks = marks_in(parse, layout)
    if not len(places) or not marks:
        return {}
    hits = pc.match_substring_regex(plain.take(pa.array(places)), any_of(marks)).to_numpy(zero_copy_only=False)
    found = ((int(place), class_of(plain[int(place)].as_py(), marks)) for place in places[hits.astype(bool)])
    return {place: name for place, name in found if name is not None}


def _bad_cells(
    encoded: pa.DictionaryArray, bad: np.ndarray, values: Values, plain: pa.Array
) -> tuple[np.ndarray, pa.Array, pa.Array]:
    """The rows of bad texts, and the code and shape of each."""
    if not len(bad):
        return NOTHING, NO_TEXTS, NO_TEXTS
    place_in_bad = np.full(len(plain) + 1, -1, np.int64)
    place_in_bad[bad] = np.arange(len(bad))
    found = place_in_bad[_indices(encoded)]
    rows = np.flatnonzero(found >= 0)
    places = pa.array(found[rows])
    return rows, values.codes(bad).take(places), shapes_of(plain.take(pa.array(bad))).take(places)


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
