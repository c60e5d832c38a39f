"""Dates in text: in come distinct texts; out come microseconds since 1970 as printed, and which texts are dates at all.

Read are ``YYYY-MM-DD``, ``m/d/yyyy`` and Excel serials of five digits, each with or without a time. A year of two digits is
not read: its century would be a guess. No time zone is assumed anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

DAY_US = 86_400_000_000
# Excel counts days from 1899-12-30 for every date after February 1900; five digits are the years 1927 to 2173.
SERIAL_ZERO = np.datetime64("1899-12-30", "D")
TIME = r"(?:[ T]+(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:\.(?P<f>\d{1,6}))?)?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
ISO = r"^(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})" + TIME + "$"
AMERICAN = r"^(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})" + TIME + "$"
SERIAL = r"^(?P<days>\d{5})(?:\.(?P<part>\d{1,17}))?$"
MONTH = r"^(?P<y>\d{4})-(?P<m>\d{2})$"


@dataclass(frozen=True, slots=True)
class Moments:
    """``us``: int64 microseconds as printed, 0 where ``valid`` is false; ``shaped``: the text has the form of a date."""

    us: np.ndarray
    valid: np.ndarray
    shaped: np.ndarray


def moments(texts: pa.Array) -> Moments:
    """The moments of distinct texts without nulls and without blanks around them."""
    quick = _cast(texts)
    if quick is not None:
        everywhere = np.ones(len(texts), bool)
        return Moments(quick, everywhere, everywhere)
    us = np.zeros(len(texts), np.int64)
    valid = np.zeros(len(texts), bool)
    shaped = np.zeros(len(texts), bool)
    for pattern, read in ((ISO, _read_iso), (AMERICAN, _read_parts), (SERIAL, _read_serial)):
        places = np.flatnonzero(_to_numpy(pc.match_substring_regex(texts, pattern)) & ~shaped)
        if len(places):
            shaped[places] = True
            us[places], valid[places] = read(texts.take(pa.array(places)), pattern)
    return Moments(us, valid, shaped)


def months(texts: pa.Array) -> Moments:
    """The first moments of months written ``YYYY-MM``."""
    groups = pc.extract_regex(texts, MONTH)
    shaped = _to_numpy(groups.is_valid())
    year, month = _number(groups, "y"), _number(groups, "m")
    valid = shaped & (month >= 1) & (month <= 12)
    us = np.where(valid, _midnight(year, np.where(valid, month, 1), np.ones(len(texts), np.int64)), 0)
    return Moments(us, valid, shaped)


def _cast(texts: pa.Array) -> np.ndarray | None:
    """All texts as moments by Arrow's own reading of ISO dates, or None when one of them is something else."""
    try:
        cast = texts.cast(pa.timestamp("us"))
    except pa.ArrowInvalid:
        return None
    found: np.ndarray = cast.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return found


def _read_iso(texts: pa.Array, pattern: str) -> tuple[np.ndarray, np.ndarray]:
    quick = _cast(texts)
    if quick is not None:
        return quick, np.ones(len(texts), bool)
    return _read_parts(texts, pattern)


def _read_parts(texts: pa.Array, pattern: str) -> tuple[np.ndarray, np.ndarray]:
    groups = pc.extract_regex(texts, pattern)
    year, month, day = (_number(groups, name) for name in ("y", "m", "d"))
    hour, minute, second = (_number(groups, name) for name in ("H", "M", "S"))
    fraction = _number(groups, "f", pad=6)
    half = _to_numpy(pc.utf8_lower(groups.field("half")))
    twelve = half != ""
    in_day = (hour < 24) & (minute < 60) & (second < 60) & (~twelve | ((hour >= 1) & (hour <= 12)))
    hour = np.where(twelve, hour % 12 + np.where(half == "p", 12, 0), hour)
    in_year = (year >= 1) & (month >= 1) & (month <= 12)
    first = _midnight(year, np.where(in_year, month, 1), np.ones(len(year), np.int64))
    after = _midnight(year + (month == 12), np.where(in_year, month % 12 + 1, 2), np.ones(len(year), np.int64))
    valid = in_year & in_day & (day >= 1) & (day <= (after - first) // DAY_US)
    us = first + (day - 1) * DAY_US + ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
    return np.where(valid, us, 0), valid


def _read_serial(texts: pa.Array, pattern: str) -> tuple[np.ndarray, np.ndarray]:
    """Days since Excel's day 0; the part of a day is rounded to the millisecond, which is as fine as Excel keeps it."""
    groups = pc.extract_regex(texts, pattern)
    days = _number(groups, "days")
    part = _number(groups, "part", pad=12)
    ms = (part * 86_400 + 500_000_000) // 1_000_000_000
    zero = SERIAL_ZERO.astype("datetime64[us]").astype(np.int64)
    return zero + days * DAY_US + ms * 1000, days >= 10_000


def _number(groups: pa.StructArray, name: str, *, pad: int = 0) -> np.ndarray:
    """A group of digits as whole numbers, absent as 0; with ``pad``, digits after a point as that many places."""
    digits = pc.fill_null(groups.field(name), "")
    if pad:
        digits = pc.utf8_slice_codeunits(pc.utf8_rpad(digits, pad, "0"), 0, pad)
    plain = pc.if_else(pc.equal(digits, ""), "0", digits)
    found: np.ndarray = plain.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return found


def _midnight(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    whole = ((year - 1970) * 12 + (month - 1)).astype("datetime64[M]").astype("datetime64[D]") + (day - 1)
    found: np.ndarray = whole.astype("datetime64[us]").astype(np.int64)
    return found


def _to_numpy(array: pa.Array) -> np.ndarray:
    found: np.ndarray = array.to_numpy(zero_copy_only=False)
    return found
