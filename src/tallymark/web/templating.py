"""Templates: in come a template's name and what it shows; out comes HTML in which every plain string is escaped.

An undefined name is an error, never an empty place. Markup of ``reports`` passes as it is.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from tallymark import __version__
from tallymark.reports.markup import Markup, foreign
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import plural

PAGES = (
    ("/", "Check"),
    ("/figures", "Figures"),
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
    made.filters.update(line=one_line, theirs=_theirs, thousands=lambda n: f"{n:,}")
    return made


def render(template: str, **shown: object) -> str:
    """The template filled."""
    return environment().get_template(template).render(**shown)


def _theirs(words: str) -> Markup:
    """Words of somebody else on one line."""
    return foreign(one_line(words))
