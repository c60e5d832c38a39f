"""Charts: in come series; out comes one SVG without script and without inline style, its marks titled for a pointer and a reader.

Drawn on the server by vl-convert from a Vega-Lite description; the browser gets a finished picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tallymark.model.figure import Figure
from tallymark.reports.plain import one_line
from tallymark.reports.words import figure_words, period_words, source_words
from tallymark.web.series import KINDS, YEARS, Point, Series, Shown
from tallymark.web.standing import STEP_MONTHS

if TYPE_CHECKING:
    from lxml import etree

WIDTH, HEIGHT = 760, 340
PADDING = 12  # pixels between a mark and the edge
MOST_TICKS = 14
YEAR_STEPS = (1, 2, 5, 10, 20, 50)
LONG_DAYS = 1_000
# Readable on white and on the dark sheet; each has a shape too, so that nothing depends on colour.
COLOURS = ("#3a7fc1", "#c8622a", "#2c9a6a", "#9a62c4", "#b5504f", "#8a8532")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
FONT = "system-ui, 'Liberation Sans', 'DejaVu Sans', sans-serif"


def draw(shown: Shown, title: str, *, below: str = "") -> str:
    """The chart of some series as SVG, with a title and a text alternative.

    With ``below`` it can stand alone: the title, the words below it and a legend are drawn too.
    """
    import vl_convert  # noqa: PLC0415  the extra charts; only a chart needs it

    description = describe(shown, alone=bool(below))
    if below:
        description["title"] = {"text": title, "subtitle": below, "anchor": "start", "offset": 14}
    return finish(vl_convert.vegalite_to_svg(description), title, alternative(shown))


def colour(number: int) -> str:
    """The colour of the series ``number``."""
    return COLOURS[number % len(COLOURS)]


def describe(shown: Shown, *, alone: bool = False) -> dict[str, Any]:
    """The Vega-Lite description: a line for each run of periods of an era, every printing as a mark, breaks as upright rules."""
    names = [one.id for one in shown.series]
    x: dict[str, Any] = {
        "field": "at",
        "type": "quantitative" if shown.wanted.kind in YEARS else "temporal",
        "title": None,
        "scale": {"zero": False, "nice": False, "padding": PADDING},
        "axis": {"grid": False, "labelOverlap": True, **_ticks(shown)},
    }
    y = {"field": "value", "type": "quantitative", "title": None, "scale": {"zero": True}, "axis": {"format": ",.4~f"}}
    scale = {"domain": names, "range": [colour(number) for number in range(len(names))]}
    shapes = {"domain": names, "range": [SHAPES[number % len(SHAPES)] for number in range(len(names))]}
    legend = {"title": None, "orient": "bottom", "direction": "vertical", "labelLimit": WIDTH} if alone else None
    hue = {"field": "series", "type": "nominal", "scale": scale, "legend": legend}
    shape = {"field": "series", "type": "nominal", "scale": shapes, "legend": legend}
    described = {"field": "words", "type": "nominal"}
    points = [
        _point(one, point, run)
        for one in shown.series
        for point, run in _runs(one.points, shown.wanted.kind)
        if point.figure.value.middle is not None
    ]
    breaks = [_break(one, number) for one in shown.series for number in range(len(one.breaks))]
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": breaks},
            "mark": {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 1.5, "aria": True},
            "encoding": {"x": x, "color": hue, "description": described},
        },
        {
            "data": {"values": [one for one in points if one["newest"]]},
            "mark": {"type": "line", "strokeWidth": 2, "aria": False},
            "encoding": {"x": x, "y": y, "color": hue, "detail": {"field": "run", "type": "nominal"}},
        },
        {
            "data": {"values": [one for one in points if one["low"] != one["high"]]},
            "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.45, "aria": False},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": hue},
        },
        {
            "data": {"values": [one for one in points if not one["newest"]]},
            "mark": {"type": "point", "size": 34, "filled": False, "strokeWidth": 1.3},
            "encoding": {"x": x, "y": y, "color": hue, "shape": shape, "description": described},
        },
        {
            "data": {"values": [one for one in points if one["newest"]]},
            "mark": {"type": "point", "size": 46, "filled": True, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": hue, "shape": shape, "description": described},
        },
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": HEIGHT,
        "background": None,
        "layer": layers,
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "labelColor": "currentColor", "domainColor": "currentColor", "tickColor": "currentColor",
                "gridColor": "currentColor", "gridOpacity": 0.15, "labelFontSize": 12, "domainOpacity": 0.5, "tickOpacity": 0.5,
            },
        },
    }  # fmt: skip


def mark_words(figure: Figure) -> str:
    """What a pointer on a mark is told: value, period, counting rule, vintage, source."""
    state = "" if figure.confirmed else "; not confirmed"
    fault = f"; known fault: {figure.fault}" if figure.fault else ""
    rule = f"counted as {figure.definition}"
    said = f"{figure_words(figure)}, {period_words(figure.key.period)}, {rule}{state}{fault}. {source_words(figure)}"
    return one_line(said)


def alternative(shown: Shown) -> str:
    """The chart in words: for each series its first, highest and newest value, and its breaks."""
    parts = []
    for one in shown.series:
        newest = [point.figure for point in one.points if point.newest]
        if not newest:
            continue
        highest = max(newest, key=lambda figure: figure.value.middle or 0)
        ends = f"{_said(newest[0])} to {_said(newest[-1])}, highest {_said(highest)}"
        breaks = "".join(f"; break: {found.words}" for found in one.breaks)
        parts.append(f"{one.id}: {len(newest)} {KINDS[shown.wanted.kind]}, {ends}{breaks}")
    return one_line(". ".join(parts) or "no confirmed figure")


def finish(svg: str, title: str, words: str) -> str:
    """The SVG with a title, a description and titled marks, without inline style and without a size of its own."""
    from lxml import etree  # noqa: PLC0415  loaded when a chart is drawn

    root = etree.fromstring(
        svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    )
    space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
    for one in root.iter():
        one.attrib.pop("style", "")
        said = one.attrib.get("aria-label")
        if said and one is not root and one.attrib.get("role") == "graphics-symbol" and "datum" not in one.attrib:
            _titled(one, space, said)
    for name in ("width", "height", "aria-label", "role", "class", "aria-roledescription"):
        root.attrib.pop(name, "")
    root.attrib["role"] = "img"
    root.attrib["aria-label"] = f"{title}. {words}"
    _titled(root, space, title)
    for one in root.iter():
        if one is not root:
            for name in ("aria-label", "role", "aria-roledescription", "aria-hidden"):
                one.attrib.pop(name, "")
    return str(etree.tostring(root, encoding="unicode"))


def _titled(element: etree._Element, space: str, words: str) -> None:
    title = element.makeelement(f"{space}title", {})
    title.text = words
    element.insert(0, title)


def _ticks(shown: Shown) -> dict[str, Any]:
    """Where the axis of time has its labels: whole years, or days whose label names the year."""
    places = [point.at for one in shown.series for point in one.points]
    if shown.wanted.kind in YEARS:
        years = [int(place) for place in places if isinstance(place, float)]
        first, last = min(years, default=0), max(years, default=0)
        step = next((step for step in YEAR_STEPS if (last - first) // step < MOST_TICKS), YEAR_STEPS[-1])
        return {"format": "d", "values": [year for year in range(first, last + 1) if year % step == 0]}
    days = sorted(date.fromisoformat(f"{place}-01"[:10]) for place in places if isinstance(place, str))
    long = bool(days) and (days[-1] - days[0]).days > LONG_DAYS
    return {"format": "%Y", "tickCount": "year"} if long else {"format": "%b %Y", "tickCount": 8}


def _runs(points: Sequence[Point], kind: str) -> Iterator[tuple[Point, str]]:
    """The points with the line each belongs to: one an era, ended where a year or month is missing, as nobody knows what lay there."""
    step = STEP_MONTHS.get(kind)
    number, last = 0, None
    for point in points:
        start = point.figure.key.period.start
        month = None if start is None else 12 * start.year + start.month
        if point.newest and step is not None and month is not None:
            number += last is not None and month - last > step
            last = month
        yield point, f"{point.figure.definition} {number}"


def _point(series: Series, point: Point, run: str) -> dict[str, Any]:
    figure = point.figure
    middle = figure.value.middle
    return {
        "at": point.at,
        "value": float(middle) if middle is not None else None,
        "low": float(figure.value.low) if figure.value.low is not None else None,
        "high": float(figure.value.high) if figure.value.high is not None else None,
        "series": series.id,
        "run": run,
        "newest": point.newest,
        "words": mark_words(figure),
    }


def _break(series: Series, number: int) -> dict[str, Any]:
    found = series.breaks[number]
    return {"at": found.at, "series": series.id, "words": one_line(f"Break in {series.id}: {found.words}")}


def _said(figure: Figure) -> str:
    return f"{figure_words(figure)} in {figure.key.period.label}"


def legend(series: Sequence[Series]) -> list[tuple[str, str, str]]:
    """For each series its id, publisher and the number of its key in the style sheet."""
    return [(one.id, one.publisher, str(number % len(COLOURS))) for number, one in enumerate(series)]
