"""Threads between reading, typing and writing."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest

from tallymark.releases.ingest_flow import Worker, ahead


def numbers(n: int, *, fail_at: int = -1) -> Iterator[int]:
    """0 to n, with an error at one of them."""
    for number in range(n):
        if number == fail_at:
            raise OSError("no more")
        yield number


def threads() -> set[str]:
    """The names of the running threads of this module's making."""
    return {thread.name for thread in threading.enumerate() if thread.name in ("ahead", "worker")}


def test_items_made_ahead_come_in_their_order() -> None:
    """All of them, and the thread ends."""
    assert list(ahead(numbers(1_000), 3)) == list(range(1_000))
    assert threads() == set()


def test_an_error_of_the_iterator_is_raised_where_the_items_are_used() -> None:
    """After the items before it."""
    running = ahead(numbers(10, fail_at=3))
    assert [next(running) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(OSError, match="no more"):
        next(running)


def test_leaving_early_stops_the_thread() -> None:
    """Even when it waits for room in the queue."""
    running = ahead(numbers(1_000_000))
    assert next(running) == 0
    running.close()
    assert threads() == set()


def test_jobs_are_done_in_their_order_and_waited_for() -> None:
    """A hundred appended numbers, half of them certain after ``wait``."""
    done: list[int] = []
    with Worker(depth=4) as worker:
        for number in range(50):
            worker.put(partial(done.append, number))
        worker.wait()
        assert done == list(range(50))
        for number in range(50, 100):
            worker.put(partial(done.append, number))
    assert done == list(range(100))


def failing() -> None:
    """A job that fails."""
    raise OSError("disk")


def put_until_told(done: list[int]) -> None:
    """Go on putting jobs behind one that fails."""
    with Worker() as worker:
        worker.put(failing)
        while True:
            worker.put(partial(done.append, 1))
            time.sleep(0.001)


def wait_for_it() -> None:
    """Wait for a job that fails."""
    with Worker() as worker:
        worker.put(failing)
        worker.wait()


def leave() -> None:
    """Leave while a job fails."""
    with Worker() as worker:
        worker.put(failing)


def fail_outside(done: list[int]) -> None:
    """Fail while one job runs and another waits."""
    gate = threading.Event()
    with Worker(depth=8) as worker:
        worker.put(lambda: gate.wait(5))
        worker.put(partial(done.append, 1))
        threading.Timer(0.05, gate.set).start()
        raise KeyError


def test_an_error_of_a_job_is_raised_by_put_wait_or_the_end() -> None:
    """And no later job is done."""
    done: list[int] = []
    for use in (partial(put_until_told, done), wait_for_it, leave):
        with pytest.raises(OSError, match="disk"):
            use()
    assert done == []
    assert threads() == set()


def test_an_error_outside_stops_the_worker_without_doing_what_waits() -> None:
    """The error passes; the thread ends."""
    done: list[int] = []
    with pytest.raises(KeyError):
        fail_outside(done)
    assert done == []
    assert threads() == set()
