"""Answers of look-ups: in comes content that changes with the register only; out come answers with an ETag, and 304 where it is known."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from fastapi import Request
from starlette.responses import Response

from tallymark.register.register import Register


def tag_of(*parts: str) -> str:
    """The ETag of an answer: a hash over the register and the question."""
    return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:20]}"'


@lru_cache(maxsize=4)
def state_of(register: Register) -> tuple[str, str]:
    """The day and the hash of a register, which do not change while the server runs."""
    return register.as_of, register.sha256


def not_modified(request: Request, tag: str) -> Response | None:
    """The empty answer to one who has this very content; None otherwise."""
    known = request.headers.get("if-none-match", "")
    if known and tag in (one.strip().removeprefix("W/") for one in known.split(",")):
        return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "no-cache"})
    return None


def tagged(content: bytes | str, media: str, tag: str, *, after: str = "") -> Response:
    """The answer with its ETag and, where a page follows, a Link to it."""
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if after:
        headers["Link"] = f'<{after}>; rel="next"'
    return Response(content, media_type=media, headers=headers)
