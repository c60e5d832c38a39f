"""A rule that is broken a little is noticed by its own cases."""

from __future__ import annotations

import random

import pytest

from tallymark.engine.engine import Engine
from tallymark.model.errors import TallymarkError
from tallymark.rules.cards import Cards, cards
from tallymark.rules.compiling import Compiler
from tallymark.rules.mutants import Mutant, broken, mutants
from tallymark.rules.pool import pool
from tallymark.rules.vectors import run_tests
from tallymark.schema.fields import fields
from tests.rules.conftest import changed

N_MUTANTS = 200
SEED = 20261122
OPEN = frozenset(name for name, field in fields().items() if field.privacy == "open")


def is_caught(engine: Engine, together: Cards, mutant: Mutant) -> bool:
    """Whether a case of the card answers otherwise than decided, or the engine refuses the broken rule."""
    try:
        return not all(one.holds for one in run_tests(engine, broken(together, mutant), [mutant.card]))
    except TallymarkError:
        return True


def is_same_rule(engine: Engine, together: Cards, mutant: Mutant) -> bool:
    """Whether the mutant answers every record of a large pool as the card does, so that no case could tell."""
    original = together.get(f"{mutant.card.id}@{mutant.card.version}")
    both = [
        Compiler(one, OPEN, "records").compile_card(card)
        for one, card in ((together, original), (broken(together, mutant), mutant.card))
    ]
    engine.register("records", pool(together, original, seed=SEED))
    parts = [
        f"count(*) FILTER (WHERE ({both[0].on_fields}) IS DISTINCT FROM ({both[1].on_fields})) AS a",
        f"count(*) FILTER (WHERE ({both[0].any_reading}) IS DISTINCT FROM ({both[1].any_reading})) AS b",
    ]
    row: dict[str, int] = engine.query(f"SELECT {', '.join(parts)} FROM records AS records").to_pylist()[0]  # noqa: S608
    return row == {"a": 0, "b": 0}


def test_the_mutants_of_a_card_are_small_faults() -> None:
    """The boundary, the other side, the constant and the effect, each once."""
    card = changed().get("priority.example_2014.3")
    assert [mutant.fault for mutant in mutants(card)] == [
        "GTE becomes GT in final_order_date >= :cutoff",
        "GTE becomes LT in final_order_date >= :cutoff",
        "cutoff becomes 2013-12-31",
        "cutoff becomes 2014-01-02",
        "effect lost: could_remove",
    ]


def test_every_mutant_of_the_example_is_caught(duck: Engine) -> None:
    """Its three cases stand on both sides of the boundary and look at both readings."""
    together = changed()
    found = [is_caught(duck, together, mutant) for mutant in mutants(together.get("priority.example_2014.3"))]
    assert found == [True] * 5


def test_cases_in_another_order_are_mutants_too() -> None:
    """Two neighbours change places."""
    faults = [mutant.fault for mutant in mutants(cards().get("exit.status.kind"))]
    assert "cases removal and return swapped" in faults
    assert "'6-' taken out in left(case_status, 2) IN ('6-', '8-')" in faults


@pytest.mark.slow
def test_the_cases_of_the_cards_catch_broken_rules(duck: Engine) -> None:
    """Of 200 mutants drawn from all cards, 95 in 100 at least are caught by the cards' own cases."""
    together = cards()
    drawn = [mutant for card in together for mutant in mutants(card)]
    random.Random(SEED).shuffle(drawn)  # noqa: S311  the same draw each time
    survivors: list[str] = []
    n_tried = n_same = 0
    for mutant in drawn:
        if n_tried == N_MUTANTS:
            break
        if is_caught(duck, together, mutant):
            n_tried += 1
        elif is_same_rule(duck, together, mutant):
            n_same += 1
        else:
            n_tried += 1
            survivors.append(f"{mutant.card.id}: {mutant.fault}")
    caught = n_tried - len(survivors)
    print(f"{caught} of {n_tried} mutants caught; {n_same} more answer as the rule itself")  # noqa: T201
    print("\n".join(survivors))  # noqa: T201
    assert n_tried == N_MUTANTS
    assert caught >= 0.95 * N_MUTANTS, survivors
