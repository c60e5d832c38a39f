"""A card to change, and the engine that the cases run through."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.rules.card import Card
from tallymark.rules.cards import Cards, collect
from tallymark.rules.closed import parse_yaml
from tallymark.rules.loading import read_cards

CARD = """
- id: priority.example_2014.3
  version: 1
  kind: condition
  title: Final order of removal issued on or after 1 January 2014
  in_force: {from: "2015-01-05", until: "2017-02-20"}
  source: {title: A memo, url: "https://example.org", locator: section A, status: seen}
  needs: [final_order_date]
  parameters: {cutoff: {type: date, default: "2014-01-01", meaning: first day}}
  when: final_order_date >= :cutoff
  open:
    - {what: relief or compelling factors, effect: could_remove}
  tests:
    - {given: {final_order_date: "2013-12-31"}, expect: false, any_reading: false}
    - {given: {final_order_date: "2014-01-01"}, expect: true, any_reading: unknown}
    - {given: {final_order_date: null}, expect: unknown}
"""


@pytest.fixture
def card() -> Callable[..., Card]:
    """A function that gives the example card with parts of its text replaced."""

    def build(*changes: tuple[str, str]) -> Card:
        return changed(*changes).get("priority.example_2014.3")

    return build


@pytest.fixture
def duck() -> Iterator[Engine]:
    """DuckDB without any file."""
    with connect(threads=2) as engine:
        yield engine


def changed(*changes: tuple[str, str]) -> Cards:
    """The example card with parts of its text replaced, loaded."""
    text = CARD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return cards_in(text)


def cards_in(text: str) -> Cards:
    """The cards of a text."""
    return collect(read_cards(parse_yaml(text, "cards.yaml"), "cards.yaml"))
