"""Batches of questions: in come the parts of each question; out come those that share one pass over the rows.

Questions that read the same fields share a pass. A pass for all could have more combinations than rows where one question is about
citizenship and another about areas; so a question begins a new batch where the combinations would become too many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from tallymark.counting.classes import Answered, Classes
from tallymark.counting.parts import Parts, parse_text

# Combinations that a pass may have, if all fields were independent of each other; far fewer occur.
MOST_COMBINATIONS = 2**26
# How many values a part is taken to have: a year or level, and as much again for the next one, since years go together.
FIRST_PART, NEXT_PART, TRUTH = 32, 3, 2
TRUTHS = (exp.Predicate, exp.Connector, exp.Not, exp.Boolean)


@dataclass(frozen=True, slots=True)
class Batch:
    """One pass: the questions by their place, the classes of text fields, text fields as they stand, and the other parts."""

    questions: tuple[int, ...]
    coded: tuple[Classes, ...]
    plain: tuple[str, ...]
    parts: tuple[str, ...]


def batches(questions: Sequence[Parts], answered: Mapping[str, Answered]) -> tuple[Batch, ...]:
    """The passes in which all questions are answered."""
    found: list[tuple[list[int], Parts]] = []
    for number, own in enumerate(questions):
        alone = _combinations(own, answered)
        for place, (numbers, parts) in enumerate(found):
            both = _together(parts, own)
            most = max(MOST_COMBINATIONS, alone, _combinations(parts, answered))
            if _combinations(both, answered) <= most:
                found[place] = ([*numbers, number], both)
                break
        else:
            found.append(([number], own))
    return tuple(_batch(tuple(numbers), parts, answered) for numbers, parts in found)


def _batch(numbers: tuple[int, ...], parts: Parts, answered: Mapping[str, Answered]) -> Batch:
    classes = [answered[name].classes(of_field) for name, of_field in sorted(parts.of_field.items())]
    return Batch(
        numbers,
        tuple(one for one in classes if not one.is_each_its_own),
        tuple(one.field for one in classes if one.is_each_its_own),
        tuple(sorted(parts.of_rest)),
    )


def _together(one: Parts, other: Parts) -> Parts:
    names = {*one.of_field, *other.of_field}
    fields = {name: one.of_field.get(name, frozenset()) | other.of_field.get(name, frozenset()) for name in names}
    return Parts(fields, one.of_rest | other.of_rest)


def _combinations(parts: Parts, answered: Mapping[str, Answered]) -> int:
    """How many combinations there could be; NULL is one more value of each field."""
    product, first = 1, True
    for name, of_field in parts.of_field.items():
        product *= len(answered[name].classes(of_field).standing) + 1
    for part in parts.of_rest:
        if isinstance(parse_text(part).unnest(), TRUTHS):
            product *= TRUTH
        else:
            product *= FIRST_PART if first else NEXT_PART
            first = False
    return product
