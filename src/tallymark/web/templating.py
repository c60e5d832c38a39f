"""Templates: in come a template's name and what it shows; out comes HTML in which every plain string is escaped.

An undefined name is an error, never an empty place. Markup of ``reports`` passes as it is. The navigation is that of the app that
answers: each request sets it for itself, so two apps in one process differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.types import ASGIApp, Receive, Scope, Send

from tallymark import __version__
from tallymark.reports.markup import Markup, foreign
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import plural

RECORDS = (("/records", "Records"), ("/one-number", "One number, every rule"), ("/memos", "Memos"))
PAGES: tuple[tuple[str, str], ...] = (
    ("/", "Check"),
    ("/figures", "Figures"),
    ("/published", "Definitions"),
    ("/rules", "Rules"),
    ("/sources", "Sources and methods"),
    ("/api", "API"),
)
_navigation: ContextVar[tuple[tuple[str, str], ...]] = ContextVar("navigation", default=PAGES)


class Navigation:
    """Sets the pages of the navigation for each request of one app, with those of records where it has a store."""

    def __init__(self, app: ASGIApp, *, records: bool) -> None:
        self._app = app
        self._pages = pages(records=records)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        _navigation.set(self._pages)  # each request runs in a context of its own, so nothing is to be taken back
        await self._app(scope, receive, send)


@cache
def environment() -> Environment:
    """The templates of this room."""
    made = Environment(
        loader=PackageLoader("tallymark.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(version=__version__, plural=plural)
    made.filters.update(line=one_line, theirs=_theirs, thousands=lambda n: f"{n:,}", query=_query)
    return made


def pages(*, records: bool) -> tuple[tuple[str, str], ...]:
    """The pages of a server, with those of records or without."""
    return (*PAGES[:3], *RECORDS, *PAGES[3:]) if records else PAGES


def with_records() -> None:
    """Show the pages of records in the navigation from here on in this context: that of one request, or of a worker."""
    _navigation.set(pages(records=True))


def render(template: str, **shown: object) -> str:
    """The template filled."""
    return environment().get_template(template).render(pages=_navigation.get(), **shown)


def _query(parts: Mapping[str, str | Sequence[str]]) -> str:
    """The query of an address; empty parts are left out."""
    return urlencode({name: value for name, value in parts.items() if value}, doseq=True)


def _theirs(words: str) -> Markup:
    """Words of somebody else on one line."""
    return foreign(one_line(words))
