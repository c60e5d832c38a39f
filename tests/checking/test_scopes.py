"""A number of one state, office or region is never called wrong by a figure of the whole country."""

from __future__ import annotations

from datetime import date

import pytest

from tallymark.checking.check import check
from tallymark.claims.extract import extract
from tallymark.model.claim import Document
from tallymark.model.period import Period
from tallymark.model.verdict import AGAINST
from tallymark.register.register import load

DAY = date(2013, 12, 20)
WRONG = "30 percent of those removed in fiscal 2013 were convicted criminals."


def verdicts(text: str) -> list[str]:
    """The verdicts on a text of December 2013 by the bundled register."""
    found = extract(Document("own", text, Period.day(DAY), "option"))
    return [str(one.verdict.kind) for one in check(found, load()).checks]


def test_the_share_of_the_nation_is_called_wrong() -> None:
    """Without a place the same words are contradicted, so the cases below could be."""
    assert verdicts(f"In all, {WRONG}") == ["contradicted"]


@pytest.mark.parametrize(
    "text",
    [
        f"In Texas, {WRONG}",
        f"In the Seattle area of responsibility, {WRONG}",
        f"In the Northwest, {WRONG}",
        f"In New England, {WRONG}",
        f"The picture differs in Texas: {WRONG}",
        f"ERO Boston had a busy year; {WRONG}",
        f"The Boston field office had a busy year. In all, {WRONG}",
        f"The Boston field office had a busy year.\n\nIn all, {WRONG}",
        f"Agents in Texas were busy. In all, {WRONG}",
        "The Seattle AOR had 300,000 removals in fiscal 2013.",
        "Deportations by ICE's New York office fell 40 percent in fiscal 2013.",
    ],
)
def test_a_number_of_a_part_is_not_called_wrong(text: str) -> None:
    """A place in the clause, in the sentence or in the sentence before keeps a number from the figure of the nation."""
    assert not set(verdicts(text)) & {str(kind) for kind in AGAINST}


def test_own_numbers_carry_a_change_of_a_part() -> None:
    """A change of one state that follows from the text's own numbers is held against these; 11 percent of the nation is no support."""
    text = "In Texas, removals are down. Removals fell 11 percent in fiscal 2013, from 2,000 to 1,780."
    found = extract(Document("own", text, Period.day(DAY), "option"))
    change = check(found, load()).checks[0].verdict
    assert (str(change.kind), change.reason, change.best) == ("exact", "own_numbers", None)
