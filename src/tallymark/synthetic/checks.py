"""What no single key shows: in comes a read spec; a coded error names the key that does not fit the others."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tallymark.releases.layouts import layouts
from tallymark.synthetic.closed import TOLERANCE, fail
from tallymark.synthetic.defects.person_ids import FORMS
from tallymark.synthetic.files.printing import STYLES
from tallymark.synthetic.files.xlsx_file import MOST_ROWS
from tallymark.synthetic.people import CRIMINALITY, offences, places
from tallymark.synthetic.rows import TABLES
from tallymark.synthetic.spec import Publication, Spec
from tallymark.synthetic.stints import MOST_PARTS
from tallymark.synthetic.table_files import FORMATS

VERSION = 1
LOCK = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|30)")
RELEASE_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
ROOM_ABOVE = 40
SPLITS = ("sheets", "files")


def check(spec: Spec, source: str) -> None:
    """Raise DataError TM-SYNTH-003 or -007 for the first key that does not fit."""
    if spec.schema != VERSION:
        fail("TM-SYNTH-003", source, "schema", f"this version reads schema {VERSION}")
    if spec.until <= spec.first_day or spec.people < 0 or spec.seed < 0:
        fail(
            "TM-SYNTH-003", source, "first_day, until, people, seed", "until follows first_day; counts are not negative"
        )
    if not LOCK.fullmatch(spec.removals.lock):
        fail("TM-SYNTH-003", source, "removals.lock", "a day of a year as MM-DD is expected")
    if spec.detention.n_facilities < MOST_PARTS:
        fail("TM-SYNTH-003", source, "detention.n_facilities", f"at least {MOST_PARTS} facilities are expected")
    _known(source, "population.criminality", spec.population.criminality, CRIMINALITY)
    if tuple(spec.population.criminality) != CRIMINALITY or set(spec.removals.removed) != set(CRIMINALITY):
        fail("TM-SYNTH-003", source, "population.criminality, removals.removed", f"all of: {'; '.join(CRIMINALITY)}")
    _known(source, "population.offence", spec.population.offence, offences())
    _known(source, "population.area", spec.population.area, places())
    if "default" not in spec.population.flags:
        fail("TM-SYNTH-002", source, "population.flags.default", "the share of boxes that no other key names")
    _sums(spec, source)
    for place, release in enumerate(spec.releases):
        _release(release, source, f"releases[{place}]")


def _sums(spec: Spec, source: str) -> None:
    total = sum(one.share for one in spec.arrests.programmes)
    if abs(total - 1) > TOLERANCE:
        fail("TM-SYNTH-004", source, "arrests.programmes", f"the shares add up to {total:.6f}, not to 1")
    for name in ("arrest_stay", "stay_removal", "detainer_arrest"):
        if len(getattr(spec.link_windows, name)) != 2:
            fail("TM-SYNTH-003", source, f"link_windows.{name}", "two whole numbers of days are expected")
    if len({one.id for one in spec.releases}) != len(spec.releases):
        fail("TM-SYNTH-003", source, "releases", "two releases have one id")


def _release(release: Publication, source: str, key: str) -> None:
    if not RELEASE_ID.fullmatch(release.id):
        fail("TM-SYNTH-003", source, f"{key}.id", "small letters, digits, dots and dashes are expected")
    _known(source, f"{key}.format", [release.format], FORMATS)
    _known(source, f"{key}.dates", [release.dates], STYLES)
    _known(source, f"{key}.split", [release.split], SPLITS)
    _known(source, f"{key}.id_form", [release.id_form], FORMS)
    room = MOST_ROWS - ROOM_ABOVE if release.format == "xlsx" else 2**31 - 1
    if not 1 <= release.rows_per_sheet <= room:
        fail("TM-SYNTH-003", source, f"{key}.rows_per_sheet", f"a number from 1 to {room} is expected")
    for table, layout in release.layouts.items():
        _known(source, f"{key}.layouts", [table], TABLES)
        if layout not in layouts() or layouts()[layout].table != table:
            close = [name for name, one in layouts().items() if one.table == table]
            fail("TM-SYNTH-007", source, f"{key}.layouts.{table}", f"layouts of {table}: {', '.join(close)}")
    _defects(release, source, f"{key}.defects")


def _defects(release: Publication, source: str, key: str) -> None:
    """Every table, field and column that a defect names must be one that the release prints."""
    defects, tables = release.defects, release.layouts
    if defects.duplicate_rows is not None:
        for kind in ("exact", "other_bond", "same_day", "reprocessed_within_24_hours"):
            _known(source, f"{key}.duplicate_rows.{kind}", getattr(defects.duplicate_rows, kind), tables)
    if defects.missing_months is not None:
        _known(source, f"{key}.missing_months.months", defects.missing_months.months, tables)
    if defects.late_rows is not None:
        _known(source, f"{key}.late_rows.rates", defects.late_rows.rates, tables)
    if defects.person_ids is not None:
        _known(source, f"{key}.person_ids.missing", defects.person_ids.missing, tables)
    fields = {
        "blanks.fields": getattr(defects.blanks, "fields", {}),
        "redaction.cells": getattr(defects.redaction, "cells", {}),
    }
    for name, by_table in fields.items():
        _known(source, f"{key}.{name}", by_table, tables)
        for table, named in by_table.items():
            printed = {each.field for each in layouts()[tables[table]].maps}
            _known(source, f"{key}.{name}.{table}", named, printed)
    _known(source, f"{key}.column_changes", defects.column_changes, tables)
    for table, changes in defects.column_changes.items():
        raw = [column.raw for column in layouts()[tables[table]].columns]
        _known(
            source, f"{key}.column_changes.{table}", [*changes.renamed, *changes.dropped, *changes.moved_to_front], raw
        )


def _known(source: str, key: str, names: Iterable[str], allowed: Iterable[str]) -> None:
    allowed = list(allowed)
    for name in names:
        if name not in allowed:
            fail("TM-SYNTH-007", source, f"{key}.{name}", f"known here: {'; '.join(sorted(allowed)[:60])}")
