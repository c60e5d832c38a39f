"""Benchmark files: closed, with their uncertainty as exact bounds."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tallymark.counting.benchmark import Benchmark, Bounds, read_benchmark
from tallymark.model.errors import InputError

PERCENT = """title: A survey
people: noncitizens of a state
period: CY2019
by: citizenship
unit: percent
source: {title: a table, url: "https://example.org"}
note: made up
groups:
  mexico: "[50, 60]"
  canada: "5"
"""
PEOPLE = PERCENT.replace("unit: percent", 'unit: people\nwhole: "[900, 1100]"').replace('"[50, 60]"', '"[450, 550]"')


def benchmark(folder: Path, text: str = PERCENT, *changes: tuple[str, str]) -> Benchmark:
    """A file with texts replaced."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "benchmark.yaml"
    path.write_text(text, encoding="utf-8")
    return read_benchmark(path)


def test_percentages_become_exact_shares(tmp_path: Path) -> None:
    """And the file's words arrive."""
    found = benchmark(tmp_path)
    assert dict(found.groups) == {
        "mexico": Bounds(Fraction(1, 2), Fraction(3, 5)),
        "canada": Bounds(Fraction(1, 20), Fraction(1, 20)),
    }
    assert (found.title, found.people, found.period.label, found.by) == (
        "A survey",
        "noncitizens of a state",
        "CY2019",
        "citizenship",
    )
    assert (found.source, found.url, found.note) == ("a table", "https://example.org", "made up")


def test_people_are_divided_by_the_whole_and_its_uncertainty(tmp_path: Path) -> None:
    """450 of at most 1,100 to 550 of at least 900."""
    assert benchmark(tmp_path, PEOPLE).groups["mexico"] == Bounds(Fraction(450, 1100), Fraction(550, 900))


def test_a_share_is_never_more_than_the_whole(tmp_path: Path) -> None:
    """The upper end is cut at 1."""
    found = benchmark(tmp_path, PEOPLE, ('"[450, 550]"', '"[450, 1000]"'))
    assert found.groups["mexico"].high == 1


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("title: A survey\n", "title: A survey\ncolour: red\n", "benchmark.yaml"),
        ("title: A survey\n", "", "benchmark.yaml"),
        ("people: noncitizens of a state", "people: ''", "benchmark.yaml, key people"),
        ("period: CY2019", "period: lately", "benchmark.yaml, key period"),
        ("unit: percent", "unit: persons", "benchmark.yaml, key unit"),
        ("unit: percent", 'unit: percent\nwhole: "100"', "benchmark.yaml, key unit"),
        ("unit: percent", "unit: people", "benchmark.yaml, key unit"),
        ('"[50, 60]"', '"half"', "benchmark.yaml group mexico"),
        ('"[50, 60]"', '"(50, inf)"', "benchmark.yaml group mexico"),
        ('"[50, 60]"', '"[-5, 60]"', "benchmark.yaml group mexico"),
        ('"[50, 60]"', '"[150, 160]"', "benchmark.yaml group mexico"),
        ('"[50, 60]"', '"[96, 97]"', "benchmark.yaml, key groups"),
        ('url: "https://example.org"', "mood: sad", "benchmark.yaml source"),
        ("source: {title: a table", "source: {title: 3", "benchmark.yaml source, key title"),
        ("by: citizenship", "by: citizenship\nby: gender", "benchmark.yaml line 5"),
    ],
)  # fmt: skip
def test_a_file_outside_the_schema_is_refused(tmp_path: Path, old: str, new: str, where: str) -> None:
    """Each fault with its place; the groups cannot be more than the whole."""
    with pytest.raises(InputError) as error:
        benchmark(tmp_path, PERCENT, (old, new))
    assert (error.value.code, error.value.where) == ("TM-COUNT-043", where)


def test_groups_are_needed(tmp_path: Path) -> None:
    """An empty list says nothing."""
    with pytest.raises(InputError, match="TM-COUNT-043"):
        benchmark(tmp_path, PERCENT, (PERCENT[PERCENT.index("groups:") :], "groups: {}\n"))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """With its path."""
    with pytest.raises(InputError, match="TM-COUNT-043"):
        read_benchmark(tmp_path / "nowhere.yaml")


def test_a_whole_of_nothing_is_refused(tmp_path: Path) -> None:
    """Nothing can be a share of it."""
    with pytest.raises(InputError, match="TM-COUNT-043"):
        benchmark(tmp_path, PEOPLE, ('"[900, 1100]"', '"[0, 1100]"'))
