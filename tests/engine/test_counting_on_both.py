"""Every measure under every rule set gives the same counts on DuckDB and over Spark Connect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tallymark.counting.breakdowns import breakdowns
from tallymark.counting.count import count
from tallymark.counting.counted import CountedTable
from tallymark.counting.measures import measures
from tallymark.counting.request import Request
from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.engine.spark import connect_spark
from tallymark.model.errors import TallymarkError
from tallymark.model.period import Period
from tallymark.rules.cards import cards
from tallymark.rules.compiling import Compiled, compiler_for
from tallymark.rules.rule_sets import rule_sets
from tallymark.schema.store import Store
from tests.engine.made_up import N_ROWS, made_up_store
from tests.records.small import RELEASE

Engines = tuple[Engine, Engine]
DAY = Period.parse("2012-10-03")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A made-up release with every table."""
    return made_up_store(tmp_path_factory.mktemp("made-up"), 20121003)


@pytest.fixture(scope="module")
def engines(store: Store, server: str) -> Iterator[Engines]:
    """DuckDB and Sail over the release."""
    folder = store.release(RELEASE).folder
    with connect(folders=[folder], threads=1, memory_mb=1024) as duck, connect_spark(server, folders=[folder]) as spark:
        yield duck, spark


def _counted(store: Store, request: Request, engine: Engine) -> CountedTable | str:
    """The table but for the engine and the command that names it, or the code of the error that says why there is none."""
    try:
        found = count(store, RELEASE, request, engine=engine, small_cells=True)
    except TallymarkError as error:
        return f"{error.code} {error.detail}"
    return replace(found, trail=replace(found.trail, engine="", command=""))


def _request(measure: str, by: tuple[str, ...], under: tuple[str, ...] = ()) -> Request:
    stock = measures()[measure].kind == "stock"
    return Request(measure, by, under=under, period=DAY if stock else None)


@pytest.mark.parametrize("measure", measures())
def test_every_measure_under_every_rule_set_is_equal(store: Store, engines: Engines, measure: str) -> None:
    """All definitions at once by convictions, or in total where rows have none; low and high, on the fields and on any reading."""
    under = ("all",) if measures()[measure].own is None else ()
    here, there = (_counted(store, _request(measure, ("criminality",), under), engine) for engine in engines)
    if isinstance(here, str):
        here, there = (_counted(store, _request(measure, (), under), engine) for engine in engines)
    assert isinstance(here, CountedTable), here
    assert here == there
    assert here.cells or here.amounts
    known = {name for name, one in rule_sets().items() if one.measure in measures()[measure].definitions}
    assert {one.id for one in here.definitions} | set(here.left_out) >= known


@pytest.mark.parametrize("name", breakdowns())
def test_every_breakdown_is_equal(store: Store, engines: Engines, name: str) -> None:
    """Each breakdown of the first measure that has it, under its default definition or one of the others."""
    for measure in ("removals", "arrests", "detainers", "releases", "border_deaths", "agreements_287g"):
        for under in ((), ("ice.removals.2013-06",)) if measure == "removals" else ((),):
            here, there = (_counted(store, _request(measure, (name,), under), engine) for engine in engines)
            assert here == there
            if isinstance(here, CountedTable):
                assert here.cells
                return
    pytest.fail(f"no measure has the breakdown {name}")


def _rules_by_table() -> dict[str, list[Compiled]]:
    """Each card that is an expression over the first table that has its fields, else over one that has those of its own text."""
    compilers = {
        name: compiler_for(name) for name in ("removals", "detainers", "arrests", "stints", "encounters", "book_ins")
    }
    found: dict[str, list[Compiled]] = {name: [] for name in compilers}
    for card in cards():
        if card.kind == "table":
            continue
        decided = [name for name, one in compilers.items() if one.has_field(card)]
        place = (decided or [name for name, one in compilers.items() if set(card.needs) <= one.available])[0]
        found[place].append(compilers[place].compile_card(card))
    return found


def test_every_rule_is_equal_on_every_row(store: Store, engines: Engines) -> None:
    """Every card, in both readings, as a column of one query for each table."""
    paths = store.release(RELEASE)
    for name, compiled in _rules_by_table().items():
        texts = [text for one in compiled for text in (one.on_fields, one.any_reading)]
        columns = ", ".join(f"{text} AS answer_{place}" for place, text in enumerate(texts))
        sql = f"SELECT row, {columns} FROM {name} AS records ORDER BY row"  # noqa: S608  the rules of the project
        answers = []
        for engine in engines:
            engine.view(name, paths.parts(paths.table(name)))
            answers.append(engine.query(sql))
        here, there = answers
        wrong = [text for place, text in enumerate(texts) if not here.column(place + 1).equals(there.column(place + 1))]
        assert (name, wrong, here.num_rows) == (name, [], N_ROWS)
