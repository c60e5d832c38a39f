"""Small pages: the style of the report, what an error code means, and how the API is used."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from tallymark.model.errors import UsageError, error_codes
from tallymark.web.templating import render

router = APIRouter(include_in_schema=False)
STYLES = {"report": "page.css", "records": "records.css", "year": "year.css"}


@router.get("/style/{name}.css")
async def style(request: Request, name: str) -> Response:
    """A style sheet of the reports, which the pages share."""
    if name not in STYLES:
        raise UsageError("TM-WEB-011", where="style")
    content, tag = _style(STYLES[name])
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="text/css", headers=headers)


@router.get("/errors/{code}")
async def error(code: str) -> HTMLResponse:
    """What an error code means and what to do."""
    known = error_codes().get(code)
    if known is None:
        raise UsageError("TM-WEB-011", where="error", detail="there is no such code")
    return HTMLResponse(render("error_code.html", here="", title=known.code, known=known))


@router.get("/api")
async def api(request: Request) -> HTMLResponse:
    """Every address of the API with an example."""
    document = request.app.openapi()
    return HTMLResponse(render("api.html", here="/api", title="API", paths=_paths(document)))


def _paths(document: dict[str, object]) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Method, path, summary and parameters of every operation."""
    found = []
    paths = document["paths"]
    assert isinstance(paths, dict)  # noqa: S101  OpenAPI says so
    for path, methods in paths.items():
        for method, operation in methods.items():
            parameters = [(one["name"], one.get("description", "")) for one in operation.get("parameters", [])]
            found.append((method.upper(), path, operation["summary"], parameters))
    return found


@cache
def _style(file: str) -> tuple[str, str]:
    content = resources.files("tallymark.reports").joinpath(f"data/{file}").read_text(encoding="utf-8")
    return content, f'"{hashlib.sha256(content.encode()).hexdigest()[:16]}"'
