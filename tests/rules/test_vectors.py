"""Every card answers its own cases as they were decided by hand, on both engines."""

from __future__ import annotations

from collections import Counter

import pytest

from tallymark.engine.engine import Engine
from tallymark.rules.cards import cards
from tallymark.rules.vectors import Outcome, run_tests, same
from tests.rules.conftest import changed

MEMOS = (
    "morton_2010", "detainer_guidance_2012", "johnson_2014", "pep_2014", "eo_13768_2017", "pekoske_2021",
    "ice_interim_2021", "mayorkas_2021", "eo_14159_2025", "laken_riley_2025",
)  # fmt: skip


def test_every_card_answers_its_cases(duck: Engine) -> None:
    """All cases of all cards in one query."""
    found = run_tests(duck, cards(), cards())
    assert len(found) > 1200
    assert [(one.card.id, one.number, one.answer, one.answer_any) for one in found if not one.holds] == []


def test_a_case_that_does_not_hold_is_found(duck: Engine) -> None:
    """A wrong expectation fails on the fields or on any reading."""
    together = changed(("expect: true, any_reading: unknown", "expect: true, any_reading: true"))
    found = run_tests(duck, together, together)
    assert [(one.number, one.holds, one.answer, one.answer_any) for one in found] == [
        (1, True, False, False),
        (2, False, True, "unknown"),
        (3, True, "unknown", "unknown"),
    ]
    assert isinstance(found[0], Outcome)


def test_no_cards_need_no_engine(duck: Engine) -> None:
    """Cards of tables have no cases."""
    assert run_tests(duck, cards(), []) == ()
    assert not same(True, 1)


@pytest.mark.parametrize("memo", MEMOS)
def test_every_memo_has_four_cases_and_both_answers(memo: str) -> None:
    """The whole of a memo is decided true, false and unknown by hand, four times at least."""
    whole = [
        card
        for card in cards()
        if f".{memo}." in card.id and card.id.rpartition(".")[2] in {"any", "detainer", "mandatory_detention"}
    ]
    assert len(whole) == 1
    answers = Counter(test.expect for test in whole[0].tests)
    assert len(whole[0].tests) >= 4
    assert set(answers) == {True, False, "unknown"}


def test_every_family_has_cards() -> None:
    """The eight families of the design."""
    assert {card.family for card in cards()} == {
        "exit", "year", "duplicate", "criminality", "offence", "level", "priority", "detention",
    }  # fmt: skip
