"""Rows to be asked: in come a store, a release, a table and derived tables; out comes the name of a table of the engine with one row for each.

A plain table is a view of its files. Where a derived table says which rows repeat another one or begin a stay, it is joined by
row number and the columns that are needed are kept in the engine.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tallymark.counting.field_values import field_values
from tallymark.counting.filled import filled_by_year, sentences
from tallymark.engine.engine import Engine
from tallymark.records.compose import Names, Sheet, compose
from tallymark.records.derive import Derived, derive
from tallymark.records.parameters import Value
from tallymark.schema.manifest import Manifest
from tallymark.schema.store import ReleasePaths, Store
from tallymark.schema.tables import table as table_named

HAS_PERSON = "has_person"
HAS_ROW = "has_row"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows that are wanted: a table and the derived tables joined to it, in order.

    Columns of a derived table get its name in front: ``stays_stay_days``; ``stays_has_row`` says whether the row has one there.
    """

    table: str
    derived: tuple[Attached, ...] = ()

    @property
    def name(self) -> str:
        """A name for these rows that is the same for the same rows."""
        return "_".join((f"rows_of_{self.table}", *(one.name for one in self.derived)))


@dataclass(frozen=True, slots=True)
class Attached:
    """A derived table of the release, the column of it that equals ``on`` (see ``measures.Joined``), and the columns that are used."""

    found: Derived
    key: str
    on: str
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of its view in the engine."""
        return f"{self.found.name}_{self.found.digest}"


@dataclass(slots=True)
class Relations:
    """The tables made in one engine for one release, each once."""

    store: Store
    paths: ReleasePaths
    manifest: Manifest
    engine: Engine
    made: set[str] = field(default_factory=set)
    derived: dict[tuple[str, str], Derived] = field(default_factory=dict)

    def derive(self, name: str, parameters: Mapping[str, Value]) -> Derived:
        """A derived table of the release, built once; raises what ``records.derive`` raises."""
        key = (name, repr(sorted(parameters.items())))
        if key not in self.derived:
            self.derived[key] = derive(self.store, self.paths.id, name, parameters, memory_mb=self.engine.memory_mb)
        return self.derived[key]

    def make(self, wanted: Wanted, fields: Collection[str]) -> str:
        """The name of the engine's table with these rows; ``fields`` are the columns that are read."""
        if not wanted.derived:
            self._view(wanted.name, wanted.table)
            return wanted.name
        for one in wanted.derived:
            if one.name not in self.made:
                self.engine.view(one.name, one.found.files)
                self.made.add(one.name)
        name = f"{wanted.name}_kept"
        self._view(wanted.table, wanted.table)
        self.engine.keep(name, self._joined(wanted, fields))
        return name

    def alone(self, found: Derived) -> str:
        """The name of the engine's table with the rows of a derived table."""
        name = f"{found.name}_{found.digest}"
        if name not in self.made:
            self.engine.view(name, found.files)
            self.made.add(name)
        return name

    def values(self, wanted: Wanted | None, fields: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """All texts that occur in each open text field of the table, for a scan; none for the rows of a derived table."""
        if wanted is None:
            return {}
        name = f"rows_of_{wanted.table}"
        self._view(name, wanted.table)
        return field_values(self.engine, self.paths, self.manifest, wanted.table, name, fields)

    def hardly_filled(self, table: str, fields: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """By field what is to be said of the years in which a table hardly fills it."""
        files = self.paths.parts(self.paths.table(table))
        return sentences(filled_by_year(files, table_named(table).key_date, sorted(fields)))

    def _view(self, name: str, table: str) -> None:
        if name not in self.made:
            self.engine.view(name, self.paths.parts(self.paths.table(table)))
            self.made.add(name)

    def _joined(self, wanted: Wanted, fields: Collection[str]) -> str:
        """One row for each row of the table: the fields that are read and the columns of the derived tables."""
        columns = {f"{one.found.name}_{name}": f"{one.name}.{name}" for one in wanted.derived for name in one.columns}
        columns |= {f"{one.found.name}_{HAS_ROW}": f"{one.name}.{one.key} IS NOT NULL" for one in wanted.derived}
        columns[HAS_PERSON] = "records.person IS NOT NULL"
        own = [f"records.{name}" for name in sorted(set(fields) - set(columns))]
        others = [f"{text} AS {name}" for name, text in columns.items()]
        names = {one.found.name: one.name for one in wanted.derived}
        joins = " ".join(
            f"LEFT JOIN {one.name} ON {one.name}.{one.key} = {_place(one.on, names)}" for one in wanted.derived
        )
        # Names are those of checked fields, recipes and hashes; no value stands in the text.
        text = f"SELECT {', '.join((*own, *others))} FROM records {joins}"  # noqa: S608
        sheets = [
            Sheet(sheet.file_id, sheet.sheet, number)
            for number, sheet in enumerate(self.manifest.table(wanted.table).sheets)
        ]
        return compose(text, Names({}, {wanted.table: sheets}, wanted.table))


def _place(on: str, names: Mapping[str, str]) -> str:
    """The column that a derived table is joined by, with the table that has it."""
    table, dot, column = on.partition(".")
    return f"{names[table]}.{column}" if dot else f"records.{on}"
