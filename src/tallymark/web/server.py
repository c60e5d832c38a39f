"""The server: in come settings; it listens until it is stopped. No log holds a path, a query or a text."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable

import uvicorn

from tallymark.model.errors import UsageError
from tallymark.web.app import create_app
from tallymark.web.protocol import protocol_with
from tallymark.web.settings import Settings

KEEP_ALIVE_SECONDS = 5
STOP_SECONDS = 5
BACKLOG = 2048
OTHER_FILES = 512  # beside the connections: pipes to the workers, files of the register and the store


def serve(settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Run the server in this process; returns when it was asked to stop.

    ``ready`` is called once the address is taken. Raises TM-WEB-016 when it cannot be, and what the register raises.
    """
    app = create_app(settings)
    allow_files(settings.limits.connections + OTHER_FILES)
    config = uvicorn.Config(
        app,
        http=protocol_with(settings.limits),
        ws="none",
        access_log=False,
        log_level="critical",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    with listening(settings.host, settings.port) as line:
        ready()
        uvicorn.Server(config).run(sockets=[line])


def allow_files(wanted: int) -> None:
    """Let this process open as many files as its connections need, where the system's limit for it is lower and may be raised."""
    try:
        import resource  # noqa: PLC0415  only where there is one
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def listening(host: str, port: int) -> socket.socket:
    """A socket on the address; raises TM-WEB-016.

    It is made as a TCP socket by name: only then does asyncio send small answers at once instead of waiting for the other
    side's acknowledgement, 40 ms each.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    line = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((host, port))
        line.listen(BACKLOG)
    except OSError as error:
        line.close()
        detail = error.strerror or type(error).__name__
        raise UsageError("TM-WEB-016", where=f"{host} port {port}", detail=detail) from None
    return line
