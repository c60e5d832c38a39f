"""The labelled articles under the scorer that came with them: in come the shared texts and labels; out come its figures against the targets.

Each prediction is what ``tallymark check --format json`` prints for the body of the text, with the date of the manifest.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from evaluation.labelled import articles, report_on
from evaluation.result import Result, at_least, at_most
from tallymark.reports.as_json import render

TARGETS = {
    "value": 98.0, "hedge": 95.0, "relation": 90.0, "measure": 85.0, "period": 85.0, "verdict": 92.0, "direction": 90.0,
    "not an outcome": 85.0,
}  # fmt: skip
CEILINGS = {"false accusations": 0.0, "judged though not checkable": 5.0}
NAMES = {"measure": "measure with population", "not an outcome": "outcome told from what is none"}
_EXTRACTION = re.compile(r"^extraction .*?F1 ([\d.]+)", re.MULTILINE)
_LINE = re.compile(r"^(?P<name>[a-z][a-z ]+?)\s+(?P<figure>[\d.]+) % (?P<counts>\(\d+/\d+\))", re.MULTILINE)


def run(shared: Path, out: Path) -> list[Result]:
    """Write one prediction a text, run the scorer, and compare its figures with the targets; its list of misses is kept in ``out``."""
    folder = out / "pred"
    folder.mkdir(parents=True, exist_ok=True)
    for article in articles(shared):
        report = render([report_on(article.body, article.text_id, article.dated)])
        (folder / f"{article.text_id}.json").write_text(report, encoding="utf-8")
    command = [sys.executable, str(shared / "articles" / "score.py"), str(folder), "--misses"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  the scorer beside the labels
    (out / "articles-misses.txt").write_text(printed, encoding="utf-8")
    return list(_results(printed))


def _results(printed: str) -> list[Result]:
    found = _EXTRACTION.search(printed)
    results = [at_least("articles: extraction F1", float(found[1]) if found else 0.0, 92.0, unit="")]
    for line in _LINE.finditer(printed):
        name = " ".join(line["name"].split())
        figure, title = float(line["figure"]), f"articles: {NAMES.get(name, name)}"
        if name in TARGETS:
            results.append(at_least(title, figure, TARGETS[name], detail=line["counts"]))
        elif name in CEILINGS:
            results.append(at_most(title, figure, CEILINGS[name], detail=line["counts"]))
        else:
            results.append(Result(title, f"{figure:.1f} %", detail=line["counts"]))
    return results
