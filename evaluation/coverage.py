"""Coverage: in come the labelled checkable claims; out comes for how many the register holds a compatible confirmed figure.

Compatible is what checking would accept as the same question: the same measure and people, the same days (or months and
years of one series that join), and the relation itself or the parts it is computed from. Off-topic labels are left out;
labels whose measure or people have no word in the vocabulary count as not covered.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from evaluation.result import Result, at_least
from tallymark.checking.candidate import FAMILY, Candidate
from tallymark.checking.levels import Count, levels
from tallymark.checking.relations import changes, shares
from tallymark.checking.shelf import Shelf
from tallymark.model.errors import TallymarkError
from tallymark.model.figure import Relation
from tallymark.model.period import Period, fiscal_year_of
from tallymark.model.population import Population
from tallymark.model.vocabulary import measures
from tallymark.register.register import load

Label = dict[str, Any]
TARGET = 60.0
TIER_OF_OTHERS = 3
OFF_TOPIC = ("other", "population_local")
# Labels that the scorer does not map and that the vocabulary can say.
MORE_MEASURES = {
    "share_recent_border_or_repeat_of_noncriminal_removals": (
        "removals",
        {"criminality": "none", "violator": "recent_border_or_repeat"},
    ),
}
# People that a label names in words of its own, beyond what its measure says; others have no word in the vocabulary.
PEOPLE: dict[str, dict[str, str]] = {
    "southwest border": {"area": "southwest"},
    "southwest border, between ports of entry": {"area": "southwest"},
    "southwest border, between and at ports of entry": {"area": "southwest"},
    "southwest border ports of entry": {"area": "southwest"},
    "Arizona desert": {"area": "arizona_desert"},
    "New York": {"area": "new_york"},
    '"individuals with criminal records"': {},
    "convicted of felonies or misdemeanors": {},
    "convicted of homicide": {},
    "convictions or pending charges": {},
    '"the other removals" = removals without a conviction': {},
} | {
    f"{name} nationals, southwest border": {"area": "southwest", "citizenship": key}
    for name, key in (
        ("Guatemala", "guatemala"),
        ("Honduras", "honduras"),
        ("El Salvador", "el_salvador"),
        ("Mexico", "mexico"),
    )
}


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  (every benchmark has this signature)
    """The share of checkable labels with a compatible figure, then the same by state and by measure."""
    scorer = _scorer(shared / "articles" / "score.py")
    lines = (shared / "articles" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [label for label in map(json.loads, lines) if label["checkable"] and label["measure"] not in OFF_TOPIC]
    shelf = Shelf(load())
    found = [(label["measure"], *state_of(shelf, label, scorer)) for label in labels]
    states = [(measure, state) for measure, state, _ in found]
    official = sum(state == "covered" and tier < TIER_OF_OTHERS for _, state, tier in found)
    covered = sum(state == "covered" for _, state in states)
    sayable = sum(state != "outside the vocabulary" for _, state in states)
    results = [
        at_least(
            "labelled checkable claims with a compatible figure",
            100 * covered / len(states),
            TARGET,
            detail=f"{covered} of {len(states)}",
        ),
        Result(
            "with a figure of tier 1 or 2",
            f"{100 * official / len(states):.1f} %",
            detail=f"{official} of {len(states)}",
        ),
        Result("of those the vocabulary can say", f"{100 * covered / sayable:.1f} %", detail=f"{covered} of {sayable}"),
    ]
    results += [Result(f"claims {state}", str(n)) for state, n in Counter(s for _, s in states).most_common()]
    for measure, count in Counter(measure for measure, _ in states).most_common():
        good = sum(state == "covered" for name, state in states if name == measure)
        results.append(Result(measure, f"{good}/{count}"))
    return results


def state_of(shelf: Shelf, label: Label, scorer: ModuleType) -> tuple[str, int]:
    """``covered``, ``no figure``, ``no period`` or ``outside the vocabulary``, with the best tier found (0: none)."""
    asked = asked_by(label, scorer)
    if isinstance(asked, str):
        return asked, 0
    near = [one for one in candidates_of(shelf, asked) if one.nearness in FAMILY and one.figure.decides]
    return ("covered", min(one.figure.tier for one in near)) if near else ("no figure", 0)


Asked = tuple[Count, Relation, Period | None]


def asked_by(label: Label, scorer: ModuleType) -> Asked | str:
    """The count, relation and base that a label asks for; the words of its state when it cannot be asked."""
    words = label.get("population")
    people: dict[str, str] | None = PEOPLE.get(words) if words else {}
    if label["measure"] in scorer.MAP:
        _, measure, filters = scorer.MAP[label["measure"]]
    else:
        measure, filters = MORE_MEASURES.get(label["measure"], (label["measure"], {}))
    if people is None or measure not in measures():
        return "outside the vocabulary"
    period = _period(label["period"])
    if period is None:
        return "no period"
    count = Count(measure, Population.from_mapping({**filters, **people}), period)
    base = _base((label.get("comparison") or {}).get("base_period"), period)
    return count, Relation(scorer.relation_of(label)), base


def candidates_of(shelf: Shelf, asked: Asked) -> Iterable[Candidate]:
    """The references of checking for what a label asks."""
    count, relation, base = asked
    return _candidates(shelf, count, relation, base)


def _candidates(shelf: Shelf, count: Count, relation: Relation, base: Period | None) -> Iterable[Candidate]:
    if relation is Relation.SHARE:
        narrowing = "violator" if count.population.get("violator") else "criminality"
        return shares(shelf, count, count.population.without(narrowing).without("offence").without("priority"))
    if relation in (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO):
        return () if base is None else changes(shelf, count, base, relation)
    return levels(shelf, count)


def _base(label: str | None, period: Period) -> Period | None:
    """The period compared with; "FY2014 same months" are the days of ``period`` in that fiscal year."""
    same = re.fullmatch(r"FY(\d{4}) same months", label or "")
    if same is None or period.end is None:
        return _period(label)
    return period.shifted_years(int(same[1]) - fiscal_year_of(period.end))


def _period(label: str | None) -> Period | None:
    try:
        return Period.parse(label) if label else None
    except TallymarkError:
        return None


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("labelled_scorer", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
