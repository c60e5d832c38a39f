"""Patterns that start fast: in come the words of regular expressions; out come compiled patterns, from a cache where one is.

Compiling the patterns of the language of claims takes a third of the time of a short ``check``. Python keeps a module's bytecode
beside its source; this keeps a pattern's code in the same folder, under the same rules: for one version of Python, not when
``PYTHONDONTWRITEBYTECODE`` is set, and never as a condition: whatever is wrong with the cache, ``re.compile`` answers.
A pattern enters the cache only if the rebuilt one equals the one that ``re.compile`` made (their code is compared).
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import importlib.util
import marshal
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

_Key = tuple[str, int]
_Kept = tuple[list[int], int, int, tuple[tuple[str, int], ...], tuple[str | None, ...]]

MOST_BYTES: Final = 8_000_000  # a file beyond this holds patterns of many old versions: begin again
_STAMP: Final = (sys.version, int(_sre.MAGIC))


class PatternCache:
    """The code of patterns by their words and flags, read once and written back with ``keep``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[_Key, _Kept] | None = None
        self._new: dict[_Key, re.Pattern[str]] = {}

    def compile(self, words: str, flags: int = 0) -> re.Pattern[str]:
        """What ``re.compile`` gives for these words and flags; raises ``re.error`` as it does."""
        key = (words, int(flags))
        if self._known is None:
            self._known = self._read()
        kept = self._known.get(key)
        if kept is not None:
            with suppress(Exception):  # another build of Python may refuse the code: then it is compiled
                return _rebuilt(words, kept)
        found = re.compile(words, flags)
        self._new[key] = found
        return found

    def keep(self) -> None:
        """Write what was compiled since the start beside what was known; a folder that cannot be written is left alone."""
        if not self._new or sys.dont_write_bytecode:
            return
        known = self._read()
        for (words, flags), pattern in self._new.items():
            with suppress(Exception):
                kept = _code_of(words, flags)
                if _rebuilt(words, kept) == pattern:
                    known[words, flags] = kept
        self._new.clear()
        with suppress(OSError, ValueError):
            self._write(known)

    def _read(self) -> dict[_Key, _Kept]:
        try:
            stamp, known = marshal.loads(self.path.read_bytes())  # noqa: S302  our own file, as safe as bytecode
        except (OSError, ValueError, EOFError, TypeError):
            return {}
        return known if stamp == _STAMP and isinstance(known, dict) else {}

    def _write(self, known: dict[_Key, _Kept]) -> None:
        content = marshal.dumps((_STAMP, known))
        if len(content) > MOST_BYTES:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.path.with_suffix(f".{os.getpid()}")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(self.path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise


def _code_of(words: str, flags: int) -> _Kept:
    """The parts of which Python's own compiler makes a pattern (``re._compiler.compile`` of Python 3.11 and later)."""
    from re import _compiler, _parser  # type: ignore[attr-defined]  # noqa: PLC0415  private: only when the cache is written

    parsed: Any = _parser.parse(words, flags)
    code = [int(number) for number in _compiler._code(parsed, flags)]
    names: dict[str, int] = parsed.state.groupdict
    by_number: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        by_number[number] = name
    return code, flags | int(parsed.state.flags), parsed.state.groups - 1, tuple(names.items()), tuple(by_number)


def _rebuilt(words: str, kept: _Kept) -> re.Pattern[str]:
    code, flags, n_groups, names, by_number = kept
    pattern: re.Pattern[str] = _sre.compile(words, flags, code, n_groups, dict(names), by_number)
    return pattern


_CACHE: Final = PatternCache(Path(importlib.util.cache_from_source(__file__)).with_suffix(".patterns"))
compile_pattern = _CACHE.compile
keep_patterns = _CACHE.keep
