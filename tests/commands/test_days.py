"""Days on the command line: what cannot be read is an error of usage everywhere, in the same words."""

from __future__ import annotations

import pytest

from tallymark.cli import run

CALLS = [
    ["count", "removals", "--release", "any", "--period"],
    ["figures", "removals", "--period"],
    ["ratio", "removals", "--release", "any", "--by", "gender", "--period"],
    ["bridge", "ice.removals_records", "ice.removals.2003", "--release", "any", "--year"],
]


@pytest.mark.parametrize("words", ["Q3", "2013-02-31", "FY999999", "FY2013/FY2011", ""])
def test_days_that_cannot_be_read_are_an_error_of_usage(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command says the same and leaves with 2."""
    said = set()
    for call in CALLS:
        assert run([*call, words]) == 2
        said.add(capsys.readouterr().err)
    assert len(said) == 1
    assert "TM-MODEL-004" in said.pop()


def test_a_filter_that_the_vocabulary_does_not_know_is_an_error_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt filter is wrong usage, not a fault of the data."""
    assert run(["figures", "removals", "--where", "criminality=convict"]) == 2
    assert "TM-MODEL-005" in capsys.readouterr().err
