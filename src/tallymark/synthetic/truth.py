"""The truth of a synthetic release, written apart: in come blocks of events and the places of printed rows; out come Parquet files.

``docs/releases/synthetic.md`` describes every file and column. Numbers of people and events run through the whole truth.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa

from tallymark.synthetic.block import ARREST_KINDS, Block
from tallymark.synthetic.cases import RELATIONS
from tallymark.synthetic.columns import Array, n_rows
from tallymark.synthetic.defects.duplicate_rows import KINDS
from tallymark.synthetic.defects.october_lock import fiscal_year, locked_year
from tallymark.synthetic.fields_events import facility_code
from tallymark.synthetic.files.parquet_file import Buffered
from tallymark.synthetic.people import CRIMINALITY
from tallymark.synthetic.printing import LostCells
from tallymark.synthetic.rows import LEFT_OUT, Rows
from tallymark.synthetic.rule_truth import episodes, same_day, stays_by_gaps
from tallymark.synthetic.spec import Spec
from tallymark.synthetic.stints import KINDS as STINT_KINDS
from tallymark.synthetic.table_files import Placed
from tallymark.synthetic.view import Values, moments, words

GAP_HOURS = 24
NUMBERED = (
    "episode",
    "episode_by_day",
    "detainers_same_day",
    "encounters_same_day",
    "removals_same_day",
    "stay_by_gaps",
)
EVENTS = ("bookings", "arrests", "detainers", "encounters", "stays", "stints", "removals")


class Truth:
    """Writes the truth block by block into ``folder``; ``first`` gives for each table the number of the block's first event."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Buffered] = {}
        self.first = dict.fromkeys((*EVENTS, *NUMBERED), 0)

    def write(self, name: str, columns: dict[str, Values]) -> None:
        """Append rows to a file of the truth."""
        arrays = {key: value if isinstance(value, pa.Array) else pa.array(value) for key, value in columns.items()}
        plain = {k: v.dictionary.take(v.indices) if pa.types.is_dictionary(v.type) else v for k, v in arrays.items()}
        batch = pa.RecordBatch.from_pydict(plain)
        if name not in self._files:
            path = self._folder / f"{name}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            self._files[name] = Buffered(path, batch.schema)
        self._files[name].write(batch)

    def close(self) -> None:
        """Finish every file."""
        for file in self._files.values():
            file.close()

    def abandon(self) -> None:
        """Let go of every file after a failure."""
        with suppress(OSError):
            self.close()

    def end_block(self, block: Block) -> None:
        """Move the numbers on by the events of a block."""
        for name in EVENTS:
            self.first[name] += n_rows(getattr(block, name))

    def linked(self, name: str, places: Array) -> Values:
        """Numbers of events out of places in a block, null for -1."""
        return pa.array(places + self.first[name], mask=places < 0)

    def numbers(self, name: str, count: int) -> Array:
        """The numbers of the events of a block."""
        return np.arange(self.first[name], self.first[name] + count, dtype="int64")

    def add_events(self, spec: Spec, block: Block) -> None:
        """Write people and events of a block, with their true links and with the episodes of the rule."""
        person = block.people["person"]
        self._people(block)
        self._arrests(block, person)
        self._custody(block, person)
        self._removals(spec, block, person)
        for name in ("bookings", "detainers", "encounters"):
            events = getattr(block, name)
            columns: dict[str, Values] = self._event(name, events, person)
            if name == "bookings":
                columns |= {"matched": events["matched"], "detainer": self.linked("detainers", events["detainer"])}
            if name == "detainers":
                columns["arrest"] = self.linked("arrests", events["arrest"])
            if name != "bookings":
                columns |= self._same_day(name, events)
            self.write(name, columns)

    def _event(self, name: str, events: dict[str, Array], person: Array) -> dict[str, Values]:
        at = events["at"] if "at" in events else events["in"]
        return {"event": self.numbers(name, len(at)), "person": person[events["person"]], "date_time": moments(at)}

    def _same_day(self, name: str, events: dict[str, Array]) -> dict[str, Values]:
        """Numbers of the rule by person and day."""
        number, first = same_day(events["person"], events["at"])
        base = self.first[f"{name}_same_day"]
        self.first[f"{name}_same_day"] += int(first.sum())
        return {"same_day": number + base, "same_day_first": first}

    def _people(self, block: Block) -> None:
        who = block.people
        self.write(
            "people",
            {
                "person": who["person"],
                "birth_year": who["birth_year"],
                "criminality_at_arrest": words(who["criminality"], CRIMINALITY),
                "case_criminality": words(who["case_criminality"], CRIMINALITY),
                "threat_level": pa.array(who["level"].astype("int64"), mask=who["level"] == 0),
            },
        )

    def _arrests(self, block: Block, person: Array) -> None:
        events = block.arrests
        columns = self._event("arrests", events, person) | {"kind": words(events["kind"], ARREST_KINDS)}
        by_day = events["at"].astype("datetime64[D]")
        for name, at in (("episode", events["at"]), ("episode_by_day", by_day)):
            number, first = episodes(events["person"], at)
            columns |= {name: number + self.first[name], f"{name}_first": first}
            self.first[name] += int(first.sum())
        self.write("arrests", columns)

    def _custody(self, block: Block, person: Array) -> None:
        stays, stints = block.stays, block.stints
        self.write(
            "stays",
            self._event("stays", stays, person)
            | {
                "booked_out": moments(stays["out"]),
                "relation": words(stays["relation"], RELATIONS),
                "n_stints": np.bincount(stints["stay"], minlength=n_rows(stays)),
                "arrest": self.linked("arrests", stays["arrest"]),
            },
        )
        by_gaps = stays_by_gaps(stints["person"], stints["in"], stints["out"], GAP_HOURS)
        codes = [facility_code(number) for number in range(int(stints["facility"].max(initial=0)) + 1)]
        self.write(
            "stints",
            self._event("stints", stints, person)
            | {
                "booked_out": moments(stints["out"]),
                "stay": self.linked("stays", stints["stay"]),
                "facility_code": words(stints["facility"], codes),
                "kind": words(stints["kind"], STINT_KINDS),
                "stay_by_24_hour_gaps": by_gaps + self.first["stay_by_gaps"],
            },
        )
        self.first["stay_by_gaps"] += int(by_gaps.max(initial=-1)) + 1

    def _removals(self, spec: Spec, block: Block, person: Array) -> None:
        events = block.removals
        by_lock = locked_year(events["at"], events["confirmed"], spec.removals.lock)
        self.write(
            "removals",
            self._event("removals", events, person)
            | {
                "departed_date": pa.array(events["at"].astype("datetime64[D]")),
                "confirmed_date": pa.array(events["confirmed"].astype("datetime64[D]")),
                "fiscal_year_by_departure": fiscal_year(events["at"]),
                "fiscal_year_by_lock": pa.array(by_lock, mask=by_lock == 0),
                "returned": events["returned"],
                "handed_over": events["handed_over"].astype(bool),
                "stay": self.linked("stays", events["stay"]),
            }
            | self._same_day("removals", events),
        )

    def add_rows(self, release: str, table: str, rows: Rows, placed: Placed, person: Array) -> None:
        """Write where the rows of a block stand, and which events a release leaves out and why."""
        events = "stints" if table == "book_ins" else table
        columns = {
            "file": placed.file,
            "sheet": placed.sheet,
            "row": placed.row,
            "event": rows.origin + self.first[events],
            "person": person,
            "defect": words(np.where(rows.defect > 0, rows.defect, -1), [f"duplicate_{kind}" for kind in KINDS]),
        }
        self.write(f"rows/{release}/{table}", columns)
        gone = np.flatnonzero(rows.left_out)
        reasons = words(rows.left_out[gone], LEFT_OUT)
        self.write(f"left_out/{release}/{table}", {"event": gone + self.first[events], "reason": reasons})

    def add_cells(self, release: str, table: str, placed: Placed, lost: list[LostCells]) -> None:
        """Write which cells of a block lost their value, and by which defect."""
        for one in lost:
            if len(one.rows):
                chosen = pa.array(one.rows)
                same = {"field": [one.field] * len(one.rows), "defect": [one.defect] * len(one.rows)}
                place = {
                    "file": placed.file.take(chosen),
                    "sheet": placed.sheet.take(chosen),
                    "row": placed.row[one.rows],
                }
                self.write(f"cells/{release}/{table}", place | same)
