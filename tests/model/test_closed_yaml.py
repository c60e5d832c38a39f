"""Closed YAML: nothing that is doubled, missing or unknown passes."""

from __future__ import annotations

import pytest

from tallymark.model.closed_yaml import check_keys, parse_yaml
from tallymark.model.errors import DataError, InputError


def test_a_key_that_stands_twice_is_an_error_and_never_the_last_word() -> None:
    """The line is that of the second; the same key in two mappings is fine."""
    assert parse_yaml("a: {x: 1}\nb: {x: 2}\n", "x.yaml", "TM-SYNTH-006") == {"a": {"x": 1}, "b": {"x": 2}}
    with pytest.raises(InputError, match="TM-SYNTH-006") as caught:
        parse_yaml("a: 1\nb: 2\na: 3\n", "x.yaml", "TM-SYNTH-006", InputError)
    assert (caught.value.where, caught.value.detail) == ("x.yaml line 3", "the key a stands twice")
    with pytest.raises(DataError) as broken:
        parse_yaml("a: [1\n", "x.yaml", "TM-ENGINE-005")
    assert broken.value.where.startswith("x.yaml line ")


def test_keys_are_all_the_required_and_some_of_the_optional_ones() -> None:
    """What is missing and what is unknown is told together, with the code of the room that asks."""
    assert check_keys({"a": 1, "b": 2}, "x", {"a"}, {"b", "c"}, "TM-ENGINE-005") == {"a": 1, "b": 2}
    with pytest.raises(DataError, match="TM-ENGINE-005") as caught:
        check_keys({"b": 2, "z": 3, "y": 4}, "x key q", {"a"}, {"b"}, "TM-ENGINE-005")
    assert (caught.value.where, caught.value.detail) == ("x key q", "keys: missing a; unknown y, z")
    with pytest.raises(DataError) as caught:
        check_keys(["a"], "x", {"a"}, (), "TM-ENGINE-005")
    assert caught.value.detail == "a mapping is expected"
