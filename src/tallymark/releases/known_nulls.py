"""Known shares of missing values: in comes ``data/known_nulls.csv``; out comes the share for a layout and a field.

The shares were published for one release; a release of the same layout is held to them closely, another that has the same
field loosely, since how much is blank changes from release to release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from tallymark.model.closed import read_rows
from tallymark.model.errors import DataError
from tallymark.releases.layouts import layouts

CODE = "TM-RELEASES-802"
COLUMNS = ("layout", "field", "null_share", "source")
# How far a share may lie from the known one: for the same layout and for another layout of the same table.
CLOSE, LOOSE = Decimal("0.02"), Decimal("0.20")


@dataclass(frozen=True, slots=True)
class KnownShare:
    """The share of rows without a value, where it is from, and how far another share may lie from it."""

    share: Decimal
    tolerance: Decimal
    source: str


@cache
def known_shares() -> Mapping[tuple[str, str], tuple[Decimal, str]]:
    """Every known share by layout and field."""
    return read_known_nulls(
        resources.files("tallymark.releases").joinpath("data/known_nulls.csv"), "releases/data/known_nulls.csv"
    )


def known_share(used: tuple[str, ...], table: str, field: str) -> KnownShare | None:
    """The share to hold a field to, given the layouts by which its table was read; None when none is known."""
    for (layout, name), (share, source) in known_shares().items():
        if name == field and layouts()[layout].table == table:
            return KnownShare(share, CLOSE if used == (layout,) else LOOSE, source)
    return None


def read_known_nulls(path: Traversable, label: str) -> Mapping[tuple[str, str], tuple[Decimal, str]]:
    """The shares of a file; raises TM-RELEASES-802 with the line that breaks the schema."""
    found: dict[tuple[str, str], tuple[Decimal, str]] = {}
    for line, row in read_rows(path, label, COLUMNS, CODE):
        key = (row["layout"], row["field"])
        try:
            share = Decimal(row["null_share"])
        except InvalidOperation:
            share = Decimal(-1)
        mapped = (
            {one.field for column in layouts()[key[0]].columns for one in column.maps} if key[0] in layouts() else ()
        )
        if not 0 <= share <= 1 or key in found or key[1] not in mapped or not row["source"]:
            detail = "a share from 0 to 1 of a field that the layout maps, once each, with its source"
            raise DataError(CODE, where=f"{label} line {line}", detail=detail)
        found[key] = (share, row["source"])
    return MappingProxyType(found)
