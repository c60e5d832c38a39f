"""Items ahead of time: in comes an iterator or a piece of work; out come the items, made by other threads meanwhile.

Whoever may stop early closes what is given here: threads then end, and only after that may what they work on be let go of.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
# Each thread holds what it works on; more than a few only wait for each other.
MOST_AT_ONCE = 4
# One item is not enough where every second one takes long to use.
ITEMS_AHEAD = 4


def ahead(items: Iterator[Item]) -> Generator[Item, None, None]:
    """The items in their order; an error of the iterator is raised where its item would have come."""
    with _threads(1) as fetcher:
        waiting = deque(fetcher.submit(next, items, None) for _ in range(ITEMS_AHEAD))
        while (item := waiting.popleft().result()) is not None:
            waiting.append(fetcher.submit(next, items, None))
            yield item


def at_once(work: Callable[[int], Item], n: int) -> Generator[Item, None, None]:
    """What ``work`` gives for 0, 1 and so on to ``n`` - 1, in this order; some are worked on at once, and none further ahead."""
    n_threads = min(MOST_AT_ONCE, os.cpu_count() or 1)
    waiting: deque[Future[Item]] = deque()
    with _threads(n_threads) as workers:
        for number in range(n):
            waiting.append(workers.submit(work, number))
            if len(waiting) > n_threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def _threads(n: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that do nothing more for whoever stops taking items."""
    pool = ThreadPoolExecutor(n)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
