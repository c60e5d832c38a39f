"""Closed tables: nothing that is doubled, missing or unknown passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.model.closed import read_rows
from tallymark.model.errors import DataError


@pytest.mark.parametrize(
    ("text", "where"),
    [("a,c\n1,2\n", "x.csv line 1"), ("a,b\n1,2\n3\n", "x.csv line 3"), ("a,b\n1,2,3\n", "x.csv line 2")],
)
def test_another_column_and_a_cell_too_many_or_too_few_are_errors_with_their_line(
    tmp_path: Path, text: str, where: str
) -> None:
    """The code is that of the room that asks."""
    (tmp_path / "x.csv").write_text(text)
    with pytest.raises(DataError) as caught:
        list(read_rows(tmp_path / "x.csv", "x.csv", ("a", "b"), "TM-SCHEMA-001"))
    assert (caught.value.code, caught.value.where) == ("TM-SCHEMA-001", where)
