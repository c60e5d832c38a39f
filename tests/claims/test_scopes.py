"""Scopes: a part of the country that a text names narrows the numbers near it, whatever clause or sentence it stands in."""

from __future__ import annotations

import csv
from datetime import date
from importlib import resources

import pytest

from tallymark.claims.extract import extract
from tallymark.model.claim import Claim, Document
from tallymark.model.period import Period

DAY = date(2013, 12, 20)
HEADQUARTERS = "HQ"


def claims(text: str) -> tuple[Claim, ...]:
    """The claims of a text of December 2013."""
    return extract(Document("own", text, Period.day(DAY), "option")).claims


def kept(claim: Claim, text: str) -> list[str]:
    """The words of a claim that nothing maps."""
    return [span.of(text) for span in claim.unmapped]


def offices() -> list[tuple[str, str]]:
    """The areas of responsibility as records print them, with the value that the vocabulary gives each."""
    path = resources.files("tallymark.schema").joinpath("data/codes/aor.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    names = {row["value"].removesuffix(" Area of Responsibility") for row in rows if row["meaning"] != HEADQUARTERS}
    values = {name: name.lower().replace(".", "").replace(" ", "_").removesuffix("_city") for name in names}
    return sorted({**values, "Salt Lake City": "salt_lake_city"}.items())


@pytest.mark.parametrize(("name", "value"), offices())
@pytest.mark.parametrize(
    "text",
    [
        "The {} field office removed 2,900 people in fiscal 2013.",
        "In the {} area of responsibility, ICE removed 2,900 people in fiscal 2013.",
        "ERO {} removed 2,900 people in fiscal 2013.",
        "Deportations by ICE's {} field office fell 40 percent in fiscal 2013.",
    ],
)
def test_every_area_of_responsibility_is_known_by_the_name_of_its_office(name: str, value: str, text: str) -> None:
    """Each office that records name is read as its area, whichever way a paper prints it."""
    found = claims(text.format(name))
    assert [claim.population.value.as_dict() for claim in found] == [{"area": value}]


@pytest.mark.parametrize("city", ["Seattle", "Boston", "Chicago", "El Paso", "New Orleans", "Salt Lake City"])
def test_a_city_alone_is_no_area_of_responsibility(city: str) -> None:
    """A city stays a word that nothing maps: its people are fewer than those of the area of its office."""
    text = f"In {city}, ICE removed 2,900 people in fiscal 2013."
    (found,) = claims(text)
    assert found.population.value.as_dict() == {}
    assert kept(found, text)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("In Texas, 30 percent of those removed in fiscal 2013 were convicted criminals.", {"state": "texas"}),
        (
            "In the Miami area of responsibility, 30 percent of those removed in fiscal 2013 were convicted criminals.",
            {"area": "miami"},
        ),
    ],
)
def test_a_place_that_opens_the_clause_narrows_the_whole_of_a_share(text: str, whole: dict[str, str]) -> None:
    """What opens the clause holds for the people of whom the share is told, and for the part of them."""
    (found,) = claims(text)
    assert found.of.value is not None
    assert found.of.value.as_dict() == whole
    assert found.population.value.as_dict() == {**whole, "criminality": "convicted"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In fiscal 2013, ERO Boston was busy; 30 percent of those removed were convicted criminals.", "ERO Boston"),
        ("The picture differs in Texas: in fiscal 2013, 30 percent of those removed were criminals.", "in Texas"),
        ("In the Northwest, 30 percent of those removed in fiscal 2013 were convicted criminals.", "Northwest"),
        ("Removals fell 40 percent in fiscal 2013, the Boston field office said.", "Boston field office"),
        ("Agents were busy in Texas. In fiscal 2013, 30 percent of those removed were criminals.", "in Texas"),
        ("The Boston field office was busy.\n\nRemovals fell 40 percent in fiscal 2013.", "Boston field office"),
        ("The Burlington field office was busy. Removals fell 40 percent in fiscal 2013.", "field office"),
    ],
)
def test_a_place_elsewhere_is_kept_as_unmapped(text: str, words: str) -> None:
    """A place in another clause or in the sentence before may be all that a number counts, so its words are kept."""
    found = claims(text)[-1]
    assert words in kept(found, text)


def test_an_office_in_the_head_of_a_text_holds_for_the_rest_of_it() -> None:
    """A release of one office tells of its own numbers to the end, but not in a sentence that names the nation."""
    filler = "Officers worked hard all year long. " * 4
    head = "ICE's Boston field office had a busy year.\n\n"
    local = f"{head}{filler}\n\nRemovals fell 40 percent in fiscal 2013."
    national = f"{head}{filler}\n\nNationwide, removals fell 40 percent in fiscal 2013."
    assert kept(claims(local)[-1], local) == ["ICE's Boston field office"]
    assert kept(claims(national)[-1], national) == []


def test_a_place_of_its_own_or_the_nation_lifts_a_place_before() -> None:
    """A sentence that names its own place or the nation takes none from the sentence before."""
    own = "Agents were busy in Texas. In Florida, removals fell 40 percent in fiscal 2013."
    nation = "Agents were busy in Texas. Nationally, removals fell 40 percent in fiscal 2013."
    assert claims(own)[-1].population.value.as_dict() == {"state": "florida"}
    assert kept(claims(own)[-1], own) == []
    assert kept(claims(nation)[-1], nation) == []


def test_the_border_is_no_part_that_narrows_its_own_measures() -> None:
    """The southwest border names where apprehensions happen; it does not cast doubt on the next sentence."""
    text = (
        "Agents apprehended 12,000 people at the southwest border in March 2013. They made 3,000 arrests in April 2013."
    )
    assert kept(claims(text)[-1], text) == []
