"""Side by side: in come a measure, people and days; out come the published numbers under each definition, and a chart of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tallymark.model.definition import definitions
from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Query
from tallymark.register.register import Register
from tallymark.reports.markup import Markup
from tallymark.reports.words import definition_words, figure_words
from tallymark.web import charts
from tallymark.web.extras import has

WIDTH, STEP = 760, 34
AIR = 0.06
MOST_PERIODS = 200


@dataclass(frozen=True, slots=True)
class Side:
    """One definition: its figures for just these days, the newest confirmed printing first; ``known`` whether it is described."""

    definition: str
    words: str
    figures: tuple[Figure, ...]

    @property
    def newest(self) -> Figure | None:
        """The newest confirmed printing, None where nothing is confirmed."""
        return next((one for one in self.figures if one.decides), None)

    @property
    def drawn(self) -> Figure | None:
        """The newest confirmed printing that has a place on an axis: "more than 396,000" has none."""
        return next((one for one in self.figures if one.decides and _has_place(one)), None)


def sides(register: Register, measure: str, people: Population, period: Period) -> tuple[Side, ...]:
    """Every definition that somebody printed a number under for just these days and people, the largest number first."""
    found: dict[str, list[Figure]] = {}
    for figure in register.lookup(Query(measure, Relation.LEVEL, people, period)):
        if figure.key.population.same(people):
            found.setdefault(figure.definition, []).append(figure)
    known = definitions()
    made = [
        Side(name, definition_words(name) if name in known else "", tuple(sorted(figures, key=_newest_first)))
        for name, figures in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (-_middle(one), one.definition)))


def counted_people(register: Register, measure: str) -> tuple[tuple[Population, int], ...]:
    """Whom the measure was counted of, with the number of confirmed figures: everybody first, then the narrower."""
    found = Counter(one.key.population for one in register.lookup(Query(measure, Relation.LEVEL)) if one.decides)
    return tuple(sorted(found.items(), key=lambda pair: (len(pair[0].filters), pair[0].words)))


def one_of(known: Sequence[tuple[Population, int]], wanted: Population) -> Population:
    """The people wanted where they were counted, else everybody, else those with the most figures."""
    for one in (wanted, Population()):
        for counted, _ in known:
            if counted.same(one):
                return counted
    return max(known, key=lambda pair: pair[1])[0] if known else wanted


def periods(register: Register, measure: str, people: Population) -> tuple[tuple[str, int], ...]:
    """The periods with a published number, those with the most definitions first and of these the newest."""
    named = {
        (figure.key.period.label, figure.definition): figure.key.period.start or date.min
        for figure in register.lookup(Query(measure, Relation.LEVEL))
        if figure.key.population.same(people) and figure.decides
    }
    starts = {label: start for (label, _), start in named.items()}
    n_definitions = Counter(label for label, _ in named)
    ordered = sorted(n_definitions.items(), key=lambda pair: (-pair[1], -starts[pair[0]].toordinal()))
    return tuple(ordered[:MOST_PERIODS])


def chart(found: Sequence[Side], title: str) -> Markup | None:
    """Every printing as a mark on the line of its definition; None without the extra ``charts`` or with one number only."""
    rows = [
        {
            "definition": one.definition,
            "low": float(figure.value.low),
            "high": float(figure.value.high),
            "newest": figure is one.drawn,
            "words": f"{one.definition}: {figure_words(figure)}, {figure.provenance.vintage or 'no vintage'}"
            + ("" if figure.decides else "; not confirmed"),
        }
        for one in found
        for figure in one.figures
        if figure.value.low is not None and figure.value.high is not None
    ]
    if not has("charts") or len(rows) < 2:
        return None
    import vl_convert  # noqa: PLC0415  the extra charts; only a chart needs it

    told = "; ".join(f"{one.definition} {figure_words(one.drawn)}" for one in found if one.drawn is not None)
    return Markup(
        charts.finish(vl_convert.vegalite_to_svg(_described(rows, [one.definition for one in found])), title, told)
    )


def _described(rows: list[dict[str, Any]], names: list[str]) -> dict[str, Any]:
    ends = [row[name] for row in rows for name in ("low", "high")]
    least, most = min(ends), max(ends)
    air = (most - least) * AIR or max(most * AIR, 1.0)
    y = {
        "field": "definition",
        "type": "nominal",
        "title": None,
        "sort": names,
        "axis": {"labelLimit": 260, "aria": False, "ticks": False, "domain": False, "grid": True},
    }
    x: dict[str, Any] = {
        "field": "low",
        "type": "quantitative",
        "title": None,
        "axis": {"format": ",.7~g", "tickCount": 6, "aria": False},
    }
    x["scale"] = {"domain": [max(least - air, 0.0), most + air], "zero": False, "nice": False}
    described = {"field": "words", "type": "nominal"}
    point = {"type": "point", "color": charts.colour(0)}
    lined = dict.fromkeys(("labelColor", "domainColor", "tickColor", "gridColor"), "currentColor")
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": {"step": STEP},
        "background": None,
        "padding": {"left": 5 + max(map(len, names)), "right": 20, "top": 5, "bottom": 5},
        "data": {"values": rows},
        "layer": [
            {
                "transform": [{"filter": "datum.high > datum.low"}],
                "mark": {"type": "rule", "strokeWidth": 4, "opacity": 0.45, "color": charts.colour(0), "aria": False},
                "encoding": {"x": x, "x2": {"field": "high"}, "y": y},
            },
            {
                "transform": [{"filter": "!datum.newest"}],
                "mark": {**point, "filled": False, "size": 46},
                "encoding": {"x": x, "y": y, "description": described},
            },
            {
                "transform": [{"filter": "datum.newest"}],
                "mark": {**point, "filled": True, "shape": "diamond", "size": 110, "opacity": 1},
                "encoding": {"x": x, "y": y, "description": described},
            },
        ],
        "config": {
            "font": charts.FONT,
            "view": {"stroke": None},
            "axis": {**lined, "gridOpacity": 0.15, "labelFontSize": 12, "domainOpacity": 0.5, "tickOpacity": 0.5},
        },
    }  # fmt: skip


def _has_place(figure: Figure) -> bool:
    return figure.value.low is not None and figure.value.high is not None


def _newest_first(figure: Figure) -> tuple[bool, int, int, str]:
    """Confirmed ones first; of these the newest vintage, then the best tier."""
    vintage = figure.provenance.vintage
    return (
        not figure.decides,
        -int("".join(filter(str.isdigit, vintage))[:8].ljust(8, "0") or 0),
        figure.tier,
        figure.id,
    )


def _middle(one: Side) -> float:
    """The number by which a definition is placed."""
    figures = [figure for figure in one.figures if figure.value.middle is not None]
    chosen = one.newest if one.newest in figures else next(iter(figures), None)
    return 0.0 if chosen is None else float(chosen.value.middle or 0)
