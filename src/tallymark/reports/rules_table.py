"""Rules for a terminal: in come cards, rule sets and outcomes of their cases; out come lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tallymark.reports.plain import one_line
from tallymark.reports.rules_coverage import MARKS, Covered, coverage, matrix, set_coverage
from tallymark.reports.rules_words import STATUSES, in_force_words, open_words, text_words
from tallymark.reports.terminal import Line, plural

if TYPE_CHECKING:
    from tallymark.rules.card import Card
    from tallymark.rules.cards import Cards
    from tallymark.rules.rule_sets import RuleSet
    from tallymark.rules.vectors import Outcome

STYLES = {"yes": "for", "partly": "open", "no": ""}
ID_WIDTH = 46


def list_lines(cards: Sequence[Card], meanings: Mapping[str, str]) -> Iterator[Line]:
    """Every rule by family: id, kind, title, and where it is from when that is not seen."""
    yield Line(
        "",
        f"{plural(len(cards), 'rule')}; tallymark rules ID explains one, tallymark rules --sets lists the definitions",
        "strong",
    )
    family = ""
    for card in cards:
        if card.family != family:
            family = card.family
            yield Line("", "")
            yield Line("", f"{family}: {meanings[family]}", "strong")
        version = f"@{card.version}" if card.version > 1 else ""
        mark = "" if card.source.status == "seen" else f" ({card.source.status})"
        yield Line("", f"  {card.id + version:<{ID_WIDTH}} {card.kind:<10} {one_line(card.title)}{mark}")


def set_list_lines(sets: Sequence[RuleSet]) -> Iterator[Line]:
    """Every rule set with the definition that it imitates."""
    yield Line("", f"{plural(len(sets), 'rule set')}; tallymark rules ID explains one", "strong")
    for one in sets:
        own = "" if one.imitates else " (of this project)"
        yield Line("", f"  {one.id:<34} {one.measure:<26} {one_line(one.title)}{own}")


def card_lines(card: Card, together: Cards) -> Iterator[Line]:
    """One rule: what it says, where it is from, what stays open, what it needs, its cases, and which releases decide it."""
    yield Line("", f"{card.id}@{card.version}: {one_line(card.title)}", "strong")
    yield Line("kind", card.kind)
    yield Line("in force", in_force_words(card))
    yield Line("source", one_line(f"{card.source.title}; {card.source.locator}".rstrip("; ")))
    if card.source.url:
        yield Line("address", one_line(card.source.url))
    yield Line("status", STATUSES[card.source.status], "" if card.source.status == "seen" else "open")
    yield from _text_lines(card, together)
    for name, parameter in together.parameters(card).items():
        choices = f"; one of {', '.join(parameter.choices)}" if parameter.choices else ""
        yield Line("parameter", one_line(f"{name} = {parameter.default}: {parameter.meaning}{choices}"))
    for one in card.open:
        yield Line("open", open_words(one), "open" if one.effect != "note" else "")
    others = sorted(together.needs(card) - set(card.needs))
    yield Line("needs", ", ".join(card.needs) or "no field of its own")
    if others:
        yield Line("by others", ", ".join(others))
    yield from case_lines(card)
    yield from coverage_lines(card, together)


def _text_lines(card: Card, together: Cards) -> Iterator[Line]:
    if card.kind == "table":
        yield Line("table", f"{card.table}, counted by {card.column}")
    elif card.kind == "category":
        for number, case in enumerate(card.cases):
            yield Line(
                "is" if number == 0 else "else", f"{case.value}, when {one_line(text_words(card, together, number))}"
            )
        yield Line("else", "none; an unknown case before the first true one makes the answer unknown")
    else:
        yield Line("is" if card.kind == "date" else "true when", one_line(text_words(card, together)))
        yield Line("as SQL", one_line(card.when or card.value))


def case_lines(card: Card) -> Iterator[Line]:
    """The cases decided by hand."""
    from tallymark.rules.values import shown  # noqa: PLC0415  the heavy wing is loaded when it is called

    for number, test in enumerate(card.tests, 1):
        given = ", ".join(f"{name} {shown(value)}" for name, value in test.given.items()) or "nothing"
        setting = "".join(f", with {name} = {shown(value)}" for name, value in test.parameters.items())
        table = f", in {test.table}" if test.table else ""
        other = f" (on any reading {shown(test.any_reading)})" if test.any_reading is not None else ""
        yield Line(f"case {number}", one_line(f"{given}{setting}{table}: {shown(test.expect)}{other}"))


def coverage_lines(card: Card, together: Cards) -> Iterator[Line]:
    """Which known layouts have the fields."""
    yield from _coverage_lines(coverage(card, together))


def _coverage_lines(found: Sequence[Covered]) -> Iterator[Line]:
    for answer in ("yes", "partly", "no"):
        for one in (one for one in found if one.answer == answer):
            missing = f"; not there: {', '.join(one.missing)}" if one.missing else ""
            yield Line(answer, f"{one.layout}{missing}", STYLES[answer])


def matrix_lines(cards: Sequence[Card], together: Cards) -> Iterator[Line]:
    """Rules by layouts: Y the fields decide the rule, p a part of it, . not."""
    layouts, answers = matrix(cards, together)
    yield Line(
        "", "Y: the fields decide the rule; p: they decide a part of it; .: they do not; blank: another table", "label"
    )
    for number, layout in enumerate(layouts, 1):
        yield Line("", f"{number:>4} {layout}")
    yield Line("", "")
    header = " ".join(f"{number:>2}" for number in range(1, len(layouts) + 1))
    yield Line("", f"{'':<{ID_WIDTH}} {header}", "label")
    for card_id, row in answers.items():
        marks = " ".join(f"{MARKS[row[layout]] if layout in row else '':>2}" for layout in layouts)
        yield Line("", f"{card_id:<{ID_WIDTH}} {marks}".rstrip())


def set_lines(one: RuleSet, together: Cards, words: str) -> Iterator[Line]:
    """One rule set: what it imitates and the rule of each family."""
    yield Line("", f"{one.id}: {one_line(one.title)}", "strong")
    yield Line("imitates", f"{one.imitates}: {one_line(words)}" if one.imitates else "no published definition")
    yield Line("counts", f"{one.measure} in the table {one.table}")
    for family, names in one.rules.items():
        titles = " or else ".join(f"{name} ({one_line(together.get(name).title)})" for name in names)
        yield Line(family, titles)
    for name, value in one.parameters.items():
        yield Line("parameter", f"{name} = {value}")
    for gap in one.gaps:
        yield Line("gap", one_line(gap), "open")
    yield from _coverage_lines(set_coverage(one, together))


def outcome_lines(outcomes: Sequence[Outcome]) -> Iterator[Line]:
    """How many cases hold, and each one that does not."""
    from tallymark.rules.values import shown  # noqa: PLC0415

    failed = [one for one in outcomes if not one.holds]
    for one in failed:
        expected = shown(one.vector.expect)
        if one.vector.any_reading is not None:
            expected += f" and on any reading {shown(one.vector.any_reading)}"
        answered = f"{shown(one.answer)} and on any reading {shown(one.answer_any)}"
        yield Line(
            "fails",
            f"{one.card.id}@{one.card.version} case {one.number}: expected {expected}, answered {answered}",
            "against",
        )
    n_rules = len({(one.card.id, one.card.version) for one in outcomes})
    words = f"{plural(len(outcomes), 'case')} of {plural(n_rules, 'rule')} decided by hand: {len(outcomes) - len(failed):,} hold"
    yield Line("", f"{words}, {len(failed):,} fail", "against" if failed else "for")
