"""Workers: in come jobs; out come pieces of their results, each made in a process of its own so that the server stays responsive.

A worker does one job at a time. One that takes longer than it may, or dies, is replaced; the request that it worked for gets a
coded error and no other notices. What is posted lives in the worker for the length of its job.
"""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from tallymark.model.errors import DataError, InputError, TallymarkError, UsageError
from tallymark.web.asks import Ask
from tallymark.web.jobs import Job, Piece

PROGRAM = "from tallymark.web.jobs import work; work()"
_ERRORS: dict[str, type[TallymarkError]] = {one.__name__: one for one in (UsageError, InputError, DataError)}


class WorkerError(TallymarkError):
    """A worker failed for a reason that is no error of the request: TM-WEB-004 (all are busy), 005 (time), 006 (it died)."""


class Worker:
    """One process with the pipes to it; started when first needed."""

    def __init__(self, figures: Sequence[Path]) -> None:
        self._command = [sys.executable, "-c", PROGRAM, *(str(path) for path in figures)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> subprocess.Popen[bytes]:
        """The running process; what it may print about a fault goes nowhere, as it could hold words of a text."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # noqa: S603  our own program
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._process

    def stop(self) -> None:
        """End the process at once."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def pieces(self, job: Job | Ask, seconds: float, emit: Callable[[Piece], None]) -> None:
        """Do a job: ``emit`` gets each piece; raises ``WorkerError`` and the coded errors of the job."""
        process = self.start()
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018  both are pipes
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(seconds, end)
        clock.start()
        try:
            pickle.dump(job, process.stdin)
            process.stdin.flush()
            while (piece := _piece(process.stdout)).kind != "end":
                if piece.kind == "error":
                    raise _error(piece)
                if piece.kind == "fault":
                    raise WorkerError("TM-WEB-006", detail=piece.content.decode())
                emit(piece)
        except (EOFError, OSError, pickle.UnpicklingError):
            self.stop()
            if late.is_set():
                raise WorkerError("TM-WEB-005", detail=f"more than {seconds:g} seconds") from None
            raise WorkerError("TM-WEB-006", detail="the process ended") from None
        finally:
            clock.cancel()


class Workers:
    """A few workers and the line of requests in front of them."""

    def __init__(self, n: int, figures: Sequence[Path], *, seconds: float, most_waiting: int) -> None:
        self._all = [Worker(figures) for _ in range(max(1, n))]
        self._seconds = seconds
        self._most_waiting = most_waiting
        self._n_waiting = 0
        self._threads = ThreadPoolExecutor(len(self._all), thread_name_prefix="workers")
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()

    async def start(self, *, at_once: bool = True) -> None:
        """Start every process, which reads the register while the server already answers, or each when it is first needed."""
        for worker in self._all:
            if at_once:
                worker.start()
            self._idle.put_nowait(worker)

    async def stop(self) -> None:
        """End every process."""
        for worker in self._all:
            worker.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def run(self, job: Job | Ask) -> bytes:
        """The last piece of a job."""
        content = b""
        async for piece in self.stream(job):
            content = piece.content
        return content

    async def stream(self, job: Job | Ask) -> AsyncIterator[Piece]:
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


def _piece(pipe: IO[bytes]) -> Piece:
    found = pickle.load(pipe)  # noqa: S301  written by our own process
    assert isinstance(found, Piece)  # noqa: S101  it writes nothing else
    return found


def _error(piece: Piece) -> TallymarkError:
    name, code, where, detail = piece.content.decode("utf-8", "surrogatepass").split("\0")
    return _ERRORS.get(name, TallymarkError)(code, where=where, detail=detail)
