"""Arrow types: in come canonical fields and raw column names; out come the schemas that every Parquet file of a store has.

Every file begins with the provenance columns: ``file_id`` (the file of the manifest), ``sheet`` (its name; empty for a text
file) and ``row`` (the row as the source counts it, from 1, banner and header rows included).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from tallymark.schema.fields import Field
    from tallymark.schema.tables import Table

PROVENANCE = ("file_id", "sheet", "row")
DECIMAL_DIGITS = 18
DECIMAL_PLACES = 2


def provenance_fields() -> list[pa.Field]:
    """The three provenance columns as Arrow fields, never null."""
    kinds = (pa.int32(), pa.string(), pa.int32())
    return [pa.field(name, kind, nullable=False) for name, kind in zip(PROVENANCE, kinds, strict=True)]


def arrow_type(field: Field) -> pa.DataType:
    """The Arrow type of a canonical field.

    Dates are days, date-times are naive microseconds as printed, decimals have two places, so no float is ever stored.
    """
    kinds = {
        "text": pa.string(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us"),
        "integer": pa.int64(),
        "decimal": pa.decimal128(DECIMAL_DIGITS, DECIMAL_PLACES),
        "boolean": pa.bool_(),
    }
    return kinds[field.type]


def table_schema(table: Table) -> pa.Schema:
    """The schema of a canonical table: provenance, then every field of the table in its order."""
    from tallymark.schema.fields import fields  # noqa: PLC0415  the table of fields is read only when asked for

    known = fields()
    return pa.schema([*provenance_fields(), *(pa.field(name, arrow_type(known[name])) for name in table.fields)])


def raw_schema(columns: Sequence[str]) -> pa.Schema:
    """The schema of a raw mirror: provenance, then one text column for each name; null is an empty cell."""
    return pa.schema([*provenance_fields(), *(pa.field(name, pa.string()) for name in columns)])


def quarantine_schema() -> pa.Schema:
    """The schema of a quarantine table: where a cell or row stood, its field, the coded reason and the shape of its text.

    A bad cell has its ``column`` (from 1) and ``field``; its text stands in the raw mirror under the same provenance. A
    row that is broken as a whole has column 0, no field, and all its ``cells``, since no mirror has a place for them.
    """
    rest = [("column", pa.int32()), ("field", pa.string()), ("code", pa.string()), ("shape", pa.string())]
    cells = pa.field("cells", pa.list_(pa.string()))
    return pa.schema([*provenance_fields(), *(pa.field(name, kind) for name, kind in rest), cells])


def stored_names(headers: Iterable[str]) -> tuple[str, ...]:
    """The names under which raw columns are stored: as printed, and made distinct where two differ in case only.

    Names that a query engine would take for one (it folds case), for a provenance column or for nothing get a number.
    """
    taken = set(PROVENANCE)
    names: list[str] = []
    for position, header in enumerate(headers, 1):
        plain = " ".join(header.split()) or f"column {position}"
        name, number = plain, 2
        while name.lower() in taken:
            name, number = f"{plain} ({number})", number + 1
        taken.add(name.lower())
        names.append(name)
    return tuple(names)
