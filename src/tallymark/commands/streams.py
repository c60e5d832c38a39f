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


def read_input(name: str, code: str) -> str:
    """The text of a file or, for ``-``, of standard input; bytes that are not UTF-8 become U+FFFD.

    Raises ``code`` when there is no such file.
    """
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise InputError(code, where=name, detail=getattr(error, "strerror", None) or str(error)) from None
    return raw.decode("utf-8-sig", errors="replace")


def _expressible(stream: TextIO, text: str) -> str:
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, errors="backslashreplace").decode(encoding)
