"""Adding a figure: in come the fields of a row and, for a new source, of its card; out comes the line appended to the CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import yaml

from tallymark.model.errors import DataError, UsageError
from tallymark.model.figure import Figure
from tallymark.register.card import KEYS, Card, read_card
from tallymark.register.files import CONTROL, read_file
from tallymark.register.row import COLUMNS, read_row, row_errors


def add_figure(path: Path, row: Mapping[str, str], card: Mapping[str, str] | None = None) -> Figure:
    """Check ``row`` and append it to the CSV at ``path``; write the file and its card first when they are new.

    Nothing is written unless all holds. Columns left out are empty, an empty ``id`` becomes the next free number.
    Raises TM-REGISTER-013 when the file is new and no card is given, TM-CLI-004 when it cannot be written, else the code
    of the first fault.
    """
    is_new = not path.exists()
    if is_new and card is None:
        raise UsageError("TM-REGISTER-013", where=str(path), detail="a new source needs the fields of its card")
    text = _card_text(card, path.stem) if is_new and card is not None else ""
    read, taken, line = _state(path, text, is_new)
    unknown = sorted(set(row) - set(COLUMNS))
    if unknown:
        raise DataError("TM-REGISTER-001", where=str(path), detail=", ".join(unknown))
    cells = [" ".join(row.get(name, "").split()) for name in COLUMNS]
    cells[0] = cells[0] or _free_id(taken)
    if any(CONTROL.search(cell) for cell in cells):
        raise DataError("TM-REGISTER-014", where=f"{path}:{line}")
    figure = read_row(cells, read, f"{path}:{line}")
    if cells[0] in taken:
        raise DataError("TM-REGISTER-005", where=f"{path}:{line}, column id", detail=cells[0])
    for fault in row_errors(cells, figure):
        raise fault
    try:
        _write(path, text, _line(cells), is_new)
    except OSError as error:
        raise UsageError("TM-CLI-004", where=str(path), detail=error.strerror or "") from None
    return figure


def _write(path: Path, card_text: str, line: str, is_new: bool) -> None:
    if is_new:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".yaml").write_text(card_text, encoding="utf-8")
        path.write_text(_line(COLUMNS), encoding="utf-8")
    ends_a_line = path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8", newline="") as handle:
        handle.write(("" if ends_a_line else "\n") + line)


def _state(path: Path, card_text: str, is_new: bool) -> tuple[Card, set[str], int]:
    """The card, the ids taken, and the number of the line to be written."""
    if is_new:
        return read_card(card_text, str(path.with_suffix(".yaml")), source_id=path.stem, own=True), set(), 2
    file = read_file(path, own=True)
    taken = {cells[0] for _, cells in file.rows()}
    line = len(file.body.removesuffix("\n").split("\n")) + 2 if file.body else 2
    return read_card(file.card, file.card_name, source_id=file.source_id, own=True), taken, line


def _card_text(card: Mapping[str, str], source_id: str) -> str:
    """The card as YAML, keys in the order of the schema, then any that are none (the check names them)."""
    values = {"id": source_id, **card}
    order = sorted(values, key=lambda key: KEYS.index(key) if key in KEYS else len(KEYS))
    lines = (yaml.safe_dump({key: str(values[key])}, allow_unicode=True, width=10_000) for key in order)
    return "".join(lines)


def _free_id(taken: set[str]) -> str:
    return str(next(number for number in range(1, len(taken) + 2) if str(number) not in taken))


def _line(cells: tuple[str, ...] | list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
