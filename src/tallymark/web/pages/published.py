"""One number under every published definition: in come a measure and days; out come the printed numbers side by side. Needs no store."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from tallymark.model.errors import UsageError
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.vocabulary import measures
from tallymark.register.register import Register
from tallymark.reports.page_card import source_link
from tallymark.reports.words import figure_words, measure_words, population_words
from tallymark.web.side_by_side import chart, counted_people, one_of, periods, sides
from tallymark.web.state import TheRegister, TheSettings
from tallymark.web.templating import render

router = APIRouter(include_in_schema=False)
HERE = "/published"
FIRST = "removals"
MOST_PAGES = 64
MOST_OFFERED = 12


@router.get(HERE)
def page(
    register: TheRegister,
    settings: TheSettings,
    measure: Annotated[str, Query(max_length=60)] = FIRST,
    people: Annotated[str, Query(max_length=300)] = "",
    period: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """The page; without a period that with the most definitions, of these the newest."""
    if measure not in measures():
        raise UsageError("TM-WEB-011", where="measure", detail="the vocabulary has no such measure")
    return HTMLResponse(_page(register, measure, people, period.strip(), settings.store is not None))


@lru_cache(maxsize=MOST_PAGES)
def _page(register: Register, measure: str, people: str, period: str, with_records: bool) -> str:
    whom = counted_people(register, measure)
    who = one_of(whom, Population.parse(people))
    offered = periods(register, measure, who)
    label = period or next((name for name, _ in offered), "")
    found = sides(register, measure, who, Period.parse(label)) if label else ()
    heading = measure_words(measure) + (f", {population_words(who)}" if who.filters else "")
    where = "".join(f" --where {key}={value}" for key, value in who.filters)
    return render(
        "published.html",
        here=HERE,
        title="One number, every definition",
        measure=measure,
        who=who,
        whom=whom,
        most_offered=MOST_OFFERED,
        label=label,
        heading=f"{heading}, {label}" if label else heading,
        offered=offered,
        measures=[(name, measure_words(name)) for name in register.measures() if name in measures()],
        found=found,
        chart=chart(found, f"{heading}, {label}"),
        value=figure_words,
        source=source_link,
        command=f"tallymark figures {measure}{where}{f' --period {label}' if label else ''}",
        with_records=with_records,
        as_of=register.as_of,
    )
