"""The lexicon: the notation of phrases, longest match, and a closed schema that names file and entry."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.claims import populations
from tallymark.claims.lexicon import COUNTED, forms, lexicon, plural, read_entries, verb_forms
from tallymark.claims.populations import criminality, settle
from tallymark.model.errors import DataError
from tallymark.model.vocabulary import measures


def test_notation_gives_every_sequence_of_words() -> None:
    """Alternatives, an optional word and a noun's plural multiply out."""
    assert set(forms("held in ?ice detention|custody")) == {
        ("held", "in", "detention"),
        ("held", "in", "custody"),
        ("held", "in", "ice", "detention"),
        ("held", "in", "ice", "custody"),
    }
    assert set(forms("agency/n")) == {("agency",), ("agencies",)}


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("deport", ["deport", "deports", "deported", "deporting"]),
        ("decrease", ["decrease", "decreases", "decreased", "decreasing"]),
        ("drop", ["drop", "drops", "dropped", "dropping"]),
        ("deny", ["deny", "denies", "denied", "denying"]),
        ("catch", ["catch", "catches", "catched", "catching"]),
    ],
)
def test_regular_verbs(base: str, expected: list[str]) -> None:
    """A regular verb has four forms, with its spelling rules."""
    assert verb_forms(base) == expected


def test_regular_plurals() -> None:
    """Nouns in y, s and ch take their own endings."""
    assert [plural(noun) for noun in ("alien", "agency", "arrest", "branch")] == [
        "aliens",
        "agencies",
        "arrests",
        "branches",
    ]


def test_the_longest_phrase_wins() -> None:
    """The words "no criminal record" are one term and hide "criminal"."""
    terms = lexicon().find(["people", "with", "no", "criminal", "record"])
    assert [term.entry.filters for term in terms if term.entry.filters] == [(("criminality", "none"),)]


def test_commas_inside_a_phrase_are_passed_over() -> None:
    """A phrase is found although the text puts commas between its words."""
    (term,) = (
        term for term in lexicon().find(["owners", ",", "employers", "or", "managers"]) if term.entry.role in COUNTED
    )
    assert term.entry.measure == "employers_charged"


def test_every_phrase_finds_its_own_entry_or_a_longer_one() -> None:
    """No phrase of the bundled lexicon is dead: at its first word some entry with words is found."""
    book = lexicon()
    for entry in book.entries:
        for phrase in entry.phrases:
            for words in forms(phrase):
                assert book.find(words), (entry.place, phrase)


def test_measures_are_those_of_the_vocabulary() -> None:
    """Every measure, filter and context that an entry names exists."""
    book = lexicon()
    contexts = {entry.context for entry in book.entries if entry.context}
    for entry in book.entries:
        named = [entry.measure, entry.per_day or None, entry.stock or None, *(measure for _, measure in entry.when)]
        assert all(measure is None or measure in measures() for measure in named), entry.place
        assert {name for name, _ in entry.when} <= contexts, entry.place
        assert not entry.needs or entry.needs in contexts, entry.place


@pytest.mark.parametrize(
    "text",
    [
        "entries:\n  - {role: act, phrases: [x], colour: red}\n",
        "entries:\n  - {role: verb, phrases: [x]}\n",
        "entries:\n  - {role: act, phrases: x}\n",
        "entries:\n  - {role: act, measure: nothing, phrases: [x]}\n",
        "entries:\n  - {role: filter, filters: {offence: nothing}, phrases: [x]}\n",
        "words: []\n",
    ],
)
def test_anything_outside_the_schema_is_an_error_with_its_place(text: str) -> None:
    """An unknown key, role, measure or filter is TM-CLAIMS-201 and names the file."""
    with pytest.raises(DataError) as caught:
        list(read_entries(text, "mine.yaml"))
    assert caught.value.code == "TM-CLAIMS-201"
    assert caught.value.where.startswith("mine.yaml")


def test_a_phrase_that_would_multiply_without_end_is_refused() -> None:
    """A phrase that stands for thousands of word sequences is TM-CLAIMS-201."""
    with pytest.raises(DataError) as caught:
        list(forms(" ".join(["a|b|c|d|e|f|g|h|i|j"] * 6), "mine.yaml entry 1"))
    assert caught.value.code == "TM-CLAIMS-201"


def test_one_phrase_in_two_entries_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same words with two meanings are TM-CLAIMS-202."""
    from tallymark.claims import lexicon as module  # noqa: PLC0415  the module whose cache is emptied

    text = "entries:\n  - {role: neutral, phrases: [x y]}\n  - {role: act, measure: arrests, phrases: [x y]}\n"
    monkeypatch.setattr(module, "_entries", lambda: read_entries(text, "mine.yaml"))
    module.lexicon.cache_clear()
    try:
        with pytest.raises(DataError) as caught:
            module.lexicon()
        assert caught.value.code == "TM-CLAIMS-202"
    finally:
        module.lexicon.cache_clear()


def test_criminal_means_convicted_for_removals_and_more_for_arrests() -> None:
    """What "criminal" means is data: convictions for removals, pending charges too for arrests."""
    assert settle({"criminality": "by_measure"}, "removals") == {"criminality": "convicted"}
    assert settle({"criminality": "by_measure"}, "arrests") == {"criminality": "convicted_or_pending"}


def test_border_arrests_need_no_place_of_arrest() -> None:
    """The place of arrest "border" says nothing more for a border measure, but narrows removals."""
    assert settle({"arrest_place": "border"}, "border_apprehensions") == {}
    assert settle({"arrest_place": "border"}, "removals") == {"arrest_place": "border"}


def test_a_broken_criminality_file_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A measure that does not exist in the file is TM-CLAIMS-203."""
    monkeypatch.setattr(
        populations, "parse_yaml", lambda *_: {"default": "convicted", "by_measure": {"nothing": "convicted"}}
    )
    criminality.cache_clear()
    try:
        with pytest.raises(DataError) as caught:
            criminality()
        assert caught.value.code == "TM-CLAIMS-203"
    finally:
        criminality.cache_clear()


@given(
    st.lists(
        st.sampled_from(["deported", "criminal", "record", "no", "with", "people", "#", ",", "xyz", "border"]),
        max_size=40,
    )
)
def test_terms_never_overlap_and_stay_inside(words: list[str]) -> None:
    """Whatever the words, terms come in order, do not overlap and lie inside the sentence."""
    terms = lexicon().find(words)
    assert all(0 <= term.first <= term.last < len(words) for term in terms)
    assert all(first.last < second.first for first, second in pairwise(terms))
