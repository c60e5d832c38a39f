"""Tokens: in comes a text; out come its words, digit strings and signs with their places, in one pass."""

from __future__ import annotations

from typing import NamedTuple

from tallymark.model.patterns import compile_pattern

NUMBER = "number"
WORD = "word"
SIGN = "sign"
BREAK = "break"

_TOKEN = compile_pattern(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<break>\n\s*\n|[;:?!]|\.(?=\s|$))"
    r"|(?P<sign>([^\s\w])\5{3,}|[^\s\w]|_)"
)


class Token(NamedTuple):
    """One token: ``kind`` is number, word, sign or break (end of a clause or paragraph); ``lower`` its text in lower case."""

    kind: str
    lower: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """All tokens of ``text`` in order; white space is dropped, blank lines are breaks."""
    make = Token._make
    return [make((match.lastgroup or SIGN, match.group().lower(), *match.span())) for match in _TOKEN.finditer(text)]


def joined(left: Token, right: Token) -> bool:
    """Whether nothing stands between two tokens."""
    return left.end == right.start
