"""The store that a server was started with: in come questions; out come answers of a worker, those already made from memory.

An answer depends on the release as its manifest says, on the register, on this program and on the question: a hash of these is its
tag, and the same question is counted once. Nothing of a reader is kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import OrderedDict
from dataclasses import asdict
from pathlib import Path

from tallymark import __version__
from tallymark.register.register import Register
from tallymark.web.api.answers import state_of, tag_of
from tallymark.web.asks import Ask
from tallymark.web.workers import WorkerError, Workers

TOO_LATE, TOO_LONG = "TM-WEB-005", "TM-WEB-017"
MOST_ANSWERS, MOST_BYTES = 200, 32_000_000


class Opened:
    """A store with the workers that count in it; ``register`` gives the published figures beside."""

    def __init__(self, store: Path, workers: Workers, register: Register) -> None:
        self.store = store
        self._workers = workers
        self._register = register
        self._known: OrderedDict[str, bytes] = OrderedDict()
        self._making: dict[str, asyncio.Future[bytes]] = {}

    async def run(self, ask: Ask) -> bytes:
        """The answer to a question; raises TM-WEB-017 when it takes too long and the coded errors of the rooms asked."""
        tag = await self.tag(ask)
        if tag in self._known:
            self._known.move_to_end(tag)
            return self._known[tag]
        if tag not in self._making:
            self._making[tag] = asyncio.ensure_future(self._make(tag, ask))
            self._making[tag].add_done_callback(_seen)
        return await asyncio.shield(self._making[tag])

    async def once(self, ask: Ask) -> bytes:
        """The answer to a question in which a reader's own words stand: it is kept nowhere."""
        try:
            return await self._workers.run(ask)
        except WorkerError as error:
            raise _told(error) from None

    async def tag(self, ask: Ask) -> str:
        """The ETag of an answer."""
        return await asyncio.to_thread(self._tag, ask)

    def _tag(self, ask: Ask) -> str:
        manifests = manifests_of(self.store, ask.release)
        return tag_of(__version__, state_of(self._register)[1], *manifests, json.dumps(asdict(ask), default=str))

    async def _make(self, tag: str, ask: Ask) -> bytes:
        try:
            made = await self._workers.run(ask)
        except WorkerError as error:
            raise _told(error) from None
        finally:
            del self._making[tag]
        self._keep(tag, made)
        return made

    def _keep(self, tag: str, made: bytes) -> None:
        """Keep an answer; the oldest ones go when there are too many or they are too long."""
        self._known[tag] = made
        while len(self._known) > MOST_ANSWERS or sum(map(len, self._known.values())) > MOST_BYTES:
            self._known.popitem(last=False)


def _told(error: WorkerError) -> WorkerError:
    """The error of a question that takes too long, by its own code."""
    return WorkerError(TOO_LONG, detail=error.detail) if error.code == TOO_LATE else error


def _seen(made: asyncio.Future[bytes]) -> None:
    """An error for which nobody waits any more is no event."""
    if not made.cancelled():
        made.exception()


def manifests_of(store: Path, release: str) -> tuple[str, ...]:
    """The hash of the manifest of a release, or of every one where none is named; a release that is not there has none."""
    from tallymark.schema.store import Store  # noqa: PLC0415  the heavy wing is loaded when it is asked

    names = (release,) if release else Store(store).releases()
    return tuple(_digest(Store(store).release(name).manifest) for name in names)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
