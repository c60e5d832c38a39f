"""Ids of people: made for a release, missing in rows, made anew for another release, cut to the 15 digits that Excel keeps.

An id is a hash of the person's number and of the release's key; releases that are not re-keyed share one key. Of the ids
in digits, a stated share of neighbours agrees in the first 15, so that cutting them makes different people look alike.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from tallymark.synthetic.columns import Array
from tallymark.synthetic.defects.settings import PersonIds
from tallymark.synthetic.seeds import stream
from tallymark.synthetic.spec import Publication, Spec
from tallymark.synthetic.view import Values

FORMS = ("hex40", "digits19")
MISSING = "missing_id"
HEX = np.array([list(f"{byte:02x}".encode()) for byte in range(256)], dtype="uint8")
HEX_BYTES = 20
SMALLEST_15, RANGE_15, RANGE_4 = 10**14, 8 * 10**14, 5000


def ids(spec: Spec, release: Publication, persons: Array) -> Sequence[str]:
    """The id of each person in a release."""
    settings = release.defects.person_ids or PersonIds()
    key = zlib.crc32(release.id.encode()) if settings.rekeyed else 0
    seed = np.uint64(spec.seed * 2**32 + key)
    if release.id_form == "hex40":
        return _hex(persons.astype("uint64"), seed)
    return _digits(persons.astype("uint64"), seed, settings)


def missing(spec: Spec, block: int, release: Publication, table: str, count: int) -> Array:
    """Which rows of a table have no id."""
    settings = release.defects.person_ids or PersonIds()
    rng = stream(spec.seed, block, "missing_id", release.id, table)
    return np.array(rng.random(count) < settings.missing.get(table, 0.0))


def as_stored(values: Values, release: Publication) -> Values:
    """Ids as a release stores them: as words, or as the numbers that lost their last digits."""
    settings = release.defects.person_ids or PersonIds()
    if release.id_form != "digits19" or not settings.cut_to_15_digits:
        return values
    return values.dictionary.take(values.indices).cast(pa.int64())


def _mix(values: Array, seed: np.uint64) -> Array:
    """Well-spread 64-bit numbers (the finaliser of splitmix64), one for each value and seed."""
    with np.errstate(over="ignore"):
        mixed = values * np.uint64(0x9E3779B97F4A7C15) + seed * np.uint64(0xD1B54A32D192ED03)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.array(mixed ^ (mixed >> np.uint64(31)))


def _hex(persons: Array, seed: np.uint64) -> Sequence[str]:
    words = np.stack([_mix(persons * np.uint64(4) + np.uint64(part), seed) for part in range(3)], axis=1)
    raw = words.astype(">u8").view("uint8").reshape(len(persons), 24)[:, :HEX_BYTES]
    text = HEX[raw].reshape(len(persons), 2 * HEX_BYTES)
    return [str(one, "ascii") for one in np.ascontiguousarray(text).view(f"S{2 * HEX_BYTES}").ravel()]


def _digits(persons: Array, seed: np.uint64, settings: PersonIds) -> Sequence[str]:
    pair = persons // np.uint64(2)
    shared = (_mix(pair, seed + np.uint64(1)) % np.uint64(10_000)).astype(
        "int64"
    ) < settings.shared_first_15_digits * 10_000
    source = np.where(shared, pair + np.uint64(2**62), persons)
    first = SMALLEST_15 + (_mix(source, seed) % np.uint64(RANGE_15)).astype("int64")
    last = (_mix(persons, seed + np.uint64(2)) % np.uint64(RANGE_4)).astype("int64") * 2 + (
        persons % np.uint64(2)
    ).astype("int64")
    last = last * (not settings.cut_to_15_digits)
    found: Sequence[str] = pa.array(first * 10**4 + last).cast(pa.string()).to_pylist()
    return found
