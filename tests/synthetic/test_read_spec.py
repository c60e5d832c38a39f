"""Specs: the closed schema, bundled specs, what stands over a base."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tallymark.model.errors import DataError, InputError, TallymarkError, UsageError
from tallymark.synthetic.read_spec import bundled, fingerprint, from_mapping, read_spec
from tests.synthetic.making import release, spec_of


@pytest.mark.parametrize("name", bundled())
def test_every_bundled_spec_is_read(name: str) -> None:
    """A bundled spec keeps to the schema and bears its own name."""
    assert name == read_spec(name).name


def test_the_bundled_specs_are_those_of_the_documentation() -> None:
    """Their names stand on the page."""
    assert ["late-departures", "small", "standard", "stress", "year-end-2011-like"] == bundled()


@pytest.mark.parametrize(
    ("keys", "code", "key"),
    [
        ({"peeple": 3}, "TM-SYNTH-001", "peeple"),
        ({"detention": {"detaned": 0.1}}, "TM-SYNTH-001", "detention.detaned"),
        ({"releases": [release(defects={"late_row": {}})]}, "TM-SYNTH-001", "releases[0].defects.late_row"),
        ({"releases": [release(id=None)]}, "TM-SYNTH-002", "releases[0].id"),
        (
            {"releases": [release(defects={"late_rows": {"rates": {}}})]},
            "TM-SYNTH-002",
            "releases[0].defects.late_rows.days",
        ),
        ({"people": "many"}, "TM-SYNTH-003", "people"),
        ({"people": True}, "TM-SYNTH-003", "people"),
        ({"first_day": "2022-10-01"}, "TM-SYNTH-003", "first_day"),
        ({"detention": {"n_facilities": 3}}, "TM-SYNTH-003", "detention.n_facilities"),
        ({"detention": 5}, "TM-SYNTH-003", "detention"),
        ({"releases": {}}, "TM-SYNTH-003", "releases"),
        ({"schema": 2}, "TM-SYNTH-003", "schema"),
        ({"until": date(2000, 1, 1)}, "TM-SYNTH-003", "first_day, until, people, seed"),
        ({"removals": {"lock": "31-10"}}, "TM-SYNTH-003", "removals.lock"),
        ({"link_windows": {"arrest_stay": [1]}}, "TM-SYNTH-003", "link_windows.arrest_stay"),
        ({"releases": [release(), release()]}, "TM-SYNTH-003", "releases"),
        ({"releases": [release(id="../up")]}, "TM-SYNTH-003", "releases[0].id"),
        (
            {"releases": [release(rows_per_sheet=2_000_000, format="xlsx")]},
            "TM-SYNTH-003",
            "releases[0].rows_per_sheet",
        ),
        ({"base": "nothing"}, "TM-SYNTH-003", "base"),
        ({"detention": {"detained": 1.5}}, "TM-SYNTH-004", "detention.detained"),
        ({"population": {"gender": {"Male": 0.5}}}, "TM-SYNTH-004", "population.gender"),
        ({"population": {"offence": {"9876": 1.0}}}, "TM-SYNTH-007", "population.offence.9876"),
        ({"releases": [release(layouts={"stays": "x"})]}, "TM-SYNTH-007", "releases[0].layouts.stays"),
        ({"releases": [release(layouts={"arrests": "x"})]}, "TM-SYNTH-007", "releases[0].layouts.arrests"),
        ({"releases": [release(format="ods")]}, "TM-SYNTH-007", "releases[0].format.ods"),
        (
            {"releases": [release(defects={"blanks": {"fields": {"arrests": {"genders": 0.1}}}})]},
            "TM-SYNTH-007",
            "releases[0].defects.blanks.fields.arrests.genders",
        ),
        (
            {"releases": [release(defects={"column_changes": {"arrests": {"dropped": ["Genders"]}}})]},
            "TM-SYNTH-007",
            "releases[0].defects.column_changes.arrests.Genders",
        ),
    ],
)
def test_a_wrong_key_is_named_with_its_file(keys: dict[str, Any], code: str, key: str) -> None:
    """Unknown, missing, of another kind, out of range, or naming what is not there: never passed over."""
    with pytest.raises(DataError) as raised:
        spec_of(**keys)
    assert (code, f"test.yaml: {key}") == (raised.value.code, raised.value.where)


def test_a_spec_that_is_not_there_names_those_that_are() -> None:
    """Neither a file nor a bundled spec."""
    for name in ("nowhere.yaml", "enormous"):
        with pytest.raises(UsageError) as raised:
            read_spec(name)
        assert ("TM-SYNTH-005", name) == (raised.value.code, raised.value.where)
        assert "standard" in raised.value.detail


@pytest.mark.parametrize(("text", "where"), [("a: ]", " line 1"), ("- 1\n", ""), ("", "")])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str, where: str) -> None:
    """Broken YAML, a list, an empty file."""
    path = tmp_path / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_spec(str(path))
    assert "TM-SYNTH-006" == raised.value.code
    assert raised.value.where.startswith(f"{path}{where}")


def test_a_file_may_build_on_a_bundled_spec(tmp_path: Path) -> None:
    """What the file says stands over the base; shares are replaced as a whole; the rest is the base's."""
    path = tmp_path / "mine.yaml"
    path.write_text("base: small\nname: mine\npopulation: {gender: {Female: 1.0}}\n", encoding="utf-8")
    spec, base = read_spec(str(path)), read_spec("small")
    assert {"Female": 1.0} == spec.population.gender
    assert replace(base, name="mine", population=replace(base.population, gender={"Female": 1.0})) == spec


def test_the_fingerprint_changes_with_any_key() -> None:
    """The same spec has the same hash, another seed another one."""
    assert fingerprint(read_spec("small")) == fingerprint(read_spec("small"))
    assert fingerprint(read_spec("small")) != fingerprint(replace(read_spec("small"), seed=2))


def test_errors_are_of_the_one_family() -> None:
    """A caller catches one class."""
    with pytest.raises(TallymarkError):
        from_mapping({}, "empty.yaml")
