"""A bridge between two definitions: in come a release, two rule sets and days; out comes how much of the gap each rule explains.

From the first rule set to the second one family of rules is changed at a time, in a stated order, and each step is counted; all are
counted in one scan. What a step changes depends on what was changed before it, so every other order is counted too and the range of
each step told. What is left to a published figure is explained by no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from tallymark.counting.breakdowns import breakdown
from tallymark.counting.bridged import Asked, Bridge, Change, Gap, Missing, Step, change_of
from tallymark.counting.count import counts
from tallymark.counting.counted import Count, CountedTable, UsedDefinition
from tallymark.counting.evidence import counts_records_of, ways
from tallymark.counting.gate import Admission, Standing, TableFacts, admit, people_left
from tallymark.counting.measures import measure as measure_named
from tallymark.counting.prepared import LACKING
from tallymark.counting.request import Request
from tallymark.counting.table_facts import table_facts
from tallymark.counting.trail import again
from tallymark.engine.engine import Engine
from tallymark.model.definition import definitions
from tallymark.model.errors import TallymarkError, UsageError
from tallymark.model.figure import Figure
from tallymark.model.interval import Interval, share_pct
from tallymark.model.population import Population
from tallymark.model.small_cells import LARGEST_SMALL, is_small
from tallymark.releases.catalogue import KnownRelease
from tallymark.rules.card import FAMILIES
from tallymark.rules.cards import cards
from tallymark.rules.rule_sets import RuleSet
from tallymark.schema import manifest as manifests
from tallymark.schema.store import Store

NO_BRIDGE = "TM-COUNT-052"
NO_ORDER = "TM-COUNT-053"
# The families that say which rows count and in which days; others only divide.
COUNTING = ("exit", "year", "duplicate", "detention")


def bridge(
    store: Store,
    asked: Asked,
    published: Sequence[Figure] = (),
    *,
    engine: Engine | None = None,
    catalogued: KnownRelease | None = None,
) -> Bridge:
    """The bridge from one rule set to another on a release, and on to figures that are published for its days and people.

    ``published`` are figures of the series that the last rule set imitates; ``catalogued`` stands for what the catalogue says of
    the release. Raises TM-COUNT-052 for rule sets that count other
    tables or means and for people whom no one value of a breakdown holds, TM-COUNT-053 for an order that does not hold just the
    families that differ, and what ``counting.count.counts`` raises.
    """
    _refuse(asked)
    manifest = manifests.read(store.existing(asked.release).manifest)
    facts = table_facts(store.existing(asked.release), manifest, asked.first.table, catalogued)
    where = _where(asked.people if facts is None else people_left(facts, asked.people))
    differing = _ordered(asked.order, _differing(asked, where))

    def count(sets: Iterable[tuple[str, ...]]) -> CountedTable:
        composed = {_name(asked, changed): _composed(asked, changed) for changed in sets}
        request = Request(asked.first.measure, (), where, tuple(composed), asked.period, composed=composed)
        return counts(store, asked.release, [request], engine=engine, small_cells=asked.small_cells)[0]

    families, missing, table = _counted(asked, differing, count)
    used = {one.id: one for one in table.definitions}
    first, last = used[_name(asked, ())], used[_name(asked, families)]
    end = table.count(last.id)
    standing = _standing(facts, asked, last)
    others = {family: _changes(asked, families, family, table) for family in families}
    range_step = _range_step(table, others)
    return Bridge(
        release=asked.release,
        measure=asked.first.measure,
        people=asked.people,
        period=asked.period,
        first=first,
        last=replace(
            last, id=asked.last.id, title=asked.last.title, imitates=asked.last.imitates, gaps=asked.last.gaps
        ),
        start=table.count(first.id),
        end=end,
        steps=tuple(_steps(asked, families, table, others, range_step)),
        missing=missing,
        standing=standing,
        gaps=tuple(_gap(figure, end, standing) for figure in published),
        notes=table.notes,
        table=table,
        command=command_of(asked, engine, published=bool(published)),
        range_step=range_step,
    )


def command_of(asked: Asked, engine: Engine | None, *, published: bool) -> str:
    """The call of the command line that makes the bridge again."""
    parts = ["tallymark", "bridge", asked.first.id]
    parts += [asked.last.id] if asked.last.id != asked.first.id else []
    parts += ["--release", asked.release, "--year", asked.period.label]
    parts += [part for key, value in asked.people.filters for part in ("--where", f"{key}={value}")]
    parts += ["--order", ",".join(asked.order)] if asked.order else []
    parts += ["--published"] if published else []
    return again(parts, engine, small_cells=asked.small_cells)


def _refuse(asked: Asked) -> None:
    """Raise TM-COUNT-052 where the two cannot be joined by steps."""
    if asked.first.table != asked.last.table:
        detail = f"{asked.first.id} counts {asked.first.table}, {asked.last.id} counts {asked.last.table}"
        raise UsageError(NO_BRIDGE, where=f"{asked.first.id}, {asked.last.id}", detail=detail)
    if measure_named(asked.first.measure).kind == "mean":
        raise UsageError(
            NO_BRIDGE, where=asked.first.measure, detail="it is a mean, and the steps of a mean do not add up"
        )


def _where(people: Population) -> dict[str, str]:
    """The people as values of breakdowns; raises TM-COUNT-052 where one value does not hold them."""
    found = ways(people)
    if found.refused:
        raise UsageError(NO_BRIDGE, where=str(people), detail=found.refused)
    where = {}
    for key, listed in found.filters.items():
        single = next((way for way in listed if len(way.values) == 1), None)
        if single is None:
            raise UsageError(NO_BRIDGE, where=f"{key}={people.get(key)}", detail="several values are counted together")
        where[single.by] = single.values[0]
    return where


def _differing(asked: Asked, where: Mapping[str, str]) -> tuple[str, ...]:
    """The families that touch this count and whose rules or parameters differ, in the order of the families."""
    touching = {*COUNTING, *(breakdown(name).family for name in where)}
    return tuple(
        family
        for family in FAMILIES
        if family in touching and _choice(asked.first, family) != _choice(asked.last, family)
    )


def _choice(one: RuleSet, family: str) -> tuple[tuple[str, ...], tuple[tuple[str, object], ...]]:
    """The rules of a family with the set's own parameters for them."""
    names = one.rules.get(family, ())
    known = {name for rule in names for name in cards().parameters(cards().get(rule))}
    return names, tuple(sorted((name, value) for name, value in one.parameters.items() if name in known))


def _ordered(order: tuple[str, ...], families: tuple[str, ...]) -> tuple[str, ...]:
    if not order:
        return families
    if sorted(order) != sorted(families):
        detail = f"the families that differ are {', '.join(families) or 'none'}"
        raise UsageError(NO_ORDER, where=", ".join(order), detail=detail)
    return order


def _counted(
    asked: Asked, differing: tuple[str, ...], count: Callable[[Iterable[tuple[str, ...]]], CountedTable]
) -> tuple[tuple[str, ...], tuple[Missing, ...], CountedTable]:
    """The families that can be changed, those that cannot because a rule of the last definition finds no field, and all counts.

    Where all can be changed this is one scan; else each family is tried alone first.
    """
    try:
        return differing, (), count(_subsets(differing))
    except TallymarkError as error:
        if error.code not in LACKING:
            raise
    count([()])
    missing = tuple(one for family in differing if (one := _missing(asked, family, count)) is not None)
    left = tuple(family for family in differing if family not in {one.family for one in missing})
    return left, missing, count(_subsets(left))


def _missing(asked: Asked, family: str, count: Callable[[Iterable[tuple[str, ...]]], CountedTable]) -> Missing | None:
    """Why the release cannot change one family; None when it can."""
    try:
        count([(family,)])
    except TallymarkError as error:
        if error.code not in LACKING:
            raise
        return Missing(family, ", ".join(asked.last.rules.get(family, ())), error.detail)
    return None


def _subsets(families: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every set of families, those of the stated order first: none, the first, the first two."""
    path = [families[:number] for number in range(len(families) + 1)]
    yield from path
    for number in range(len(families) + 1):
        for chosen in combinations(families, number):
            if set(chosen) not in [set(one) for one in path]:
                yield chosen


def _name(asked: Asked, changed: tuple[str, ...]) -> str:
    """The id of a rule set with some families changed."""
    if not changed:
        return asked.first.id
    return f"{asked.first.id} with {' and '.join(sorted(changed, key=FAMILIES.index))} of {asked.last.id}"


def _composed(asked: Asked, changed: tuple[str, ...]) -> RuleSet:
    """The first rule set with the rules of some families, and their parameters, from the last one."""
    rules = {family: names for family, names in asked.first.rules.items() if family not in changed}
    rules |= {family: asked.last.rules[family] for family in changed if family in asked.last.rules}
    own = {name for family in changed for name, _ in _choice(asked.first, family)[1]}
    parameters = {name: value for name, value in asked.first.parameters.items() if name not in own}
    taken = {name for family in changed for name, _ in _choice(asked.last, family)[1]}
    parameters |= {name: value for name, value in asked.last.parameters.items() if name in taken}
    return replace(asked.first, id=_name(asked, changed), rules=rules, parameters=parameters)


def _steps(
    asked: Asked,
    families: tuple[str, ...],
    table: CountedTable,
    others: Mapping[str, Sequence[Change]],
    range_step: int,
) -> Iterator[Step]:
    used = {one.id: one for one in table.definitions}
    shown = table.count(_name(asked, ()))
    waiting: list[str] = []
    for number, family in enumerate(families, 1):
        before, after = (used[_name(asked, families[:place])] for place in (number - 1, number))
        counted = table.count(after.id)
        change = change_of(shown, counted)
        least, most = (None, None) if change is None or waiting else _range(change, others[family], range_step)
        yield Step(
            family=family,
            rules=(before.rules.get(family, ""), after.rules.get(family, "")),
            titles=(before.titles.get(family, ""), after.titles.get(family, "")),
            after=counted if change is not None else None,
            change=change,
            together=tuple(waiting) if change is not None else (),
            least=least,
            most=most,
        )
        waiting = [*waiting, family] if change is None else []
        shown = shown if change is None else counted


def _changes(asked: Asked, families: tuple[str, ...], family: str, table: CountedTable) -> tuple[Change, ...]:
    """The changes by a family over every set of families changed before it; none where there is one order or a count is not shown."""
    others = tuple(one for one in families if one != family)
    found = []
    for number in range(len(others) + 1 if others else 0):
        for before in combinations(others, number):
            counted = [table.count(_known_name(asked, families, changed)) for changed in (before, (*before, family))]
            change = change_of(counted[0], counted[1])
            if change is None:
                return ()
            found.append(change)
    return tuple(found)


def _range_step(table: CountedTable, others: Mapping[str, Sequence[Change]]) -> int:
    """By what the changes in other orders are rounded outward; 1 where all are exact.

    Two changes of one family differ by the rows that another family changes too: 1 to 10 of them are not told, as no bounds that
    lie so near are (docs/understand/small-cells.md, 5).
    """
    if table.small_cells:
        return 1
    near = any(
        is_small(abs(one.low - other.low)) or is_small(abs(one.high - other.high))
        for found in others.values()
        for one, other in combinations(found, 2)
    )
    return LARGEST_SMALL if near or table.hidden or table.step > 1 else 1


def _range(own: Change, others: Sequence[Change], step: int) -> tuple[Change | None, Change | None]:
    """The smallest and the largest change in any order, by their distance from the change in the stated order."""
    if not others:
        return None, None
    low, high = [one.low for one in others], [one.high for one in others]
    least = Change(_outward(own.low, min(low), step), _outward(own.high, min(high), step))
    return least, Change(_outward(own.low, max(low), step), _outward(own.high, max(high), step))


def _outward(own: int, end: int, step: int) -> int:
    """An end of a range with its distance rounded up to a multiple of ``step``."""
    distance = -(-abs(end - own) // step) * step
    return own + distance if end > own else own - distance


def _known_name(asked: Asked, families: tuple[str, ...], changed: tuple[str, ...]) -> str:
    return _name(asked, tuple(one for one in families if one in changed))


def _standing(facts: TableFacts | None, asked: Asked, last: UsedDefinition) -> Admission:
    """What the last count may do beside a published figure."""
    if facts is None:
        return Admission(Standing.REFUSED)
    publisher = definitions()[asked.last.imitates].publisher if asked.last.imitates else ""
    own = facts.scope is not None and counts_records_of(publisher, facts.scope.agency)
    matches = any(cards().get(rule).kind == "table" for rule in last.rules.values())
    return admit(facts, asked.people, asked.period, publisher="" if own else publisher, matches_persons=matches)


def _gap(figure: Figure, end: Count | None, standing: Admission) -> Gap:
    """What a published figure has more or less than the recount, where the two may be compared."""
    if end is None:
        return Gap(figure, None, "the recount is not shown")
    counted = Interval(Decimal(end.low), Decimal(end.high))
    if standing.standing is not Standing.DECIDES:
        part = any(one.code == "part_of_the_people" for one in standing.reasons)
        return Gap(figure, None, standing.words, share_pct(counted, figure.value) if part else None)
    unexplained = figure.value - counted
    ends = (unexplained.low, unexplained.high)
    if any(end is not None and is_small(abs(int(end))) for end in ends):
        return Gap(figure, None, "the two lie 1 to 10 apart")
    return Gap(figure, unexplained)
