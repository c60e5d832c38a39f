"""How questions are taken apart and put into passes over the rows."""

from __future__ import annotations

import pytest

from tallymark.counting.batches import Batch, Planner
from tallymark.counting.classes import Answered, answer
from tallymark.counting.parts import Parts, parse
from tallymark.counting.plan import Question
from tallymark.engine.connect import connect

VALUES = {
    "case_status": ("0-Withdrawal", "6-Deported", "8-Excluded", "ACTIVE"),
    "citizenship_country": tuple(f"COUNTRY {number:03d}" for number in range(200)),
    "docket_aor": tuple(f"AREA {number:02d}" for number in range(25)),
    "final_program": tuple(f"PROGRAM {number:03d}" for number in range(150)),
}
REMOVED = "left(records.case_status, 2) IN ('6-', '8-')"
YEAR = "year(records.departed_date + INTERVAL 3 MONTH)"
IN_2013 = "records.departed_date >= DATE '2012-10-01' AND records.departed_date < DATE '2013-10-01'"


def _planned(*questions: Question) -> tuple[Parts, tuple[Batch, ...]]:
    parts = Parts(parse(questions), VALUES.keys())
    apart = [parts.take_apart(question) for question in questions]
    with connect(threads=1, memory_mb=256) as engine:
        answered = {name: answer(engine, name, values, parts.of_field(name), {}) for name, values in VALUES.items() if parts.of_field(name)}  # fmt: skip
    return parts, Planner(parts.by_name, answered).batches(apart)


def test_values_that_every_part_answers_alike_are_one_class() -> None:
    """Two of four statuses are removals; the other two are not told apart."""
    _, (batch,) = _planned(Question("q", {"removed": REMOVED}))
    (classes,) = batch.classes
    assert (classes.field, classes.of_value, classes.standing) == ("case_status", (0, 1, 1, 0), (0, 1))
    assert not classes.is_each_its_own


def test_a_field_that_is_asked_for_as_it_stands_keeps_its_values() -> None:
    """Each country is its own class, so the text itself is grouped by."""
    _, (batch,) = _planned(Question("q", {"country": "records.citizenship_country"}))
    assert batch.classes[0].is_each_its_own


def test_what_reads_other_fields_is_computed_for_each_row_once() -> None:
    """The year stands in both questions and is one part; the text is none."""
    parts, (batch,) = _planned(Question("a", {"year": YEAR}), Question("b", {"year": YEAR, "removed": REMOVED}))
    assert [part.text for part in batch.of_rows] == ["YEAR(records.departed_date + INTERVAL '3' MONTH)"]
    assert [part.field for part in parts.by_name.values()] == ["", "case_status"]


def test_questions_with_too_many_combinations_together_take_a_pass_each() -> None:
    """Countries by programme and areas by year: some 24 million combinations with the years, and more with a second text."""
    countries = Question(
        "a", {"year": YEAR, "country": "records.citizenship_country", "programme": "records.final_program"}
    )
    areas = Question(
        "b", {"year": YEAR, "area": "records.docket_aor", "country": "records.citizenship_country", "removed": REMOVED}
    )
    plain = Question("c", {"year": YEAR})
    _, batches = _planned(countries, areas, plain)
    assert [batch.questions for batch in batches] == [(0, 2), (1,)]


def test_rows_that_no_question_of_a_pass_keeps_are_left_out() -> None:
    """A period is a pass of its own; what its questions need in common is its condition."""
    year = Question("all years", {"year": YEAR}, keep=REMOVED)
    period = Question("2013", {"removed": REMOVED}, keep=f"({REMOVED}) AND ({IN_2013})")
    other = Question("2013 again", {"year": YEAR}, keep=f"({IN_2013}) AND ((records.entry_date IS NULL))")
    _, batches = _planned(year, period, other)
    assert [batch.questions for batch in batches] == [(0,), (1, 2)]
    needed = [[part.is_range for part in batch.needed] for batch in batches]
    assert needed == [[], [True]]


@pytest.mark.parametrize(("text", "expected"), [("records.a = 1 OR records.b", False), (IN_2013, True), ("records.n BETWEEN 1 AND 2", True), ("records.n > 1", False)])  # fmt: skip
def test_a_range_has_two_bounds(text: str, expected: bool) -> None:
    """Only such conditions are taken for a period."""
    question = Question("q", {"answer": text})
    parts = Parts(parse([question]), frozenset())
    parts.take_apart(question)
    assert [part.is_range for part in parts.by_name.values()] == [expected]


def test_a_part_answers_null_as_well() -> None:
    """NULL stands last; a class is for values only."""
    question = Question("q", {"empty": "records.case_status IS NULL", "removed": REMOVED})
    parts = Parts(parse([question]), frozenset({"case_status"}))
    parts.take_apart(question)
    with connect(threads=1, memory_mb=256) as engine:
        found: Answered = answer(engine, "case_status", VALUES["case_status"], parts.of_field("case_status"), {})
    assert found.values == (*VALUES["case_status"], None)
    assert [array.to_pylist() for array in found.answers.values()] == [
        [False, False, False, False, True],
        [False, True, True, False, None],
    ]
