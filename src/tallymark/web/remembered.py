"""Remembered answers: in come look-ups in the register; one that was answered before gets the same answer without being read again.

The register does not change while the server runs, so the answer depends on the address alone. Only look-ups without a text are
remembered, and only short answers.
"""

from __future__ import annotations

from collections import OrderedDict

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATHS = frozenset({"/api/v1/figures", "/api/v1/measures", "/api/v1/sources"})
MOST_ANSWERS, MOST_BYTES = 256, 100_000
Key = tuple[str, bytes, str]


class Remembered:
    """Answers a look-up that it knows; lets any other through and keeps what came back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._known: OrderedDict[Key, tuple[Message, Message]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] not in PATHS:
            await self._app(scope, receive, send)
            return
        key = (scope["path"], scope["query_string"], Headers(scope=scope).get("if-none-match", ""))
        if key in self._known:
            self._known.move_to_end(key)
            start, body = self._known[key]
            await send({**start, "headers": list(start["headers"])})  # what stands outside adds its own
            await send(body)
            return
        sent: list[Message] = []

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent.append({**message, "headers": list(message["headers"])})
            else:
                sent.append(message)
            await send(message)

        await self._app(scope, receive, noted)
        self._keep(key, sent)

    def _keep(self, key: Key, sent: list[Message]) -> None:
        """Keep an answer that is whole, good and short; the oldest one goes when there are too many."""
        if len(sent) != 2 or sent[0]["status"] not in (200, 304) or len(sent[1].get("body", b"")) > MOST_BYTES:
            return
        self._known[key] = (sent[0], sent[1])
        if len(self._known) > MOST_ANSWERS:
            self._known.popitem(last=False)
