"""Maps of states and areas: places by name and code, classes, outlines, what is counted beside."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tallymark.counting.count import count
from tallymark.counting.request import Request
from tallymark.model.errors import DataError
from tallymark.web.app import create_app
from tallymark.web.records import places
from tallymark.web.records.maps import classes, map_of, thinned
from tallymark.web.records.places import outlines, place_of
from tests.counting.made import made
from tests.records.small import RELEASE, Row
from tests.web.conftest import BASE, SETTINGS


def arrests(n: int, state: str | None, area: str | None = None) -> list[Row]:
    """``n`` arrests of different people in one place."""
    return [
        {"apprehension_date_time": None, "apprehension_state": state, "apprehension_aor": area, "unique_identifier": f"{state}-{area}-{one}"}
        for one in range(n)
    ]  # fmt: skip


def test_every_state_of_the_list_has_an_outline() -> None:
    """50 states and the District of Columbia; the topology ships with its licence."""
    shapes = {one["id"] for one in outlines()["objects"]["states"]["geometries"]}
    listed = {place_of("state", name) for name in ("Texas", "TX", "texas", "District of Columbia", "AK")}
    assert {one.id for one in listed if one is not None} == {"48", "11", "02"}
    lines = resources.files("tallymark.web").joinpath("data/states.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) == 51
    assert {line.partition(",")[0] for line in lines} <= shapes
    assert "Michael Bostock" in resources.files("tallymark.web").joinpath("data/us-atlas.LICENSE.txt").read_text()


@pytest.mark.parametrize("value", ["Seattle Area of Responsibility", "Seattle", "SEA", "sea"])
def test_an_area_is_found_by_every_spelling_of_its_list(value: str) -> None:
    """An area stands at the city that names it."""
    found = place_of("area", value)
    assert found is not None
    assert (found.name, found.latitude, found.longitude) == ("Seattle", 47.61, -122.33)


def test_a_place_that_the_map_does_not_have_is_none() -> None:
    """Territories, headquarters, words that name nothing."""
    assert [place_of("state", value) for value in ("Puerto Rico", "unknown", "")] == [None] * 3
    assert place_of("area", "HQ") is None


def test_a_broken_list_of_places_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TM-WEB-015."""
    (tmp_path / "states.csv").write_text("fips,postal,name\n48,TX\n")
    monkeypatch.setattr(places, "_file", lambda name: tmp_path / name)
    with pytest.raises(DataError, match="TM-WEB-015") as error:
        places._states()
    assert error.value.where == "web/data/states.csv line 2"


def test_classes_hold_about_as_many_places_each() -> None:
    """Ten different numbers make five classes of two; repeated numbers make fewer; one number makes one."""
    assert classes(range(1, 11)) == (2, 4, 6, 8, 10)
    assert classes([7, 7, 7, 7, 7, 7]) == (7,)
    assert classes([40, 12]) == (12, 40)
    assert classes([]) == ()


def test_an_outline_keeps_its_corners_and_loses_what_nobody_sees() -> None:
    """Points within 0.8 pixels of the last one go; rings that shrink to nothing go; a closed ring stays closed."""
    assert thinned("M0,0L0.25,0.25L10.123,0L10,10.06Z") == "M0.0,0.0L10.1,0.0L10.0,10.1Z"
    assert thinned("M0,0L0.1,0.1L0.2,0.2ZM5,5L9,5L9,9Z") == "M5.0,5.0L9.0,5.0L9.0,9.0Z"


def test_states_are_shaded_hidden_ones_dashed_and_others_counted_beside(tmp_path: Path) -> None:
    """40 arrests in Texas, 30 in Utah, 20 in Puerto Rico, 3 in Ohio, 15 nowhere: Ohio is not shown.

    Each of the 15 may be anywhere, so Texas is 40 to 55, rounded outward so that no bound tells a small number.
    """
    rows = [
        *arrests(40, "TEXAS"),
        *arrests(30, "UTAH"),
        *arrests(20, "PUERTO RICO"),
        *arrests(3, "OHIO"),
        *arrests(15, None),
    ]
    table = count(made(tmp_path, {"arrests": rows}), RELEASE, Request("arrests", ("state",)))
    found = map_of(table)
    assert found is not None
    by_words = {spot.words: spot for spot in found.spots}
    assert by_words["Texas"].told == "40–60"
    assert by_words["Ohio"].count is None
    assert by_words["Ohio"].told == "–"
    assert {spot.words for spot in found.beside} == {"Puerto Rico", "not known"}
    drawn = str(found.svg)
    assert "<title>Texas: 40–60</title>" in drawn
    assert "<title>Ohio: not shown</title>" in drawn
    assert 'stroke-dasharray="3,3"' in drawn
    assert "style=" not in drawn
    assert "<script" not in drawn


def test_a_map_has_its_places_in_one_table(tmp_path: Path) -> None:
    """By state alone the table of the count is that of the map; with another breakdown the places get a table of their own."""
    rows = [
        {**row, "gender": "Male"} for row in (*arrests(40, "TEXAS"), *arrests(30, "UTAH"), *arrests(20, "PUERTO RICO"))
    ]
    store = made(tmp_path, {"arrests": rows})
    with TestClient(create_app(replace(SETTINGS, store=store.root)), base_url=BASE) as client:
        address = f"/records/{RELEASE}/count"
        page = client.get(address, params={"measure": "arrests", "by": "state"}).text
        two = client.get(address, params={"measure": "arrests", "by": ["state", "gender"]}).text
    assert page.count("<table") == 1
    assert page.count("<bdi>Texas</bdi>") == 1
    assert "Not on the map: <bdi>Puerto Rico</bdi> 20." in page
    assert two.count("<table") == 2
    assert 'aria-label="places"' in two


def test_one_place_makes_no_map(tmp_path: Path) -> None:
    """A release of one state would be one shade."""
    assert (
        map_of(count(made(tmp_path, {"arrests": arrests(40, "TEXAS")}), RELEASE, Request("arrests", ("state",))))
        is None
    )


def test_two_names_of_one_place_are_not_one_number(tmp_path: Path) -> None:
    """40 arrests in TEXAS and 20 in TX: the outline has the 40, the 20 stand beside."""
    rows = [*arrests(40, "TEXAS"), *arrests(20, "TX"), *arrests(30, "UTAH")]
    found = map_of(count(made(tmp_path, {"arrests": rows}), RELEASE, Request("arrests", ("state",))))
    assert found is not None
    assert [(spot.words, spot.told) for spot in found.beside] == [("TX", "20")]  # a code keeps its capitals
    assert "<title>Texas: 40</title>" in str(found.svg)


def test_classes_are_told_from_the_smallest_number_in_them(tmp_path: Path) -> None:
    """40 and 30 arrests are two classes; neither begins at 1."""
    rows = [*arrests(40, "TEXAS"), *arrests(30, "UTAH")]
    found = map_of(count(made(tmp_path, {"arrests": rows}), RELEASE, Request("arrests", ("state",))))
    assert found is not None
    assert [words for _, words in found.legend] == ["30", "40"]


def test_areas_are_circles_at_their_cities(tmp_path: Path) -> None:
    """Two areas with the number in the title of each circle; nothing is said of a class."""
    rows = [*arrests(40, None, "Seattle Area of Responsibility"), *arrests(25, None, "DEN")]
    found = map_of(count(made(tmp_path, {"arrests": rows}), RELEASE, Request("arrests", ("area",))))
    assert found is not None
    assert found.legend == ()
    assert "Seattle Area of Responsibility: 40</title>" in str(found.svg)


def test_there_is_no_map_without_a_place(tmp_path: Path) -> None:
    """A count by gender has none."""
    store = made(tmp_path, {"arrests": [{**row, "gender": "Male"} for row in arrests(40, "TEXAS")]})
    assert map_of(count(store, RELEASE, Request("arrests", ("gender",)))) is None


def test_the_outlines_are_those_of_us_atlas() -> None:
    """A topology of states in degrees."""
    loaded = json.loads(resources.files("tallymark.web").joinpath("data/us-states-10m.json").read_text())
    assert loaded["type"] == "Topology"
    assert loaded["bbox"][0] < -170
