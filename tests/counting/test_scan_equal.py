"""However a scan groups the rows, it answers what each question asked of every row alone would answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallymark.counting import scan as scanning
from tallymark.counting.plan import Plan, Question
from tallymark.counting.scan import plain_sql, scan
from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.model.errors import DataError
from tallymark.rules.resolve import resolve
from tallymark.rules.rule_sets import rule_sets

FIRST_DAY = date(2009, 9, 20)
VALUES: dict[str, tuple[pa.DataType, list[object]]] = {
    "case_status": (pa.string(), [None, "ACTIVE", "6-Deported/Removed - Deportability", "9-VR Witnessed", "0-Withdrawal Permitted - I-275 Issued", "5-Title 50 Expulsion", "A-Proceedings Terminated"]),
    "case_category": (pa.string(), [None, "[3] Deportable - Administratively Final Order", "[16] Reinstated Final Order", "[8F] Expedited Removal", "[9] VR Under Safeguards", "[5B] Removable - ICE Fugitive", "it's new"]),
    "case_criminality": (pa.string(), [None, "1 Convicted Criminal", "2 Pending Criminal Charges", "3 Other Immigration Violator"]),
    "msc_charge_code": (pa.string(), [None, "0999", "5404", "3599", "0301", "1199", "5499", "7399"]),
    "msc_charge": (pa.string(), [None, "Homicide", "Drug Possession", "Illegal Entry - X"]),
    "arresting_agency": (pa.string(), [None, "ICE", "Border Patrol", "CBP Office of Field Operations"]),
    "citizenship_country": (pa.string(), [None, "MEXICO", "GUATEMALA", ""]),
    "entry_status": (pa.string(), [None, "EWI", "B2"]),
    "aggravated_felon_type": (pa.string(), [None, "Not An Aggravated Felon", "I-851 Aggravated Felon"]),
    "case_threat_level": (pa.int64(), [None, 1, 2, 3, 7]),
    "prior_deport_yes_no": (pa.bool_(), [None, True, False]),
    "final_order_yes_no": (pa.bool_(), [None, True, False]),
    **{name: (pa.date32(), [None, *(FIRST_DAY + timedelta(days) for days in (0, 3, 10, 11, 12, 16, 17, 30))])
       for name in ("departed_date", "case_closed_date", "apprehension_date", "entry_date", "final_order_date")},
}  # fmt: skip
FIELDS = frozenset(VALUES)
SETS = [name for name, one in rule_sets().items() if one.table == "removals"]
PARTS = (
    "records.case_status", "records.citizenship_country", "records.case_threat_level", "records.departed_date",
    "left(records.case_status, 2) = '6-'", "records.case_status IN ('ACTIVE', '9-VR Witnessed')", "records.prior_deport_yes_no",
    "records.case_category LIKE '%Order%'", "coalesce(records.citizenship_country, records.case_status)", "records.citizenship_country = ''",
    "records.case_closed_date - 5 > records.departed_date", "records.departed_date < $day", "records.departed_date IS NULL",
    "year(records.departed_date + INTERVAL 3 MONTH)", "date_diff('day', CAST(records.entry_date AS DATE), CAST(records.apprehension_date AS DATE)) BETWEEN 0 AND 14",
    "CASE WHEN left(records.case_criminality, 1) = '1' THEN records.departed_date ELSE records.case_closed_date END",
    "CASE records.case_threat_level WHEN 1 THEN records.case_status WHEN 2 THEN 'two' END", "records.case_status IS NULL", "1", "CAST(NULL AS BOOLEAN)",
    "records.entry_date = records.final_order_date OR records.case_criminality IS NULL",
    "records.departed_date >= DATE '2009-10-01' AND records.departed_date < DATE '2009-10-12'", "records.departed_date BETWEEN $day AND DATE '2009-10-06'",
)  # fmt: skip
TRUTHS = tuple(part for part in PARTS if any(sign in part for sign in ("=", "<", ">", " IS ", " IN ", "LIKE", "BOOLEAN", "BETWEEN", "yes_no")) and not part.startswith("CASE"))  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """DuckDB for all examples."""
    with connect(threads=1, memory_mb=512) as engine:
        yield engine


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    """Up to 30 made-up removals with NULLs in every column."""
    n_rows = draw(st.integers(0, 30))
    columns = {}
    for name, (kind, values) in VALUES.items():
        columns[name] = pa.array(draw(st.lists(st.sampled_from(values), min_size=n_rows, max_size=n_rows)), kind)
    return pa.table(columns)


@st.composite
def conditions(draw: st.DrawFn) -> str:
    """Up to three conditions joined."""
    listed = draw(st.lists(st.sampled_from(TRUTHS), min_size=1, max_size=3))
    joined = f" {draw(st.sampled_from(('AND', 'OR')))} ".join(f"({one})" for one in listed)
    return f"NOT ({joined})" if draw(st.booleans()) else joined


@cache
def _rules(name: str, reading: str) -> dict[str, str]:
    return {family: str(getattr(one, reading)) for family, one in resolve(rule_sets()[name]).compiled.items()}


@st.composite
def questions(draw: st.DrawFn) -> tuple[Question, ...]:
    """Questions over any parts, and over the rules of the definitions in both readings."""
    found = []
    for number in range(draw(st.integers(1, 3))):
        parts = draw(st.lists(st.one_of(st.sampled_from(PARTS), conditions()), max_size=3))
        answers = {f"a_{place}": part for place, part in enumerate(parts)}
        found.append(Question(f"question {number}", answers, draw(st.one_of(st.just(""), conditions()))))
    for name in draw(st.lists(st.sampled_from(SETS), max_size=2, unique=True)):
        answers = _rules(name, draw(st.sampled_from(("on_fields", "any_reading"))))
        found.append(Question(name, answers, answers.get("exit", "")))
    return tuple(found)


def _plain(engine: Engine, plan: Plan) -> dict[str, pa.Table]:
    """Each question asked of every row."""
    found = {}
    for one in plan.questions:
        sql = plain_sql(plan.relation, one)
        found[one.id] = engine.query(sql, {name: value for name, value in plan.parameters.items() if f"${name}" in sql})
    return found


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(table=tables(), asked=questions(), most=st.sampled_from([2, 4, 512]))
def test_a_scan_answers_as_each_question_alone(
    engine: Engine, table: pa.Table, asked: tuple[Question, ...], most: int
) -> None:
    """Random rows, random questions; ``most`` moves fields from those of few values to those of many."""
    engine.register("removals", table)
    plan = Plan("removals", FIELDS, asked, {"day": date(2009, 10, 1)})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scanning, "MOST_VALUES", most)
        found = scan(engine, plan)
    alone = _plain(engine, plan)
    assert {name: one.to_pylist() for name, one in found.items()} == {
        name: one.to_pylist() for name, one in alone.items()
    }
    assert {name: one.schema for name, one in found.items()} == {name: one.schema for name, one in alone.items()}


def test_a_list_of_values_that_lacks_one_is_an_error(engine: Engine) -> None:
    """Its rows would be counted as if the field were empty."""
    engine.register("removals", pa.table({"case_status": ["ACTIVE", "9-VR Witnessed", "6-Removed", None]}))
    question = Question("q", {"returned": "left(records.case_status, 2) IN ('9-', '6-')"})
    values = {"case_status": ("6-Removed", "9-VR Witnessed")}
    with pytest.raises(DataError, match="TM-COUNT-012") as raised:
        scan(engine, Plan("removals", frozenset({"case_status"}), (question,), values=values))
    assert raised.value.where == "field case_status"
    whole = {"case_status": ("6-Removed", "9-VR Witnessed", "ACTIVE")}
    found = scan(engine, Plan("removals", frozenset({"case_status"}), (question,), values=whole))["q"]
    assert found.to_pylist() == [
        {"returned": False, "n_rows": 1},
        {"returned": True, "n_rows": 2},
        {"returned": None, "n_rows": 1},
    ]
