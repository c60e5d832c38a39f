"""The rules pages: in comes the id of a rule or of a rule set; out come its words, source, cases, needs and the releases that decide it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi import Path as PathPart
from fastapi.responses import HTMLResponse, RedirectResponse

from tallymark.model.errors import UsageError
from tallymark.reports.markup import Markup, el, join
from tallymark.reports.rules_coverage import coverage, set_coverage
from tallymark.reports.rules_words import STATUSES, in_force_words, open_words, text_words
from tallymark.web.extras import has
from tallymark.web.state import chosen
from tallymark.web.templating import render

if TYPE_CHECKING:
    from tallymark.rules.card import Card, Value, Vector

router = APIRouter(include_in_schema=False)
ID = r"^[a-z0-9_.@]{1,80}$"
Cohort = Annotated[str, Query(pattern=r"^[a-z0-9][a-z0-9.-]{0,63} [a-z0-9_]{1,60}$")]
HERE = "/rules"
# What more than this share of the cases is given alike is told once, where there are a few cases and a few such fields.
MOSTLY, FEW = 0.6, 4
NAMED = re.compile(r"\[([a-z0-9_.@]+): ([^\]]*)\]")


@router.get("/rules")
def listing() -> HTMLResponse:
    """Every rule by family, and every rule set."""
    _need()
    from tallymark.rules.cards import cards  # noqa: PLC0415  the heavy wing is loaded when a page needs it
    from tallymark.rules.rule_sets import families, rule_sets  # noqa: PLC0415

    groups = [
        (family, families().meanings[family], list(found))
        for family, found in groupby(cards(), lambda card: card.family)
    ]
    page = render(
        "rules.html", here=HERE, title="Rules", groups=groups, sets=list(rule_sets().values()), statuses=STATUSES
    )
    return HTMLResponse(page)


@router.get("/rules/{name}/run")
def run(
    name: Annotated[str, PathPart(pattern=ID)], cohort: Cohort, period: Annotated[str, Query(max_length=40)] = ""
) -> RedirectResponse:
    """A rule run over the rows of a release (``cohort``: the release and the measure): the count by its answers, on the page of counts."""
    release, _, measure = cohort.partition(" ")
    asked = {"measure": measure, "by": name, "period": period}
    return RedirectResponse(f"/records/{quote(release)}/count?{urlencode(asked)}", 303)


@router.get("/rules/{name}")
def rule(request: Request, name: str) -> HTMLResponse:
    """One rule in words."""
    _need()
    from tallymark.rules.cards import cards  # noqa: PLC0415

    together = cards()
    card_id, _, _ = name.partition("@")
    if card_id not in together.by_id:
        raise UsageError("TM-WEB-011", where="rule", detail="there is no rule with this id")
    card = together.get(name)
    numbers = range(0 if card.kind == "table" else len(card.texts))
    texts = [_linked(text_words(card, together, number)) for number in numbers]
    alike, cases = _cases(card)
    page = render(
        "rule.html",
        here=HERE,
        title=card.id,
        card=card,
        texts=texts,
        in_force=in_force_words(card),
        status=STATUSES[card.source.status],
        open=[open_words(one) for one in card.open],
        needs=sorted(together.needs(card)),
        parameters=together.parameters(card),
        alike=alike,
        cases=cases,
        covered=coverage(card, together),
        versions=[one.version for one in together.by_id[card_id]],
        can_run=chosen(request).store is not None and card.kind in ("condition", "category"),
    )
    return HTMLResponse(page)


@router.get("/rule-sets/{name}")
def rule_set(name: str) -> HTMLResponse:
    """One definition as rules."""
    _need()
    from tallymark.model.definition import definitions  # noqa: PLC0415
    from tallymark.rules.cards import cards  # noqa: PLC0415
    from tallymark.rules.rule_sets import rule_sets  # noqa: PLC0415

    one = rule_sets().get(name)
    if one is None:
        raise UsageError("TM-WEB-011", where="rule set", detail="there is no rule set with this id")
    titles = {rule: cards().get(rule).title for names in one.rules.values() for rule in names}
    imitated = definitions()[one.imitates].words if one.imitates else ""
    page = render(
        "rule_set.html",
        here=HERE,
        title=one.id,
        one=one,
        titles=titles,
        imitated=imitated,
        covered=set_coverage(one, cards()),
    )
    return HTMLResponse(page)


def _need() -> None:
    if not has("records"):
        raise UsageError("TM-WEB-013", where="rules", detail="pip install 'tallymark[records]'")


def _linked(words: str) -> Markup:
    """The words of a rule, in which each rule that is named leads to its page."""
    pieces = NAMED.split(words)
    links = [el("a", title, href=f"/rules/{name}") for name, title in zip(pieces[1::3], pieces[2::3], strict=True)]
    return join(*(part for pair in zip_longest(pieces[::3], links) for part in pair if part))


def _cases(card: Card) -> tuple[str, list[tuple[str, str]]]:
    """What most of the cases decided by hand are given alike, and each case: what else is given, what is answered."""
    given = [item for test in card.tests for item in _shown(test).items()]
    alike = {name: value for (name, value), n in Counter(given).items() if n > MOSTLY * len(card.tests)}
    if len(card.tests) < FEW or len(alike) < FEW:
        alike = {}
    return _pairs(alike), [(_given(test, alike), _answer(test)) for test in card.tests]


def _given(test: Vector, alike: Mapping[str, str]) -> str:
    given = _shown(test)
    other = {name: value for name, value in given.items() if alike.get(name) != value}
    without = [name for name in alike if name not in given]
    setting = "".join(f", with {name} = {shown}" for name, shown in _values(test.parameters).items())
    words = [_pairs(other), f"{', '.join(without)} empty" if given and without else ""]
    said = "; ".join(one for one in words if one) or ("only what they have alike" if given else "nothing")
    return f"{said}{setting}" + (f", in {test.table}" if test.table else "")


def _shown(test: Vector) -> dict[str, str]:
    return _values(test.given)


def _values(given: Mapping[str, Value]) -> dict[str, str]:
    from tallymark.rules.values import shown  # noqa: PLC0415

    return {name: shown(value) for name, value in given.items()}


def _pairs(given: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in given.items())


def _answer(test: Vector) -> str:
    from tallymark.rules.values import shown  # noqa: PLC0415

    other = "" if test.any_reading is None else f" (on any reading {shown(test.any_reading)})"
    return f"{shown(test.expect)}{other}"
