"""Charts of counts: in comes a finished table; out comes SVG with titled marks, bars where one thing is counted, lines where it is by time.

A bar or mark is dark up to the low bound and pale up to the high one. What is not shown is no mark; the table beside has a dash. A line
is broken where a number is not shown and where no row is dated, so that it never runs through a time that it knows nothing of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tallymark.model.period import Period
from tallymark.reports.count_table import cell_words, value_words
from tallymark.reports.count_words import HIDDEN
from tallymark.reports.markup import Markup
from tallymark.web import charts
from tallymark.web.extras import has

if TYPE_CHECKING:
    from tallymark.counting.counted import CountedTable

ALL, UNKNOWN = "all", "unknown"
MOST_LINES, MOST_BARS, MOST_POINTS, FEWEST = 6, 25, 2_000, 2
MOST_LISTED, APART = 6, 4
WIDTH, HEIGHT, STEP = 760, 320, 26


@dataclass(frozen=True, slots=True)
class Mark:
    """One number: its series, its label, its bounds and its words; ``part`` is a time that the release covers in part."""

    series: str
    label: str
    low: float
    high: float
    words: str
    part: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the names of its series and what it leaves out, in words."""

    svg: Markup
    series: tuple[str, ...]
    notes: tuple[str, ...]


def chart_of(table: CountedTable) -> Chart | None:
    """The chart of a table; None without the extra ``charts``, without a breakdown to draw by, or with fewer than two numbers to compare."""
    along = next((name for name in table.request.by if name in table.times), "")
    several = len(table.distinct) > 1
    if not has("charts") or not (table.request.by or several):
        return None
    marks, notes = _lines(table, along) if along else _bars(table, several=several)
    times = timeline(table.values[along]) if along else ()
    if not FEWEST <= len(marks) <= MOST_POINTS or len(times) > MOST_POINTS:
        return None
    series = tuple(dict.fromkeys(mark.series for mark in marks))
    empty = [time for time in times if time not in table.values[along]]
    if empty:
        notes.append(f"No row is dated in {_listed(empty)}; lines are broken there.")
    described = (
        _along(marks, series, {time: value_words(table, along, time) for time in times}) if along else _across(marks)
    )
    import vl_convert  # noqa: PLC0415  the extra charts; only a chart needs it

    title = f"{table.words}, {table.release}"
    svg = charts.finish(vl_convert.vegalite_to_svg(described), title, _alternative(marks))
    return Chart(Markup(svg), series if along else (), tuple(notes))


def _lines(table: CountedTable, along: str) -> tuple[list[Mark], list[str]]:
    """By time: a line for each value of the next breakdown, or for each definition; the largest where there are many."""
    notes: list[str] = []
    other = next((name for name in table.request.by if name != along), "")
    rest = [table.word(name) for name in table.request.by if name not in (along, other)]
    if len(table.distinct) > 1:
        groups: list[tuple[str, str, Mapping[str, str]]] = [(one.id, one.id, {}) for one in table.distinct]
        rest = [table.word(name) for name in table.request.by if name != along]
    elif other:
        first = table.definitions[0].id
        groups = [(value_words(table, other, value), first, {other: value}) for value in table.values[other]]
        groups.sort(key=lambda group: -_low(table, first, group[2]))
    else:
        groups = [(table.words, table.definitions[0].id, {})]
    if len(groups) > MOST_LINES:
        notes.append(f"The chart has the {MOST_LINES} largest of {len(groups)} lines; the table has all.")
    if rest:
        notes.append(f"In the chart {' and '.join(rest)} are taken together.")
    marks = [
        mark
        for name, definition, group in groups[:MOST_LINES]
        for value in table.values[along]
        if value != UNKNOWN
        for mark in _mark(table, definition, name, {**group, along: value}, value_words(table, along, value), value)
    ]
    return marks, notes


def _bars(table: CountedTable, *, several: bool) -> tuple[list[Mark], list[str]]:
    """Without time: a bar for each definition, or for each value of the first breakdown in its order."""
    if several:
        found = [mark for one in table.distinct for mark in _mark(table, one.id, one.id, {}, one.id)]
        return found, [f"The chart takes {' and '.join(table.by_words)} together."] if table.by_words else []
    first, *others = table.request.by
    values = table.values[first]
    notes = [f"In the chart {' and '.join(table.word(name) for name in others)} are taken together."] if others else []
    if len(values) > MOST_BARS:
        notes.append(f"The chart has the first {MOST_BARS} of {len(values)}; the table has all.")
    definition = table.definitions[0].id
    marks = [
        mark
        for value in values[:MOST_BARS]
        for mark in _mark(table, definition, "", {first: value}, value_words(table, first, value))
    ]
    return marks, notes


def _mark(
    table: CountedTable, definition: str, series: str, group: Mapping[str, str], label: str, time: str = ""
) -> Iterator[Mark]:
    """The mark of one number, none where it is not shown."""
    found = table.mean(definition, **group) if table.kind == "mean" else table.count(definition, **group)
    words = cell_words(table, definition, group, any_reading=False)
    if found is None or words == HIDDEN:
        return
    part = table.partial.get(time, "")
    name = f"{series}, {label}" if series and series not in (label, table.words) else label
    yield Mark(
        series, label, float(found.low), float(found.high), f"{name}: {words}{f' ({part})' if part else ''}", bool(part)
    )


def timeline(values: Sequence[str]) -> tuple[str, ...]:
    """Every time from the first to the last of values such as FY2013, CY2013, 2013-04 or 2013-04-30; unknown times left out.

    Of more than a chart can show the first ones.
    """
    known = sorted(value for value in values if value != UNKNOWN)
    if not known:
        return ()
    found, last = [known[0]], Period.parse(known[-1])
    while (now := Period.parse(found[-1])).end is not None and now.start != last.start and len(found) <= MOST_POINTS:
        found.append(_after(found[-1], now))
    return tuple(found)


def _after(label: str, now: Period) -> str:
    """The label of the next period of the same length."""
    if label[:2] in ("FY", "CY"):
        return f"{label[:2]}{int(label[2:]) + 1}"
    following = str(now.end)
    return following[: len(label)]


def _listed(times: Sequence[str]) -> str:
    """The times in words; of many the first ones."""
    shown = ", ".join(times[:MOST_LISTED])
    return shown if len(times) <= MOST_LISTED else f"{shown} and {len(times) - MOST_LISTED} more"


def _low(table: CountedTable, definition: str, group: Mapping[str, str]) -> float:
    found = table.count(definition, **group)
    return 0 if found is None else found.low


def _rows(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    return [
        {"series": one.series, "label": one.label, "low": one.low, "high": one.high, "words": one.words, "part": one.part}
        for one in marks
    ]  # fmt: skip


def _along(marks: Sequence[Mark], series: Sequence[str], times: Mapping[str, str]) -> dict[str, Any]:
    """Lines by time with a mark for each number; a hollow mark is a time that the release covers in part.

    ``times`` are all of them in order with their labels; where a line has no mark it gets an empty row, which breaks it.
    """
    axis: dict[str, Any] = {"aria": False, "labelOverlap": True, "labelAngle": 0, "grid": False, "ticks": True}
    order = list(times.values())
    places = {label: place for place, label in enumerate(order)}
    there = {(mark.series, mark.label) for mark in marks}
    gaps = [{"series": name, "label": label} for name in series for label in order if (name, label) not in there]
    numbered = [{**row, "place": places[str(row["label"])]} for row in (*_rows(marks), *gaps)]
    x = {"field": "label", "type": "ordinal", "title": None, "axis": axis, "scale": {"domain": order}}
    y = {
        "field": "low",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": True},
        "axis": {"format": ",.7~g", "aria": False},
    }
    numbers = range(len(series))
    hue = {
        "field": "series", "type": "nominal", "legend": None,
        "scale": {"domain": list(series), "range": [charts.colour(one) for one in numbers]},
    }  # fmt: skip
    shape = {**hue, "scale": {"domain": list(series), "range": [charts.SHAPES[one] for one in numbers]}}
    described = {"field": "words", "type": "nominal"}
    point = {"x": x, "y": y, "color": hue, "shape": shape, "description": described}
    return _described(
        [
            {
                "mark": {"type": "line", "strokeWidth": 1.5, "aria": False, "invalid": "break-paths-show-domains"},
                "encoding": {"x": x, "y": y, "color": hue, "order": {"field": "place", "type": "quantitative"}},
            },
            *(_open(name, place, len(series), x, y, hue) for place, name in enumerate(series)),
            {"transform": [{"filter": "isValid(datum.low) && !datum.part"}], "mark": {"type": "point", "filled": True, "size": 46, "opacity": 1}, "encoding": point},
            {"transform": [{"filter": "datum.part"}], "mark": {"type": "point", "filled": False, "size": 46}, "encoding": point},
        ],
        numbered,
        _longest(marks),
        HEIGHT,
    )  # fmt: skip


def _open(
    name: str, place: int, n_series: int, x: dict[str, Any], y: dict[str, Any], hue: dict[str, Any]
) -> dict[str, Any]:
    """What the records leave open of the numbers of one line, beside that of the others and not over it."""
    aside = APART * (place - (n_series - 1) / 2)
    return {
        "transform": [{"filter": {"and": [{"field": "series", "equal": name}, "datum.high > datum.low"]}}],
        "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.4, "aria": False, "xOffset": aside},
        "encoding": {"x": x, "y": y, "y2": {"field": "high"}, "color": hue},
    }


def _across(marks: Sequence[Mark]) -> dict[str, Any]:
    """Bars from left to right in the order of the table, dark to the low bound and pale to the high one."""
    labels = list(dict.fromkeys(mark.label for mark in marks))
    axis: dict[str, Any] = {"aria": False, "labelLimit": 260, "ticks": False, "domain": False}
    y = {"field": "label", "type": "nominal", "title": None, "sort": labels, "axis": axis}
    x: dict[str, Any] = {"field": "low", "type": "quantitative", "title": None, "scale": {"zero": True}}
    x["axis"] = {"format": ",.7~g", "tickCount": 5, "aria": False}
    described = {"field": "words", "type": "nominal"}
    bar: dict[str, Any] = {"type": "bar", "color": charts.colour(0), "height": {"band": 0.7}}
    return _described(
        [
            {"mark": bar, "encoding": {"x": x, "y": y, "description": described}},
            {
                "transform": [{"filter": "datum.high > datum.low"}],
                "mark": {**bar, "opacity": 0.4},
                "encoding": {"x": x, "x2": {"field": "high"}, "y": y, "description": described},
            },
        ],
        _rows(marks),
        _longest(marks),
        {"step": STEP},
    )


def _longest(marks: Sequence[Mark]) -> int:
    """How many letters the longest label has."""
    return max(len(mark.label) for mark in marks)


def _described(
    layers: list[dict[str, Any]], rows: Sequence[Mapping[str, Any]], letters: int, height: int | dict[str, int]
) -> dict[str, Any]:
    axis = {
        "labelColor": "currentColor", "domainColor": "currentColor", "tickColor": "currentColor", "gridColor": "currentColor",
        "gridOpacity": 0.15, "labelFontSize": 12, "domainOpacity": 0.5, "tickOpacity": 0.5,
    }  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": height,
        "background": None,
        # Letters of the reader's machine may be wider than those that the labels were measured with.
        "padding": {"left": 5 + letters, "right": 20, "top": 5, "bottom": 5},
        "data": {"values": list(rows)},
        "layer": layers,
        "config": {"font": charts.FONT, "view": {"stroke": None}, "axis": axis},
    }


def _alternative(marks: Sequence[Mark]) -> str:
    """The chart in words: every number where they are few, else the first, the highest and the last."""
    if len(marks) <= MOST_BARS:
        return "; ".join(mark.words for mark in marks)
    highest = max(marks, key=lambda mark: mark.low)
    return f"{len(marks)} numbers, from {marks[0].words} to {marks[-1].words}; highest {highest.words}"
