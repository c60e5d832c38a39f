"""The figures pages: in comes a measure with people, periods and definitions; out come a chart, a table beside it, and downloads."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from tallymark.model.errors import UsageError
from tallymark.model.figure import Figure, Relation
from tallymark.model.population import Population
from tallymark.model.references import Query as Asked
from tallymark.model.vocabulary import measures
from tallymark.register.register import Register
from tallymark.reports.markup import Markup
from tallymark.reports.page_card import source_link
from tallymark.reports.words import definition_words, figure_words, measure_words, population_words
from tallymark.web import charts
from tallymark.web.extras import has
from tallymark.web.series import KINDS, Shown, Wanted, shown
from tallymark.web.standing import standing
from tallymark.web.state import TheRegister
from tallymark.web.templating import render

router = APIRouter(include_in_schema=False)
MOST_CHARTS = 64
MOST_SERIES = 6


class Choices(BaseModel):
    """What a reader chose to see; an empty part is the usual one."""

    model_config = ConfigDict(extra="ignore")
    people: str = Field("", max_length=300)
    kind: str = Field("", max_length=20)
    series: list[str] = Field(default=[], max_length=MOST_SERIES)
    first: str = Field("", max_length=4)


@router.get("/figures")
def listing(register: TheRegister) -> HTMLResponse:
    """Every measure with what it counts."""
    rows = [
        (name, measure_words(name), measures()[name].note, len(_levels(register, name))) for name in _names(register)
    ]
    return HTMLResponse(render("figures.html", here="/figures", title="Figures", rows=rows, as_of=register.as_of))


@router.get("/figures/{measure}")
def page(register: TheRegister, measure: str, choices: Annotated[Choices, Query()]) -> HTMLResponse:
    """One measure over time."""
    found = _shown(register, measure, choices)
    title = _title(found)
    asked = [("measure", measure), ("relation", "level")]
    asked += [("where", f"{key}={value}") for key, value in found.wanted.people.filters] or [("everybody", "true")]
    return HTMLResponse(
        render(
            "figures_measure.html",
            here="/figures",
            title=measure_words(measure),
            heading=title,
            measure=measure,
            note=measures()[measure].note,
            shown=found,
            kinds=KINDS,
            first=choices.first,
            chart=_chart(register, found),
            legend=charts.legend(found.series),
            chart_address=f"/figures/{measure}/chart.svg?{_query(found, choices.first)}",
            data_address=f"/api/v1/figures?{urlencode(asked)}",
            command=_command(found),
            words=definition_words,
            value=figure_words,
            source=source_link,
            as_of=register.as_of,
        )
    )


@router.get("/figures/{measure}/chart.svg")
def chart(register: TheRegister, measure: str, choices: Annotated[Choices, Query()]) -> Response:
    """The chart alone, to keep."""
    found = _shown(register, measure, choices)
    headers = {"Content-Disposition": f'attachment; filename="{measure}.svg"'}
    if not has("charts") or not found.is_line:
        raise UsageError("TM-WEB-011", where="chart", detail="these figures make no chart")
    below = f"Published figures, each counted as its publisher does. Tallymark, register of {register.as_of}"
    return Response(charts.draw(found, _title(found), below=below), media_type="image/svg+xml", headers=headers)


@router.get("/figures/{measure}/record")
def is_record(register: TheRegister, measure: str, figure: Annotated[str, Query(max_length=200)]) -> HTMLResponse:
    """Whether one figure tops every earlier period of its series, in words."""
    found = next((one for one in _levels(register, _known(measure)) if one.id == figure), None)
    if found is None:
        raise UsageError("TM-WEB-011", where="figure", detail="the register has no such row")
    return HTMLResponse(render("record.html", standing=standing(register, found)))


def _shown(register: Register, measure: str, choices: Choices) -> Shown:
    kind, first = choices.kind, choices.first
    if kind and kind not in KINDS:
        raise UsageError("TM-WEB-001", where="kind", detail=f"one of {', '.join(KINDS)}")
    if first and not (first.isascii() and first.isdigit() and len(first) == 4):
        raise UsageError("TM-WEB-001", where="first", detail="a year such as 2003")
    people, year = Population.parse(choices.people), int(first) if first else None
    return _of(register, Wanted(_known(measure), people, kind, tuple(choices.series), year))


def _known(measure: str) -> str:
    if measure not in measures():
        raise UsageError("TM-WEB-011", where="measure", detail="the vocabulary has no such measure")
    return measure


def _names(register: Register) -> list[str]:
    return [name for name in register.measures() if name in measures()]


def _levels(register: Register, measure: str) -> tuple[Figure, ...]:
    return register.lookup(Asked(measure, Relation.LEVEL))


def _title(found: Shown) -> str:
    people = found.wanted.people
    return measure_words(found.wanted.measure) + (f", {population_words(people)}" if people.filters else "")


def _chart(register: Register, found: Shown) -> Markup | None:
    """The chart; None for what makes no line, or where the extra is missing."""
    if not has("charts") or not found.is_line:
        return None
    return Markup(_drawn(register, found.wanted))


@lru_cache(maxsize=MOST_CHARTS)
def _drawn(register: Register, wanted: Wanted) -> str:
    found = _of(register, wanted)
    return charts.draw(found, _title(found))


@lru_cache(maxsize=MOST_CHARTS)
def _of(register: Register, wanted: Wanted) -> Shown:
    """A register does not change while the server runs, so what was drawn once is drawn."""
    return shown(register, wanted)


def _query(found: Shown, first: str) -> str:
    pairs = [("people", str(found.wanted.people)), ("kind", found.wanted.kind), ("first", first)]
    pairs += [("series", one) for one in found.wanted.series]
    return urlencode([pair for pair in pairs if pair[1]])


def _command(found: Shown) -> str:
    """The command that shows the same figures."""
    where = "".join(f" --where {key}={value}" for key, value in found.wanted.people.filters)
    return f"tallymark figures {found.wanted.measure}{where}"
