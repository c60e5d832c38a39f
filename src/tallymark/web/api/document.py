"""The OpenAPI document: in comes the app; out comes its description with the schemas of the report and one shape for every error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from tallymark.web.problems import MEDIA

REASONS = {
    304: "Nothing changed since the answer with this ETag.",
    400: "A parameter or the body does not fit its description.",
    403: "Another site sent this request.",
    404: "There is no such thing.",
    408: "The body came too slowly.",
    413: "The body or a text in it is too large.",
    421: "The Host is not this server.",
    422: "The request is well formed, but what it names cannot be read or is not known.",
    500: "The server failed; nothing of the request is kept.",
    501: "The extra that this needs is not installed.",
    503: "Too many requests are waiting, or this one took too long.",
}
PROBLEM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["type", "title", "status", "detail", "code", "where", "next"],
    "properties": {
        "type": {"type": "string", "description": "An address of this server that explains the code."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "pattern": "^TM-[A-Z]+-[0-9]{3}$"},
        "where": {"type": "string"},
        "next": {"type": "string", "description": "What to do."},
    },
    "example": {
        "type": "/errors/TM-WEB-001",
        "title": "The request does not fit its description",
        "status": 400,
        "detail": "Field required",
        "code": "TM-WEB-001",
        "where": "body.text",
        "next": "Correct the parameter named; /api describes each",
    },
}


def content(words: str, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """A response of the document: its words and the schema of each media type."""
    return {"description": words, "content": {media: {"schema": schema} for media, schema in schemas.items()}}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors that an operation can answer with."""
    return {
        status: {
            "description": REASONS[status],
            **({} if status == 304 else {"content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}}),
        }
        for status in statuses
    }


def describe(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        for methods in document["paths"].values():
            for operation in methods.values():
                if "HTTPValidationError" in json.dumps(operation["responses"].get("422", {})):
                    del operation["responses"]["422"]
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        schemas |= {"Problem": PROBLEM, **report_schemas()}
        app.openapi_schema = document
    return app.openapi_schema


@cache
def report_schemas() -> dict[str, Any]:
    """The shapes of ``reports/data/check.schema.json`` as components."""
    path = resources.files("tallymark.reports").joinpath("data/check.schema.json")
    text = path.read_text(encoding="utf-8").replace("#/$defs/", "#/components/schemas/")
    shapes: dict[str, Any] = json.loads(text)["$defs"]
    return shapes
