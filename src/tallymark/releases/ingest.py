"""Ingest: in come files of a release and its id; out comes the release in the store, whole, with its manifest.

Every row of a recognised sheet is stored: text in the raw mirror, typed in the canonical table, and what cannot be typed
in quarantine, so that the rows of the sources = rows stored + rows in quarantine as a whole. The same input gives the same
bytes; times, machine and paths are in ``run.json`` alone.
"""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from tallymark import __version__
from tallymark.model.errors import DataError, InputError, UsageError
from tallymark.releases.catalogue import catalogue
from tallymark.releases.ingest_flow import Worker, ahead
from tallymark.releases.ingest_rows import block, distinct_columns, pieces
from tallymark.releases.ingest_sheets import Plan, known_layouts, plan
from tallymark.releases.ingest_write import TableWriter
from tallymark.releases.layouts import Layout
from tallymark.releases.lock import locked
from tallymark.releases.readers import Sheet, open_source
from tallymark.releases.sources import SkippedFile as SkippedSource
from tallymark.releases.sources import SourceFile, Survey, survey
from tallymark.releases.transaction import transaction, write_text
from tallymark.schema import manifest as manifests
from tallymark.schema.manifest import (
    CheckEntry,
    FaultEntry,
    FileEntry,
    LayoutUsed,
    Manifest,
    SheetEntry,
    SkippedFile,
    TableEntry,
)
from tallymark.schema.parquet import Opener, open_new
from tallymark.schema.store import ReleasePaths, Store
from tallymark.schema.tables import tables

Progress = Callable[[str], None]
# What an ingest takes without reading ahead, and what each block read ahead adds; measured, see evaluation/ingest_speed.py.
LEAST_MEMORY_MB = 600
BLOCK_MEMORY_MB = 150
MOST_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Options:
    """How to ingest.

    Own layout files go before those that ship; ``hidden`` reads hidden sheets too; ``progress`` is told what is being
    done; ``memory_mb`` bounds the memory of the process within a fifth, for rows of usual length; ``opener`` opens the files written.
    """

    own_layouts: tuple[Path, ...] = ()
    hidden: bool = False
    progress: Progress = lambda _: None
    memory_mb: int = 1000
    opener: Opener = open_new


@dataclass(frozen=True, slots=True)
class Outcome:
    """The manifest of the release and whether it was in the store already."""

    manifest: Manifest
    was_there: bool = False


def ingest(paths: Sequence[Path], release: str, store: Store, options: Options = Options()) -> Outcome:
    """Read files, folders and archives into the store under a new id.

    Raises InputErrors of the readers (TM-RELEASES-1xx), TM-RELEASES-406 for a near miss, 407 when no sheet is known, 405
    when the id holds other content, 402 to 404 when the store cannot be written; after any of them the store is as it was.
    """
    store.release(release)
    if options.memory_mb < LEAST_MEMORY_MB:
        raise UsageError("TM-RELEASES-411", where=f"{options.memory_mb} MB")
    known = known_layouts(options.own_layouts)
    began = time.time()
    surveyed = _outside(survey(paths), store.root)
    stamps = [_stamp(source) for source in surveyed.files]
    found, files = _hashed(surveyed, options)
    with locked(store.root):
        there = _already_there(store, release, files, known)
        if there is not None:
            return Outcome(there, was_there=True)
        sources = list(zip(files, found.files, strict=True))
        planned = plan(sources, known, hidden=options.hidden, progress=options.progress)
        with transaction(store, release) as folder:
            manifest = _manifest(release, found, planned, _read_all(folder, planned, options))
            if [_stamp(source) for source in surveyed.files] != stamps:
                raise InputError("TM-RELEASES-408", where=", ".join(source.name for source in found.files))
            write_text(folder.manifest, manifests.dumps(manifest))
            write_text(folder.run, _run_json(found, began))
    return Outcome(replace(manifest, digest=manifests.digest_of(manifest)))


def _read_all(
    folder: ReleasePaths, planned: Plan, options: Options
) -> tuple[tuple[TableEntry, ...], tuple[CheckEntry, ...]]:
    """Read every planned sheet into the folder and give the tables and what was checked on the way."""
    with Worker() as first, Worker() as second:
        writers = {
            name: TableWriter(
                folder,
                tables()[name],
                columns,
                (first, second),
                options.opener,
                distinct_columns(planned.sheets_of(name)),
            )
            for name, columns in sorted(planned.columns.items())
        }
        try:
            for file in planned.files:
                with open_source(file.source) as workbook:
                    for number, entry in file.sheets.items():
                        _read_sheet(workbook.sheets[number], entry, writers[planned.used[entry.layout].table], options)
            for writer in writers.values():
                writer.close()
        except BaseException:
            for worker in (first, second):
                worker.stop()
            for writer in writers.values():
                writer.abort()
            raise
    entries = tuple(writer.entry(folder.folder) for writer in writers.values())
    return entries, tuple(check for writer in writers.values() for check in writer.checks())


def _read_sheet(sheet: Sheet, entry: SheetEntry, writer: TableWriter, options: Options) -> None:
    """Hand the rows of a sheet to the writer of its table, block by block."""
    n_rows, first_row = 0, 0
    cut = pieces(sheet.batches(entry.header_row, len(entry.columns)), writer.n_rows, writer.group_rows)
    n_ahead = min((options.memory_mb - LEAST_MEMORY_MB) // BLOCK_MEMORY_MB, MOST_AHEAD)
    with closing(ahead(cut, n_ahead) if n_ahead else cut) as running:
        for piece in running:
            first_row = first_row or piece.column(0)[0].as_py()
            writer.write(block(piece, entry, writer.table, writer.stored, writer.distinct))
            n_rows += piece.num_rows
            options.progress(f"reading {sheet.where}: {n_rows:,} rows")
    ragged = sheet.ragged
    read = replace(
        entry,
        first_row=min([row for row in (first_row, *(one.row for one in ragged)) if row], default=0),
        n_rows=n_rows + len(ragged),
        n_ragged=len(ragged),
        n_blank_rows=sheet.n_blank_rows,
        notes=tuple(dict.fromkeys([*entry.notes, *sheet.findings.notes])),
    )
    writer.end(read, ragged, sheet.findings.long_numbers)


def _manifest(
    release: str, found: Survey, planned: Plan, read: tuple[tuple[TableEntry, ...], tuple[CheckEntry, ...]]
) -> Manifest:
    shipped = known_layouts(())
    return Manifest(
        release=release,
        files=tuple(file.entry for file in planned.files),
        tables=read[0],
        skipped_files=tuple(SkippedFile(one.name, one.reason) for one in found.skipped),
        skipped_sheets=planned.skipped,
        layouts=tuple(
            LayoutUsed(one, used.sha256, own=one not in shipped) for one, used in sorted(planned.used.items())
        ),
        checks=read[1],
        faults=_faults(release, planned.used),
    )


def _already_there(
    store: Store, release: str, files: Sequence[FileEntry], known: Mapping[str, Layout]
) -> Manifest | None:
    """The manifest of a release with these very files and layouts; raises TM-RELEASES-405 for any other content."""
    paths = store.release(release)
    if not paths.folder.exists():
        return None
    there = manifests.read(paths.manifest)
    old, new = sorted(one.sha256 for one in there.files), sorted(one.sha256 for one in files)
    if old != new:
        names = [one.name for one in files if one.sha256 not in old] + [
            one.name for one in there.files if one.sha256 not in new
        ]
        detail = f"files that differ: {', '.join(sorted(set(names)))}"
        raise DataError("TM-RELEASES-405", where=str(paths.folder), detail=detail)
    other = [one.id for one in there.layouts if one.id not in known or known[one.id].sha256 != one.sha256]
    if other:
        detail = f"the same files were read by another version of layout {', '.join(other)}"
        raise DataError("TM-RELEASES-405", where=str(paths.folder), detail=detail)
    return there


def _outside(found: Survey, root: Path) -> Survey:
    """The sources without what lies in the store itself, as it does when a folder with the store in it is given."""
    inside = [source for source in found.files if source.path.resolve().is_relative_to(root.resolve())]
    skipped = [SkippedSource(source.name, "a file of the store") for source in inside]
    files = tuple(source for source in found.files if source not in inside)
    if not files:
        raise InputError("TM-RELEASES-101", where=str(root), detail="nothing but files of the store")
    return Survey(files, (*found.skipped, *skipped))


def _hashed(found: Survey, options: Options) -> tuple[Survey, tuple[FileEntry, ...]]:
    """The sources with their hashes; one with the bytes of another is skipped, since its rows would count twice."""
    first: dict[str, str] = {}
    sources: list[SourceFile] = []
    entries: list[FileEntry] = []
    skipped = list(found.skipped)
    for source in found.files:
        options.progress(f"hashing {source.name}")
        digest = source.sha256()
        if digest in first:
            skipped.append(SkippedSource(source.name, f"the same bytes as {first[digest]}"))
            continue
        first[digest] = source.name
        sources.append(source)
        entries.append(FileEntry(len(entries) + 1, source.name, digest, source.n_bytes))
    return Survey(tuple(sources), tuple(skipped)), tuple(entries)


def _stamp(source: SourceFile) -> tuple[int, int, int]:
    """What changes when somebody writes to the file."""
    known = source.path.stat()
    return known.st_ino, known.st_size, known.st_mtime_ns


def _faults(release: str, used: Mapping[str, Layout]) -> tuple[FaultEntry, ...]:
    """The faults that the catalogue knows, for the tables read.

    They are those of the known release of this id; under an id that the catalogue does not have, those of the releases
    whose layouts were used, since files of their shape are likely theirs.
    """
    found = set()
    for layout in used.values():
        name = release if release in catalogue() else layout.release
        known = catalogue().get(name)
        for one in known.faults if known else ():
            if one.table in ("", layout.table):
                start, end = (day.isoformat() if day else "" for day in (one.window.start, one.window.end))
                found.add((name, layout.table, one.effect, one.words, start, end, one.source))
    return tuple(FaultEntry(*one) for one in sorted(found))


def _run_json(found: Survey, began: float) -> str:
    """Times, machine and paths: what differs between two runs over the same input."""
    facts = {
        "schema": 1,
        "began": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(began)),
        "seconds": round(time.time() - began, 3),
        "tallymark": __version__,
        "pyarrow": pa.__version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "n_cores": os.cpu_count(),
        "sources": [
            {"name": one.name, "path": str(one.path.absolute()), "member": list(one.member)} for one in found.files
        ],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
