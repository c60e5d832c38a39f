"""Arrow schemas of canonical and raw tables."""

from __future__ import annotations

import pyarrow as pa

from tallymark.schema.arrow import PROVENANCE, arrow_type, quarantine_schema, raw_schema, stored_names, table_schema
from tallymark.schema.fields import fields
from tallymark.schema.tables import tables


def test_every_table_begins_with_its_provenance() -> None:
    """File, sheet and row come first and are never null, in canonical, raw and quarantine tables alike."""
    schemas = [raw_schema(["a"]), quarantine_schema(), *(table_schema(table) for table in tables().values())]
    for schema in schemas:
        assert tuple(schema.names[:3]) == PROVENANCE
        assert [str(schema.field(name).type) for name in PROVENANCE] == ["int32", "string", "int32"]
        assert not any(schema.field(name).nullable for name in PROVENANCE)


def test_a_canonical_table_has_every_field_of_the_table_in_order() -> None:
    """A field that a release has no column for is there all the same."""
    for table in tables().values():
        assert tuple(table_schema(table).names[3:]) == table.fields


def test_no_field_is_a_float() -> None:
    """Every type has an Arrow type, and none of them is a binary fraction."""
    kinds = {field.type: arrow_type(field) for field in fields().values()}
    assert {name: str(kind) for name, kind in kinds.items()} == {
        "text": "string",
        "date": "date32[day]",
        "datetime": "timestamp[us]",
        "integer": "int64",
        "decimal": "decimal128(18, 2)",
        "boolean": "bool",
    }
    assert not any(pa.types.is_floating(kind) for kind in kinds.values())


def test_raw_columns_keep_their_printed_names_and_are_told_apart() -> None:
    """Names that an engine would take for one, or for a provenance column, get a number; an empty one its position."""
    printed = ["Event Date", "event date", "Row", " Gender \n Code", "", "column 5", "Sheet (2)", "sheet"]
    assert stored_names(printed) == (
        "Event Date",
        "event date (2)",
        "Row (2)",
        "Gender Code",
        "column 5",
        "column 5 (2)",
        "Sheet (2)",
        "sheet (3)",
    )
