"""Items ahead of time: in comes an iterator or a piece of work; out come the items, made by other threads meanwhile."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
# Each thread holds what it works on; more than a few only wait for each other.
MOST_AT_ONCE = 4


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The items in their order; an error of the iterator is raised where its item would have come."""
    with ThreadPoolExecutor(1) as fetcher:
        waiting = fetcher.submit(next, items, None)
        while (item := waiting.result()) is not None:
            waiting = fetcher.submit(next, items, None)
            yield item


def at_once(work: Callable[[int], Item], n: int) -> Iterator[Item]:
    """What ``work`` gives for 0, 1 and so on to ``n`` - 1, in this order; some are worked on at once, and none further ahead."""
    n_threads = min(MOST_AT_ONCE, os.cpu_count() or 1)
    waiting: deque[Future[Item]] = deque()
    with ThreadPoolExecutor(n_threads) as workers:
        for number in range(n):
            waiting.append(workers.submit(work, number))
            if len(waiting) > n_threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
