"""Verify: in come a release of the store and, when they can be found, its sources; out comes whether the store is what was read.

Four proofs, each from the bytes up: the manifest fits its digest; every file is there with the hash, size and rows that the
manifest names, and no other; the canonical table and the quarantine are what the raw mirror gives when it is typed again;
the raw mirror is, cell for cell, what the sources hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa

from tallymark.releases.originals import find_originals
from tallymark.releases.verify_rows import check_canonical, check_sources
from tallymark.schema import manifest as manifests
from tallymark.schema.manifest import Manifest, PartEntry, TableEntry
from tallymark.schema.parquet import count_rows
from tallymark.schema.store import ReleasePaths, Store

BLOCK_BYTES = 1 << 20
STORED_FOLDERS = ("raw", "tables", "quarantine")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that was looked at: ``ok`` is None when it could not be; ``n`` is how many (files, rows, cells)."""

    what: str
    ok: bool | None
    n: int = 0
    unit: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """All proofs of a release in order."""

    release: str
    proofs: tuple[Proof, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing failed; what could not be looked at does not fail."""
        return all(proof.ok is not False for proof in self.proofs)

    @property
    def complete(self) -> bool:
        """Whether everything could be looked at."""
        return all(proof.ok is not None for proof in self.proofs)


def verify(
    store: Store, release: str, sources: Sequence[Path] = (), *, progress: Progress = lambda _: None
) -> VerifyReport:
    """Prove a release; raises TM-SCHEMA-103 when there is none and TM-SCHEMA-104 when its manifest is no manifest."""
    paths = store.existing(release)
    manifest = manifests.read(paths.manifest)
    return VerifyReport(release, tuple(_proofs(paths, manifest, sources, progress)))


def _proofs(paths: ReleasePaths, manifest: Manifest, sources: Sequence[Path], progress: Progress) -> Iterator[Proof]:
    digest = manifest.digest == manifests.digest_of(manifest)
    own = manifest.release == paths.id
    yield Proof(
        "the manifest is as ingest wrote it", digest and own, 1, "file", "" if own else "it names another release"
    )
    files = _check_files(paths, manifest, progress)
    yield files
    listing = _check_listing(paths, manifest)
    yield listing
    yield from (_check_counts(paths, table) for table in manifest.tables)
    if not (files.ok and listing.ok):
        yield Proof("cells", None, detail="not compared, since files of the store are damaged, missing or too many")
        return
    for table in manifest.tables:
        progress(f"typing {table.name} again")
        yield _run(f"{table.name}: typed again from the raw mirror", "rows", partial(check_canonical, paths, table))
    yield from _check_originals(paths, manifest, sources, progress)


def _check_originals(
    paths: ReleasePaths, manifest: Manifest, sources: Sequence[Path], progress: Progress
) -> Iterator[Proof]:
    originals = find_originals(paths, manifest, sources)
    for entry in manifest.files:
        name = f"source {entry.name}: the bytes that were read"
        if entry.id in originals.found:
            yield Proof(name, ok=True, n=entry.n_bytes, unit="bytes")
        else:
            changed = originals.missing[entry.id]
            yield Proof(name, False if sources else None, detail=changed)
    for table in manifest.tables:
        what = f"{table.name}: every cell against the sources"
        if any(sheet.file_id not in originals.found for sheet in table.sheets):
            yield Proof(what, None, detail="a source of this table is missing; name it behind the id of the release")
            continue
        progress(f"comparing {table.name} with its sources")
        yield _run(what, "cells", partial(check_sources, paths, table, originals.found))


def _run(what: str, unit: str, check: Callable[[], tuple[int, str]]) -> Proof:
    """A check that gives how many it compared and what differs first, as a proof."""
    try:
        n, fault = check()
    except (pa.ArrowException, OSError) as error:
        return Proof(what, ok=False, unit=unit, detail=f"the stored files cannot be read: {type(error).__name__}")
    except LookupError:
        return Proof(what, ok=False, unit=unit, detail="the manifest names a column, file or table that is not there")
    return Proof(what, not fault, n, unit, fault)


def _check_files(paths: ReleasePaths, manifest: Manifest, progress: Progress) -> Proof:
    """Every file that the manifest lists is there with its size and hash."""
    parts = [part for table in manifest.tables for part in table.parts]
    faults = []
    for part in parts:
        progress(f"hashing {part.path}")
        fault = _part_fault(paths.folder, part)
        if fault:
            faults.append(f"{part.path} {fault}")
    return Proof("every stored file has its hash", not faults, len(parts), "files", "; ".join(faults))


def _part_fault(folder: Path, part: PartEntry) -> str:
    path = folder / part.path
    if ".." in Path(part.path).parts or Path(part.path).is_absolute() or not path.is_file():
        return "is missing"
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(BLOCK_BYTES):
            digest.update(block)
    if path.stat().st_size != part.n_bytes:
        return f"has {path.stat().st_size:,} bytes instead of {part.n_bytes:,}"
    return "" if digest.hexdigest() == part.sha256 else "has other bytes"


def _check_listing(paths: ReleasePaths, manifest: Manifest) -> Proof:
    """No file lies among the stored ones that the manifest does not list."""
    listed = {part.path for table in manifest.tables for part in table.parts}
    lying = {
        path.relative_to(paths.folder).as_posix()
        for name in STORED_FOLDERS
        for path in (paths.folder / name).rglob("*")
        if not path.is_dir()
    }
    strange = sorted(lying - listed)
    return Proof("no other file lies among them", not strange, len(lying), "files", ", ".join(strange))


def _check_counts(paths: ReleasePaths, table: TableEntry) -> Proof:
    """Rows of the sources = rows stored + rows in quarantine as a whole, in the manifest and in the files."""
    what = f"{table.name}: rows add up"
    try:
        stored = {
            folder.parent.name: count_rows(paths.parts(folder))
            for folder in (paths.raw(table.name), paths.table(table.name), paths.quarantine(table.name))
        }
    except (pa.ArrowException, OSError) as error:
        return Proof(what, ok=False, detail=f"the stored files cannot be read: {type(error).__name__}")
    n_whole = table.n_rows - table.n_quarantined
    sums = (sum(sheet.n_rows for sheet in table.sheets), sum(sheet.n_ragged for sheet in table.sheets))
    right = {
        "raw": n_whole,
        "tables": n_whole,
        "quarantine": table.n_bad_cells + table.n_quarantined,
    }
    wrong = [f"{name} has {stored[name]:,} rows instead of {n:,}" for name, n in right.items() if stored[name] != n]
    if sums != (table.n_rows, table.n_quarantined):
        wrong.append("the sheets of the manifest do not add up to the table")
    return Proof(what, not wrong, table.n_rows, "rows", "; ".join(wrong))
