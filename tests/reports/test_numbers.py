"""JSON with exact numbers."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.reports.numbers import Json, number_text, to_json


@pytest.mark.parametrize(
    ("number", "text"),
    [("396906", "396906"), ("55.0", "55"), ("66.667", "66.667"), ("1.1E+6", "1100000"), ("-27685", "-27685"),
     ("0.10", "0.1"), ("0", "0"), ("1E+1000000", "1E+1000000")],
)  # fmt: skip
def test_a_decimal_keeps_just_its_digits(number: str, text: str) -> None:
    """Integers have no point, fractions no trailing zeros, and a huge exponent stays an exponent."""
    assert number_text(Decimal(number)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_a_number_reads_back_exactly(number: Decimal) -> None:
    """No digit is lost on the way through JSON."""
    assert json.loads(to_json(number), parse_float=Decimal, parse_int=Decimal) == number


def test_nested_values_are_indented_as_json_is() -> None:
    """Objects and arrays read like those of the standard library."""
    value: dict[str, Json] = {"a": [1, Decimal("2.5"), None], "b": {}, "c": [], "d": 'q"é\u202e', "e": True}
    assert to_json(value) == json.dumps({**value, "a": [1, 2.5, None]}, indent=2)
    assert to_json(value, indent=None) == json.dumps({**value, "a": [1, 2.5, None]})
