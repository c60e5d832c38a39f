"""Published figures side by side."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from tallymark.model.verdict import Report
from tallymark.reports.figure_table import figure_lines, figures_csv, figures_json
from tallymark.reports.terminal import plain


def test_vintages_stand_below_their_question(report: Report) -> None:
    """One heading a question and a counting rule; each figure has its vintage, its source and whether it decides."""
    best = report.checks[0].verdict.best
    assert best is not None
    other = replace(best, id="x#2", confirmed=False, fault="a slip", note="first printing")
    assert plain(figure_lines([best, other], "2026-11-20")).splitlines() == [
        "2 figures in the register as of 2026-11-20.",
        "",
        "removals, fiscal year 2011 (2010-10-01 to 2011-09-30)",
        "  counted as ice.removals.2009: removals and returns; the year is locked about 5 October and departures "
        "confirmed later count in the next year",
        "    396,906              2012-09-15  ICE: Removal statistics, table 1, read at UNT Libraries, tier 1, "
        "row ice.archive-2012#1 [printed “396906”]",
        "    396,906              2012-09-15  ICE: Removal statistics, table 1, read at UNT Libraries, tier 1, "
        "row x#2 [printed “396906”; not confirmed, decides nothing; known fault: a slip; first printing]",
    ]


def test_json_and_csv_hold_the_same_figures(report: Report) -> None:
    """Value, definition and source are in both."""
    best = report.checks[0].verdict.best
    assert best is not None
    whole = json.loads(figures_json([best], "2026-11-20", "ab"))
    row = next(csv.DictReader(io.StringIO(figures_csv([best]))))
    assert whole["register"] == {"as_of": "2026-11-20", "sha256": "ab"}
    assert whole["figures"][0]["value"] == {"low": 396906, "high": 396906, "low_open": False, "high_open": False}
    assert (row["value"], row["definition"], row["publisher"]) == ("396,906", "ice.removals.2009", "ICE")
