"""Charts of the year-end report: in come labels with bounds; out comes SVG made here by Altair, with titles on marks, for a page without scripts.

Numbers are drawn dark up to the low bound and pale up to the high one. Colours are names of the page's style sheet, so that a
chart follows light, dark and print.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tallymark.reports.markup import Markup

if TYPE_CHECKING:
    import altair as alt

NO_CHARTS = "Charts are left out: they come with the extra charts (pip install 'tallymark[charts]'). The tables hold the same numbers."
# Colours that stand for names of the style sheet; Altair knows colours only.
INK, SOFT, RULE, MAIN, PALE, PART = "#010101", "#020202", "#030303", "#040404", "#050505", "#060606"
NAMES = {INK: "ink", SOFT: "soft", RULE: "rule", MAIN: "link", PALE: "pale-bar", PART: "none"}
MARK = re.compile(r'<path aria-label="([^"]*)" role="graphics-symbol"([^>]*?)/>')
SIZE = re.compile(r'(<svg [^>]*?) width="[\d.]+" height="[\d.]+"')
# A group of marks says nothing by itself: its marks do.
GROUP = re.compile(r'(<g class="[^"]*") role="graphics-symbol" aria-roledescription="[^"]*"')
PAPER = re.compile(r'<rect width="[\d.]+" height="[\d.]+" fill="white"/>')
WIDTH, STEP, BAR, HEIGHT = 440, 40, 13, 190
# The height of a line of words, and from the middle of a place to the bar and to one line of words above it.
LINE, BAR_AT, WORDS_AT = 15, 6, -9


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: label, bounds (None when they are not shown), words of its title; a ``part`` is a year that is not covered fully.

    ``told`` is what stands above a bar that goes across, in lines that the width holds.
    """

    label: str
    low: float | None
    high: float | None
    words: str
    part: bool = False
    told: str = ""


def available() -> bool:
    """Whether the extra with the libraries is installed."""
    return all(find_spec(name) is not None for name in ("altair", "vl_convert"))


def across(bars: Sequence[Bar], axis: str) -> Markup:
    """Bars from left to right, each under its label, so that no label is cut."""
    import altair as alt  # noqa: PLC0415  the library is loaded when a chart is drawn

    place = alt.Y("label:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    value = alt.X("low:Q", scale=alt.Scale(domainMin=0), axis=alt.Axis(title=axis, format=",.0f", tickCount=5))
    n_lines = max((len(bar.told.split("\n")) for bar in bars), default=1)
    # The library sets lines from the first one down; empty ones before it put the last one of each label at its bar.
    filled = [replace(bar, told="\n" * (n_lines - len(bar.told.split("\n"))) + bar.told) for bar in bars]
    base = _base(filled, place)
    more = LINE * (n_lines - 1)
    names = base.mark_text(
        align="left",
        baseline="middle",
        dy=WORDS_AT - more / 2,
        fontSize=12.5,
        lineHeight=LINE,
        lineBreak="\n",
        color=INK,
    ).encode(alt.X("zero:Q"), text="told:N")
    layers = _layers(base, value, alt.X2("high:Q"), {"height": BAR, "yOffset": BAR_AT + more / 2})
    return _svg((layers + names).properties(width=WIDTH, height={"step": STEP + more}))


def along(bars: Sequence[Bar], axis: str) -> Markup:
    """Bars side by side, for years."""
    import altair as alt  # noqa: PLC0415

    place = alt.X("label:N", sort=None, axis=alt.Axis(title=None, labelAngle=0, domain=False, ticks=False))
    value = alt.Y("low:Q", scale=alt.Scale(domainMin=0), axis=alt.Axis(title=axis, format=",.0f", tickCount=5))
    layers = _layers(_base(bars, place), value, alt.Y2("high:Q"), {})
    return _svg(layers.properties(width=WIDTH, height=HEIGHT))


def _base(bars: Sequence[Bar], place: Any) -> alt.Chart:  # noqa: ANN401  a channel
    """The rows, each at its place and with the words of its title."""
    import altair as alt  # noqa: PLC0415

    rows = [
        {"label": bar.label, "low": bar.low or 0, "high": bar.high or 0, "words": bar.words, "part": bar.part, "zero": 0,
         "told": bar.told}
        for bar in bars
    ]  # fmt: skip
    data: Any = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    return alt.Chart(data).encode(place, description="words:N")


def _layers(base: alt.Chart, value: Any, end: Any, shape: Mapping[str, Any]) -> alt.LayerChart:  # noqa: ANN401  channels
    """The low bound dark, what lies between the bounds pale."""
    import altair as alt  # noqa: PLC0415

    colour = alt.condition("datum.part", alt.value(PART), alt.value(MAIN))
    sure = base.mark_bar(**shape).encode(value, color=colour)
    between = base.transform_filter("datum.high > datum.low")
    wide = between.mark_bar(color=PALE, stroke=MAIN, strokeWidth=0.6, **shape).encode(value, end)
    layered: alt.LayerChart = sure + wide
    return layered


def _svg(chart: alt.LayerChart) -> Markup:
    """The chart as SVG that takes its colours and width from the page; marks have titles that browsers show and readers read."""
    import vl_convert  # noqa: PLC0415

    text = {
        "labelColor": INK,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    }
    axis = {**text, "gridColor": RULE, "domainColor": RULE, "tickColor": RULE}
    drawn = chart.configure_view(stroke=None).configure_axis(**axis).to_dict(validate=False)
    found: str = vl_convert.vegalite_to_svg(drawn)
    found = PAPER.sub("", SIZE.sub(r"\1", found, count=1), count=1)
    found = GROUP.sub(r"\1", found)
    found = MARK.sub(r'<path role="graphics-symbol" aria-label="\1"\2><title>\1</title></path>', found)
    for colour, name in NAMES.items():
        found = found.replace(f'"{colour}"', f'"var(--{name})"')
    # Made here from our own numbers; words in it are escaped by the library.
    return Markup(found)
