"""Closed data files: nothing that is doubled, missing or unknown passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.model.closed import parse_yaml, read_rows
from tallymark.model.errors import DataError, InputError


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


def test_a_key_that_stands_twice_is_an_error_and_never_the_last_word() -> None:
    """The line is that of the second; the same key in two mappings is fine."""
    assert parse_yaml("a: {x: 1}\nb: {x: 2}\n", "x.yaml", "TM-SYNTH-006") == {"a": {"x": 1}, "b": {"x": 2}}
    with pytest.raises(InputError, match="TM-SYNTH-006") as caught:
        parse_yaml("a: 1\nb: 2\na: 3\n", "x.yaml", "TM-SYNTH-006", InputError)
    assert (caught.value.where, caught.value.detail) == ("x.yaml line 3", "the key a stands twice")
    with pytest.raises(DataError) as broken:
        parse_yaml("a: [1\n", "x.yaml", "TM-ENGINE-005")
    assert broken.value.where.startswith("x.yaml line ")
