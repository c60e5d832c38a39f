"""``/api/v1/rules`` and ``/rule-sets``: in comes an id or nothing; out come rules with their words, sources, cases and coverage."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from tallymark.model.errors import UsageError
from tallymark.reports.numbers import Json, to_json
from tallymark.web.api.answers import not_modified, tag_of, tagged
from tallymark.web.api.document import content, problems
from tallymark.web.extras import has

router = APIRouter(prefix="/api/v1", tags=["rules"])
RULE_ID = r"^[a-z0-9_.]{1,80}(@[0-9]{1,3})?$"
FAMILY = r"^[a-z0-9_.]{1,80}$"
SET_ID = r"^[a-z0-9_.-]{1,80}$"
RULE = {
    "type": "object",
    "required": ["id", "version", "kind", "title", "in_force", "source", "needs", "needs_of_all", "n_cases"],
    "properties": {
        "id": {"type": "string"},
        "version": {"type": "integer"},
        "kind": {"enum": ["condition", "category", "date", "table"]},
        "title": {"type": "string"},
        "in_force": {"type": "object"},
        "source": {"type": "object"},
        "needs": {"type": "array", "items": {"type": "string"}},
        "n_cases": {"type": "integer"},
    },
}
SET = {"type": "object", "required": ["id", "title", "imitates", "measure", "table", "rules", "parameters", "gaps"]}


def _list(items: dict[str, Any], words: str) -> dict[int | str, dict[str, Any]]:
    shape = {
        "type": "object",
        "additionalProperties": False,
        "required": ["schema", "total", "items", "next"],
        "properties": {
            "schema": {"const": 1},
            "total": {"type": "integer"},
            "items": {"type": "array", "items": items},
            "next": {"type": ["string", "null"]},
        },
    }
    return {200: content(words, {"application/json": shape}), **problems(304, 400, 421, 422, 500, 501)}


def _one(item: dict[str, Any], words: str) -> dict[int | str, dict[str, Any]]:
    return {200: content(words, {"application/json": item}), **problems(304, 400, 404, 421, 500, 501)}


@router.get(
    "/rules", summary="Every counting rule.", responses=_list(RULE, "Every rule, by family."), response_class=Response
)
def rules(
    request: Request,
    family: Annotated[
        str,
        Query(
            pattern=rf"^$|{FAMILY}",
            description="Only this rule and those whose id begins with it: a family, a memo.",
            examples=["priority.johnson_2014"],
        ),
    ] = "",
) -> Response:
    """Id, kind, title, days in force, source, fields, number of cases."""
    _need()
    from tallymark.reports.rules_json import card_json  # noqa: PLC0415  the heavy wing is loaded when it is asked for
    from tallymark.rules.cards import cards  # noqa: PLC0415

    found = [card for card in cards() if not family or card.id == family or card.id.startswith(f"{family}.")]
    if not found:
        raise UsageError("TM-WEB-014", where="family", detail="see /api/v1/rules")
    return _answer(request, [card_json(card, cards(), whole=False) for card in found])


@router.get("/rules/{rule}", summary="One counting rule.", responses=_one(RULE, "The rule."), response_class=Response)
def rule(
    request: Request,
    rule: Annotated[
        str, Path(pattern=RULE_ID, description="A rule, with @ a version of it.", examples=["priority.johnson_2014.2c"])
    ],
) -> Response:
    """What it says in words and as SQL, its settings, what no record decides, its cases, and which releases decide it."""
    _need()
    from tallymark.reports.rules_json import card_json  # noqa: PLC0415
    from tallymark.rules.cards import cards  # noqa: PLC0415

    together = cards()
    card_id, _, version = rule.partition("@")
    if not any(not version or str(card.version) == version for card in together.by_id.get(card_id, ())):
        raise UsageError("TM-WEB-011", where="rule", detail="see /api/v1/rules")
    return _tagged(request, card_json(together.get(rule), together, whole=True))


@router.get(
    "/rule-sets", summary="Every definition as rules.", responses=_list(SET, "Every rule set."), response_class=Response
)
def all_sets(request: Request) -> Response:
    """What each imitates, its measure and table, and the rule it names for each family."""
    _need()
    from tallymark.reports.rules_json import set_json  # noqa: PLC0415
    from tallymark.rules.rule_sets import rule_sets  # noqa: PLC0415

    return _answer(request, [set_json(one) for one in rule_sets().values()])


@router.get(
    "/rule-sets/{name}",
    summary="One definition as rules.",
    responses=_one(SET, "The rule set."),
    response_class=Response,
)
def one_set(
    request: Request,
    name: Annotated[str, Path(pattern=SET_ID, description="A rule set.", examples=["ice.removals.2009"])],
) -> Response:
    """One rule set with its parameters and gaps."""
    _need()
    from tallymark.reports.rules_json import set_json  # noqa: PLC0415
    from tallymark.rules.rule_sets import rule_sets  # noqa: PLC0415

    found = rule_sets().get(name)
    if found is None:
        raise UsageError("TM-WEB-011", where="rule set", detail="see /api/v1/rule-sets")
    return _tagged(request, set_json(found))


def _need() -> None:
    if not has("records"):
        raise UsageError("TM-WEB-013", where="rules", detail="pip install 'tallymark[records]'")


def _answer(request: Request, items: list[Any]) -> Response:
    return _tagged(request, {"schema": 1, "total": len(items), "items": items, "next": None})


def _tagged(request: Request, document: Json) -> Response:
    """The document with a tag over it, as rules change with the program only."""
    made = to_json(document) + "\n"
    tag = tag_of(made)
    return not_modified(request, tag) or tagged(made, "application/json", tag)
