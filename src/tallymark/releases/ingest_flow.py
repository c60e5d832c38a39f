"""Reading, typing and writing at the same time: in come an iterator or jobs; out comes the same, done in a thread of its own.

Queues are bounded, so what waits between two stages is bounded too. An error in a thread is raised where the thread is used.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

Item = TypeVar("Item")
_WAIT_S = 0.1


class _End:
    """What stands in a queue behind the last item, with the error that ended it, if any."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def ahead(items: Iterable[Item], depth: int = 1) -> Generator[Item, None, None]:
    """The same items, made in a thread that runs at most ``depth`` items ahead; leaving early stops the thread."""
    waiting: queue.Queue[Item | _End] = queue.Queue(depth)
    stopped = threading.Event()

    def fill() -> None:
        end = _End()
        try:
            for item in items:
                if not _put(waiting, item, stopped):
                    return
        except BaseException as error:  # handed on to whoever reads the queue
            end = _End(error)
        _put(waiting, end, stopped)

    thread = threading.Thread(target=fill, name="ahead", daemon=True)
    thread.start()
    try:
        while True:
            item = waiting.get()
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        stopped.set()
        thread.join()


class Worker:
    """A thread that does jobs in the order in which they are put; use it in a ``with``."""

    def __init__(self, depth: int = 1) -> None:
        self._waiting: queue.Queue[Callable[[], object] | _End] = queue.Queue(depth)
        self._stopped = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)

    def __enter__(self) -> Worker:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: object) -> None:
        if kind is not None:
            self._stopped.set()
        _put(self._waiting, _End(), self._stopped)
        self._thread.join()
        if kind is None:
            self._raise()

    def put(self, job: Callable[[], object]) -> None:
        """Hand over a job; raises what went wrong with an earlier one."""
        _put(self._waiting, job, self._stopped)
        self._raise()

    def stop(self) -> None:
        """Do no further job and return when the one at work is done."""
        self._stopped.set()
        self._thread.join()

    def wait(self) -> None:
        """Return when every job put so far is done; raises what went wrong with one."""
        done = threading.Event()
        self.put(done.set)
        while not done.wait(_WAIT_S):
            self._raise()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                job = self._waiting.get(timeout=_WAIT_S)
            except queue.Empty:
                continue
            if isinstance(job, _End):
                return
            try:
                job()
            except BaseException as error:  # raised again by put, wait or at the end
                self._error = error
                self._stopped.set()

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error


def _put(waiting: queue.Queue[Item], item: Item, stopped: threading.Event) -> bool:
    """Put an item, waiting for room; False when the other side has stopped."""
    while not stopped.is_set():
        try:
            waiting.put(item, timeout=_WAIT_S)
        except queue.Full:
            continue
        return True
    return False
