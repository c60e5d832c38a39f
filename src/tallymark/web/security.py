"""Security: in come requests; only those for this very server from its own pages pass, and every answer forbids what it does not need.

A page may load its own script, style and pictures and nothing else; no script in a page, no eval, no frame, no other server.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
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


class Guard:
    """Refuses a foreign Host (TM-WEB-009) and what other sites post (TM-WEB-010), and sets the headers of every answer."""

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

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _set(MutableHeaders(scope=message), HEADERS.items())
            await send(message)

        if refused:
            await answer(Request(scope), refused)(scope, receive, guarded)
        else:
            await self._app(scope, receive, guarded)

    def _refusal(self, method: str, headers: Headers) -> str:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._known(hosts[0]):
            return "TM-WEB-009"
        if method in SAFE:
            return ""
        origins = headers.getlist("origin")
        foreign = any(origin.partition("://")[2] != hosts[0] or not origin.startswith("http") for origin in origins)
        return "TM-WEB-010" if foreign or headers.get("sec-fetch-site", "none") not in ("none", "same-origin") else ""

    def _known(self, host: str) -> bool:
        """Whether a Host names this server: its own name or, as no foreign page can have one as its name, a plain address."""
        name, _, port = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "")
        if port and port != str(self._port):
            return False
        plain = name.strip("[]").lower()
        loopback = is_loopback(self._host)
        if plain == self._host.lower() or (plain == "localhost" and loopback):
            return True
        try:
            address = ipaddress.ip_address(plain)
        except ValueError:
            return False
        return address.is_loopback if loopback else True


def is_loopback(host: str) -> bool:
    """Whether a server bound to ``host`` can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _set(headers: MutableHeaders, pairs: Iterable[tuple[str, str]]) -> None:
    for name, value in pairs:
        headers.setdefault(name, value)
    if "cache-control" not in headers:
        headers["cache-control"] = "no-store"
