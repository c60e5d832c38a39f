"""Values of texts: in come distinct texts and the name of a parser; out come typed values and a code where there is none.

The texts have no blanks around them and are neither empty nor null. What the parsers read is told in ``data/parsers.csv``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tallymark.releases.cells_dates import DAY_US, Moments, moments, months

WHOLE = r"^[+-]?(?:\d{1,18}|\d{1,3}(?:,\d{3}){1,5})(?:\.0*)?$"
AMOUNT = r"^-?\$?-?(?:\d{1,16}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{0,2}0*)?$"
TRUE = ("YES", "Y", "TRUE")
FALSE = ("NO", "N", "FALSE")

FAULTS: Mapping[str, str] = {
    "not_a_date": "the text has not the form of a date",
    "no_such_day": "the text has the form of a date, but there is no such day or time",
    "not_a_whole_number": "the text is no whole number of at most 18 digits",
    "not_an_amount": "the text is no amount with at most two places after the point",
    "not_yes_or_no": "the text is neither yes nor no",
    "not_a_threat_level": "the text is none of 1, 2 and 3",
    "row_of_other_width": "the row has more or fewer cells than the header",
}
"""Every code of the quarantine with its meaning."""


@dataclass(frozen=True, slots=True)
class Values:
    """``array`` has one value for each text, null where the text is none; ``code`` says why, ``other_code`` where
    ``other`` is true.
    """

    array: pa.Array
    code: str
    other: np.ndarray | None = None
    other_code: str = ""
    time_cut: np.ndarray | None = None

    def codes(self, places: np.ndarray) -> pa.Array:
        """Why there is no value at these places."""
        other = np.zeros(len(places), bool) if self.other is None else self.other[places]
        return pa.array(np.where(other, self.other_code, self.code), pa.string())


def parse_values(texts: pa.Array, parse: str) -> Values:
    """The values of distinct texts; ``parse`` is a name of ``data/parsers.csv`` other than ``text``."""
    return PARSERS[parse](texts)


def _whole(texts: pa.Array) -> Values:
    digits = pc.replace_substring_regex(texts, r"\.0*$|,|^\+", "")
    return Values(_cast_where(digits, pc.match_substring_regex(texts, WHOLE), pa.int64()), "not_a_whole_number")


def _threat_level(texts: pa.Array) -> Values:
    digits = pc.replace_substring_regex(texts, r"\.0*$", "")
    level = pc.is_in(digits, value_set=pa.array(["1", "2", "3"]))
    return Values(_cast_where(digits, level, pa.int64()), "not_a_threat_level")


def _amount(texts: pa.Array) -> Values:
    digits = pc.replace_substring_regex(pc.replace_substring_regex(texts, r"[$,]", ""), r"(\.\d{2})0+$|\.$", r"\1")
    return Values(_cast_where(digits, pc.match_substring_regex(texts, AMOUNT), pa.decimal128(18, 2)), "not_an_amount")


def _yes_no(texts: pa.Array) -> Values:
    upper = pc.utf8_upper(texts)
    yes = pc.is_in(upper, value_set=pa.array(TRUE))
    known = pc.or_(yes, pc.is_in(upper, value_set=pa.array(FALSE)))
    return Values(pc.if_else(known, yes, pa.scalar(None, pa.bool_())), "not_yes_or_no")


def _date(texts: pa.Array) -> Values:
    return _days(moments(texts))


def _month(texts: pa.Array) -> Values:
    return _days(months(texts))


def _date_time(texts: pa.Array) -> Values:
    found = moments(texts)
    array = pa.array(found.us, pa.timestamp("us"), mask=~found.valid)
    return Values(array, "not_a_date", found.shaped, "no_such_day")


def _days(found: Moments) -> Values:
    days = np.floor_divide(found.us, DAY_US)
    array = pa.array(days.astype(np.int32), pa.int32(), mask=~found.valid).cast(pa.date32())
    return Values(array, "not_a_date", found.shaped, "no_such_day", found.valid & (days * DAY_US != found.us))


def _cast_where(texts: pa.Array, good: pa.Array, kind: pa.DataType) -> pa.Array:
    return pc.if_else(good, texts, pa.scalar(None, pa.string())).cast(kind)


PARSERS: Mapping[str, Callable[[pa.Array], Values]] = {
    "integer": _whole,
    "decimal": _amount,
    "yes_no": _yes_no,
    "date": _date,
    "date_time": _date_time,
    "month": _month,
    "threat_level": _threat_level,
}
