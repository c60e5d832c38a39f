"""The trail of a count: in come a request, a manifest and the questions; out come files, SQL and the command that makes it again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from tallymark.counting.counted import Trail
from tallymark.counting.request import Request
from tallymark.schema.manifest import Manifest


def command_of(request: Request, release: str, *, small_cells: bool) -> str:
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
    if small_cells:
        parts.append("--small-cells")
    return shlex.join(parts)


def trail_of(
    request: Request,
    manifest: Manifest,
    tables: tuple[str, ...],
    sql: Mapping[str, str],
    engine: str,
    *,
    small_cells: bool,
) -> Trail:
    """The trail; ``tables`` are the tables of the release that were read, files those that their rows come from."""
    read = {sheet.file_id for name in tables for sheet in manifest.table(name).sheets}
    files = tuple((entry.name, entry.sha256) for entry in manifest.files if entry.id in read)
    command = command_of(request, manifest.release, small_cells=small_cells)
    return Trail(manifest.release, manifest.digest, files, tables, engine, sql, command)
