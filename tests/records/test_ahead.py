"""Items ahead of time: their order, their errors, and an end to the work when nobody takes them any more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.records.ahead import ITEMS_AHEAD, MOST_AT_ONCE, ahead, at_once


@given(n=st.integers(0, 12))
def test_items_keep_their_order(n: int) -> None:
    """Whether they come from an iterator or from work on numbers, which other threads do."""
    assert list(ahead(iter(range(1, n + 1)))) == list(range(1, n + 1))
    assert list(at_once(lambda number: number * number, n)) == [number * number for number in range(n)]


def failing() -> Iterator[int]:
    """Three items, then an error."""
    yield from (1, 2, 3)
    raise ValueError("the fourth")


def test_an_error_comes_where_its_item_would_have_come() -> None:
    """The items before it are used."""
    items = ahead(failing())
    assert [next(items), next(items), next(items)] == [1, 2, 3]
    with pytest.raises(ValueError, match="the fourth"):
        next(items)


def test_whoever_stops_early_stops_the_work() -> None:
    """Of a thousand items no more are made than can be ahead when one is taken."""
    made: list[int] = []

    def items() -> Iterator[int]:
        for item in range(1, 1000):
            made.append(item)
            yield item

    taken = ahead(items())
    assert next(taken) == 1
    taken.close()
    assert len(made) <= ITEMS_AHEAD + 1
    worked: list[int] = []

    def work(number: int) -> int:
        worked.append(number)
        return number

    numbers = at_once(work, 1000)
    assert next(numbers) == 0
    numbers.close()
    assert len(worked) <= MOST_AT_ONCE + 2
