"""The trail of a count: in come a request, a manifest and the questions; out come files, SQL and the command that makes it again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from tallymark.counting.counted import Trail
from tallymark.counting.request import Request
from tallymark.engine.engine import Engine
from tallymark.schema.manifest import Manifest


def again(parts: Sequence[str], engine: Engine | None, *, small_cells: bool) -> str:
    """A call of the command line, quoted for a shell, with the engine where another one than the default counted."""
    chosen = ["--engine", engine.name, "--url", engine.address] if engine is not None and engine.address else []
    return shlex.join([*parts, *chosen, *(["--small-cells"] if small_cells else [])])


def command_of(request: Request, release: str, engine: Engine, *, small_cells: bool) -> str:
    """The call of the command line that makes the count again, quoted for a shell."""
    parts = ["tallymark", "count", request.measure, "--release", release]
    if request.by:
        parts += ["--by", ",".join(request.by)]
    for key, value in request.where.items():
        parts += ["--where", f"{key}={value}"]
    for name in request.under:
        parts += ["--under", name]
    if request.period is not None:
        parts += ["--period", request.period.label]
    for key, setting in request.settings.items():
        parts += ["--set", f"{key}={setting}"]
    return again(parts, engine, small_cells=small_cells)


def trail_of(
    request: Request,
    manifest: Manifest,
    tables: tuple[str, ...],
    sql: Mapping[str, str],
    engine: Engine,
    *,
    small_cells: bool,
) -> Trail:
    """The trail; ``tables`` are the tables of the release that were read, files those that their rows come from."""
    read = {sheet.file_id for name in tables for sheet in manifest.table(name).sheets}
    files = tuple((entry.name, entry.sha256) for entry in manifest.files if entry.id in read)
    command = command_of(request, manifest.release, engine, small_cells=small_cells)
    return Trail(manifest.release, manifest.digest, files, tables, engine.name, sql, command)
