"""Tables on standard output: in come lines; out they go, coloured and wrapped on a terminal, plain elsewhere."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from tallymark.commands.streams import emit
from tallymark.reports.terminal import Line, draw_lines, plain


def print_lines(lines: Sequence[Line], out: Path | None = None) -> None:
    """Print the lines, by rich when standard output is a terminal; into a file or pipe as plain text."""
    if out is not None or not sys.stdout.isatty():
        emit(plain(lines), out)
        return
    from rich.console import Console  # noqa: PLC0415  rich is loaded only for a terminal

    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        draw_lines(lines, console)
    emit(capture.get())


def terminal_width() -> int | None:
    """The columns of the terminal that standard output is; None when it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
