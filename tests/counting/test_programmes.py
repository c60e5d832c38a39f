"""Files of programmes: closed, complete, and tied to what the register and the code lists have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.counting.breakdowns import breakdown
from tallymark.counting.measures import measures
from tallymark.counting.programmes import Programme, programme, programmes, read_programme
from tallymark.model.definition import definitions
from tallymark.model.errors import DataError, TallymarkError, UsageError
from tallymark.schema.fields import fields

SMALL = """
id: small
title: A programme
what: What it is.
published:
  - {id: one, title: One, measure: removals, where: {criminality: convicted}, filters: [criminality], definitions: [dhs.removals], periods: years}
  - {id: two, title: Two, measure: arrests, pivot: level}
ratios:
  - {title: Convicted of removed, part: "a#part", whole: "a#whole", note: so it is printed}
rules:
  - {what: a removal, words: an event}
records:
  - {id: years, title: By year, measure: removals, by: [fiscal_year], where: {state: ohio}, running: true, totals: true, beside: [dhs.removals]}
distinct: {title: Agencies, table: agreements_287g, fields: [state]}
undecidable: [everything else]
see: tallymark figures removals
"""


def small(folder: Path, *changes: tuple[str, str]) -> Programme:
    """The small file, changed by replacing texts."""
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return read_programme(path, "small.yaml")


def test_a_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Every key arrives."""
    one = small(tmp_path)
    section = one.published[0]
    assert (section.measure, str(section.where), section.filters) == (
        "removals",
        "criminality=convicted",
        ("criminality",),
    )
    assert (section.definitions, section.years_only, one.published[1].pivot) == (("dhs.removals",), True, "level")
    assert one.published[1].filters is None
    assert (one.pairs[0].part, one.pairs[0].unlike, one.pairs[0].note) == ("a#part", False, "so it is printed")
    asked = one.records[0]
    assert (asked.by, dict(asked.where), asked.running and asked.totals, asked.beside) == (
        ("fiscal_year",),
        {"state": "ohio"},
        True,
        ("dhs.removals",),
    )
    assert one.distinct is not None
    assert one.distinct.fields == ("state",)
    assert (one.undecidable, one.measures) == (("everything else",), ("removals", "arrests"))


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("title: A programme\n", "title: A programme\ncolour: red\n", ""),
        ("what: What it is.", "what: ''", ", key what"),
        ("measure: arrests", "measure: moons", " published 2, key measure"),
        ("periods: years", "periods: months", " published 1, key periods"),
        ("definitions: [dhs.removals]", "definitions: dhs.removals", " published 1, key definitions"),
        ("where: {criminality: convicted}", "where: [convicted]", " published 1, key where"),
        ("so it is printed", "''", " ratios 1, key note"),
        ("{what: a removal, words: an event}", "a removal", " rules 1"),
        ("by: [fiscal_year]", "by: fiscal_year", " records 1, key by"),
        ("beside: [dhs.removals]", "beside: dhs.removals", " records 1, key beside"),
        ("by: [fiscal_year]", "by: []", " records 1, key by"),
        ("fields: [state]}", "fields: [state], mood: sad}", " distinct"),
        ("undecidable: [everything else]", "undecidable: [3]", ", key undecidable"),
        ("rules:\n  - {what: a removal, words: an event}", "rules: none", ", key rules"),
        ("id: small", "id: small\nid: twice", " line 3"),
    ],
)  # fmt: skip
def test_a_file_outside_the_schema_is_refused(tmp_path: Path, old: str, new: str, where: str) -> None:
    """Unknown keys and words of another shape, each with its place."""
    with pytest.raises(DataError) as error:
        small(tmp_path, (old, new))
    assert error.value.code == "TM-COUNT-040"
    assert error.value.where == f"small.yaml{where}"


def test_a_filter_that_no_vocabulary_has_is_refused(tmp_path: Path) -> None:
    """Populations of a file are those of the model."""
    with pytest.raises(TallymarkError, match="TM-MODEL-005"):
        small(tmp_path, ("criminality: convicted", "criminality: guilty"))


def test_the_programmes_of_the_seed_articles_are_there() -> None:
    """Each says what nothing decides; another name is refused with the known ones."""
    assert list(programmes()) == ["287g", "border_deaths", "detainers", "secure_communities", "worksite"]
    assert all(one.undecidable and one.rules and one.published for one in programmes().values())
    with pytest.raises(UsageError) as error:
        programme("e-verify")
    assert (error.value.code, "secure_communities" in error.value.detail) == ("TM-COUNT-041", True)


@pytest.mark.parametrize("one", programmes().values(), ids=lambda one: one.id)
def test_what_ships_names_known_definitions_measures_and_breakdowns(one: Programme) -> None:
    """A misprint would silently leave something out."""
    known = definitions()
    named = [name for section in one.published for name in section.definitions]
    named += [name for asked in one.records for name in asked.beside]
    assert [name for name in named if name not in known] == []
    assert [asked.measure for asked in one.records if asked.measure not in measures()] == []
    assert all(breakdown(name) for asked in one.records for name in (*asked.by, *asked.where))
    assert all(fields()[name].privacy == "open" for name in (one.distinct.fields if one.distinct else ()))


def test_every_lift_reason_of_the_code_list_has_an_outcome() -> None:
    """And no reason is grouped that no release prints."""
    path = Path(__file__).parents[2] / "src/tallymark/schema/data/codes/detainer_lift_reason.csv"
    lines = [line.rsplit(",", 2)[0].strip('"') for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    outcomes = breakdown("detainer_outcome")
    assert set(outcomes.known) == set(lines)
    assert set(outcomes.known.values()) == set(outcomes.labels)
    told = {rule.what for rule in programme("detainers").rules}
    assert told == {*outcomes.labels, "blank"}
