"""The list of releases: in come their entries; out come lines or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tallymark.reports.numbers import to_json
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line, plural

if TYPE_CHECKING:
    from tallymark.releases.listing import Listed


def list_lines(listed: Sequence[Listed], root: str) -> Iterator[Line]:
    """Each release with its tables."""
    yield Line("", f"{plural(len(listed), 'release')} in {one_line(root)}", "strong")
    if not listed:
        yield Line("", "Bring one in with: tallymark ingest PATH... --release ID")
    for one in listed:
        yield Line("", "")
        title = f": {one_line(one.title)}" if one.title else ""
        yield Line("", f"{one.release}{title}", "strong")
        if one.error:
            yield Line("not read", one.error, "against")
            continue
        faults = f"; {plural(one.n_faults, 'known fault')}" if one.n_faults else ""
        yield Line("files", f"{plural(one.n_files, 'file')}, {one.n_bytes:,} bytes{faults}")
        for table in one.tables:
            days = f", {' to '.join(table.window)}" if table.window else ""
            yield Line("table", f"{table.name}: {plural(table.n_rows, 'row')}{days}")


def list_json(listed: Sequence[Listed], root: str) -> str:
    """``{"schema": 1, "store": ..., "releases": [...]}``."""
    return (
        to_json(
            {
                "schema": 1,
                "store": root,
                "releases": [
                    {
                        "id": one.release,
                        "title": one.title,
                        "n_files": one.n_files,
                        "n_bytes": one.n_bytes,
                        "n_known_faults": one.n_faults,
                        "tables": [
                            {"name": table.name, "n_rows": table.n_rows, "window": list(table.window)}
                            for table in one.tables
                        ],
                        **({"error": one.error} if one.error else {}),
                    }
                    for one in listed
                ],
            }
        )
        + "\n"
    )
