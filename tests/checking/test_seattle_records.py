"""The shared articles with the records of the Seattle area beside the published figures: no verdict becomes an accusation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.checking.check import check
from tallymark.claims.extract import extract
from tallymark.claims.reading import read_text
from tallymark.counting.joined import StoreRecords, records_of
from tallymark.model.verdict import Report
from tallymark.register.register import Register, load
from tallymark.releases.ingest import ingest
from tallymark.schema.store import Store

RELEASE = "uw-v-dhs-2019"
FILES = (
    "uwchr-ice-air/SeattleAOROtherRemovals.csv",
    "uwchr-ice-air/SeattleAORExpeditedRemovals.csv",
    "uwchr-jsis-tf-2023/arrests_with_state.csv.gz",
)
# Sentences of our own on years that the release covers; the numbers are far from anything printed or counted.
SENTENCES = (
    "ICE removed 4,471 people in fiscal year 2013.",
    "ICE removed 950,000 people in fiscal year 2013.",
    "ICE removed 31,000 citizens of Mexico in fiscal year 2014.",
    "Of those whom ICE removed in fiscal year 2014, 97 percent had a conviction.",
    "ICE made 2,000 administrative arrests in fiscal year 2016.",
    "ICE removed 12 people convicted of homicide in fiscal year 2015.",
    "The Seattle field office removed 95,000 people in fiscal year 2014.",
    "The Seattle field office removed 41 citizens of Mexico in fiscal year 2014.",
)


@pytest.fixture(scope="module")
def records(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> StoreRecords:
    """A store with the Seattle release under its own id."""
    store = Store(tmp_path_factory.mktemp("seattle"))
    ingest([shared / "data" / name for name in FILES], RELEASE, store)
    return records_of(store)


@pytest.fixture(scope="module")
def register() -> Register:
    """The bundled figures."""
    return load()


def assert_same(alone: Report, beside: Report) -> None:
    """Every verdict is the one without records, and no count of the part decides one."""
    for one, other in zip(alone.checks, beside.checks, strict=True):
        assert (other.verdict.kind, other.verdict.reason) == (one.verdict.kind, one.verdict.reason), one.subject.quote


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_sentence_is_called_wrong_by_the_seattle_records(
    sentence: str, records: StoreRecords, register: Register
) -> None:
    """A national number is not measured by one area, and a number of that area by no series in force."""
    text = extract(read_text(sentence, name="own", dated=None))
    alone, beside = check(text, register), check(text, register, records)
    assert text.claims
    assert_same(alone, beside)


@pytest.mark.slow
def test_no_article_gets_another_verdict_from_the_seattle_records(
    shared: Path, records: StoreRecords, register: Register
) -> None:
    """All shared articles; many claims meet a count, none is changed by it."""
    paths = sorted((shared / "articles").glob("*/*.txt"))
    n_beside = 0
    for path in paths:
        body = path.read_text(encoding="utf-8")
        text = extract(read_text(body.split("---\n", 2)[2] if body.startswith("---") else body, name=path.name))
        beside = check(text, register, records)
        assert_same(check(text, register), beside)
        n_beside += sum(recount.standing == "beside" for one in beside.checks for recount in one.verdict.recounts)
    assert len(paths) > 40
    assert n_beside > 20


def test_a_true_number_of_the_area_holds_under_the_way_in_which_it_was_counted(
    records: StoreRecords, register: Register
) -> None:
    """4,471 rows departed in FY2013; the release cannot apply the October lock, so the verdict names another definition."""
    text = extract(read_text("The Seattle field office removed 4,471 people in fiscal year 2013.", name="own"))
    (checked,) = check(text, register, records).checks
    assert (checked.verdict.kind.value, checked.verdict.reason) == ("true_under", "definition")
    assert checked.verdict.best is not None
    assert checked.verdict.best.note.startswith("counted in uw-v-dhs-2019 under a recount that imitates")
