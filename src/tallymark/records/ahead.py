"""Items ahead of time: in comes an iterator; out come its items, each fetched by another thread while the one before is used."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The items in their order; an error of the iterator is raised where its item would have come."""
    with ThreadPoolExecutor(1) as fetcher:
        waiting = fetcher.submit(next, items, None)
        while (item := waiting.result()) is not None:
            waiting = fetcher.submit(next, items, None)
            yield item
