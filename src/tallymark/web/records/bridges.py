"""One number under every rule: in come two definitions and days; out comes what each rule changes on the way from one to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallymark.model.errors import UsageError
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.register.register import Register
from tallymark.reports.bridge_table import NOT_APART, change_words, gap_words, order_words
from tallymark.reports.count_words import FAMILY_WORDS, HIDDEN_WORDS, count_words
from tallymark.reports.words import source_words
from tallymark.reports.year_words import value_text
from tallymark.web.asks import Ask
from tallymark.web.records.count_chart import chart_of
from tallymark.web.records.counts import MOST_ROWS, filters_of, shown_rows, told
from tallymark.web.records.engines import opened
from tallymark.web.records.waterfall import waterfall
from tallymark.web.templating import render

if TYPE_CHECKING:
    from tallymark.counting.bridged import Asked, Bridge
    from tallymark.counting.counted import CountedTable
    from tallymark.model.figure import Figure
    from tallymark.schema.store import Store
    from tallymark.web.records.choices import Choices

HERE = "/one-number"
N_FILTERS = 3


def bridged(ask: Ask, register: Register) -> str:
    """The bridge, or the count under every definition where no second one is asked for."""
    from tallymark.reports.bridge_json import bridge_json  # noqa: PLC0415  the heavy wing is loaded when it is asked
    from tallymark.schema.store import Store  # noqa: PLC0415

    store = Store(ask.store)
    if not (ask.release and ask.year and (ask.measure or ask.first)):
        if ask.form == "json":
            raise UsageError("TM-WEB-001", where="release, year, first", detail="all three are needed")
        return _page(ask, store, None, None)
    store.existing(ask.release)
    if ask.form == "page" and not (ask.first and (ask.last or ask.published)):
        return _page(ask, store, _every(ask, store), None)
    bridge = _bridge(ask, store, register)
    return bridge_json(bridge) if ask.form == "json" else _page(ask, store, None, bridge)


def _every(ask: Ask, store: Store) -> CountedTable:
    """One number under every definition of its measure."""
    from tallymark.counting.count import count  # noqa: PLC0415
    from tallymark.counting.request import Request  # noqa: PLC0415

    request = Request(_measure(ask), (), filters_of(ask.where), ("all",), Period.parse(ask.year))
    with opened(store, ask.release) as engine:
        return count(store, ask.release, request, engine=engine)


def _measure(ask: Ask) -> str:
    """The measure that is asked for, else that of the first definition."""
    from tallymark.rules.rule_sets import rule_set  # noqa: PLC0415

    return ask.measure or rule_set(ask.first).measure


def _bridge(ask: Ask, store: Store, register: Register) -> Bridge:
    from tallymark.counting.bridge import bridge  # noqa: PLC0415
    from tallymark.counting.bridged import Asked  # noqa: PLC0415
    from tallymark.rules.rule_sets import rule_set  # noqa: PLC0415

    if ask.form == "json" and not ask.last and not ask.published:
        raise UsageError("TM-WEB-001", where="last", detail="name it, or ask for the published figures")
    asked = Asked(
        ask.release,
        rule_set(ask.first),
        rule_set(ask.last or ask.first),
        Period.parse(ask.year),
        people_of(ask.where),
        ask.order,
    )
    with opened(store, ask.release) as engine:
        return bridge(store, asked, _published(asked, register) if ask.published else (), engine=engine)


def people_of(where: tuple[str, ...]) -> Population:
    """The people of filters such as ``criminality=convicted``; raises TM-WEB-001 for a key named twice, TM-MODEL-005 for no filter."""
    return Population.from_mapping(filters_of(where))


def _published(asked: Asked, register: Register) -> tuple[Figure, ...]:
    """The printed figures of the series of the last definition for just these days: of each number the best source."""
    from tallymark.model.definition import definitions  # noqa: PLC0415
    from tallymark.model.figure import Relation  # noqa: PLC0415
    from tallymark.model.references import Query  # noqa: PLC0415

    known = definitions()
    series = known[asked.last.imitates].series if asked.last.imitates else ""
    best: dict[tuple[str, str], Figure] = {}
    found = register.lookup(Query(asked.last.measure, Relation.LEVEL, asked.people, asked.period))
    for figure in sorted(found, key=lambda one: one.tier):
        if figure.decides and figure.definition in known and known[figure.definition].series == series:
            best.setdefault((str(figure.value), figure.definition), figure)
    return tuple(best.values())


def choosing(ask: Ask, register: Register) -> str:  # noqa: ARG001  every maker is called alike
    """The part of the form that depends on the release and the measure."""
    from tallymark.schema.store import Store  # noqa: PLC0415

    return render("one_number_choices.html", ask=ask, choices=_choices(ask, Store(ask.store)), n_filters=N_FILTERS)


def _choices(ask: Ask, store: Store) -> Choices:
    """The choices of the release asked for, else of the first one; none in an empty store."""
    from tallymark.rules.rule_sets import rule_sets  # noqa: PLC0415
    from tallymark.web.records.choices import Choices, choices_in  # noqa: PLC0415

    name = ask.release or next(iter(store.releases()), "")
    first = rule_sets().get(ask.first)
    measure = ask.measure or ("" if first is None else first.measure)
    return choices_in(store, name, measure, only="definitions") if name else Choices()


def _page(ask: Ask, store: Store, every: CountedTable | None, bridge: Bridge | None) -> str:
    return render(
        "one_number.html",
        here=HERE,
        title="One number, every rule",
        ask=ask,
        releases=store.releases(),
        choices=_choices(ask, store),
        n_filters=N_FILTERS,
        every=every,
        rows=[] if every is None else shown_rows(every),
        across=None,
        most_rows=MOST_ROWS,
        bridge=bridge,
        chart=None if every is None else chart_of(every),
        waterfall=None if bridge is None else waterfall(bridge),
        families=FAMILY_WORDS,
        hidden_words=HIDDEN_WORDS,
        **told(every),
        order_words="" if bridge is None else order_words(bridge),
        not_apart=NOT_APART,
        count=count_words,
        change=change_words,
        gap=gap_words,
        value=value_text,
        source=source_words,
    )
