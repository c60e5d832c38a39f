"""Standard streams and files: in comes text to print or write; out it goes, quietly when the reader has gone away."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

from tallymark.model.errors import InputError, UsageError


def emit(text: str, out: Path | None = None) -> None:
    """Print ``text``, or write it to ``out`` (folders are made); raises TM-CLI-004 when it cannot be written."""
    if out is None:
        write(sys.stdout, text)
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UsageError("TM-CLI-004", where=str(out), detail=getattr(error, "strerror", None) or str(error)) from None


def write(stream: TextIO, text: str) -> None:
    """Write to a stream; a reader that has gone away (``| head``) is no error.

    What the stream's encoding cannot express is written as an escape.
    """
    try:
        stream.write(_expressible(stream, text))
        stream.flush()
    except BrokenPipeError:
        # Python would fail again when it flushes at its end; the stream now leads nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def complain(message: str) -> None:
    """Print a message for people on standard error."""
    write(sys.stderr, f"{message}\n")


def progress(message: str) -> None:
    """Say on standard error what is being done, on a terminal only, on a line that the next message replaces."""
    if sys.stderr.isatty():
        write(sys.stderr, f"\r\x1b[K{message}")


def read_bytes(name: str, limit: int) -> bytes:
    """The bytes of a file or, for ``-``, of standard input, ``limit`` at most; raises TM-CLI-005 when there is no such file."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(limit)
        with Path(name).open("rb") as handle:
            return handle.read(limit)
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise InputError("TM-CLI-005", where=name, detail=detail) from None


def _expressible(stream: TextIO, text: str) -> str:
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, errors="backslashreplace").decode(encoding)
