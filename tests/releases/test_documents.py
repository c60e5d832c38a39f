"""Pages made from data are those that the data make now."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluation.documents import PAGES

from tallymark.releases.layouts import COLUMNS, KEYS, PRESENCE
from tallymark.releases.parsers import parsers

FOLDER = Path(__file__).resolve().parents[2] / "docs/releases"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_data_make(name: str) -> None:
    """After a change of fields, layouts or catalogue: python -m evaluation.documents."""
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name]()


def test_the_checklist_names_every_key_column_and_parser_of_a_layout() -> None:
    """A layout can be written with the page alone."""
    words = (FOLDER / "bring-a-release.md").read_text(encoding="utf-8")
    assert [name for name in (*KEYS, *COLUMNS, *PRESENCE, *parsers()) if f"`{name}`" not in words] == []
