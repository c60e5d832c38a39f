"""The connection: in come bytes of a client; one that does not finish the head of a request in its time is closed.

The server library closes idle connections between requests; this closes those that begin a request and never end its head.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


def protocol_with(head_seconds: float) -> type[H11Protocol]:
    """The protocol with this limit for the head of a request."""

    class LimitedHead(H11Protocol):
        """Closes a connection whose request head takes too long."""

        _head: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            """A new connection has this long for its first request."""
            super().connection_made(transport)
            self._head = self.loop.call_later(head_seconds, self._close_if_waiting)

        def data_received(self, data: bytes) -> None:
            """The clock of a later request begins with its first bytes."""
            if self._head is None and self.conn.their_state is h11.IDLE:
                self._head = self.loop.call_later(head_seconds, self._close_if_waiting)
            super().data_received(data)
            if self._head is not None and self.conn.their_state is not h11.IDLE:
                self._head.cancel()
                self._head = None

        def connection_lost(self, exc: Exception | None) -> None:
            """Stop the clock."""
            if self._head is not None:
                self._head.cancel()
            super().connection_lost(exc)

        def _close_if_waiting(self) -> None:
            self._head = None
            state: Any = self.conn.their_state
            if state is h11.IDLE and not self.transport.is_closing():
                self.transport.close()

    return LimitedHead
