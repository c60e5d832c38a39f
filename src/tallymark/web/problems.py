"""Problems: in come errors; out come answers as problem+json (RFC 9457) for programs and as pages for people.

No answer repeats a posted text, a path of the machine or a line of the program.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match, Mount

from tallymark.model.errors import InputError, TallymarkError, UsageError, error_codes
from tallymark.reports.plain import one_line
from tallymark.web.templating import render

MEDIA = "application/problem+json"
STATUS = {
    "TM-WEB-001": 400,
    "TM-WEB-002": 413,
    "TM-WEB-003": 413,
    "TM-WEB-004": 503,
    "TM-WEB-005": 503,
    "TM-WEB-006": 500,
    "TM-WEB-007": 422,
    "TM-WEB-008": 408,
    "TM-WEB-009": 421,
    "TM-WEB-010": 403,
    "TM-WEB-011": 404,
    "TM-WEB-012": 405,
    "TM-WEB-013": 501,
    "TM-WEB-014": 422,
    "TM-WEB-017": 503,
    "TM-WEB-018": 422,
    "TM-COUNT-041": 404,
    "TM-SCHEMA-101": 404,
    "TM-SCHEMA-103": 404,
}
METHOD_NOT_ALLOWED = 405
HEADERS = {503: {"Retry-After": "5"}}
MOST_DETAIL = 300


def install(app: FastAPI) -> None:
    """Answer every error of the app in one way."""
    app.add_exception_handler(TallymarkError, _coded)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


def answer(
    request: Request | None, code: str, where: str = "", detail: str = "", *, status: int | None = None
) -> Response:
    """The answer to an error: JSON for programs and for the API, a page for a browser."""
    found = status if status is not None else STATUS.get(code, 500)
    known = error_codes().get(code)
    headers = HEADERS.get(found, {})
    what, why, step = (known.what, known.why, known.next_step) if known else (code, "", "")
    shown = one_line(detail, limit=MOST_DETAIL)
    if request is not None and _for_a_person(request):
        page = render("error.html", code=code, status=found, what=what, why=why, step=step, where=where, detail=shown)
        return HTMLResponse(page, found, headers)
    body: dict[str, Any] = {
        "type": f"/errors/{code}", "title": what, "status": found, "detail": shown or why, "code": code,
        "where": one_line(where, limit=MOST_DETAIL), "next": step,
    }  # fmt: skip
    return JSONResponse(body, found, headers, media_type=MEDIA)


def problem_page(error: TallymarkError) -> str:
    """What went wrong, as a piece of a page."""
    known = error_codes()[error.code]
    detail = one_line(error.detail, limit=MOST_DETAIL)
    return render(
        "problem.html",
        code=error.code,
        what=known.what,
        why=known.why,
        step=known.next_step,
        where=error.where,
        detail=detail,
    )


def _for_a_person(request: Request) -> bool:
    path = request.scope.get("path", "")
    return not path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def _status(error: TallymarkError) -> int:
    if error.code in STATUS:
        return STATUS[error.code]
    return 422 if isinstance(error, InputError | UsageError) or error.code.startswith("TM-MODEL-") else 500


async def _coded(request: Request, error: Exception) -> Response:
    assert isinstance(error, TallymarkError)  # noqa: S101  registered for it
    status = _status(error)
    # A fault in our own data says its code; where it is, and where a store lies, belongs on the terminal and not in an answer.
    told = status < 500 or error.code.startswith("TM-WEB-")
    where = error.where if told and not error.code.startswith("TM-SCHEMA-") else ""
    return answer(request, error.code, where, error.detail if told else "", status=status)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  registered for it
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return answer(request, "TM-WEB-001", where, str(first["msg"]))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  registered for it
    code = {404: "TM-WEB-011", 405: "TM-WEB-012"}.get(error.status_code, "TM-WEB-001")
    made = answer(request, code, request.scope.get("path", "")[:100], "", status=error.status_code)
    made.headers.update(error.headers or {})
    if error.status_code == METHOD_NOT_ALLOWED:
        made.headers["allow"] = ", ".join(methods_of(request))
    return made


def methods_of(request: Request) -> list[str]:
    """What can be done at the address of a request, which two routes may share; a file can be read only."""
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]
    found = {
        method
        for method in ("GET", "POST")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    }
    return sorted(found | ({"HEAD"} if "GET" in found else set())) or ["GET", "HEAD"]


async def _fault(request: Request, error: Exception) -> Response:  # noqa: ARG001  its text may hold what was posted
    return answer(request, "TM-WEB-006", "the server")
