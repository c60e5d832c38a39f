"""Pages about records: in come a title and sections; out comes one self-contained page without script, and charts in it.

Charts are inline SVG; beside each stands a table with the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from tallymark.reports.markup import Markup, el, join
from tallymark.reports.page import head
from tallymark.reports.small_cells import count_words

WIDTH, HEIGHT, FOOT, HEAD = 720, 158, 20, 22
MOST_LABELS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its number (None when it is not shown) and the class that colours it."""

    label: str
    n_rows: int | None
    kind: str = ""


def page(title: str, *sections: Markup, styles: Sequence[str] = ()) -> str:
    """The whole page; it may load nothing but its own style sheet, to which ``styles`` names more files of ``data``."""
    data = resources.files("tallymark.reports").joinpath("data")
    style = "".join(data.joinpath(name).read_text("utf-8") for name in ("page.css", "records.css", *styles))
    footer = el("footer", el("p", "Made by Tallymark from a store of records: counts only, no record and no cell."))
    return f"<!doctype html>\n{el('html', head(title, style), el('body', *sections, footer), lang='en')}\n"


def highest(rows: Sequence[Bar]) -> int:
    """The largest number shown, at least 1: the top of a chart, or of several with one scale."""
    return max((bar.n_rows or 0 for bar in rows), default=0) or 1


def bars(title: str, rows: Sequence[Bar], *, top: int | None = None) -> Markup:
    """Bars side by side, one a label; one that is not shown is a pale column, and zero a mark on the ground line.

    ``top`` is the number at the upper edge, so that two charts can have one scale; else the highest bar's.
    """
    top = top or highest(rows)
    step = WIDTH / max(len(rows), 1)
    parts = [_bar(bar, number * step, step, top) for number, bar in enumerate(rows)]
    every = max(-(-len(rows) // MOST_LABELS), 1)
    labels = (
        el("text", bar.label, class_="tick", x=f"{number * step:.1f}", y=HEIGHT + FOOT - 4)
        for number, bar in enumerate(rows)
        if number % every == 0
    )
    return el(
        "svg",
        el("title", title),
        el("text", f"{top:,}", class_="tick", x=0, y=HEAD - 3),
        el("line", class_="axis", x1=0, x2=WIDTH, y1=HEAD, y2=HEAD),
        *parts,
        el("line", class_="axis", x1=0, x2=WIDTH, y1=HEIGHT, y2=HEIGHT),
        *labels,
        class_="bars",
        viewBox=f"0 0 {WIDTH} {HEIGHT + FOOT}",
        role="img",
    )


def share_bar(part: int | None, whole: int) -> Markup | None:
    """A small bar for a share; None when it is not shown."""
    if part is None or not whole:
        return None
    width = round(100 * part / whole, 1)
    return el(
        "svg",
        el("rect", class_="whole", x=0, y=0, width=100, height=8),
        el("rect", class_="part", x=0, y=0, width=max(width, 1) if part else 0, height=8),
        class_="share",
        viewBox="0 0 100 8",
        preserveAspectRatio="none",
        aria_hidden="true",
    )


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str | Markup | None]], *, numbers: Sequence[int] = ()
) -> Markup:
    """A table that scrolls sideways when it must; ``numbers`` are the columns set to the right."""
    right = dict.fromkeys(numbers, "n")
    head = el("tr", *(el("th", name, scope="col", class_=right.get(place)) for place, name in enumerate(heads)))
    body = [
        el("tr", *(el("td", _breakable(cell), class_=right.get(place)) for place, cell in enumerate(row)))
        for row in rows
    ]
    return el("div", el("table", el("thead", head), el("tbody", *body)), class_="wide", tabindex=0)


def _breakable(cell: str | Markup | None) -> Markup:
    """A cell whose long names may break behind an underscore."""
    if not isinstance(cell, str) or "_" not in cell:
        return join(cell)
    first, *rest = cell.split("_")
    return join(first, *(part for word in rest for part in ("_", el("wbr"), word)))


def numbers_beside(heads: Sequence[str], rows: Sequence[Bar]) -> Markup:
    """The numbers of a chart as a table that opens."""
    lines = [(bar.label, count_words(bar.n_rows), bar.kind) for bar in rows]
    return el("details", el("summary", "The numbers of this chart"), table(heads, lines, numbers=(1,)))


def _bar(bar: Bar, x: float, step: float, top: int) -> Markup:
    hidden = bar.n_rows is None
    number = "not shown" if hidden else count_words(bar.n_rows)
    title = el("title", f"{bar.label}: {number}{f', {bar.kind}' if bar.kind else ''}")
    drawn = HEIGHT - HEAD if hidden else max((HEIGHT - HEAD) * (bar.n_rows or 0) / top, 2)
    kind = "month hidden" if hidden else f"month {bar.kind or 'plain'}" if bar.n_rows else "month none"
    shape = el(
        "rect", class_=kind, x=f"{x:.1f}", y=f"{HEIGHT - drawn:.1f}", width=f"{max(step - 1, 0.5):.1f}",
        height=f"{drawn:.1f}",
    )  # fmt: skip
    return el("g", title, shape)
