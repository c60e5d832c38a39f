"""``/api/v1/programmes``: in comes a programme or nothing; out come its published figures, exact ratios and what nothing decides."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from tallymark.reports.numbers import Json
from tallymark.web.api.answers import not_modified, state_of, tag_of, tagged
from tallymark.web.api.document import content, problems
from tallymark.web.api.figures import page_of, whole_list
from tallymark.web.state import TheRegister

router = APIRouter(prefix="/api/v1", tags=["programmes"])
JSON = "application/json"
LISTED = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "title", "what", "in_records"],
    "properties": {
        "id": {"type": "string"},
        "title": {"type": "string"},
        "what": {"type": "string"},
        "in_records": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Measures of records that tell of it.",
        },
    },
}
KEYS = ("schema", "register", "id", "title", "what", "published", "ratios", "rules", "undecidable", "counted")
ONE = {"type": "object", "additionalProperties": False, "required": [*KEYS], "properties": {key: {} for key in KEYS}}


@router.get(
    "/programmes",
    summary="Enforcement programmes.",
    responses={200: content("Every programme.", {JSON: page_of(LISTED)}), **problems(304, 400, 421, 500)},
    response_class=Response,
)
def listed(request: Request, register: TheRegister) -> Response:
    """Id, title, and what it is."""
    from tallymark.counting.programmes import programmes  # noqa: PLC0415  read when it is asked

    items: list[Json] = [
        {"id": one.id, "title": one.title, "what": one.what, "in_records": [asked.measure for asked in one.records]}
        for one in programmes().values()
    ]
    return whole_list(request, register, "programmes", items)


@router.get(
    "/programmes/{programme}",
    summary="One programme: published figures, exact ratios, what nothing decides.",
    responses={200: content("The programme.", {JSON: ONE}), **problems(304, 400, 404, 421, 422, 500)},
    response_class=Response,
)
def one(
    request: Request,
    register: TheRegister,
    programme: Annotated[
        str, Path(pattern=r"^[a-z0-9_]{1,40}$", description="A programme.", examples=["secure_communities"])
    ],
) -> Response:
    """What each source counts is told beside; counted is empty, as no records are asked."""
    from tallymark.counting.programmes import programme as found  # noqa: PLC0415
    from tallymark.counting.programmes_published import published  # noqa: PLC0415
    from tallymark.reports.programme_json import programme_json  # noqa: PLC0415

    tag = tag_of(state_of(register)[1], "programme", programme)
    known = not_modified(request, tag)
    if known is not None:
        return known
    chosen = found(programme)
    as_of, sha256 = state_of(register)
    return tagged(
        programme_json(chosen, published(chosen, register), (), {"as_of": as_of, "sha256": sha256}), JSON, tag
    )
