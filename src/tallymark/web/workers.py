"""Workers: in come jobs; out come pieces of their results, each made in a process of its own so that the server stays responsive.

A worker does one job at a time. One that takes longer than it may, or dies, is replaced; the request that it worked for gets a
coded error and no other notices. What is posted lives in the worker for the length of its job.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tallymark.model.errors import DataError, InputError, TallymarkError, UsageError
from tallymark.web.jobs import Job, Piece, work

_ERRORS: dict[str, type[TallymarkError]] = {one.__name__: one for one in (UsageError, InputError, DataError)}


class WorkerError(TallymarkError):
    """A worker failed for a reason that is no error of the request: TM-WEB-004 (all are busy), 005 (time), 006 (it died)."""


class Worker:
    """One process with the line to it; started when first needed."""

    def __init__(self, figures: Sequence[Path]) -> None:
        self._figures = tuple(figures)
        self._process: Any = None
        self._line: Connection | None = None

    def start(self) -> None:
        """Start the process, if it does not run."""
        if self._process is not None and self._process.is_alive():
            return
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, self._figures), daemon=True, name="tallymark-check")
        self._process.start()
        theirs.close()

    def stop(self) -> None:
        """End the process at once."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None

    def pieces(self, job: Job, seconds: float, emit: Callable[[Piece], None]) -> None:
        """Do a job: ``emit`` gets each piece; raises ``WorkerError`` and the coded errors of the job."""
        self.start()
        assert self._line is not None  # noqa: S101  start() made it
        deadline = time.monotonic() + seconds
        try:
            self._line.send(job)
            while True:
                if not self._line.poll(max(0.0, deadline - time.monotonic())):
                    self.stop()
                    raise WorkerError("TM-WEB-005", detail=f"more than {seconds:g} seconds")
                piece: Piece = self._line.recv()
                if piece.kind == "end":
                    return
                if piece.kind == "error":
                    raise _error(piece)
                if piece.kind == "fault":
                    raise WorkerError("TM-WEB-006", detail=piece.content.decode())
                emit(piece)
        except (EOFError, OSError):
            self.stop()
            raise WorkerError("TM-WEB-006", detail="the process ended") from None


class Workers:
    """A few workers and the line of requests in front of them."""

    def __init__(self, n: int, figures: Sequence[Path], *, seconds: float, most_waiting: int) -> None:
        self._all = [Worker(figures) for _ in range(max(1, n))]
        self._seconds = seconds
        self._most_waiting = most_waiting
        self._n_waiting = 0
        self._threads = ThreadPoolExecutor(len(self._all), thread_name_prefix="workers")
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()

    async def start(self) -> None:
        """Start every process; they read the register while the server already answers."""
        for worker in self._all:
            worker.start()
            self._idle.put_nowait(worker)

    async def stop(self) -> None:
        """End every process."""
        for worker in self._all:
            worker.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def run(self, job: Job) -> bytes:
        """The last piece of a job."""
        content = b""
        async for piece in self.stream(job):
            content = piece.content
        return content

    async def stream(self, job: Job) -> AsyncIterator[Piece]:
        """The pieces of a job as they are made; raises TM-WEB-004 when too many wait already."""
        if self._n_waiting >= self._most_waiting:
            raise WorkerError("TM-WEB-004", detail=f"{self._n_waiting} requests are waiting")
        self._n_waiting += 1
        try:
            worker = await self._idle.get()
        finally:
            self._n_waiting -= 1
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[Piece | None] = asyncio.Queue()
        gone = threading.Event()

        def emit(piece: Piece) -> None:
            if not gone.is_set():
                loop.call_soon_threadsafe(pieces.put_nowait, piece)

        done = loop.run_in_executor(self._threads, worker.pieces, job, self._seconds, emit)
        done.add_done_callback(lambda _: self._idle.put_nowait(worker))
        done.add_done_callback(lambda _: pieces.put_nowait(None))
        try:
            while (piece := await pieces.get()) is not None:
                yield piece
            await done
        finally:
            gone.set()  # nobody reads on: the job ends by itself, at the latest when its time is over
            with contextlib.suppress(BaseException):
                if done.done():
                    done.exception()


def _error(piece: Piece) -> TallymarkError:
    name, code, where, detail = piece.content.decode("utf-8", "surrogatepass").split("\0")
    return _ERRORS.get(name, TallymarkError)(code, where=where, detail=detail)
