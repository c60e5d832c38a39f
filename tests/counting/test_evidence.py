"""From a text over the gate to a verdict, with counts of a made-up release beside made-up published figures.

FY2014 under the definition in force: 684 departures, 399 of them of citizens of Mexico.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.checking.check import check
from tallymark.claims.extract import extract
from tallymark.claims.reading import read_text
from tallymark.counting.joined import StoreRecords
from tallymark.counting.references import ReleaseReferences
from tallymark.model.verdict import Verdict
from tallymark.schema.store import Store
from tests.checking.making import Shelves, figure
from tests.counting.evidence_store import RELEASE, catalogued, made_up

MEXICO = "ICE removed {} citizens of Mexico in fiscal year 2014."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The made-up release."""
    return made_up(tmp_path_factory.mktemp("evidence"), n_late=36)


@pytest.fixture(scope="module")
def whole(store: Store) -> StoreRecords:
    """It holds all of ICE's removals of the country."""
    return StoreRecords([ReleaseReferences(store, RELEASE, catalogued=catalogued())])


@pytest.fixture(scope="module")
def part(store: Store) -> StoreRecords:
    """The same rows, said to be those of one area."""
    return StoreRecords([ReleaseReferences(store, RELEASE, catalogued=catalogued(people="area=seattle"))])


def verdict(sentence: str, records: StoreRecords, published: str = "684") -> Verdict:
    """The verdict on the one claim of a sentence."""
    total = figure(published, "FY2014", definition="ice.removals.2013-06")
    (checked,) = check(extract(read_text(sentence, name="own")), Shelves([total]), records).checks
    return checked.verdict


def found(one: Verdict) -> tuple[str, str]:
    """Verdict and reason."""
    return one.kind.value, one.reason


def test_a_number_of_the_records_is_supported(whole: StoreRecords) -> None:
    """399 under the definition in force; 420 left, 21 of them too late for the year."""
    assert found(verdict(MEXICO.format("399"), whole)) == ("exact", "recount")
    assert found(verdict(MEXICO.format("about 400"), whole)) == ("hedged", "recount")
    assert found(verdict(MEXICO.format("420"), whole)) == ("true_under", "definition")
    assert found(verdict(MEXICO.format("640"), whole)) == ("contradicted", "recount")


def test_a_count_that_is_not_shown_decides_nothing(tmp_path: Path) -> None:
    """With 24 late ones ten are of Honduras: two definitions differ by ten people, so the one in force is shown for nobody."""
    records = StoreRecords([ReleaseReferences(made_up(tmp_path), RELEASE, catalogued=catalogued())])
    one = verdict("ICE removed 290 citizens of Honduras in fiscal year 2014.", records)
    assert found(one) == ("not_checkable", "no_such_field")
    assert all(attempt.figure.definition != "ice.removals.2013-06" for attempt in one.recounts[0].tries)


def test_the_same_rows_of_one_area_decide_nothing(part: StoreRecords) -> None:
    """Neither support nor accusation comes from a part of the country; the count stands beside with its reason."""
    for number in ("399", "640"):
        one = verdict(MEXICO.format(number), part)
        assert found(one) == ("not_checkable", "no_such_field")
        assert one.recounts[0].codes == ("part_of_the_people",)


def test_a_release_that_is_short_of_the_published_total_accuses_nobody(whole: StoreRecords) -> None:
    """Printed are 900 departures and the release has 684: the missing ones could all be of Mexico."""
    assert found(verdict(MEXICO.format("640"), whole, published="900"))[0] == "not_checkable"


def test_the_last_year_of_a_release_accuses_nobody(whole: StoreRecords) -> None:
    """FY2015 ends with the release: late records are still to come."""
    sentence = "ICE removed 640 citizens of Mexico in fiscal year 2015."
    assert found(verdict(sentence, whole))[0] == "not_checkable"


def test_people_whom_no_record_names_accuse_nobody(whole: StoreRecords) -> None:
    """A conviction in a record may have come later than the text: such a count supports and never accuses."""
    convicted = "ICE removed {} people with criminal convictions in fiscal year 2014."
    assert found(verdict(convicted.format("342"), whole)) == ("exact", "recount")
    assert found(verdict(convicted.format("650"), whole))[0] == "not_checkable"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("ICE removed 684 people of Lesotho in fiscal year 2014.", "“Lesotho” in the text is not applied"),
        ("ICE removed 684 people from King County in fiscal year 2014.", "“King” in the text is not applied"),
        ("ICE removed 684 Basotho immigrants in fiscal year 2014.", "“Basotho” in the text is not applied"),
    ],
)
def test_a_count_without_a_filter_of_the_text_says_so_and_decides_nothing(
    whole: StoreRecords, sentence: str, words: str
) -> None:
    """The count beside is of everybody: it says first which words it leaves out, and stands beside though the release is whole."""
    (recount,) = verdict(sentence, whole).recounts
    assert recount.standing == "beside"
    assert recount.codes[0] == "words_not_applied"
    assert recount.words.startswith(words)
    assert recount.tries


def test_a_count_without_a_filter_of_the_text_speaks_against_nothing(whole: StoreRecords) -> None:
    """Whatever the number, people of a country that nothing maps are not held against everybody."""
    for number in ("12", "684", "9,000"):
        one = verdict(f"ICE removed {number} people of Lesotho in fiscal year 2014.", whole, published="684")
        assert one.kind.value in ("not_checkable", "exact")
        assert not any("Records" in note or "counted in" in note for note in one.notes)


@pytest.mark.parametrize(
    "people", ["people of Mexico", "Mexican immigrants", "natives of Mexico", "nationals of Mexico"]
)
def test_citizenship_in_other_words_is_applied(whole: StoreRecords, people: str) -> None:
    """Where the vocabulary knows the country, the records are counted by citizenship."""
    assert found(verdict(f"ICE removed 399 {people} in fiscal year 2014.", whole)) == ("exact", "recount")
