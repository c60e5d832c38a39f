"""The releases of a store: in comes the store; out comes a short entry for each release, from its manifest alone."""

from __future__ import annotations

from dataclasses import dataclass

from tallymark.model.errors import TallymarkError, error_codes
from tallymark.releases.catalogue import known
from tallymark.schema import manifest as manifests
from tallymark.schema.store import Store


@dataclass(frozen=True, slots=True)
class ListedTable:
    """A table: rows and the first and last day of its key date."""

    name: str
    n_rows: int
    window: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A release; ``title`` and ``n_faults`` are those of the catalogue, empty and 0 for a release it does not know.

    ``error`` says why the manifest cannot be read; then nothing is known of files and tables.
    """

    release: str
    title: str
    n_files: int
    n_bytes: int
    n_faults: int
    tables: tuple[ListedTable, ...]
    error: str = ""


def listing(store: Store) -> tuple[Listed, ...]:
    """Every release of the store in the order of ids; one that cannot be read is there with its error."""
    return tuple(_listed(store, release) for release in store.releases())


def _listed(store: Store, release: str) -> Listed:
    in_catalogue = known(release)
    try:
        manifest = manifests.read(store.release(release).manifest)
    except TallymarkError as error:
        title = "" if in_catalogue is None else in_catalogue.title
        return Listed(release, title, 0, 0, 0, (), f"{error.code}: {error_codes()[error.code].what}")
    return Listed(
        release=release,
        title="" if in_catalogue is None else in_catalogue.title,
        n_files=len(manifest.files),
        n_bytes=sum(file.n_bytes for file in manifest.files),
        n_faults=0 if in_catalogue is None else len(in_catalogue.faults),
        tables=tuple(ListedTable(table.name, table.n_rows, table.window) for table in manifest.tables),
    )
