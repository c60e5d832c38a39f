"""Maps: in comes a finished table with a breakdown by state or area; out comes a map as SVG, its legend, and every place as a row.

States are shaded by five classes, areas are circles at the city that names them. What the records do not tell, places that the map
does not have, and second names of a place are counted beside it; a place whose count is not shown has a dashed rim and no shade.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tallymark.reports.count_table import value_words
from tallymark.reports.count_words import bounds_words, count_words, share_words
from tallymark.reports.markup import Markup
from tallymark.web import charts
from tallymark.web.extras import has
from tallymark.web.records.places import AREAS, STATES, outlines, place_of

if TYPE_CHECKING:
    from tallymark.counting.counted import Count, CountedTable
    from tallymark.web.records.places import Place

ALL, UNKNOWN = "all", "unknown"
WIDTH, HEIGHT, LARGEST = 760, 460, 1_600
MOST_CLASSES, FEWEST = 5, 2
SHADES = (0.12, 0.3, 0.5, 0.72, 0.95)
# Stand-ins that Vega takes for colours; the page's own colours replace them, so that a map follows light and dark.
FILL, LINE, INK = "#010101", "#020202", "#030303"
NAMES = {FILL: "link", LINE: "soft", INK: "ink"}
PATH = re.compile(r' d="(M[^"A]*)"')
POINT = re.compile(r"([ML])(-?[\d.]+),(-?[\d.]+)")
# Points of an outline nearer than this to the one before, in pixels, are left out: nobody sees them.
NEAR = 0.8


@dataclass(frozen=True, slots=True)
class Spot:
    """One value of the breakdown: ``place`` is None where the map has none, ``count`` where it is not shown.

    ``shade`` is the class of a count that is shown and not 0, from 1; else 0.
    """

    value: str
    words: str
    place: Place | None
    count: Count | None
    told: str
    share: str
    shade: int

    @property
    def is_open(self) -> bool:
        """Whether the count is not shown, or may be none: no shade would be true."""
        return self.count is None or (self.count.low == 0 < self.count.high)


@dataclass(frozen=True, slots=True)
class Map:
    """A map with its legend (class, from, to) and its rows; ``svg`` is None without the extra ``charts``.

    ``own_table`` says that the table of the count has other rows, so that the places need one of their own.
    """

    kind: str
    title: str
    svg: Markup | None
    legend: tuple[tuple[int, str], ...]
    spots: tuple[Spot, ...]
    own_table: bool = False

    @property
    def some_hidden(self) -> bool:
        """Whether a place on the map has a count that is not shown or may be none."""
        return any(spot.is_open for spot in self.spots if spot.place is not None)

    @property
    def beside(self) -> tuple[Spot, ...]:
        """What is counted and not on the map."""
        return tuple(spot for spot in self.spots if spot.place is None)


def map_of(table: CountedTable) -> Map | None:
    """The map of the first definition, every other breakdown together.

    None where no breakdown is a place, where means are counted, and where fewer than two places can be told apart.
    """
    kind = next((name for name in table.request.by if name in (STATES, AREAS)), "")
    if not kind or table.kind != "count":
        return None
    definition = table.definitions[0].id
    counts = {value: table.count(definition, **{kind: value}) for value in table.values[kind]}
    known = _places(table, kind)
    if sum(place is not None for place in known.values()) < FEWEST:
        return None
    ends = classes([one.low for value, one in counts.items() if one is not None and one.low and known[value]])
    spots = tuple(
        Spot(
            value,
            value_words(table, kind, value),
            known[value],
            one,
            count_words(one),
            share_words(table.share({kind: value}, definition=definition)),
            0 if one is None else _class(one.low, ends),
        )
        for value, one in counts.items()
    )
    title = f"{table.words} by {table.word(kind)}, {table.release}"
    svg = Markup(_drawn(kind, title, spots)) if has("charts") and any(spot.place for spot in spots) else None
    several = len(table.distinct) > 1 or table.request.by != (kind,)
    legend = _legend(ends, [spot.count.low for spot in spots if spot.count is not None and spot.place is not None])
    return Map(kind, title, svg, legend if kind == STATES else (), spots, several)


def _places(table: CountedTable, kind: str) -> dict[str, Place | None]:
    """The place of each value; of several names of one place only the first has it, so that no number stands for two."""
    found: dict[str, Place | None] = {}
    for value in table.values[kind]:
        place = place_of(kind, table.label(kind, value)) or place_of(kind, value)
        found[value] = None if place in found.values() else place
    return found


def classes(numbers: Sequence[int]) -> tuple[int, ...]:
    """The upper ends of at most five classes that hold about as many places each; fewer where numbers repeat."""
    ordered = sorted(numbers)
    n = min(MOST_CLASSES, len(ordered))
    return tuple(dict.fromkeys(ordered[-(-len(ordered) * (one + 1) // n) - 1] for one in range(n)))


def _class(number: int, ends: Sequence[int]) -> int:
    if number == 0:
        return 0
    return next((place for place, end in enumerate(ends, 1) if number <= end), len(ends))


def _legend(ends: Sequence[int], numbers: Sequence[int]) -> tuple[tuple[int, str], ...]:
    """Each class from the smallest number in it to its end."""
    first = {
        number: min(one for one in numbers if one and _class(one, ends) == number) for number in range(1, len(ends) + 1)
    }
    return tuple((number, bounds_words(first[number], end)) for number, end in enumerate(ends, 1))


def _drawn(kind: str, title: str, spots: Sequence[Spot]) -> str:
    import vl_convert  # noqa: PLC0415  the extra charts; only a map needs it

    layers = _shaded(spots) if kind == STATES else _circled(spots)
    described = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": HEIGHT,
        "background": None,
        "projection": {"type": "albersUsa"},
        "layer": layers,
        "config": {"font": charts.FONT, "view": {"stroke": None}},
    }
    svg = PATH.sub(lambda found: f' d="{thinned(found[1])}"', vl_convert.vegalite_to_svg(described))
    for stand_in, name in NAMES.items():
        svg = svg.replace(f'"{stand_in}"', f'"var(--{name})"')
    return charts.finish(svg, title, _alternative(spots))


def thinned(path: str) -> str:
    """An outline with fewer points and one decimal; closed rings stay closed, and an island of one point stays."""
    kept: list[str] = []
    for ring in path.split("M")[1:]:
        points = POINT.findall(f"M{ring}")
        last = (float("-inf"), 0.0)
        drawn = []
        for command, across, down in points:
            here = (float(across), float(down))
            if command == "M" or abs(here[0] - last[0]) + abs(here[1] - last[1]) >= NEAR:
                drawn.append(f"{command}{here[0]:.1f},{here[1]:.1f}")
                last = here
        if len(drawn) > 2 or len(points) <= 2:
            kept.append("".join(drawn) + ("Z" if ring.rstrip().endswith("Z") else ""))
    return "".join(kept)


def _states() -> dict[str, Any]:
    return {"values": outlines(), "format": {"type": "topojson", "feature": "states"}}


def _shaded(spots: Sequence[Spot]) -> list[dict[str, Any]]:
    """Every outline once: those of places that are not counted bare, the others shaded or, where they are not shown, dashed."""
    rows = [
        {
            "id": spot.place.id,
            "words": f"{spot.place.name}: {spot.told if spot.count is not None else 'not shown'}",
            "shade": SHADES[spot.shade - 1] if spot.shade else 0,
            "hidden": spot.is_open,
        }
        for spot in spots
        if spot.place is not None
    ]
    joined = {"lookup": "id", "from": {"data": {"values": rows}, "key": "id", "fields": ["words", "shade", "hidden"]}}
    shape: dict[str, Any] = {"type": "geoshape", "stroke": LINE, "strokeWidth": 0.6, "fill": FILL}
    described = {"field": "words", "type": "nominal"}
    opacity = {"field": "shade", "type": "quantitative", "scale": None}
    return [
        {
            "data": _states(),
            "transform": [joined, {"filter": "!isValid(datum.words)"}],
            "mark": {**shape, "fill": None, "aria": False},
        },
        {
            "data": _states(),
            "transform": [joined, {"filter": "isValid(datum.words) && !datum.hidden"}],
            "mark": shape,
            "encoding": {"fillOpacity": opacity, "description": described},
        },
        {
            "data": _states(),
            "transform": [joined, {"filter": "isValid(datum.words) && datum.hidden"}],
            "mark": {**shape, "strokeWidth": 1.6, "strokeDash": [3, 3], "stroke": INK, "fillOpacity": 0},
            "encoding": {"description": described},
        },
    ]


def _circled(spots: Sequence[Spot]) -> list[dict[str, Any]]:
    """The outlines and a circle at each area's city; the area of a circle follows the count."""
    rows = [
        {
            "latitude": spot.place.latitude,
            "longitude": spot.place.longitude,
            "n": spot.count.low if spot.count is not None else 0,
            "hidden": spot.is_open,
            "words": f"{spot.words}: {spot.told if spot.count is not None else 'not shown'}",
        }
        for spot in spots
        if spot.place is not None
    ]
    rows.sort(key=lambda row: -float(row["n"] or 0))
    place = {
        "latitude": {"field": "latitude", "type": "quantitative"},
        "longitude": {"field": "longitude", "type": "quantitative"},
        "description": {"field": "words", "type": "nominal"},
    }
    size = {
        "field": "n",
        "type": "quantitative",
        "legend": None,
        "scale": {"type": "linear", "rangeMin": 0, "rangeMax": LARGEST, "zero": True},
    }
    circle = {"type": "circle", "fill": FILL, "fillOpacity": 0.45, "stroke": FILL, "strokeWidth": 1.2, "opacity": 1}
    ring = {"type": "point", "filled": False, "stroke": INK, "strokeDash": [2, 2], "size": 90, "opacity": 1}
    return [
        {"data": _states(), "mark": {"type": "geoshape", "fill": None, "stroke": LINE, "strokeWidth": 0.6, "aria": False}},
        {
            "data": {"values": [row for row in rows if not row["hidden"]]},
            "mark": circle,
            "encoding": {**place, "size": size},
        },
        {"data": {"values": [row for row in rows if row["hidden"]]}, "mark": ring, "encoding": place},
    ]  # fmt: skip


def _alternative(spots: Sequence[Spot]) -> str:
    """The map in words: the largest places, how many are not shown, what is beside."""
    shown = [(spot.count.low, f"{spot.words} {spot.told}") for spot in spots if spot.count is not None and spot.place]
    largest = ", ".join(words for _, words in sorted(shown, key=lambda pair: -pair[0])[:5])
    hidden = sum(spot.count is None for spot in spots)
    beside = ", ".join(f"{spot.words} {spot.told}" for spot in spots if spot.place is None and spot.count is not None)
    parts = [f"Largest: {largest}" if largest else "", f"{hidden} places are not shown" if hidden else ""]
    return ". ".join(part for part in (*parts, f"Not on the map: {beside}" if beside else "") if part)
