"""Definitions: in comes ``data/definitions.csv``; out come the counting rules behind each series and the breaks between its eras."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from tallymark.model.errors import DataError
from tallymark.model.period import Period
from tallymark.model.vocabulary import measures, read_table

COLUMNS = ("id", "series", "publisher", "measure", "valid_from", "valid_until", "words", "break_words", "imitated_by")


@dataclass(frozen=True, slots=True)
class Definition:
    """One era of one publisher's series.

    ``series`` joins the eras (``ice.removals``); ``valid_from``/``valid_until`` (excluded) are the days of the events
    it counts; ``break_words`` says what changed from the era before; ``imitated_by`` names the rule set that recounts it.
    """

    id: str
    series: str
    publisher: str
    measure: str
    valid_from: date | None
    valid_until: date | None
    words: str
    break_words: str
    imitated_by: str


@cache
def definitions() -> dict[str, Definition]:
    """Every definition by id; raises TM-MODEL-006 for a line that breaks the schema."""
    found: dict[str, Definition] = {}
    for line, row in read_table("definitions.csv", COLUMNS):
        where = f"model/data/definitions.csv line {line}"
        if row["measure"] not in measures() or row["id"] in found or not row["id"].startswith(row["series"]):
            raise DataError("TM-MODEL-006", where=where, detail=row["id"])
        days = [_day(row[name], where) for name in ("valid_from", "valid_until")]
        found[row["id"]] = Definition(
            row["id"], row["series"], row["publisher"], row["measure"], days[0], days[1],
            row["words"], row["break_words"], row["imitated_by"],
        )  # fmt: skip
    return found


def definition(definition_id: str) -> Definition:
    """The definition with this id; raises TM-MODEL-005."""
    try:
        return definitions()[definition_id]
    except KeyError:
        raise DataError(
            "TM-MODEL-005", where=f"definition {definition_id!r}", detail="see model/data/definitions.csv"
        ) from None


def breaks_inside(series: str, period: Period) -> tuple[Definition, ...]:
    """The eras of ``series`` that begin inside ``period`` after its first day, oldest first: each is a break in a trend over it."""
    eras = (era for era in definitions().values() if era.series == series and era.valid_from is not None)
    return tuple(
        sorted(
            (era for era in eras if _strictly_inside(era.valid_from, period)),
            key=lambda era: era.valid_from or date.min,
        )
    )


def _strictly_inside(day: date | None, period: Period) -> bool:
    if day is None:
        return False
    return (period.start is None or period.start < day) and (period.end is None or day < period.end)


def _day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise DataError("TM-MODEL-006", where=where, detail=text) from None
