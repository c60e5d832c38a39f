"""Paths of a store: in come a root folder and the id of a release; out come the folders and files of that release.

A release is the folder ``<root>/<id>`` with ``manifest.json``, ``run.json``, ``raw/``, ``tables/``, ``quarantine/`` and
``derived/``. Nothing here reads or writes a record.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tallymark.model.errors import DataError, UsageError

DEFAULT_ROOT = Path("tallymark-store")
VARIABLE = "TALLYMARK_STORE"
PRIVATE = 0o700
RELEASE_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
TABLE_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,63}")
DERIVED_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}(@[0-9a-f]{1,64})?")


@dataclass(frozen=True, slots=True)
class ReleasePaths:
    """The folders and files of one release; ``folder`` need not exist."""

    id: str
    folder: Path

    @property
    def manifest(self) -> Path:
        """What was read, what is stored, and the hashes of both."""
        return self.folder / "manifest.json"

    @property
    def run(self) -> Path:
        """Times, machine and paths of the ingest; outside every comparison."""
        return self.folder / "run.json"

    def raw(self, table: str) -> Path:
        """The folder of the raw mirror of a table."""
        return self.folder / "raw" / _table_name(table)

    def table(self, table: str) -> Path:
        """The folder of a canonical table."""
        return self.folder / "tables" / _table_name(table)

    def quarantine(self, table: str) -> Path:
        """The folder of what could not be typed in a table."""
        return self.folder / "quarantine" / _table_name(table)

    def derived(self, name: str) -> Path:
        """The folder of a derived table, ``stays@1f2e...``; raises TM-SCHEMA-102 for a name that is no such name."""
        if not DERIVED_NAME.fullmatch(name):
            raise UsageError("TM-SCHEMA-102", where=repr(name))
        return self.folder / "derived" / name

    def parts(self, folder: Path) -> tuple[Path, ...]:
        """The Parquet files of a folder in order; empty when there are none."""
        return tuple(sorted(folder.glob("part-*.parquet")))

    def tables(self) -> tuple[str, ...]:
        """The names of the canonical tables of the release."""
        return tuple(sorted(path.name for path in (self.folder / "tables").glob("*") if path.is_dir()))


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of releases."""

    root: Path

    def release(self, release: str) -> ReleasePaths:
        """The paths of a release, there or not; raises TM-SCHEMA-101 when the id cannot be one."""
        if not RELEASE_ID.fullmatch(release):
            raise UsageError("TM-SCHEMA-101", where=repr(release))
        return ReleasePaths(release, self.root / release)

    def existing(self, release: str) -> ReleasePaths:
        """The paths of a release that is in the store; raises TM-SCHEMA-103 when it is not, 106 when nobody may look."""
        paths = self.release(release)
        with _opening(paths.folder):
            there = paths.manifest.is_file()
        if not there:
            known = ", ".join(self.releases()) or "none"
            raise DataError("TM-SCHEMA-103", where=f"{self.root}, release {release}", detail=f"in the store: {known}")
        return paths

    def releases(self) -> tuple[str, ...]:
        """The ids of the releases in the store, in order; folders without a manifest are none.

        A store that is not there yet has none; raises TM-SCHEMA-106 for a root that is no folder or cannot be read.
        """
        with _opening(self.root):
            if not self.root.exists():
                return ()
            folders = (path for path in self.root.iterdir() if RELEASE_ID.fullmatch(path.name))
            return tuple(sorted(path.name for path in folders if (path / "manifest.json").is_file()))


def make_private(folder: Path) -> None:
    """Make a folder and those above it that are missing, each for its owner only."""
    for path in (*reversed(folder.parents), folder):
        if not path.is_dir():
            path.mkdir(mode=PRIVATE, exist_ok=True)


def store_root(option: str | Path | None = None) -> Path:
    """The root folder: the option if given, else $TALLYMARK_STORE, else ``./tallymark-store``."""
    if option is not None and str(option):
        return Path(option)
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named else DEFAULT_ROOT


@contextmanager
def _opening(folder: Path) -> Iterator[None]:
    """Turn a refusal of the system into TM-SCHEMA-106."""
    try:
        yield
    except OSError as error:
        raise DataError("TM-SCHEMA-106", where=str(folder), detail=error.strerror or type(error).__name__) from None


def _table_name(table: str) -> str:
    if not TABLE_NAME.fullmatch(table):
        raise UsageError("TM-SCHEMA-102", where=repr(table))
    return table
