"""``tallymark rules``: in comes the id of a rule, a family, a memo or a rule set, or nothing; out comes the list or the explanation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallymark.commands.extras import need
from tallymark.commands.streams import emit
from tallymark.commands.tables import print_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tallymark.reports.terminal import Line
    from tallymark.rules.card import Card
    from tallymark.rules.rule_sets import RuleSet
    from tallymark.rules.vectors import Outcome

EXAMPLE = """\b
Examples:
  tallymark rules
  tallymark rules priority.johnson_2014.2c
  tallymark rules priority.johnson_2014 --releases
  tallymark rules ice.removals.2009
  tallymark rules --test
"""


@click.command("rules", epilog=EXAMPLE)
@click.argument("rule", metavar="[ID]", required=False)
@click.option("--test", is_flag=True, help="Run the cases that were decided by hand.")
@click.option("--releases", is_flag=True, help="Draw which known releases have the fields of each rule.")
@click.option("--sets", is_flag=True, help="List the rule sets, each a definition as rules.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of printing.")
def command(rule: str | None, form: str, out: Path | None, *, test: bool, releases: bool, sets: bool) -> int:
    """List the counting rules, or explain one: its words, source, cases and the releases that decide it.

    ID is a rule, the beginning of some (a family or a memo) or a rule set. The exit code is 1 when a case fails.
    """
    need("records")
    from tallymark.rules.rule_sets import rule_sets  # noqa: PLC0415  loaded only when the call is right

    if sets or rule in rule_sets():
        chosen = [one for one in rule_sets().values() if rule is None or one.id == rule]
        return _sets(chosen, form, out, whole=rule is not None)
    cards = _chosen(rule)
    outcomes = _run(cards) if test else None
    _draw(cards, outcomes, form, out, one=len({card.id for card in cards}) == 1, releases=releases)
    return 1 if outcomes is not None and not all(one.holds for one in outcomes) else 0


def _chosen(rule: str | None) -> list[Card]:
    """The rule of this id, else those whose id begins with it; raises TM-RULES-008."""
    from tallymark.rules.cards import cards  # noqa: PLC0415

    together = cards()
    if rule is None:
        return list(together)
    if rule.partition("@")[0] not in together.by_id:
        below = [card for card in together if card.id.startswith(f"{rule}.")]
        if below:
            return below
    return [together.get(rule)]


def _run(cards: Sequence[Card]) -> tuple[Outcome, ...]:
    from tallymark.engine.connect import connect  # noqa: PLC0415
    from tallymark.rules.cards import cards as all_cards  # noqa: PLC0415
    from tallymark.rules.vectors import run_tests  # noqa: PLC0415

    with connect() as engine:
        return run_tests(engine, all_cards(), cards)


def _draw(
    cards: Sequence[Card], outcomes: Sequence[Outcome] | None, form: str, out: Path | None, *, one: bool, releases: bool
) -> None:
    from tallymark.rules.cards import cards as all_cards  # noqa: PLC0415

    if form == "json":
        from tallymark.reports.rules_json import rules_json  # noqa: PLC0415  each format loads its own module

        emit(rules_json(cards, [], all_cards(), outcomes, whole=one or releases), out)
        return
    print_lines([*_lines(cards, outcomes, one=one, releases=releases)], out)


def _lines(cards: Sequence[Card], outcomes: Sequence[Outcome] | None, *, one: bool, releases: bool) -> Iterator[Line]:
    from tallymark.reports import rules_table  # noqa: PLC0415
    from tallymark.rules.cards import cards as all_cards  # noqa: PLC0415
    from tallymark.rules.rule_sets import families  # noqa: PLC0415

    if releases:
        yield from rules_table.matrix_lines(cards, all_cards())
    elif one:
        for card in cards:
            yield from rules_table.card_lines(card, all_cards())
    elif outcomes is None:
        yield from rules_table.list_lines(cards, families().meanings)
    if outcomes is not None:
        yield from rules_table.outcome_lines(outcomes)


def _sets(chosen: Sequence[RuleSet], form: str, out: Path | None, *, whole: bool) -> int:
    from tallymark.model.definition import definitions  # noqa: PLC0415
    from tallymark.reports import rules_table  # noqa: PLC0415
    from tallymark.rules.cards import cards  # noqa: PLC0415

    if form == "json":
        from tallymark.reports.rules_json import rules_json  # noqa: PLC0415

        emit(rules_json([], chosen, cards(), None, whole=whole), out)
    elif whole:
        words = definitions()[chosen[0].imitates].words if chosen[0].imitates else ""
        print_lines([*rules_table.set_lines(chosen[0], cards(), words)], out)
    else:
        print_lines([*rules_table.set_list_lines(chosen)], out)
    return 0
