"""Measures: which measure ordinary sentences of the field name, class by class."""

from __future__ import annotations

from datetime import date

import pytest

from tallymark.claims.extract import extract
from tallymark.model.claim import Claim, Document
from tallymark.model.figure import Relation
from tallymark.model.period import Period


def claims(text: str) -> tuple[Claim, ...]:
    """The claims of a text of June 2014."""
    return extract(Document("own", text, Period.day(date(2014, 6, 1)), "option")).claims


def last(text: str) -> tuple[str | None, dict[str, str]]:
    """Measure and filters of the last claim of a text."""
    claim = claims(text)[-1]
    return claim.measure.value, claim.population.value.as_dict()


@pytest.mark.parametrize(
    "text",
    [
        "The average daily population in detention was 31,020 in fiscal 2012.",
        "The average daily population in ICE detention reached a record 31,020 in fiscal 2012.",
        "ICE held an average of 31,020 people a day in fiscal 2012.",
        "The agency detained an average of 31,020 immigrants per day in fiscal 2012.",
        "On average, 31,020 people were held in detention each day in fiscal 2012.",
        "The daily average number of people in detention was 31,020 in fiscal 2012.",
    ],
)
def test_an_average_of_people_held_is_the_average_daily_population(text: str) -> None:
    """However the average is told, nothing of it stays unmapped."""
    claim = claims(text)[0]
    assert claim.measure.value == "average_daily_population"
    assert claim.unmapped == ()


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("ICE detained a record 31,020 people on May 4.", "detention_population"),
        ("There were 31,020 people detained on May 4.", "detention_population"),
        ("The agency is holding 31,020 people in custody.", "detention_population"),
        ("ICE detained 310,200 people in fiscal 2012.", "book_ins"),
        ("Some 310,200 people were detained by ICE in fiscal 2012.", "book_ins"),
        ("ICE booked 310,200 people into detention in fiscal 2012.", "book_ins"),
        ("In fiscal 2012, 310,200 immigrants were taken into ICE custody.", "book_ins"),
        ("ICE detained 31 people.", None),
        ("ICE detained 31 people on May 4.", None),
        ("Mexican troops detained 3,100 migrants in May.", None),
    ],
)
def test_detained_is_a_stock_on_a_day_and_a_flow_over_time(text: str, measure: str | None) -> None:
    """Where the words do not tell which, nothing is claimed."""
    assert last(text)[0] == measure


def test_jails_that_hold_people_are_no_detainees() -> None:
    """The number of places where people are held is not the number held."""
    assert [claim.measure.value for claim in claims("The agency is holding 31,020 people in 120 jails.")] == [
        "detention_population",
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Fines against employers totaled nearly $7 million in fiscal 2010.",
        "ICE levied $6.2 million in fines on employers in fiscal 2010.",
        "The agency collected $6.2 million in fines from employers.",
        "The government imposed fines of $6.2 million on businesses in fiscal 2010.",
        "Fines against employers totaled $6.2 million in fiscal 2010, up from $1 million in fiscal 2009.",
        "Companies were fined $6.2 million in fiscal 2010.",
    ],
)
def test_fines_on_employers(text: str) -> None:
    """Fines of the field are those of employers, base values included."""
    assert {claim.measure.value for claim in claims(text)} == {"fines"}


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("About 11.4 million unauthorized immigrants lived in the country in 2010.", "unauthorized_population"),
        ("About 900,000 unauthorized immigrants resided in Florida.", "unauthorized_population"),
        ("He would deport the 11 million people here illegally.", "unauthorized_population"),
        ("She promised to remove all 11 million undocumented immigrants.", "unauthorized_population"),
        ("Nobody knows where the 11 million people who live here without papers work.", "unauthorized_population"),
        ("The agency deported 300,000 undocumented immigrants in fiscal 2010.", "removals"),
    ],
)
def test_the_resident_population_is_no_count_of_removals(text: str, measure: str) -> None:
    """More people than were ever removed, named with an article, are the whole population."""
    assert last(text)[0] == measure


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Removals of people arrested in the interior rose to 81,200.", "interior"),
        ("Deportations of immigrants apprehended at the border fell to 81,200.", "border"),
        ("The number of removals of people caught at the border dropped to 81,200.", "border"),
        ("Removals of criminals arrested in the interior rose to 81,200.", "interior"),
        ("Of 240,000 removals, 60,000 were of people arrested in the interior and 180,000 at the border.", "border"),
    ],
)
def test_the_head_noun_names_the_measure(text: str, place: str) -> None:
    """A participle of the people removed tells where they were arrested, not what is counted."""
    measure, filters = last(text)
    assert (measure, filters["arrest_place"]) == ("removals", place)


@pytest.mark.parametrize(
    "text",
    [
        "Ninety-six percent of ICE removals met one or more of the agency's priorities.",
        "About 96 percent of those deported fell into one or more of ICE's enforcement priorities.",
        "Some 96 percent of removals met at least one of the civil enforcement priorities.",
        "Of all removals, 96 percent met one of the agency's priorities.",
    ],
)
def test_one_or_more_priorities_are_a_filter(text: str) -> None:
    """The words "one or more" are no number of their own."""
    (claim,) = claims(text)
    assert claim.population.value.as_dict() == {"priority": "any"}
    assert claim.unmapped == ()


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Deportations totaled 310,200 in fiscal 2011, while 280,400 people were returned.", "returns"),
        ("In fiscal 2011, DHS returned 280,400 people.", "returns"),
        ("Some 280,400 people returned to work.", None),
        ("ICE counted more than 19,000 immigrants who had left.", None),
        ("ICE has 287(g) agreements with 120 law enforcement agencies.", "agencies_287g"),
        ("The agency has agreements with 120 police agencies to take part in the 287(g) program.", "agreements_287g"),
        ("Secure Communities identified more than 90,000 criminal aliens.", "sc_matches"),
        ("The agency identified 120 people as having a conviction after it arrested 400.", "arrests"),
        ("The bodies of 252 migrants were found in southern Arizona.", "border_deaths"),
        ("The remains of 463 border crossers were recovered in fiscal 2012.", "border_deaths"),
        ("Agents found 365 bodies in the desert in fiscal 2010.", "border_deaths"),
        ("More than 5,000 people have died crossing the border since 1998.", "border_deaths"),
    ],
)
def test_verbs_and_nouns_of_the_field(text: str, measure: str | None) -> None:
    """Each is read only in its own surroundings."""
    assert last(text)[0] == measure


def test_offences_of_a_list_go_on_with_what_was_counted() -> None:
    """Every item of a list of offences keeps the measure told before it."""
    text = (
        "ICE removed 400,100 people in fiscal 2012. Among the convicted, 1,200 had been convicted of homicide; "
        "5,500 of sexual offenses; 40,400 of crimes involving drugs; and 36,100 of driving under the influence."
    )
    assert [(claim.measure.value, claim.population.value.as_dict().get("offence")) for claim in claims(text)[1:]] == [
        ("removals", "homicide"),
        ("removals", "sexual"),
        ("removals", "drugs"),
        ("removals", "dui"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Texas accounted for a third of the 240,000 deportations.",
        "More than half of those deported had a past.",
        "Ninety-eight percent of removals went smoothly.",
    ],
)
def test_a_number_is_never_unmapped_by_its_own_words(text: str) -> None:
    """A share of nobody in particular is blocked by the words that should say which part."""
    claim = claims(text)[0]
    assert claim.unmapped
    assert claim.span not in claim.unmapped


def test_changes_told_respectively_stay_open() -> None:
    """Which of two changes is whose is not read, and the word stays visible."""
    text = "Removals and arrests declined by 75 percent and 69 percent, respectively."
    assert all("respectively" in [span.of(text) for span in claim.unmapped] for claim in claims(text))


@pytest.mark.parametrize(
    "text",
    [
        "People without status: unauthorized immigrants made up 5.3 percent of the nation's labor force in 2010.",
        "Some 8 million unauthorized immigrants working or looking for work in 2010, or 5.3 percent of the civilian labor force, were counted.",
        "In 2010 undocumented workers were 5.3 percent of the workforce.",
    ],
)
def test_the_labor_force_is_a_whole_of_which_people_without_papers_are_a_part(text: str) -> None:
    """The measure itself is the part, which is said to be assumed, so that nothing is ever called wrong on it."""
    claim = next(one for one in claims(text) if one.unit == "percent")
    assert claim.measure.value == "unauthorized_labor_force"
    assert (claim.relation, claim.unmapped) == (Relation.SHARE, ())
    assert claim.population.origin == "assumed"


@pytest.mark.parametrize(
    "text",
    [
        "Young people made up 17 percent of the labor force in 2010, and many unauthorized immigrants were among them.",
        "Young people made up 17 percent of the labor force in 2010.",
    ],
)
def test_the_labor_force_as_the_whole_of_others_stays_open(text: str) -> None:
    """Where the clause names no people without papers, the part is not theirs."""
    claim = claims(text)[0]
    assert claim.measure.value is None or claim.unmapped


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("There were 310,531 apprehensions in fiscal 2012, which was 77 percent below the peak number of 1,350,220 recorded in fiscal 2001.", "FY2001"),
        ("ICE removed 396,906 people in fiscal 2011, 7.5 percent above the 369,221 it removed in fiscal 2008.", "FY2008"),
    ],
)  # fmt: skip
def test_a_percentage_below_or_above_another_number_is_compared_with_its_days(text: str, base: str) -> None:
    """The number compared with gives the base, also behind "the peak number of"."""
    change, compared = claims(text)[1:]
    assert (change.relation, change.base.value) == (Relation.CHANGE_PCT, Period.parse(base))
    assert [link.kind for link in compared.links] == ["base_of"]


@pytest.mark.parametrize(
    ("text", "unmapped"),
    [
        ("Answering a question from Henderson, the agency said that it deported 4,120 people in fiscal 2011.", False),
        ("By figures from Brookhaven it deported 4,120 people in fiscal 2011.", False),
        ("The agency deported 4,120 people from Henderson in fiscal 2011.", True),
    ],
)
def test_what_is_told_from_a_name_is_counted_nowhere_else(text: str, unmapped: bool) -> None:
    """A question or figures from somebody name no place; people from somewhere do."""
    assert bool(claims(text)[-1].unmapped) is unmapped


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Of the 4,120 immigrants the agency deported in fiscal 2011, half were men.", "removals"),
        ("In fiscal 2011 there were 4,120 people its officers arrested at home.", "arrests"),
        ("The 4,120 migrants they had deported by fiscal 2011 came back.", "removals"),
        ("The 4,120 migrants the newspaper interviewed in fiscal 2011 were tired.", None),
    ],
)
def test_a_clause_with_its_own_subject_tells_what_was_done_with_the_people(text: str, measure: str | None) -> None:
    """The verb after "the agency" counts the people before it; what others did with them stays open."""
    assert claims(text)[0].measure.value == measure


def test_a_text_that_ends_with_its_subject_has_no_clause() -> None:
    """Nothing follows the agency, so nothing was done."""
    assert claims("1,200 people the agency")[0].measure.value is None
    assert claims("1,200 ICE")[0].measure.value is None
