"""The full schema check: in come the paths of register files; out comes every fault with file and line, not only the first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tallymark.model.errors import DataError, TallymarkError
from tallymark.register.card import Card, read_card
from tallymark.register.files import BUNDLED, RawFile, read_file, table_paths
from tallymark.register.row import read_row, row_errors


def check_register(paths: Sequence[Path] = (), *, bundled: bool = True) -> tuple[TallymarkError, ...]:
    """Every fault of the bundled register and of the files at ``paths``; empty when all is well.

    Raises TM-REGISTER-013 for a path where no file is.
    """
    found: list[TallymarkError] = []
    seen: set[str] = set()
    for table, own in table_paths(paths, bundled):
        try:
            file = read_file(table, own=own)
            card = read_card(file.card, file.card_name, source_id=file.source_id, own=own)
        except DataError as error:
            found.append(error)
            continue
        found += check_file(file, card)
        if file.source_id in seen:
            detail = f"source {file.source_id} stands in two files"
            found.append(DataError("TM-REGISTER-005", where=file.name, detail=detail))
        seen.add(file.source_id)
    return (*found, *_lone_cards([*([BUNDLED] if bundled else []), *(path for path in paths if path.is_dir())]))


def _lone_cards(folders: Sequence[Path]) -> tuple[DataError, ...]:
    cards = (card for folder in folders for card in sorted(folder.glob("*.yaml")))
    return tuple(
        DataError("TM-REGISTER-002", where=card.name) for card in cards if not card.with_suffix(".csv").exists()
    )


def check_file(file: RawFile, card: Card) -> list[DataError]:
    """Every fault of one file's lines."""
    found: list[DataError] = []
    ids: set[str] = set()
    for number, cells in file.rows():
        where = f"{file.name}:{number}"
        try:
            figure = read_row(cells, card, where)
        except DataError as error:
            found.append(error)
            continue
        found += row_errors(cells, figure)
        if figure.id in ids:
            found.append(DataError("TM-REGISTER-005", where=f"{where}, column id", detail=figure.id))
        ids.add(figure.id)
    return found
