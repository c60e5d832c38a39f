"""The table of events and of tenses: what it holds, and that a faulty line is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tallymark.claims import events
from tallymark.claims.clauses import lay_out
from tallymark.claims.quantities import find_quantities
from tallymark.claims.tense import tense_of
from tallymark.model.claim import Span
from tallymark.model.errors import DataError

HEAD = "id,names,kind,start,end,measure,note\n"


def test_events_are_found_by_every_name() -> None:
    """An abbreviation and the full name are one event; a measure that counts one programme begins with it."""
    assert events.names()["daca"] is events.names()["deferred action for childhood arrivals"]
    assert events.names()["operation jump start"].start == date(2006, 6, 15)
    assert events.first_days() == {"mpp_returns": date(2019, 1, 25)}


@pytest.mark.parametrize(
    "line",
    [
        "x,name,operation,2006-13-01,,,",
        "x,name,operation,2006-06-15,2005-01-01,,",
        "x,name,opera,2006-06-15,,,",
        "x,,operation,2006-06-15,,,",
        "x,name,operation,2006-06-15,soon,,",
        "x,name,operation,2006-06-15,,,\nx,other,operation,2006-06-15,,,",
        "x,name,operation,2006-06-15,,,\ny,name,operation,2006-06-15,,,",
    ],
)
def test_a_faulty_event_is_named(line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A day that does not exist, an end before the start, an unknown kind, no name and a name given twice raise TM-CLAIMS-001."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "events.csv").write_text(f"{HEAD}{line}\n", encoding="utf-8")
    monkeypatch.setattr("tallymark.claims.tables.resources.files", lambda _: tmp_path)
    _forget()
    with pytest.raises(DataError) as faulty:
        events.names()
    _forget()
    assert faulty.value.code == "TM-CLAIMS-001"


def _forget() -> None:
    for table in (events.events, events.names, events.first_days):
        table.cache_clear()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There are 40 beds in the hall.", "present"),
        ("The hall has 40 beds.", "present"),
        ("The hall has lost 40 beds.", "perfect"),
        ("There were 40 beds, and the hall is old.", "past"),
        ("A hall with 40 beds.", ""),
    ],
)
def test_the_nearest_verb_tells_the_tense(text: str, expected: str) -> None:
    """A verb of the number's own clause and neighbourhood counts; "has" right before a number is the present."""
    quantities = list(find_quantities(text))
    sentence = lay_out(text, Span(0, len(text)), quantities, [])
    assert tense_of(sentence, sentence.numbers[0]) == expected
