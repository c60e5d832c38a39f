"""The list of allowed operations as data with a closed schema."""

from __future__ import annotations

import pytest

from tallymark.engine.operations import read_operations
from tallymark.model.errors import DataError

GOOD = """
schema: 1
operations:
  - {name: join, nodes: [Join], flags: {Join.side: [LEFT]}}
  - {name: cast, nodes: [Cast], types: [DATE]}
gaps:
  - {name: nan, what: NaN, why: differs, instead: none}
"""


def test_a_good_list_is_read() -> None:
    """Nodes, flags, types and gaps come out as sets."""
    read = read_operations(GOOD)
    assert read.nodes == {"Join", "Cast"}
    assert read.flags == {"Join.side": frozenset({"LEFT"})}
    assert read.types == {"DATE"}
    assert read.gaps["nan"].what == "NaN"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("schema: 1", "schema: 2", "schema"),
        ("schema: 1", "schema: 1\nother: 1", "keys"),
        ("nodes: [Cast]", "nodes: [Cast], colour: red", "entry 2"),
        ("nodes: [Cast]", "nodes: [Join]", "Join is listed twice"),
        ("Join.side", "Jion.side", "a flag"),
        ("instead: none", "instead: none, also: x", "entry 1"),
        ("gaps:\n  - {name: nan, what: NaN, why: differs, instead: none}", "gaps: none", "lists"),
        ("schema: 1", "schema: [", "expected"),
    ],
)
def test_a_broken_list_is_an_error_that_names_the_entry(old: str, new: str, told: str) -> None:
    """An unknown key, a doubled node, a flag of no node or no YAML at all are never passed over."""
    with pytest.raises(DataError, match="TM-ENGINE-005") as raised:
        read_operations(GOOD.replace(old, new))
    assert told in f"{raised.value.where} {raised.value.detail}"
