"""The correction control: in come the parts of a claim as read and as chosen; out come the choices that a reader has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tallymark.model.definition import definitions
from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Query
from tallymark.model.vocabulary import measures
from tallymark.register.register import Register
from tallymark.reports.words import measure_words, population_words
from tallymark.web.jobs import Choice
from tallymark.web.templating import render

MOST_PEOPLE = 80
MOST_PERIODS = 120


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: ``value`` is posted, ``words`` are shown."""

    value: str
    words: str
    chosen: bool = False


def panel_of(choice: Choice, read: Mapping[str, str], register: Register) -> str:
    """The control for one claim; ``read`` has measure, people and period as they were read, in their written forms."""
    measure = choice.measure or read["measure"]
    figures = register.lookup(Query(measure)) if measure in measures() else ()
    return render(
        "correction.html",
        anchor=f"d{choice.text}-{choice.claim}",
        name=f"fix.{choice.text}.{choice.claim}.",
        measures=_measures(register, choice.measure),
        people=_people(figures, choice.people),
        periods=_periods(figures),
        period=choice.period,
        definitions=_definitions(figures, choice.definition, choice.period or read["period"]),
        read={
            "measure": measure_words(read["measure"]) if read["measure"] else "not understood",
            "people": population_words(Population.parse(read["people"])),
            "period": read["period"] or "not understood",
        },
    )


def _measures(register: Register, chosen: str) -> list[Option]:
    known = (name for name in register.measures() if name in measures())
    return [Option(name, measures()[name].words, name == chosen) for name in known]


def _people(figures: tuple[Figure, ...], chosen: str) -> list[Option]:
    known = {str(one.key.population): one.key.population for one in figures if one.key.population.filters}
    if chosen and chosen != "everybody":
        known.setdefault(chosen, Population.parse(chosen))
    ordered = sorted(known, key=lambda name: (name != chosen, len(known[name].filters), known[name].words))[
        :MOST_PEOPLE
    ]
    return [
        Option("everybody", "everybody counted", chosen == "everybody"),
        *(Option(name, known[name].words, name == chosen) for name in sorted(ordered, key=lambda n: known[n].words)),
    ]


def _periods(figures: tuple[Figure, ...]) -> list[str]:
    """The periods of the newest figures, newest first."""
    known = {one.key.period for one in figures if one.key.relation is Relation.LEVEL and one.key.period.end is not None}
    ordered = sorted(known, key=lambda one: (str(one.end), str(one.start)), reverse=True)
    return [one.label for one in ordered[:MOST_PERIODS]]


def _definitions(figures: tuple[Figure, ...], chosen: str, period: str) -> list[Option]:
    """The definitions of the measure, those with a figure of days in the period first."""
    days = Period.parse(period) if period else None
    near = {one.definition for one in figures if days is not None and one.key.period.overlaps(days)}
    names = sorted({one.definition for one in figures}, key=lambda name: (name not in near, name))
    return [
        Option(name, f"{name}: {definitions()[name].words}" if name in definitions() else name, name == chosen)
        for name in names
    ]
