"""The waterfall of a bridge: in comes a bridge; out comes SVG with the two counts, what each rule changes between them, and published figures.

The scale does not begin at 0, as steps are often small beside the counts: counts are marks, and only changes are bars, dark as far as
the change is certain and pale as far as the records leave it open. A step that is not shown has its words and no bar. Words that are
longer than a line go on in the next one.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tallymark.reports.bridge_table import change_words, gap_words
from tallymark.reports.count_words import FAMILY_WORDS, count_words
from tallymark.reports.markup import Markup
from tallymark.reports.plain import one_line
from tallymark.reports.year_words import value_text
from tallymark.web import charts
from tallymark.web.extras import has

if TYPE_CHECKING:
    from tallymark.counting.bridged import Bridge, Change
    from tallymark.counting.counted import Count

WIDTH, LINE, BAR, GAP = 860, 17, 14, 13
COUNT, MORE, LESS, PUBLISHED, NONE = "count", "more", "less", "published", "none"
AIR = 0.06
# As many letters of 13 pixels as stand in the width, whatever font the reader's machine has.
MOST_LETTERS = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the picture: ``low`` and ``high`` are its ends, both None where nothing is shown.

    Of a change ``sure`` is the end of what is certain, counted from the count before it (``start``).
    """

    kind: str
    told: str
    low: float | None = None
    high: float | None = None
    start: float | None = None
    sure: float | None = None


def waterfall(bridge: Bridge) -> Markup | None:
    """The picture; None without the extra ``charts`` or where neither count is shown."""
    rows = rows_of(bridge)
    if not has("charts") or all(row.low is None for row in rows):
        return None
    import vl_convert  # noqa: PLC0415  the extra charts; only a chart needs it

    title = f"From {bridge.first.id} to {bridge.last.id}: {bridge.table.words}, {bridge.release}, {bridge.period.label}"
    return Markup(
        charts.finish(vl_convert.vegalite_to_svg(_described(rows)), title, "; ".join(row.told for row in rows))
    )


def rows_of(bridge: Bridge) -> list[Row]:
    """The lines from the first count over the steps to the last one and to what was published."""
    rows = [_count(bridge.first.id, bridge.start)]
    before = bridge.start
    for step in bridge.steps:
        if step.rules[0] == step.rules[1]:
            continue
        name = " and ".join(FAMILY_WORDS[one] for one in (step.family, *step.together))
        told = f"{name}: {change_words(step.change)}"
        if before is None or step.after is None or step.change is None:
            rows.append(Row(NONE, told))
            before = step.after if step.after is not None else before
            continue
        rows.append(step_row(told, before, step.change))
        before = step.after
    if bridge.steps or bridge.missing:
        rows.append(_count(bridge.last.id, bridge.end))
    for gap in bridge.gaps:
        ends = gap.figure.value.low, gap.figure.value.high
        told = one_line(f"published {value_text(gap.figure)} ({gap.figure.definition}): {gap_words(gap)}")
        near = gap.unexplained is not None and None not in ends
        rows.append(Row(PUBLISHED, told, *(float(end or 0) for end in ends)) if near else Row(NONE, told))
    return rows


def _count(name: str, found: Count | None) -> Row:
    if found is None:
        return Row(NONE, f"{name}: not shown")
    return Row(COUNT, f"{name}: {count_words(found)}", float(found.low), float(found.high))


def step_row(told: str, before: Count, change: Change) -> Row:
    """What a step changes, drawn from the low bound before it: certain where both bounds move the same way."""
    least, most = sorted((change.low, change.high))
    sure = least if least > 0 else min(most, 0)
    start = float(before.low)
    kind = LESS if least + most < 0 else MORE
    return Row(kind, told, start + min(least, 0), start + max(most, 0), start, start + sure)


def _described(rows: Sequence[Row]) -> dict[str, Any]:
    numbers = [end for row in rows for end in (row.low, row.high) if end is not None]
    least, most = min(numbers), max(numbers)
    air = (most - least) * AIR or max(most * AIR, 1.0)
    start, end = max(least - air, 0.0), most + air
    data, height = _placed(rows)
    y = {"field": "y", "type": "quantitative", "scale": None, "axis": None}
    x: dict[str, Any] = {"field": "low", "type": "quantitative", "title": None}
    x["scale"] = {"domain": [start, end], "zero": False, "nice": False}
    x["axis"] = {"format": ",d", "tickCount": 5, "aria": False}
    told = {"field": "told", "type": "nominal"}
    ends = {"x": x, "x2": {"field": "high"}, "y": y, "description": told}
    colours = {"domain": [MORE, LESS], "range": [charts.colour(2), charts.colour(1)]}
    hue = {"field": "kind", "type": "nominal", "legend": None, "scale": colours}
    shapes = {"domain": [COUNT, PUBLISHED], "range": ["diamond", "square"]}
    shape = {"field": "kind", "type": "nominal", "legend": None, "scale": shapes}
    changes, marks = {"field": "kind", "oneOf": [MORE, LESS]}, {"field": "kind", "oneOf": [COUNT, PUBLISHED]}
    bar = {"type": "bar", "height": BAR}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": height,
        "background": None,
        "padding": {"left": 8, "right": 60, "top": 5, "bottom": 5},
        "data": {"values": data},
        "layer": [
            {
                "data": {"values": [line for one in data for line in one["lines"]]},
                "mark": {"type": "text", "align": "left", "baseline": "top", "x": 0, "fontSize": 13, "color": "currentColor", "aria": False},
                "encoding": {"y": y, "text": {"field": "words"}},
            },
            {
                "transform": [{"filter": changes}],
                "mark": {**bar, "opacity": 0.4},
                "encoding": {**ends, "color": hue},
            },
            {
                "transform": [{"filter": changes}, {"filter": "datum.sure != datum.start"}],
                "mark": {**bar, "aria": False},
                "encoding": {"x": {**x, "field": "start"}, "x2": {"field": "sure"}, "y": y, "color": hue},
            },
            {
                "transform": [{"filter": marks}, {"filter": "datum.high > datum.low"}],
                "mark": {"type": "rule", "strokeWidth": 4, "opacity": 0.45, "color": charts.colour(0)},
                "encoding": ends,
            },
            {
                "transform": [{"filter": marks}],
                "mark": {"type": "point", "filled": True, "size": 130, "opacity": 1, "color": charts.colour(0)},
                "encoding": {"x": x, "y": y, "shape": shape, "description": told},
            },
        ],
        "config": {"font": charts.FONT, "view": {"stroke": None}, "axis": {
            "labelColor": "currentColor", "domainColor": "currentColor", "tickColor": "currentColor",
            "gridColor": "currentColor", "gridOpacity": 0.15, "labelFontSize": 12, "domainOpacity": 0.5, "tickOpacity": 0.5,
        }},
    }  # fmt: skip


def _placed(rows: Sequence[Row]) -> tuple[list[dict[str, Any]], int]:
    """The rows with their places from above, in pixels, and the height of all: the lines of words, then the bar or mark below them."""
    placed: list[dict[str, Any]] = []
    top = 0
    for row in rows:
        lines = textwrap.wrap(one_line(row.told), MOST_LETTERS)
        words = [{"words": line, "y": top + number * LINE} for number, line in enumerate(lines)]
        top += len(lines) * LINE
        drawn = row.low is not None
        placed.append({
            "kind": row.kind, "told": row.told, "low": row.low, "high": row.high, "start": row.start, "sure": row.sure,
            "lines": words, "y": top + BAR / 2 + 1,
        })  # fmt: skip
        top += (BAR if drawn else 0) + GAP
    return placed, top
