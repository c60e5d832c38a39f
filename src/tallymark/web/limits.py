"""Limits of a request's body: in come requests; those too large or too slow are refused before anything reads them."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tallymark.web.problems import answer
from tallymark.web.settings import Limits


class TooLargeError(Exception):
    """The body is over its limit."""


class TooSlowError(Exception):
    """The body did not come in its time."""


class TooMuchError(Exception):
    """The bodies of all requests together are over their limit."""


class LimitedBody:
    """Gives the app a body of at most ``body_bytes`` that comes within ``body_seconds``; else TM-WEB-002 or TM-WEB-008.

    All bodies that are read or worked on have at most ``held_bytes``; one more gets TM-WEB-004.
    """

    def __init__(self, app: ASGIApp, *, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request with its body whole, or refuse it."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        mine = _Held()
        try:
            await self._pass(scope, receive, send, mine)
        finally:
            self._held -= mine.n_bytes

    async def _pass(self, scope: Scope, receive: Receive, send: Send, mine: _Held) -> None:
        """Read the body and hand it to the app, or refuse it."""
        declared = Headers(scope=scope).get("content-length", "0")
        try:
            if not declared.isascii() or not declared.isdigit() or int(declared) > self._limits.body_bytes:
                raise TooLargeError
            body = await self._read(receive, mine)
        except TooLargeError:
            await self._refuse("TM-WEB-002", f"at most {self._limits.body_bytes:,} bytes", scope, receive, send)
            return
        except TooMuchError:
            await self._refuse("TM-WEB-004", "their texts are as long as all may be together", scope, receive, send)
            return
        except TooSlowError:
            await self._refuse("TM-WEB-008", f"at most {self._limits.body_seconds:g} seconds", scope, receive, send)
            return
        if body is not None:
            await self._app(scope, _Replay(body, receive), send)

    async def _read(self, receive: Receive, mine: _Held) -> bytes | None:
        """The whole body; None when the sender has gone away."""
        until = time.monotonic() + self._limits.body_seconds
        parts: list[bytes] = []
        while True:
            try:
                message = await asyncio.wait_for(receive(), max(0.0, until - time.monotonic()))
            except TimeoutError:
                raise TooSlowError from None
            if message["type"] == "http.disconnect":
                return None
            part: bytes = message.get("body", b"")
            self._held += len(part)
            mine.n_bytes += len(part)
            if mine.n_bytes > self._limits.body_bytes:
                raise TooLargeError
            if self._held > self._limits.held_bytes:
                raise TooMuchError
            parts.append(part)
            if not message.get("more_body", False):
                return b"".join(parts)

    async def _refuse(self, code: str, detail: str, scope: Scope, receive: Receive, send: Send) -> None:
        made = answer(Request(scope), code, "the body of the request", detail)
        made.headers["connection"] = "close"  # what is still to come is not read
        await made(scope, receive, send)


@dataclass(slots=True)
class _Held:
    """How many bytes one request holds."""

    n_bytes: int = 0


class _Replay:
    """A body that was read, given once to the app; then what the server says (that the sender went away)."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        """The next message."""
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        return await self._receive()
