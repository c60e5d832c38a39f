"""Settings of the server: what the command line chose, and the limits that hold for every request."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = "127.0.0.1"
PORT = 8321


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for.

    ``body_bytes`` of a request, ``texts`` in it and ``characters`` in each; ``body_seconds`` to send the body,
    ``head_seconds`` to send the request line and headers, ``read_seconds`` to read on in an answer, ``check_seconds`` for the work
    on all its texts; ``held_bytes`` is what all bodies together may have that are read or worked on at one time;
    ``count_seconds`` and ``counts_waiting`` hold for questions about records;
    ``waiting`` is how many requests may wait for a worker, ``connections`` how many may be open.
    """

    body_bytes: int = 10_000_000
    texts: int = 10
    characters: int = 500_000
    held_bytes: int = 200_000_000
    body_seconds: float = 20.0
    head_seconds: float = 10.0
    read_seconds: float = 30.0
    check_seconds: float = 60.0
    count_seconds: float = 300.0
    waiting: int = 400
    counts_waiting: int = 20
    connections: int = 1_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to listen, which store to open (None: none), which own figures to add, and how many processes check texts."""

    host: str = LOOPBACK
    port: int = PORT
    store: Path | None = None
    figures: tuple[Path, ...] = ()
    workers: int = field(default_factory=lambda: min(4, os.cpu_count() or 1))
    limits: Limits = field(default_factory=Limits)
