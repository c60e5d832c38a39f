"""The connection: in come bytes of a client; one that holds a connection without end is closed, and what is no request is told so.

The server library closes idle connections between requests. This closes those that begin a request and never end its head, that
go on with a body after its answer, and that do not read what they asked for; and it gives the library's own two answers, to what
is no HTTP and to one client too many, the form and the headers of every other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import h11
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from tallymark.web.problems import answer
from tallymark.web.security import guarded
from tallymark.web.settings import Limits

NO_REQUEST, TOO_MANY = "TM-WEB-001", "TM-WEB-004"


@dataclass(slots=True)
class _Clock:
    """Calls once, after some seconds, unless it is stopped before."""

    handle: asyncio.TimerHandle | None = None

    def start(self, seconds: float, action: Callable[[], None]) -> None:
        """Begin, unless it runs already."""
        if self.handle is None:
            self.handle = asyncio.get_running_loop().call_later(seconds, action)

    def stop(self) -> None:
        """Begin anew with the next start."""
        if self.handle is not None:
            self.handle.cancel()
            self.handle = None


class Limited(H11Protocol):
    """Closes a connection whose head, rest of a body, or reader takes longer than its ``limits`` allow."""

    limits: Limits

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new connection has so long for its first request."""
        self._head, self._rest, self._unread = _Clock(), _Clock(), _Clock()
        if len(self.connections) >= self.limits.connections:
            self.app = too_many
        super().connection_made(transport)
        self._head.start(self.limits.head_seconds, self._end_head)

    def data_received(self, data: bytes) -> None:
        """The clock of a later request begins with its first bytes."""
        if self._state() is h11.IDLE:
            self._head.start(self.limits.head_seconds, self._end_head)
        super().data_received(data)
        if self._state() is not h11.IDLE:
            self._head.stop()
        if self._state() is not h11.SEND_BODY:
            self._rest.stop()

    def on_response_complete(self) -> None:
        """After the answer the rest of a body that nobody reads has the time of a body."""
        super().on_response_complete()
        if self._state() is h11.SEND_BODY:
            self._rest.start(self.limits.body_seconds, self.transport.abort)
        if self.transport.is_closing():
            self._unread.start(self.limits.read_seconds, self.transport.abort)

    def timeout_keep_alive_handler(self) -> None:
        """Closing waits for what the client has not read, but not for ever."""
        super().timeout_keep_alive_handler()
        self._unread.start(self.limits.read_seconds, self.transport.abort)

    def pause_writing(self) -> None:
        """The client reads too slowly."""
        super().pause_writing()
        self._unread.start(self.limits.read_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """It reads on."""
        super().resume_writing()
        if not self.transport.is_closing():
            self._unread.stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop every clock."""
        for clock in (self._head, self._rest, self._unread):
            clock.stop()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  what the library says of it is for nobody
        """What came is no HTTP; nothing can be said where an answer has begun."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.abort()
            return
        made = guarded(answer(None, NO_REQUEST, "the request", "it is no HTTP/1.1"))
        headers = [*made.raw_headers, (b"connection", b"close")]
        for event in (
            h11.Response(status_code=made.status_code, headers=headers, reason=b"Bad Request"),
            h11.Data(data=bytes(made.body)),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
        self._unread.start(self.limits.read_seconds, self.transport.abort)

    def _state(self) -> object:
        return self.conn.their_state

    def _end_head(self) -> None:
        self._head.stop()
        if self._state() is h11.IDLE and not self.transport.is_closing():
            self.transport.close()
            self._unread.start(self.limits.read_seconds, self.transport.abort)


def protocol_with(limits: Limits) -> type[Limited]:
    """The protocol with these limits; a connection over ``connections`` gets TM-WEB-004 for its request and is closed."""
    return type("LimitedProtocol", (Limited,), {"limits": limits})


async def too_many(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer to one client more than there may be."""
    made: Response = guarded(answer(None, TOO_MANY, detail="too many connections"))
    made.headers["connection"] = "close"
    await made(scope, receive, send)
