"""``tallymark quantities``: in comes any English text; out comes every quantity with value, unit, direction and place."""

from __future__ import annotations

import click

from tallymark.commands.streams import emit, read_bytes
from tallymark.commands.tables import print_lines
from tallymark.model.errors import InputError
from tallymark.reports.quantity_table import entries_json, entry_lines

MAX_BYTES = 5_000_000
EXAMPLE = """\b
Examples:
  tallymark quantities article.txt
  echo 'Almost 45,000 people, up 12 percent.' | tallymark quantities - --format json
  tallymark quantities sentences.txt --lines --format json
"""


@click.command("quantities", epilog=EXAMPLE)
@click.argument("file", metavar="FILE|-")
@click.option("--lines", "by_line", is_flag=True, help="Each line is a text of its own; one JSON array a line.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(file: str, by_line: bool, form: str) -> int:
    """Find every quantity in any English text.

    Offsets count characters of the text (with --lines, of the line).
    """
    from tallymark.claims.listing import quantities_json  # noqa: PLC0415  loaded only when the call is right
    from tallymark.claims.quantities import find_quantities  # noqa: PLC0415

    text = _text(file)
    texts = text.removesuffix("\n").split("\n") if by_line else [text]
    found = [quantities_json(find_quantities(part), part) for part in texts]
    if form == "json":
        emit("".join(f"{entries_json(entries, indent=None if by_line else 2)}\n" for entries in found))
    else:
        print_lines([line for entries in found for line in entry_lines(entries)])
    return 0


def _text(name: str) -> str:
    """The text as decoded, so that offsets are those of the file; raises TM-CLI-005, TM-CLAIMS-103 and TM-CLAIMS-104."""
    from tallymark.claims.reading_bytes import decode  # noqa: PLC0415

    data = read_bytes(name, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError("TM-CLAIMS-103", where=name, detail=f"at most {MAX_BYTES:,} bytes")
    return decode(data, name)[0]
