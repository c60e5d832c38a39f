"""Reports as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from tallymark.model.verdict import Report
from tallymark.reports.as_csv import COLUMNS, render


def test_one_row_a_claim_or_statement(report: Report) -> None:
    """Rows stand in the order of the text under the columns of the table."""
    rows = list(csv.DictReader(io.StringIO(render([report]))))
    assert [(row["id"], row["kind"], row["verdict"]) for row in rows] == [
        ("c1", "claim", "exact"),
        ("c2", "claim", "hedged"),
        ("c3", "claim", "contradicted"),
        ("c4", "claim", "not_checkable"),
        ("s1", "statement", "true_under"),
    ]
    assert rows[0]["value"] == "396906"
    assert rows[1]["population"] == "criminality=convicted;offence=drugs"
    assert tuple(rows[0]) == COLUMNS


def test_a_formula_in_a_text_does_not_run(make_report: Callable[..., Report]) -> None:
    """Words that begin like a formula are disarmed, in the file name too."""
    row = next(csv.DictReader(io.StringIO(render([make_report("=cmd() 1", "=name")]))))
    assert (row["quote"], row["document"], row["words"]) == ("'=cmd()", "'=name", "'=cmd() 1")
