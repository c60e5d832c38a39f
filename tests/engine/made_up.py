"""A small made-up release with every table of the store: in comes a seed; out comes a store whose texts are those of the code lists."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from tallymark.schema.codes import code_lists
from tallymark.schema.fields import Field, fields
from tallymark.schema.store import Store
from tallymark.schema.tables import tables
from tests.records.small import store_with

N_ROWS = 150
EMPTY = 0.12
FIRST = dt.datetime(2011, 9, 1)
DAYS = 800
TEXTS = ("Local", "State", "CBP", "Ürümqi", "it's one")
MODELS = ("Task Force Model", "Jail Enforcement Model")


def made_up_store(root: Path, seed: int) -> Store:
    """A store with the release ``made-up``: every canonical table, every open field filled in most rows."""
    drawn = random.Random(seed)  # noqa: S311  made-up records
    listed = {name: [_row(drawn, table.fields, place) for place in range(N_ROWS)] for name, table in tables().items() if table.fields}  # fmt: skip
    return store_with(root, listed)


def _row(drawn: random.Random, names: tuple[str, ...], place: int) -> dict[str, object]:
    row = {name: None if drawn.random() < EMPTY else _value(drawn, fields()[name]) for name in names}
    if "person_id" in row:
        row["person_id"] = None if drawn.random() < EMPTY else f"person {drawn.randrange(60)}"
    if "case_id" in row:
        row["case_id"] = f"case {place}"
    return row


def _value(drawn: random.Random, field: Field) -> object:
    when = FIRST + dt.timedelta(days=drawn.randrange(DAYS), hours=drawn.randrange(24))
    match field.type:
        case "date":
            return when.date()
        case "datetime":
            return when
        case "integer":
            return drawn.choice((1, 2, 3, 40))
        case "boolean":
            return drawn.random() < 0.5
        case "decimal":
            return drawn.randrange(100, 90000)
        case _:
            values = sorted(code_lists()[field.codes].values) if field.codes else TEXTS
            return drawn.choice(values)
