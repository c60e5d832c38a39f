"""Made-up removals in the store's own format, made fast: in comes a number of rows; out comes a store with one release.

The texts are those of the code lists, as agencies print them; every row is drawn from a seeded generator, a fiscal year a sheet.
Columns that no definition of removals reads are empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tallymark.schema import manifest as manifests
from tallymark.schema.arrow import table_schema
from tallymark.schema.codes import code_lists
from tallymark.schema.manifest import FileEntry, Manifest, PartEntry, SheetEntry, TableEntry
from tallymark.schema.parquet import PartWriter, Stored
from tallymark.schema.store import Store
from tallymark.schema.tables import tables

RELEASE = "speed"
TABLE = "removals"
SEED = 20131219
YEARS = tuple(range(2009, 2025))
BATCH = 262_144
COUNTRIES = ("MEXICO", "GUATEMALA", "HONDURAS", "EL SALVADOR", *(f"COUNTRY {number:03d}" for number in range(150)))
AGENCIES = ("ICE", "Border Patrol", "CBP Office of Field Operations", "Local Law Enforcement", "State Law Enforcement")
PROGRAMMES = ("ERO Criminal Alien Program", "287(g) Program", "Fugitive Operations", "Non-Detained Docket Control", "Detained Docket Control", "Joint Criminal Alien Response Team", "Alternatives to Detention", "Border Patrol")  # fmt: skip
# How unequal values of a list are: the n-th is drawn in proportion to n to the power of minus this.
STEEPNESS = 1.1
NO_PERSON = 0.1
Drawn = Mapping[str, pa.Array]


def speed_store(root: Path, n_rows: int, *, with_people: bool = False) -> Store:
    """A store whose release ``speed`` has ``n_rows`` made-up removals of the fiscal years 2009 to 2024.

    ``with_people``: nine rows of ten have the identifier of a person, one person in eight or so several rows.
    """
    store = Store(root)
    paths, schema = store.release(RELEASE), table_schema(tables()[TABLE])
    coded = [field.name for field in schema if field.type == pa.string() and field.name not in ("sheet", "person_id")]
    made = np.random.default_rng(SEED)
    sizes = [len(part) for part in np.array_split(np.empty(n_rows, dtype=np.int8), len(YEARS))]
    with PartWriter(
        paths.table(TABLE), schema, repetitive=["sheet", *coded], stored=Stored(rising=["row"]), statistics=False
    ) as writer:
        for year, size in zip(YEARS, sizes, strict=True):
            for start in range(0, size, BATCH):
                n_people = n_rows * 4 if with_people else 0
                writer.write(_batch(made, writer.schema, year, start, min(BATCH, size - start), n_people))
    parts = tuple(PartEntry(part.path.name, part.n_rows, part.n_bytes, part.sha256) for part in writer.parts)
    sheets = tuple(SheetEntry(1, f"FY{year}", "", 1, 2, size + 1, ()) for year, size in zip(YEARS, sizes, strict=True))
    window = (f"{YEARS[0] - 1}-10-01", f"{YEARS[-1]}-09-30")
    entry = TableEntry(TABLE, (), n_rows, 0, 0, window, (), sheets, (), (), parts)
    manifests.write(paths.manifest, Manifest(RELEASE, (FileEntry(1, "made-up", "0" * 64, 1),), (entry,)))
    return store


def _batch(made: np.random.Generator, schema: pa.Schema, year: int, start: int, size: int, n_people: int) -> pa.Table:
    found: dict[str, pa.Array] = {
        "file_id": pa.array(np.ones(size, dtype=np.int32)),
        "sheet": pa.repeat(f"FY{year}", size).dictionary_encode(),
        "row": pa.array(np.arange(start + 2, start + 2 + size, dtype=np.int32)),
        **_dates(made, year, size),
        **_texts(made, size),
    }
    if n_people:
        numbers = pa.array(made.integers(0, n_people, size), mask=made.random(size) < NO_PERSON)
        found["person_id"] = pc.binary_join_element_wise("person", numbers.cast(pa.string()), "-")
    return pa.Table.from_arrays(
        [found[field.name].cast(field.type) if field.name in found else pa.nulls(size, field.type) for field in schema],
        schema=schema,
    )


def _dates(made: np.random.Generator, year: int, size: int) -> Drawn:
    """Departures in the fiscal year; closings on the day (60 %), later, or never (2 %); entries and arrests before."""
    first = np.datetime64(f"{year - 1}-10-01", "D").astype(np.int32)
    departed = first + made.integers(0, 365, size, dtype=np.int32)
    later = np.where(made.random(size) < 0.6, 0, made.exponential(45, size)).astype(np.int32)
    arrested = departed - made.exponential(40, size).astype(np.int32)
    entered = arrested - made.exponential(1200, size).astype(np.int32)
    ordered = departed - made.exponential(300, size).astype(np.int32)
    return {
        "departed_date": _days(departed, made.random(size) < 0.003),
        "case_closed_date": _days(departed + later, made.random(size) < 0.02),
        "apprehension_date": _days(arrested, made.random(size) < 0.05),
        "entry_date": _days(entered, made.random(size) < 0.3),
        "final_order_date": _days(ordered, made.random(size) < 0.2),
    }


def _texts(made: np.random.Generator, size: int) -> Drawn:
    lists = code_lists()
    charge, missing = _drawn(made, len(lists["msc_charge_code"].values), size), made.random(size) < 0.45
    codes = sorted(lists["msc_charge_code"].values)
    meanings = [lists["msc_charge_code"].values[code].meaning or f"Offence {code}" for code in codes]
    level = pa.array(made.integers(1, 4, size), mask=made.random(size) < 0.5)
    return {
        "case_status": _listed(made, _first("case_status", "8-", "6-", "ACTIVE", "9-", "3-", "0-"), size, 0.001),
        "case_category": _listed(made, _first("case_category", "[16]", "[8F]", "[3]", "[8C]", "[9]", "[8G]"), size, 0.01),
        "case_criminality": _listed(made, _first("criminality", "1", "3", "2"), size, 0.002),
        "msc_charge_code": _coded(codes, charge, missing),
        "msc_charge": _coded(meanings, charge, missing),
        "case_threat_level": level,
        "citizenship_country": _listed(made, COUNTRIES, size, 0.0005),
        "arresting_agency": _listed(made, AGENCIES, size, 0.05),
        "final_program": _listed(made, PROGRAMMES, size, 0.0),
        "docket_aor": _listed(made, sorted(lists["aor"].values), size, 0.01),
        "gender": _listed(made, ("Male", "Female"), size, 0.0),
        "aggravated_felon_type": _listed(made, sorted(lists["felon"].values), size, 0.3),
        "prior_deport_yes_no": pa.array(made.random(size) < 0.3, mask=made.random(size) < 0.1),
        "final_order_yes_no": pa.array(made.random(size) < 0.8, mask=made.random(size) < 0.02),
    }  # fmt: skip


def _first(name: str, *starts: str) -> list[str]:
    """The values of a code list, those with the given beginnings first: the common ones."""
    values = sorted(code_lists()[name].values)
    common = [value for start in starts for value in values if value.startswith(start)]
    return list(dict.fromkeys([*common, *values]))


def _listed(made: np.random.Generator, values: Sequence[str], size: int, missing: float) -> pa.Array:
    return _coded(values, _drawn(made, len(values), size), made.random(size) < missing)


def _coded(values: Sequence[str], indices: np.ndarray, missing: np.ndarray) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32(), mask=missing), pa.array(values, pa.string()))


def _drawn(made: np.random.Generator, n_values: int, size: int) -> np.ndarray:
    shares = np.arange(1, n_values + 1) ** -STEEPNESS
    edges = np.cumsum(shares / shares.sum())
    found: np.ndarray = np.minimum(np.searchsorted(edges, made.random(size)), n_values - 1).astype(np.int32)
    return found


def _days(days: np.ndarray, missing: np.ndarray) -> pa.Array:
    return pa.array(days, pa.int32(), mask=missing).cast(pa.date32())
