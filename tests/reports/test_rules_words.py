"""Rules in words: conditions, sums, cases and days; no SQL is left where words can say it."""

from __future__ import annotations

import pytest

from tallymark.reports.rules_words import text_words
from tallymark.rules.cards import cards


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            "year.october_lock.date",
            "case_closed_date − lock_days (now 5) when case_closed_date − lock_days (now 5) is after departed_date, "
            "else departed_date when case_closed_date − lock_days (now 5) is on or before departed_date",
        ),
        ("year.action.date", "(case_closed_date or else departed_date)"),
        (
            "criminality.sentence.ninety_days",
            "365 × msc_sentence_years (empty: 0) + 30 × msc_sentence_months (empty: 0) + msc_sentence_days (empty: 0) is at least 90 "
            "or ((msc_sentence_days or else msc_sentence_months or else msc_sentence_years) is empty and what no record says)",
        ),
        ("priority.johnson_2014.3", "final_order_date is on or after cutoff (now 2014-01-01)"),
    ],
)
def test_a_rule_is_told_in_words(rule: str, words: str) -> None:
    """Each rule as a reader would say it."""
    together = cards()
    assert text_words(together.get(rule), together) == words


def test_no_rule_is_told_in_the_words_of_sql() -> None:
    """Neither a case nor a function nor the mark of a parameter stands in the words of any card."""
    together = cards()
    texts = [
        text_words(card, together, number)
        for card in together
        if card.kind != "table"
        for number in range(len(card.texts))
    ]
    assert [text for text in texts if any(sign in text for sign in ("CASE", "COALESCE", "YEAR(", "$", "::"))] == []
