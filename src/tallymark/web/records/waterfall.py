"""The waterfall of a bridge: in comes a bridge; out comes SVG with the two counts, what each rule changes between them, and published figures.

The scale does not begin at 0, as steps are often small beside the counts: counts are marks, and only changes are bars. A step that
is not shown has its words and no bar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tallymark.reports.bridge_table import change_words, gap_words
from tallymark.reports.count_words import FAMILY_WORDS, count_words
from tallymark.reports.markup import Markup
from tallymark.reports.plain import one_line
from tallymark.reports.words import value_words
from tallymark.web import charts
from tallymark.web.extras import has

if TYPE_CHECKING:
    from tallymark.counting.bridged import Bridge
    from tallymark.counting.counted import Count

WIDTH, STEP = 860, 44
COUNT, MORE, LESS, PUBLISHED, NONE = "count", "more", "less", "published", "none"
AIR = 0.06
MOST_LETTERS = 90


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the picture: ``low`` and ``high`` are its ends, both None where nothing is shown."""

    kind: str
    told: str
    low: float | None = None
    high: float | None = None


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
        kind = MORE if step.after.low >= before.low else LESS
        rows.append(Row(kind, told, *sorted((float(before.low), float(step.after.low)))))
        before = step.after
    if bridge.steps or bridge.missing:
        rows.append(_count(bridge.last.id, bridge.end))
    for gap in bridge.gaps:
        ends = gap.figure.value.low, gap.figure.value.high
        told = one_line(f"published {value_words(gap.figure)} ({gap.figure.definition}): {gap_words(gap)}")
        near = gap.unexplained is not None and None not in ends
        rows.append(Row(PUBLISHED, told, *(float(end or 0) for end in ends)) if near else Row(NONE, told))
    return rows


def _count(name: str, found: Count | None) -> Row:
    if found is None:
        return Row(NONE, f"{name}: not shown")
    return Row(COUNT, f"{name}: {count_words(found)}", float(found.low), float(found.high))


def _described(rows: list[Row]) -> dict[str, Any]:
    numbers = [end for row in rows for end in (row.low, row.high) if end is not None]
    least, most = min(numbers), max(numbers)
    air = (most - least) * AIR or max(most * AIR, 1.0)
    start, end = max(least - air, 0.0), most + air
    data = [
        {
            "row": number,
            "kind": row.kind,
            "told": row.told,
            "drawn": one_line(row.told, limit=MOST_LETTERS),
            "low": row.low,
            "high": row.high,
            "start": start,
        }
        for number, row in enumerate(rows)
    ]
    y = {
        "field": "row", "type": "ordinal", "title": None, "axis": None,
        "scale": {"domain": list(range(len(rows))), "paddingInner": 0, "paddingOuter": 0},
    }  # fmt: skip
    x = {
        "field": "low",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [start, end], "zero": False, "nice": False},
    }
    x["axis"] = {"format": ",d", "tickCount": 5, "aria": False}
    told = {"field": "told", "type": "nominal"}
    ends = {"x": x, "x2": {"field": "high"}, "y": y, "description": told}
    colours = {"domain": [MORE, LESS], "range": [charts.colour(2), charts.colour(1)]}
    hue = {"field": "kind", "type": "nominal", "legend": None, "scale": colours}
    shapes = {"domain": [COUNT, PUBLISHED], "range": ["diamond", "square"]}
    shape = {"field": "kind", "type": "nominal", "legend": None, "scale": shapes}
    marks = [COUNT, PUBLISHED]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": {"step": STEP},
        "background": None,
        "padding": {"left": 8, "right": 60, "top": 5, "bottom": 5},
        "data": {"values": data},
        "layer": [
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dy": -12, "fontSize": 13, "color": "currentColor", "aria": False},
                "encoding": {"x": {**x, "field": "start"}, "y": y, "text": {"field": "drawn"}},
            },
            {
                "transform": [{"filter": {"field": "kind", "oneOf": [MORE, LESS]}}],
                "mark": {"type": "bar", "height": 14, "yOffset": 7, "minBandSize": 3},
                "encoding": {**ends, "color": hue},
            },
            {
                "transform": [{"filter": {"field": "kind", "oneOf": marks}}, {"filter": "datum.high > datum.low"}],
                "mark": {"type": "rule", "strokeWidth": 4, "opacity": 0.45, "yOffset": 7, "color": charts.colour(0)},
                "encoding": ends,
            },
            {
                "transform": [{"filter": {"field": "kind", "oneOf": marks}}],
                "mark": {"type": "point", "filled": True, "size": 130, "opacity": 1, "yOffset": 7, "color": charts.colour(0)},
                "encoding": {"x": x, "y": y, "shape": shape, "description": told},
            },
        ],
        "config": {"font": charts.FONT, "view": {"stroke": None}, "axis": {
            "labelColor": "currentColor", "domainColor": "currentColor", "tickColor": "currentColor",
            "gridColor": "currentColor", "gridOpacity": 0.15, "labelFontSize": 12, "domainOpacity": 0.5, "tickOpacity": 0.5,
        }},
    }  # fmt: skip
