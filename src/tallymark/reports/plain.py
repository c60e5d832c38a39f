"""Text of others made safe to show: in come quotes and names; out come strings that cannot steer a terminal or a page.

Control characters and the marks that turn the direction of writing are replaced by U+FFFD, so that what is shown
has as many characters as the text and reads in its order.
"""

from __future__ import annotations

from tallymark.model.patterns import compile_pattern

UNSAFE_CHARACTERS = (
    *range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A),
    *range(0xD800, 0xE000), 0xFFFE, 0xFFFF,
)  # fmt: skip
_SAFE = dict.fromkeys(UNSAFE_CHARACTERS, "�") | {0x0D: " "}
_SPACE = compile_pattern(r"\s+")
_FORMULA = ("=", "+", "-", "@")


def safe(text: str) -> str:
    """The text with every control character but tab and line end replaced; its length stays."""
    return text.translate(_SAFE)


def one_line(text: str, *, limit: int | None = None) -> str:
    """The text made safe, on one line, cut at ``limit`` characters with an ellipsis."""
    line = _SPACE.sub(" ", safe(text)).strip()
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def cell(text: str) -> str:
    """The text for a spreadsheet: one line, and an apostrophe before what a spreadsheet would run as a formula."""
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA) else line
