"""A made-up national release for the counting room: in comes a number of removals; out comes a store with the truth beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from tallymark.releases.ingest import ingest
from tallymark.schema.store import Store
from tallymark.synthetic.read_spec import read_spec
from tallymark.synthetic.synth import synth

# About 0.87 departures for each person.
PER_PERSON = 0.87
SPEC = """
base: standard
name: national
people: {people}
arrests: {{without_arrest: 0.0, again_within_24_hours: 0.0, again_after_exactly_24_hours: 0.0, again_just_over_24_hours: 0.0}}
detention: {{transfers_mean: 0.0, bond_set: 0.0, back_to_back: 0.0, overlapping: 0.0}}
detainers: {{before_custodial_arrest: 0.0, repeated: 0.0, without_arrest: 0.0}}
encounters: {{before_arrest: 0.0, without_arrest: 0.0}}
removals:
  removed: {{1 Convicted Criminal: 0.95, 2 Pending Criminal Charges: 0.9, 3 Other Immigration Violator: 0.9}}
  returned: 0.2
  confirmed_same_day: 0.6
  confirmation_mean_days: 45
  never_confirmed: 0.02
releases:
  - {{id: whole, extracted: 2028-01-01, layouts: {{removals: ddp.2026-03.removals}}, format: parquet}}
  - {{id: closed, extracted: 2028-01-01, layouts: {{removals: uwchr.2022-09023.removals}}, format: parquet}}
  - id: damaged
    extracted: 2026-01-01
    layouts: {{removals: ddp.2026-03.removals}}
    format: parquet
    defects:
      blanks: {{fields: {{removals: {{case_status: 0.02, case_category: 0.05, case_criminality: 0.03, msc_charge_code: 0.04}}}}}}
"""


@dataclass(frozen=True)
class National:
    """The releases ``whole`` (no damage), ``closed`` (with the closing of cases) and ``damaged`` (blank cells) of one truth.

    The day of a departure is never blank: a row without one is in no count, so no bound could know of it.
    """

    store: Store
    truth: Path

    def departures(self, release: str) -> pl.DataFrame:
        """Each printed row with what truly happened: year, year by the lock, whether it was a return, criminality of the case."""
        events = pl.read_parquet(
            self.truth / "removals.parquet",
            columns=["event", "departed_date", "fiscal_year_by_lock", "returned"],
        )
        people = pl.read_parquet(self.truth / "people.parquet", columns=["person", "case_criminality"])
        rows = pl.read_parquet(self.truth / "rows" / release / "removals.parquet", columns=["event", "person"])
        return rows.join(events, on="event").join(people, on="person")


@contextmanager
def national(out: Path, n_removals: int) -> Iterator[National]:
    """About so many removals, made, ingested, and gone afterwards."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out) as folder:
        root = Path(folder)
        path = root / "national.yaml"
        path.write_text(SPEC.format(people=int(n_removals / PER_PERSON)), encoding="utf-8")
        synth(read_spec(str(path)), root / "made")
        store = Store(root / "store")
        for release in ("whole", "closed", "damaged"):
            ingest([root / "made" / release], release, store)
        yield National(store, root / "made/truth")
