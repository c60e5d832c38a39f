"""Security: in come requests; only those for this very server from its own pages pass, and every answer forbids what it does not need.

A page may load its own script, style and pictures and nothing else; no script in a page, no eval, no frame, no other server.
Another site may link to a page, but neither post to it nor load anything of it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tallymark.web.problems import answer

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'none'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN = ("none", "same-origin")
FRAMES = ("embed", "frame", "iframe", "object")


class Guard:
    """Refuses a foreign Host (TM-WEB-009) and what other sites post or load (TM-WEB-010), and sets the headers of every answer.

    HEAD is answered as GET without its body.
    """

    def __init__(self, app: ASGIApp, *, host: str, port: int) -> None:
        self._app = app
        self._host = host
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass or refuse one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope["method"], headers)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _set(MutableHeaders(scope=message), HEADERS.items())
            await send(message)

        if refused:
            await answer(Request(scope), refused)(scope, receive, with_headers)
        elif scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, receive, _without_body(with_headers))
        else:
            await self._app(scope, receive, with_headers)

    def _refusal(self, method: str, headers: Headers) -> str:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._known(hosts[0]):
            return "TM-WEB-009"
        own = headers.get("sec-fetch-site", "none") in OWN
        if method in SAFE:
            return "" if own or _follows_link(headers) else "TM-WEB-010"
        origins = headers.getlist("origin")
        foreign = any(origin.partition("://")[2] != hosts[0] or not origin.startswith("http") for origin in origins)
        return "" if own and not foreign else "TM-WEB-010"

    def _known(self, host: str) -> bool:
        """Whether a Host names this server: its own name or, as no foreign page can have one as its name, a plain address."""
        name, _, port = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "")
        if port and port != str(self._port):
            return False
        plain = name.strip("[]").lower()
        loopback = is_loopback(self._host)
        if plain in (self._host.lower(), "localhost"):  # no other machine is localhost to a browser
            return True
        try:
            address = ipaddress.ip_address(plain)
        except ValueError:
            return False
        return address.is_loopback if loopback else True


def _follows_link(headers: Headers) -> bool:
    """Whether a reader came from another site by a link; its pictures, scripts and frames are no reader."""
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") not in FRAMES


def _without_body(send: Send) -> Send:
    """Sends what HEAD asks for: the headers of the answer."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return sent


def is_loopback(host: str) -> bool:
    """Whether a server bound to ``host`` can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def guarded(response: Response) -> Response:
    """An answer that the server itself gives, with the headers of every other."""
    _set(response.headers, HEADERS.items())
    return response


def _set(headers: MutableHeaders, pairs: Iterable[tuple[str, str]]) -> None:
    for name, value in pairs:
        headers.setdefault(name, value)
    # What has a tag may be kept and asked for again; nothing else is kept anywhere.
    headers.setdefault("cache-control", "no-cache" if "etag" in headers else "no-store")
