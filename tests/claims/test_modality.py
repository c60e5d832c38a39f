"""Outcome or not: goals, mandates, capacities, plans, requests, forecasts and what-ifs are told from what happened."""

from __future__ import annotations

import pytest

from tallymark.claims import modality
from tallymark.claims.modality import cues, modality_of
from tallymark.model.claim import Span
from tallymark.model.errors import DataError


def of(marked: str) -> str:
    """The modality of the number in brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    return str(modality_of(text, Span(0, len(text)), Span(start, end)))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The agency fell short of its goal of [300,000] removals.", "target"),
        ("The [2,000]-a-day quota was dropped.", "target"),
        ("She vowed to deport [5 million] people.", "target"),
        ("The law requires the agency to keep [20,000] beds.", "mandate"),
        ("ICE must hold [20,000] people a day.", "mandate"),
        ("Congress gave it enough money to deport [300,000] people a year.", "capacity"),
        ("The jail has a capacity of [1,200] people.", "capacity"),
        ("Officials plan to hire [8,000] agents.", "plan"),
        ("The agency will open [12] offices.", "plan"),
        ("Lawmakers asked for [$2 billion] more.", "request"),
        ("The agency seeks [$2 billion] for jails.", "request"),
        ("It is on pace to remove more than [200,000] people.", "forecast"),
        ("The office expects to make [50,000] arrests.", "forecast"),
        ("There would have been [50,000] more arrests.", "hypothetical"),
        ("About [70,000] people could be released.", "hypothetical"),
        ("Removing [9 million] people is impossible, he said.", "hypothetical"),
        ("The agency was directed to hire [3,000] officers.", "mandate"),
        ("The program cannot be expanded beyond [30] counties.", "capacity"),
        ("She wanted [$9 billion] for the border.", "request"),
        ("It got more than the [$4 billion] the president sought for 2012.", "request"),
        ("The House bill allocates [$9 billion] to the agency.", "plan"),
        ("The company won a contract to build a new [700-bed] jail.", "plan"),
        ("Officials considered releasing [600] people a week.", "plan"),
        ("The governor signed actions to protect [two million] parents.", "plan"),
        (
            "It will start planning for the construction of 20 miles of wall in one valley and [11 miles] of fence.",
            "plan",
        ),
        ("The goal is to have 30 miles of fence and [90 miles] of barriers.", "target"),
        ("The goal, however, is to fire [900] officers.", "target"),
        ("The governor ordered the hiring of [900] officers.", "mandate"),
        ("It directs a large, costly raid, including with [900] officers.", "mandate"),
        ("Officers were told to make [900] arrests.", "mandate"),
        ("A minimum of [900] beds is set by law.", "mandate"),
        ("Every office should make [90] arrests.", "target"),
        ("Up to [90,000] people may qualify.", "hypothetical"),
        ("The gate closes when encounters reach [900] a day.", "hypothetical"),
        ("The ceiling was set at [9,000].", "capacity"),
        ("The rule limits the program to [9,000] people a month.", "capacity"),
        ("The new contract allows for [900] more beds.", "plan"),
        ("The agency is planning raids on [900] families.", "plan"),
        ("The agency needs [$9 billion] more.", "request"),
    ],
)
def test_what_did_not_happen_is_told_by_its_cue(sentence: str, expected: str) -> None:
    """The nearest cue in the clause names the modality."""
    assert of(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The agency surpassed the 2009 total of [300,100].",
        "It deported more people than the [300,100] removed last year.",
        "It would be more than the [300,100] removed in 2011.",
        "In May [120,100] people were apprehended.",
        "Detainer requests rose to [200,100].",
        "Families seeking asylum rose to [10,100].",
        "The agency met its goals, removing [300,100] people.",
        "ICE removed [300,100] people, but it wants to remove more.",
        "He said [300,100] people were deported after they had planned to stay.",
        "The bill calls for filling 20,000 beds in [250] jails.",
        "The 20,000-bed mandate cost [$2 billion].",
        "She wants to deport the [9 million] people who live here.",
        "He will not deport all [9 million].",
        "He has a plan for [9 million] immigrants in the country.",
        "In 2010 the agency targeted only [70,000] people.",
        "Police were able to detain [dozens] of people.",
        "The base is 1,000, so women would account for [40 percent].",
        "If it keeps up that pace of [9,000], it will fall short.",
        "The bill would cut the [$1 billion] Congress approved.",
        "It has increased its detention capacity by [900 beds].",
        "The offer was eventually extended to [thousands] of people.",
        "He would not say how many of the [900] had lawyers.",
        "It will release data on the [900] arrested.",
        "Congress has funded 9,000 beds, and [7,000] were used.",
        "Agents seized [900] pounds that would have been sold.",
        "The raids were expected to end; so far [900] people have been arrested.",
    ],
)
def test_outcomes_beside_a_cue_stay_outcomes(sentence: str) -> None:
    """A cue in another clause, of another number, or in a noun that only looks like one does not change an outcome."""
    assert of(sentence) == "actual"


def test_a_list_shares_the_cue_of_its_first_item() -> None:
    """The words "would add A; B; C" make B and C hypothetical too."""
    assert of("The bill would add 900 guards; construction of [70 miles] of fence; and 10 towers.") == "hypothetical"


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("The bill would:\n- Hire 700 agents\n- Open 30 offices\n", "30", "hypothetical"),
        ("In 2010 the agency:\n- Removed 700 people\n", "700", "actual"),
        ("The bill would hire agents. It also includes $9 billion for fences.", "$9 billion", "plan"),
        ("The president signed the bill. It also includes $9 billion for fences.", "$9 billion", "actual"),
    ],
)
def test_a_sentence_goes_on_with_what_leads_it_in(text: str, number: str, expected: str) -> None:
    """The line that opens a list, and the proposal that "it also includes" means, hold for the numbers that follow."""
    start = text.index(number)
    begin = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start) + 1) + 1
    end = text.find("\n", start)
    sentence = Span(begin, end if end > 0 else len(text))
    assert str(modality_of(text, sentence, Span(start, start + len(number)))) == expected


def test_a_faulty_cue_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown modality in the table raises TM-CLAIMS-001 with the line."""
    row = {"modality": "wish", "side": "before", "words": "3", "pattern": "wish", "example": ""}
    monkeypatch.setattr(modality, "read_rows", lambda *_: iter([(2, row)]))
    cues.cache_clear()
    with pytest.raises(DataError) as faulty:
        cues("before")
    assert faulty.value.code == "TM-CLAIMS-001"
    cues.cache_clear()
