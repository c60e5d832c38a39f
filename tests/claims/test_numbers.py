"""Numbers in digits and words: values, printed places, misprints, and what is no number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.claims.contexts import word_set
from tallymark.claims.quantities import Quantity, find_quantities
from tallymark.claims.rows import bad_row
from tallymark.model.errors import DataError

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def only(text: str) -> Quantity:
    """The one quantity of a text."""
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


def spelled(number: int) -> str:
    """A whole number below a million in words, by the rules of English spelling."""
    if number >= 1000:
        rest = f" {spelled(number % 1000)}" if number % 1000 else ""
        return f"{spelled(number // 1000)} thousand{rest}"
    if number >= 100:
        rest = f" and {spelled(number % 100)}" if number % 100 else ""
        return f"{UNITS[number // 100]} hundred{rest}"
    if number >= 20:
        return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    return UNITS[number]


@pytest.mark.parametrize(
    ("text", "number", "place", "granule"),
    [
        ("Officers removed 396,906 people.", "396906", "1", "1"),
        ("Officers removed 390,000 people.", "390000", "1", "10000"),
        ("Officers removed 1.1 million people.", "1100000", "100000", "100000"),
        ("The rate was 12.0 percent.", "12.0", "0.1", "1"),
        ("A fine of $50m was paid.", "50000000", "1000000", "10000000"),
        ("It cost $3 billion.", "3000000000", "1000000000", "1000000000"),
        ("They counted 40K people.", "40000", "1000", "10000"),
        ("Nearly three million people left.", "3000000", "1000000", "1000000"),
        ("They held twenty-seven people.", "27", "1", "1"),
        ("Ninety percent were sent back.", "90", "1", "10"),
        ("They held a hundred and five people.", "105", "1", "1"),
        ("They held two and a half million people.", "2500000", "100000", "100000"),
        ("They held half a million people.", "500000", "100000", "100000"),
        ("They closed a dozen centers.", "12", "1", "1"),
        ("They closed half a dozen centers.", "6", "1", "1"),
        ("They closed two dozen centers.", "24", "1", "1"),
        ("They spent 4 hundred million dollars.", "400000000", "100000000", "100000000"),
        ("The rate fell to .5 percent.", "0.5", "0.1", "0.1"),
        ("It was minus 5 degrees.", "-5", "1", "1"),
    ],
)
def test_value_place_and_granule_are_those_printed(text: str, number: str, place: str, granule: str) -> None:
    """A number has the value meant, the last printed place, and the place of its last digit that is not zero."""
    found = only(text)
    assert found.number == Decimal(number)
    assert found.place == Decimal(place)
    assert found.granule == Decimal(granule)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("They stopped dozens of vans.", 24, 120),
        ("They stopped hundreds of vans.", 200, 1000),
        ("They stopped thousands and thousands of vans.", 2000, 10000),
        ("They stopped tens of thousands of vans.", 20000, 100000),
        ("They stopped hundreds of thousands of vans.", 200000, 1000000),
        ("They stopped several hundred vans.", 200, 1000),
        ("They stopped a few thousand vans.", 2000, 10000),
        ("They stopped millions of vans.", 2000000, 10000000),
    ],
)
def test_a_vague_number_has_the_least_and_most_its_words_allow(text: str, low: int, high: int) -> None:
    """A vague number has no value, only the bounds of its words."""
    found = only(text)
    assert (found.number, found.low, found.high) == (None, Decimal(low), Decimal(high))
    assert found.kind == "vague"
    assert found.hedge == "vague"


def test_a_misprinted_thousands_point_is_read_as_a_comma_and_noted() -> None:
    """Where a text prints commas, three digits after a point without a unit are thousands, and the reading is noted."""
    found = find_quantities("There were 182,449 arrests in May, 54,915 in June, and 61.467 in July.")
    assert [item.number for item in found] == [Decimal(182449), Decimal(54915), Decimal(61467)]
    assert "61.467 read as 61,467" in found[2].notes[0]


def test_three_decimals_stay_decimals_where_no_thousands_are_printed() -> None:
    """Without numbers with commas beside it a decimal is a decimal."""
    assert only("The index closed at 96.088 today.").number == Decimal("96.088")


@pytest.mark.parametrize(
    "text",
    [
        "The MS-13 gang was named.",
        "He flew an F150 there.",
        "They met in 2011 and again by 2014.",
        "Deportations in the 1970s were rare.",
        "The vote was a 5-4 decision.",
        "She bought an iPhone 11 there.",
        "He is a member of Local 3307 there.",
        "The code is 1234567890123456789012.",
        "It is levels above 2014 levels.",
    ],
)
def test_names_years_and_scores_are_no_quantities(text: str) -> None:
    """Digits that belong to a name, a year, a decade, a score or an identifier count nothing."""
    assert find_quantities(text) == ()


@given(st.integers(min_value=0, max_value=999_999))
def test_digits_with_commas_read_back(number: int) -> None:
    """A whole number printed with commas reads back to itself."""
    assert only(f"They counted {number:,} people there.").number == number


@given(st.integers(min_value=1, max_value=999_999))
def test_words_read_back(number: int) -> None:
    """A whole number below a million spelled in words reads back to itself."""
    assert only(f"They counted {spelled(number)} people there.").number == number


@given(st.integers(min_value=1, max_value=9999), st.sampled_from([("thousand", 3), ("million", 6), ("billion", 9)]))
def test_scales_read_back(tenths: int, scale: tuple[str, int]) -> None:
    """A number with one decimal and a scale word reads back to its full value and place."""
    word, power = scale
    found = only(f"They counted {Decimal(tenths) / 10} {word} people there.")
    assert found.number == Decimal(tenths) * 10 ** (power - 1)


@given(st.text(max_size=300))
def test_any_text_gives_quantities_that_quote_it(text: str) -> None:
    """Whatever the text, spans lie inside it in order and the number lies inside the whole expression."""
    last = 0
    for found in find_quantities(text):
        assert 0 <= found.span.start <= found.number_span.start < found.number_span.end <= found.span.end <= len(text)
        assert found.number_span.start >= last
        last = found.number_span.start


@given(
    st.lists(
        st.sampled_from(
            [
                "more",
                "than",
                "about",
                "nearly",
                "one",
                "two",
                "hundred",
                "5",
                "1,200",
                "percent",
                "a",
                "half",
                "of",
                "in",
                "to",
                "from",
                "%",
                "$",
                "million",
                "-",
                ",",
                ".",
                "\n",
            ]
        ),
        max_size=60,
    )
)
def test_any_order_of_number_words_is_read_without_error(words: list[str]) -> None:
    """Number words in any order give quantities whose spans quote the text."""
    text = " ".join(words)
    for found in find_quantities(text):
        assert found.number_span.of(text).strip()
        assert found.number is not None or found.low is not None or found.high is not None


def test_a_fault_in_a_data_file_names_file_and_line() -> None:
    """A set of words that the data does not have, and a broken row, are the coded error TM-CLAIMS-001 with file and line."""
    with pytest.raises(DataError) as caught:
        word_set("no_such_set")
    assert caught.value.code == "TM-CLAIMS-001"
    assert "claims/data/contexts.csv line 1" in str(caught.value)
    assert "claims/data/units.csv line 7" in str(bad_row("units.csv", 7, "furlong"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("He waited 3 1/2 weeks.", "3.5"),
        ("They counted 2½ million people.", "2500000"),
        ("About 10.7m people came.", "10700000"),
        ("They counted a quarter of a million people.", "250000"),
        ("They counted 40\u202f000 people.", "40000"),
        ("It fell to minus five percent.", "-5"),
    ],
)
def test_less_common_notations_are_read(text: str, number: str) -> None:
    """Mixed fractions, scale letters before people, parts of a million, thin spaces and written minus signs have their value."""
    assert only(text).number == Decimal(number)


@pytest.mark.parametrize("text", ["It is 11 (million) at once.", "He said 11 [million] people."])
def test_a_scale_added_in_brackets_belongs_to_the_number(text: str) -> None:
    """An editor adds in brackets what the speaker left out."""
    (quantity,) = find_quantities(text)
    assert quantity.number == 11_000_000
