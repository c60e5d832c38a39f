"""Batches of questions: in come the parts of each question; out come those that share one pass over the rows.

Questions that read the same fields share a pass. A pass for all could have more combinations than rows where one question is about
citizenship and another about areas; so a question begins a new batch where the combinations would become too many. Questions about the
same period share a pass that leaves all other rows out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tallymark.counting.classes import Answered, Classes
from tallymark.counting.parts import Apart, Part

# Combinations that a pass may have, if all fields were independent of each other; far fewer occur.
MOST_COMBINATIONS = 2**26
# How many values a part is taken to have: a year or level, and as much again for the next one, since years go together.
FIRST_PART, NEXT_PART, TRUTH = 32, 3, 2


@dataclass(frozen=True, slots=True)
class Batch:
    """One pass: the questions by their place, the classes of text fields, and the parts that are computed for each row.

    ``needed`` are the parts of rows that no question of the batch can do without: rows for which one is false are left out.
    """

    questions: tuple[int, ...]
    classes: tuple[Classes, ...]
    of_rows: tuple[Part, ...]
    needed: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Planner:
    """What batches are made from: all parts by name and what those of one field answer."""

    parts: Mapping[str, Part]
    answered: Mapping[str, Answered]

    def batches(self, questions: Sequence[Apart]) -> tuple[Batch, ...]:
        """The passes in which all questions are answered."""
        found: list[tuple[list[int], frozenset[str]]] = []
        for number, own in enumerate(questions):
            for place, (numbers, names) in enumerate(found):
                if self._ranges(own) == self._ranges(questions[numbers[0]]) and self._fits(names, own.parts):
                    found[place] = ([*numbers, number], names | own.parts)
                    break
            else:
                found.append(([number], own.parts))
        return tuple(self._batch(numbers, names, questions) for numbers, names in found)

    def _batch(self, numbers: list[int], names: frozenset[str], questions: Sequence[Apart]) -> Batch:
        needed = frozenset.intersection(*(questions[number].needed for number in numbers))
        of_rows = tuple(part for part in self._listed(names) if not part.field)
        return Batch(
            tuple(numbers), self._classes(names), of_rows, tuple(part for part in of_rows if part.name in needed)
        )

    def _ranges(self, question: Apart) -> frozenset[str]:
        return frozenset(name for name in question.needed if self.parts[name].is_range)

    def _fits(self, names: frozenset[str], own: frozenset[str]) -> bool:
        """Whether a pass can take the parts of one more question."""
        if own <= names:
            return True
        most = max(MOST_COMBINATIONS, self._combinations(own), self._combinations(names))
        return self._combinations(names | own) <= most

    def _classes(self, names: frozenset[str]) -> tuple[Classes, ...]:
        by_field: dict[str, list[str]] = {}
        for part in self._listed(names):
            if part.field:
                by_field.setdefault(part.field, []).append(part.name)
        return tuple(self.answered[field].classes(own) for field, own in by_field.items())

    def _combinations(self, names: frozenset[str]) -> int:
        """How many combinations there could be; NULL is one more value of each field."""
        product, several = 1, FIRST_PART
        for one in self._classes(names):
            product *= len(one.standing) + 1
        for part in self._listed(names):
            if part.field:
                continue
            product *= TRUTH if part.is_truth else several
            several = several if part.is_truth else NEXT_PART
        return product

    def _listed(self, names: frozenset[str]) -> list[Part]:
        return [self.parts[name] for name in sorted(names)]
