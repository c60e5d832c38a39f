"""Statements: in come the sentences with the drafts; out come comparisons without a number ("more than ever before")."""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.claims.clauses import Sentence
from tallymark.claims.drafts import Draft
from tallymark.claims.speech import Speech
from tallymark.model.claim import Statement


def find_statements(
    sentences: Sequence[tuple[int, Sentence]], drafts: Sequence[Draft], speech: Speech
) -> tuple[Statement, ...]:
    """The number-free comparisons of a text, s1 onwards."""
    del sentences, drafts, speech
    return ()
