"""The releases of a store joined: in comes a query; out comes what each release answers, and all their figures together.

They implement ``model.references.Records``. No release speaks for another one: identifiers and rows of two releases are never put
together, and where two answer, both are shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import chain

from tallymark.counting.references import ReleaseReferences
from tallymark.model.errors import DataError
from tallymark.model.figure import Figure
from tallymark.model.references import Answer, Coverage, Query, RecordsUsed
from tallymark.schema.store import Store

# A release without any record of a measure has nothing to say on it.
SILENT = "no_table"
STATES = ("full", "part", "none")


class StoreRecords:
    """Some releases as one source of references."""

    def __init__(self, releases: Sequence[ReleaseReferences]) -> None:
        self._releases = tuple(releases)

    @property
    def as_of(self) -> str:
        """The newest day of any release, ISO; empty without releases."""
        return max((one.as_of for one in self._releases), default="")

    @property
    def sha256(self) -> str:
        """A hash over the ids and digests of the releases in their order."""
        lines = (f"{one.release} {one.sha256}" for one in self._releases)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def lookup(self, query: Query) -> tuple[Figure, ...]:
        """The figures of every release, one release after the other."""
        return tuple(chain.from_iterable(one.lookup(query) for one in self._releases))

    def covers(self, query: Query) -> Coverage:
        """The best coverage of any release."""
        found = [one.covers(query) for one in self._releases]
        return min(
            found, key=lambda one: STATES.index(one.state), default=Coverage("none", None, "there is no release")
        )

    def answers(self, query: Query) -> tuple[Answer, ...]:
        """What each release says; those without any record of the measure are left out unless none has one."""
        found = [one.answer(query) for one in self._releases]
        speaking = tuple(one for one in found if SILENT not in one.codes)
        return speaking or tuple(found)

    def used(self) -> tuple[RecordsUsed, ...]:
        """The releases as a check names them."""
        return tuple(one.used() for one in self._releases)


def records_of(store: Store, releases: Sequence[str] = (), *, small_cells: bool = False) -> StoreRecords:
    """The releases of these ids, all of the store unless some are named.

    Raises TM-SCHEMA-103 for one that is not in the store and TM-COUNT-051 for a store without any.
    """
    names = tuple(releases) or store.releases()
    if not names:
        raise DataError("TM-COUNT-051", where=str(store.root))
    return StoreRecords([ReleaseReferences(store, name, small_cells=small_cells) for name in names])
