"""The rules pages: in comes the id of a rule or of a rule set; out come its words, source, cases, needs and the releases that decide it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi import Path as PathPart
from fastapi.responses import HTMLResponse, RedirectResponse

from tallymark.model.errors import UsageError
from tallymark.reports.rules_coverage import coverage, set_coverage
from tallymark.reports.rules_words import STATUSES, in_force_words, open_words, text_words
from tallymark.web.extras import has
from tallymark.web.state import chosen
from tallymark.web.templating import render

if TYPE_CHECKING:
    from tallymark.rules.card import Card, Vector

router = APIRouter(include_in_schema=False)
ID = r"^[a-z0-9_.@]{1,80}$"
Release = Annotated[str, Query(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")]
Measure = Annotated[str, Query(pattern=r"^[a-z0-9_]{1,60}$")]
Period = Annotated[str, Query(max_length=40)]
HERE = "/rules"


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
    name: Annotated[str, PathPart(pattern=ID)], release: Release, measure: Measure, period: Period = ""
) -> RedirectResponse:
    """A rule run over the rows of a release: the count by its answers, on the page of counts."""
    asked = {"measure": measure, "by": name.partition("@")[0], "period": period}
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
    texts = [] if card.kind == "table" else [text_words(card, together, number) for number in range(len(card.texts))]
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
        cases=_cases(card),
        covered=coverage(card, together),
        versions=[one.version for one in together.by_id[card_id]],
        releases=_releases(request) if card.kind in ("condition", "category") else (),
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


def _releases(request: Request) -> tuple[str, ...]:
    """The releases that a rule can be run over; none without a store."""
    from tallymark.schema.store import Store  # noqa: PLC0415

    store = chosen(request).store
    return () if store is None else Store(store).releases()


def _need() -> None:
    if not has("records"):
        raise UsageError("TM-WEB-013", where="rules", detail="pip install 'tallymark[records]'")


def _cases(card: Card) -> list[tuple[str, str]]:
    """The cases decided by hand: what is given, what is answered."""
    return [(_given(test), _answer(test)) for test in card.tests]


def _given(test: Vector) -> str:
    from tallymark.rules.values import shown  # noqa: PLC0415

    given = ", ".join(f"{name} {shown(value)}" for name, value in test.given.items()) or "nothing"
    setting = "".join(f", with {name} = {shown(value)}" for name, value in test.parameters.items())
    return f"{given}{setting}" + (f", in {test.table}" if test.table else "")


def _answer(test: Vector) -> str:
    from tallymark.rules.values import shown  # noqa: PLC0415

    other = "" if test.any_reading is None else f" (on any reading {shown(test.any_reading)})"
    return f"{shown(test.expect)}{other}"
