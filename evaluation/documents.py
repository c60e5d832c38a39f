"""Pages made from data: in come fields, layouts and catalogue; out come docs/releases/fields.md and known-faults.md.

``python -m evaluation.documents`` writes both; a test holds them to what it would write.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tallymark.releases.catalogue import (
    Fault,
    KnownRelease,
    KnownTable,
    Scope,
    Window,
    catalogue,
    effects,
    refusals,
)
from tallymark.releases.headers import fold
from tallymark.releases.layouts import Layout, layouts
from tallymark.schema.fields import Field, fields
from tallymark.schema.tables import Table, tables

FOLDER = Path(__file__).resolve().parent.parent / "docs/releases"
IDS = {
    "none": "no person can be told from another",
    "within_release": "a person has one id in all tables of this release, and another one in any other",
    "collide": "different persons share an id",
}
REFUSED = {
    "": "",
    "count": "every count",
    "verdict": "a verdict on a text",
    "persons": "a verdict by a rule that matches persons",
}


def fields_page() -> str:
    """What each canonical field means and which raw columns it is read from."""
    lines = [
        "# Fields and tables",
        "",
        "A store holds the records of a release under names of its own, the same for every release.",
        "Each field is defined once, in `schema/data/fields.csv`; each table lists its fields in `schema/data/tables.csv`.",
        "A field that a release has no column for is a column of nulls, and the manifest names it as absent.",
        "This page is made from the data by `python -m evaluation.documents`.",
        "",
        "Types: `text`, `date`, `datetime` (the printed clock, without a time zone), `integer`, `decimal` (two places), `boolean`.",
        "A field marked `identifier`, `name_like`, `address_like` or `landmark` is kept and never filtered, grouped or sorted by.",
        "Beside the fields every row has `file_id`, `sheet` and `row`: where it stands in the source.",
        "",
    ]
    for table in tables().values():
        lines += list(_table_section(table))
    return "\n".join(lines)


def faults_page() -> str:
    """What is known of each release: window, row counts, ids and faults with their source."""
    lines = [
        "# Known releases and their faults",
        "",
        "What is publicly known of each release, whether or not you hold it.",
        "A release that you ingest under one of these ids carries its faults into the manifest.",
        "The data are in `releases/data/catalogue`; this page is made from them by `python -m evaluation.documents`.",
        "",
        "| effect | what it does to counts | what is refused |",
        "|---|---|---|",
        *(f"| {name} | {meaning} | {REFUSED[refusals()[name]]} |" for name, meaning in effects().items()),
        "",
    ]
    for release in catalogue().values():
        lines += list(_release_section(release))
    return "\n".join(lines)


def _table_section(table: Table) -> Iterator[str]:
    ours = [layout for layout in layouts().values() if layout.table == table.name]
    yield f"## {table.name}"
    yield ""
    yield f"{table.meaning}."
    if table.key_date:
        yield f"Placed in time by `{table.key_date}`."
    yield f"Layouts: {', '.join(f'`{layout.id}`' for layout in ours) or 'none; made from other tables'}."
    yield ""
    if table.fields:
        yield "| field | type | meaning | read from |"
        yield "|---|---|---|---|"
        yield from (_field_line(fields()[name], ours) for name in table.fields)
        yield ""


def _field_line(field: Field, ours: list[Layout]) -> str:
    raws: dict[str, str] = {}
    for each in (each for layout in ours for each in layout.maps if each.field == field.name):
        raws.setdefault(fold(each.raw), each.raw)
    kind = f"{field.type}, {field.unit}" if field.unit else field.type
    marked = kind if field.privacy == "open" else f"{kind}; {field.privacy}"
    meaning = f"{field.meaning}; values of `codes/{field.codes}.csv`" if field.codes else field.meaning
    return f"| `{field.name}` | {marked} | {_cell(meaning)} | {_cell(' · '.join(raws.values()))} |"


def _release_section(release: KnownRelease) -> Iterator[str]:
    yield f"## {release.id}"
    yield ""
    about = [release.title, f"FOIA {release.foia}" if release.foia else "", f"asked for by {release.obtained_by}"]
    yield "; ".join([part for part in about if part] + ([f"posted {release.posted}"] if release.posted else [])) + "."
    note = f" ({release.ids_note})" if release.ids_note else ""
    yield f"Ids: {IDS[release.ids]}{note}."
    note = f" ({release.address_note})" if release.address_note else ""
    yield f"Address: {f'<{release.address}>' if release.address else 'none confirmed'}{note}."
    yield f"Licence: {release.licence}."
    yield ""
    yield "Scope: " + "; ".join(_scope(one) for one in release.scopes) + "."
    yield ""
    yield "| table | days | rows | note |"
    yield "|---|---|---|---|"
    yield from (f"| {each.table} | {_days(each.window)} | {_rows(each)} | {each.note} |" for each in release.tables)
    yield ""
    if release.faults:
        yield "| table | days | effect | what | source |"
        yield "|---|---|---|---|---|"
        yield from (_fault_line(fault) for fault in release.faults)
        yield ""
    if release.files:
        yield "| file | table | rows |"
        yield "|---|---|---|"
        yield from (f"| `{file.name}` | {file.table} | {file.n_rows:,} |" for file in release.files)
        yield ""


def _scope(scope: Scope) -> str:
    return f"{scope.table}: {scope.words}" if scope.table else scope.words


def _fault_line(fault: Fault) -> str:
    days = _days(fault.window) if fault.window.start or fault.window.end else "all"
    return f"| {fault.table} | {days} | {fault.effect} | {fault.words} | {fault.source} |"


def _days(window: Window) -> str:
    return f"{window.start or 'not known'} to {window.end or 'not known'}"


def _rows(table: KnownTable) -> str:
    if table.n_rows is not None:
        return f"{table.n_rows:,}"
    return f"about {table.n_rows_about:,}" if table.n_rows_about is not None else "not known"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


PAGES = {"fields.md": fields_page, "known-faults.md": faults_page}


def main() -> None:
    """Write the pages."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
