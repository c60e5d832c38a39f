"""The server: in come settings; it listens until it is stopped. No log holds a path, a query or a text."""

from __future__ import annotations

import uvicorn

from tallymark.web.app import create_app
from tallymark.web.protocol import protocol_with
from tallymark.web.settings import Settings

KEEP_ALIVE_SECONDS = 5
STOP_SECONDS = 5


def serve(settings: Settings) -> None:
    """Run the server in this process; returns when it was asked to stop."""
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        http=protocol_with(settings.limits.head_seconds),
        ws="none",
        access_log=False,
        log_level="critical",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        limit_concurrency=settings.limits.connections,
    )
