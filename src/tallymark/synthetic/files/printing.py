"""Values as text: in come columns of any type; out comes what a text file prints, dates as ISO or as m/d/yyyy."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from tallymark.synthetic.view import Values

STYLES = ("cell", "iso", "mdy")


def as_text(values: Values, style: str) -> Values:
    """Strings, null where nothing stands; ``cell`` prints as ISO in a text file."""
    if pa.types.is_dictionary(values.type):
        return values.dictionary.take(values.indices)
    if not pa.types.is_temporal(values.type):
        return values.cast(pa.string())
    if style != "mdy":
        return values.cast(pa.string())
    if pa.types.is_date(values.type):
        return _american(values)
    clock = pc.strftime(values, format="%H:%M")
    return pc.binary_join_element_wise(_american(values.cast(pa.date32())), clock, " ")


def as_cells(values: Values, style: str) -> Values:
    """Typed values for a format that has them: dates as dates where the style is ``cell``, else as text."""
    temporal = pa.types.is_temporal(values.type)
    return as_text(values, style) if temporal and style != "cell" else values


def _american(values: Values) -> Values:
    coded = values.dictionary_encode()
    names = [_month_day_year(day) for day in coded.dictionary.to_pylist()]
    return pa.array(names, pa.string()).take(coded.indices)


def _month_day_year(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"
