"""Templates: in come a template's name and what it shows; out comes HTML in which every plain string is escaped.

An undefined name is an error, never an empty place. Markup of ``reports`` passes as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

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
    made.globals.update(pages=PAGES, version=__version__, plural=plural)
    made.filters.update(line=one_line, theirs=_theirs, thousands=lambda n: f"{n:,}", query=_query)
    return made


def with_records() -> None:
    """Show the pages of records in the navigation of this process."""
    environment().globals["pages"] = (*PAGES[:3], *RECORDS, *PAGES[3:])


def render(template: str, **shown: object) -> str:
    """The template filled."""
    return environment().get_template(template).render(**shown)


def _query(parts: Mapping[str, str | Sequence[str]]) -> str:
    """The query of an address; empty parts are left out."""
    return urlencode({name: value for name, value in parts.items() if value}, doseq=True)


def _theirs(words: str) -> Markup:
    """Words of somebody else on one line."""
    return foreign(one_line(words))
