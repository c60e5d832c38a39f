"""Patterns from the cache are the patterns that Python compiles, and nothing depends on the cache."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.model.patterns import PatternCache

WORDS = r"(?P<n>\d{1,3}(?:,\d{3})*)\s+(?P<unit>people|removals)\b"


@pytest.fixture(autouse=True)
def bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    """Caches may be written, whatever the environment of the test says."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_a_second_process_gets_the_same_pattern_without_compiling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept is rebuilt equal, groups and names included, and ``re.compile`` is not asked again."""
    first = PatternCache(tmp_path / "cache" / "patterns")
    compiled = first.compile(WORDS, re.IGNORECASE)
    first.keep()
    expected = re.compile(WORDS, re.IGNORECASE)
    monkeypatch.setattr(re, "compile", None)
    second = PatternCache(tmp_path / "cache" / "patterns").compile(WORDS, re.IGNORECASE)
    assert second == compiled == expected
    match = second.search("ICE reported 396,906 REMOVALS")
    assert match is not None
    assert (match["n"], match["unit"], match.lastgroup) == ("396,906", "REMOVALS", "unit")
    assert second.groupindex == {"n": 1, "unit": 2}


@pytest.mark.parametrize("content", [b"", b"\x00", b"not marshal", b"i\x01\x00\x00\x00"])
def test_a_damaged_cache_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    """Whatever lies at the place of the cache, the pattern is compiled."""
    path = tmp_path / "patterns"
    path.write_bytes(content)
    assert PatternCache(path).compile(WORDS) == re.compile(WORDS)


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """A cache whose folder is a file is never written, and says nothing."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    cache = PatternCache(tmp_path / "file" / "patterns")
    assert cache.compile("a+b") == re.compile("a+b")
    cache.keep()
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


def test_nothing_is_written_when_python_may_not_write_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache follows the rule of bytecode."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    cache = PatternCache(tmp_path / "patterns")
    cache.compile("a+b")
    cache.keep()
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_pattern_raises_as_it_does_without_a_cache(tmp_path: Path) -> None:
    """An expression that does not compile is the same error."""
    with pytest.raises(re.error):
        PatternCache(tmp_path / "patterns").compile("(")


@given(st.sampled_from(["a", r"\d", "[a-f]", "(?:x|yy)", r"\b", "(z)", "(?P<k>k)?", "é", "(?<=a)", "(?!q)", ".{2,3}?"]).flatmap(
    lambda first: st.lists(st.sampled_from([first, "b", r"\s+", "|", "c*"]), min_size=1, max_size=6)
), st.sampled_from([0, re.IGNORECASE, re.VERBOSE, re.ASCII, re.MULTILINE | re.DOTALL]))  # fmt: skip
def test_every_kept_pattern_equals_the_compiled_one(pieces: list[str], flags: int) -> None:
    """Rebuilding loses nothing: patterns are equal if their code, flags and groups are."""
    from tallymark.model.patterns import _code_of, _rebuilt  # noqa: PLC0415

    words = "".join(pieces)
    try:
        expected = re.compile(words, flags)
    except re.error:
        return
    assert _rebuilt(words, _code_of(words, int(flags))) == expected
