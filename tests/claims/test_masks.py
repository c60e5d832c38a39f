"""Masks: every pattern matches its own example, and masked numbers stay out of the quantities or say why they are masked."""

from __future__ import annotations

import re

import pytest

from tallymark.claims.masks import MaskIndex, Rule, find_masks, rules
from tallymark.claims.quantities import find_quantities


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.kind}: {rule.example}"[:60])
def test_every_rule_masks_its_example(rule: Rule) -> None:
    """The example of a rule is masked inside a sentence."""
    text = f"We saw {rule.example} there."
    assert re.compile(rule.pattern).groups == 0, "groups of its own would shift the numbers that tell the rules apart"
    found = [mask for mask in find_masks(text) if mask.hard is rule.hard]
    at = text.index(rule.example)
    assert any(mask.span.start < at + len(rule.example) and at < mask.span.end for mask in found)


@pytest.mark.parametrize(
    "text",
    [
        "It began on Oct. 1, 2010 and ended Sept. 30.",
        "They met at 10:30 a.m. on 18 October 2011.",
        "The rule is 8 U.S.C. 1357(g), known as 287(g).",
        "Section 212 of the act and 8 C.F.R. 287.7 apply.",
        "Form I-9 and the H-1B visa need a lawyer.",
        "Covid-19 closed the CBP One desk.",
        "Call 202-555-0134 for more.",
        "See https://example.org/2011/10/18/396906 there.",
        "See page 14, Table 3 and Figure 2.",
        "He is Level 1, a Tier 2 suspect in District 9.",
        "The 9th Circuit and the 5th Amendment were named.",
        "It was FY2011, fiscal 2012 or FY 2010-11.",
        "The note[3] and the mark[^1] stand there.",
        "Write to 1600 Example Avenue, ZIP 20500.",
        "It won by a 2-to-1 margin.",
        "Authority lies in 215(a), in 1185(a) and in 4(a)(iii).",
        "Sections 2 and 3 end it; see 89 Fed. Reg. 48,710.",
        "It was signed on the ninth of March, two thousand twenty-one.",
        "S.B. 1070 and H.R. 4437 were bills.",
        "Version 1.2.3 is out.",
    ],
)
def test_dates_statutes_names_and_labels_hold_no_quantity(text: str) -> None:
    """Numbers that name a day, a law, a form, a page, a place or a period are no quantities."""
    assert [item for item in find_quantities(text) if item.kind != "ordinal"] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She was held for six months there.", "duration"),
        ("He waited 100 days there.", "duration"),
        ("A 45-year-old man was held.", "age"),
        ("Those aged 18 to 24 were held.", "age"),
        ("Ana Example, 34, was held.", "age_apposition"),
        ("It is one of the largest raids.", "one_of"),
        ("No one was held.", "idiom"),
        ("A zero tolerance rule began.", "idiom"),
        ("It began a five-year plan.", "adjective_duration"),
        ("It is the fourth straight year.", "ordinal"),
        ("No migrants were released.", "absence"),
    ],
)
def test_a_soft_mask_is_named_on_the_quantity(text: str, kind: str) -> None:
    """Ages, lengths of time, idioms, ordinals and absences stay quantities and say what they are."""
    assert kind in {item.mask for item in find_quantities(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Over 40,000 were held.",
        "A total of 55 percent were held.",
        "He paid $300 in May.",
        "Since then 8,000 left.",
        "On Oct. 3, 12 people left.",
        "In Priority 1, 5% left.",
    ],
)
def test_counts_shares_and_money_are_not_masked(text: str) -> None:
    """A plain count, share or amount carries no mask."""
    found = find_quantities(text)
    assert [item.mask for item in found] == [""]


def test_the_index_finds_the_mask_over_a_place_and_none_beside_it() -> None:
    """A character range inside a mask finds it; ranges before and after do not."""
    text = "In May 5 people left on Sept. 30, 2011 at noon."
    index = MaskIndex(find_masks(text), hard=True)
    at = text.index("30")
    assert index.over(at, at + 2) is not None
    assert index.over(0, 2) is None
    assert index.over(len(text) - 5, len(text)) is None
