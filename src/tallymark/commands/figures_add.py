"""``tallymark figures add``: in come answers to questions; out comes a row in a register file of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from tallymark.commands.streams import emit
from tallymark.model.definition import definitions
from tallymark.model.figure import Hedge, Relation
from tallymark.model.vocabulary import measure as known_measure
from tallymark.reports.words import key_words, value_words

DEFAULT_FILE = Path("tallymark-figures/own.csv")
EXAMPLE = """\b
Examples:
  tallymark figures add
  tallymark figures add --to newsroom/county-court.csv
  tallymark check article.txt --figures newsroom/
"""
WITH_BASE = frozenset({Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO, Relation.RANK})
UNITS = {Relation.SHARE: "percent", Relation.CHANGE_PCT: "percent", Relation.RATIO: "ratio", Relation.RANK: "rank"}
Ask = Callable[[str, str, str], str]


@click.command("add", epilog=EXAMPLE)
@click.option(
    "--to", "path", type=click.Path(path_type=Path), default=DEFAULT_FILE, show_default=True, help="The file to add to."
)
def command(path: Path) -> int:
    """Add a published figure of your own: answer one question a field.

    An empty answer takes the value in brackets. Nothing is written unless the row keeps to the schema. A new file also
    needs its source card. Your figures are marked as yours wherever they are shown.
    """
    from tallymark.register.add import add_figure  # noqa: PLC0415  loaded only when the call is right

    card = None if path.exists() else ask_card(ask)
    figure = add_figure(path, ask_row(ask), card)
    emit(f"added {figure.id}: {key_words(figure.key)}: {value_words(figure)}\n")
    return 0


def ask(name: str, what: str, default: str) -> str:
    """One question on standard error; the answer from standard input."""
    answer: str = click.prompt(f"{name} ({what})", default=default, show_default=bool(default), err=True)
    return answer.strip()


def ask_card(ask: Ask) -> dict[str, str]:
    """The fields of a source card."""
    publisher = ask("publisher", "who made the figures", "")
    return {
        "publisher": publisher,
        "carrier": ask("carrier", "who printed the copy you read", publisher),
        "tier": ask("tier", "1 the publisher's own document, 2 its words republished, 3 computed by others", "1"),
        "title": ask("title", "of the document", ""),
        "address": ask("address", "where it can be read", ""),
        "read_on": ask("read_on", "day on which you read it", date.today().isoformat()),
        "vintage": ask("vintage", "date of printing: a day, month or year; may be empty", ""),
        "confirmed": ask("confirmed", "true when you saw the figures in it yourself", "true"),
        "licence": ask("licence", "of the document", "not stated"),
    }


def ask_row(ask: Ask) -> dict[str, str]:
    """The fields of a row; fields that the relation does not have are not asked for."""
    relation = Relation(ask("relation", ", ".join(Relation), "level"))
    measure = known_measure(ask("measure", "tallymark figures lists them", "removals"))
    row = {"relation": str(relation), "measure": measure.id}
    row["population"] = ask("population", "such as criminality=convicted; empty is everybody", "")
    if relation is Relation.SHARE:
        row["of"] = ask("of", "the whole of the share; empty is everybody", "")
    row["period"] = ask("period", "FY2011, CY2011, 2019-08, 2021-01-13 or first day/last day", "")
    if relation in WITH_BASE:
        row["base"] = ask("base", "the period it is compared with", "")
    row["printed"] = ask("printed", "the words as printed, short", "")
    row["number"] = ask("number", "the number alone; a fall is negative", "")
    row["hedge"] = ask("hedge", ", ".join(Hedge), "none")
    row["value"] = ask("value", "a number or an interval", interval_of(row["number"], row["hedge"]))
    row["unit"] = ask("unit", "of the value", UNITS.get(relation, measure.unit))
    fitting = [known.id for known in definitions().values() if known.measure == measure.id]
    row["definition"] = ask("definition", ", ".join(fitting) or "none known", fitting[0] if len(fitting) == 1 else "")
    row["vintage"] = ask("vintage", "of this figure when it is not the document's; may be empty", "")
    row["locator"] = ask("locator", "page, table, cell; may be empty", "")
    row["note"] = ask("note", "what differs; may be empty", "")
    return row | {"basis": "printed"}


def interval_of(number: str, hedge: str) -> str:
    """The interval that a number and its hedge say word by word; the number alone where the hedge sets no bound."""
    bounds = {
        Hedge.MORE_THAN: "({}, inf)",
        Hedge.AT_LEAST: "[{}, inf)",
        Hedge.LESS_THAN: "(-inf, {})",
        Hedge.UP_TO: "(-inf, {}]",
    }
    try:
        return bounds.get(Hedge(hedge), "{}").format(number)
    except ValueError:
        return number
