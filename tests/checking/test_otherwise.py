"""Notes on other figures: what prints another number of the same people is told apart from what counts other people."""

from __future__ import annotations

from datetime import date

from tallymark.checking.check import check
from tallymark.claims.extract import extract
from tallymark.model.claim import Claim, Document
from tallymark.model.period import Period
from tallymark.register.register import load

TEXT = (
    "ICE removed 396,906 people in fiscal 2011. Of these, 216,698 were convicted criminals, "
    "an 89 percent increase in the removal of criminals since fiscal 2008."
)


def test_a_change_of_everybody_is_no_other_printing_of_a_change_of_the_convicted() -> None:
    """Removals of all rose by 7 to 14 percent: that is another reading of whom it counts, and the note says so."""
    found = check(extract(Document("own", TEXT, Period.day(date(2011, 10, 18)), "option")), load())
    by_quote = {one.subject.quote: one.verdict for one in found.checks if isinstance(one.subject, Claim)}
    notes = by_quote["89 percent"].notes
    assert str(by_quote["89 percent"].kind) == "exact"
    assert not any(note.startswith("other definitions or printings") for note in notes)
    assert any(note.startswith("by another reading (of everybody") and "7.50 percent" in note for note in notes)
