"""Text of others made safe to show: in come quotes and names; out come strings that cannot steer a terminal or a page.

Control characters and the marks that turn the direction of writing are replaced by U+FFFD, so that what is shown
has as many characters as the text and reads in its order.
"""

from __future__ import annotations

import re

_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSAFE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_TURNS}\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile(r"\s+")
_FORMULA = ("=", "+", "-", "@")


def safe(text: str) -> str:
    """The text with every control character but tab and line end replaced; its length stays."""
    return _UNSAFE.sub("\ufffd", text.replace("\r", " "))


def one_line(text: str, *, limit: int | None = None) -> str:
    """The text made safe, on one line, cut at ``limit`` characters with an ellipsis."""
    line = _SPACE.sub(" ", safe(text)).strip()
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def cell(text: str) -> str:
    """The text for a spreadsheet: one line, and an apostrophe before what a spreadsheet would run as a formula."""
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA) else line
