"""Extraction on sentences of our own: what is a claim, and what each of its parts says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.claims.extract import extract
from tallymark.claims.reading import read_text
from tallymark.model.claim import Claim, Document, Extraction, Span
from tallymark.model.figure import Modality, Relation
from tallymark.model.period import Period

DAY = date(2014, 11, 5)


def read(text: str, day: date | None = DAY) -> Extraction:
    """The extraction of a text of a day."""
    dated = None if day is None else Period.day(day)
    return extract(Document("own", text, dated, "option" if day else "unknown"))


def claims(text: str, day: date | None = DAY) -> tuple[Claim, ...]:
    """The claims of a text."""
    return read(text, day).claims


def one(text: str, day: date | None = DAY) -> Claim:
    """The only claim of a text."""
    found = claims(text, day)
    assert len(found) == 1, [claim.quote for claim in found]
    return found[0]


def who(claim: Claim) -> dict[str, str]:
    """The filters of a claim."""
    return claim.population.value.as_dict()


def whole(claim: Claim) -> dict[str, str] | None:
    """The filters of the whole of a share."""
    return None if claim.of.value is None else claim.of.value.as_dict()


def label(claim: Claim) -> str:
    """The label of a claim's period, empty when it is missing."""
    return "" if claim.period.value is None else claim.period.value.label


@pytest.mark.parametrize(
    ("text", "measure", "filters"),
    [
        ("The agency deported 315,943 people in fiscal 2014.", "removals", {}),
        ("Some 102,000 immigrants were sent home in fiscal 2014.", "removals", {}),
        (
            "There were 88,000 deportations of convicted criminals in fiscal 2013.",
            "removals",
            {"criminality": "convicted"},
        ),
        ("Officials removed 1,042 murderers in fiscal 2013.", "removals", {"offence": "homicide"}),
        ("They deported 21,000 people with no criminal record in fiscal 2013.", "removals", {"criminality": "none"}),
        (
            "The agency removed 70,000 people from the interior in fiscal 2013.",
            "removals",
            {"arrest_place": "interior"},
        ),
        ("ICE made 9,871 criminal arrests in fiscal 2016.", "arrests", {"criminality": "convicted"}),
        ("ICE arrested 12,000 people in March.", "arrests", {}),
        ("Border Patrol agents arrested 12,000 people in March.", "border_apprehensions", {}),
        (
            "Agents apprehended 4,100 unaccompanied children in March.",
            "border_apprehensions",
            {"family_status": "unaccompanied_child"},
        ),
        ("Customs and Border Protection recorded 190,000 encounters in fiscal 2022.", "border_encounters", {}),
        ("ICE held 31,500 detainees last week.", "detention_population", {}),
        ("Congress paid for 33,400 detention beds.", "detention_beds", {}),
        ("The agency issued 7,400 detainers in fiscal 2014.", "detainers", {}),
        ("ICE has signed 76 287(g) agreements.", "agreements_287g", {}),
        ("About 9.8 million undocumented immigrants were living in the country.", "unauthorized_population", {}),
        (
            "ICE released 2,300 convicted criminals from its custody in fiscal 2013.",
            "releases",
            {"criminality": "convicted"},
        ),
    ],
)
def test_measure_and_population(text: str, measure: str, filters: dict[str, str]) -> None:
    """The words around a number give what is counted and who."""
    claim = one(text)
    assert (claim.measure.value, who(claim)) == (measure, filters)
    assert claim.measure.origin == "text"


@pytest.mark.parametrize(
    "text",
    [
        "Mexico sent 6,000 troops to its northern border.",
        "The city counted 512 homicides in fiscal 2013.",
        "Crews ran 140 deportation flights in March.",
        "Officers shielded 700,000 young people from deportation.",
        "About 45,000 people were ordered deported in fiscal 2013.",
        "The company paid $3 million for new offices.",
        "Some 71 percent believe the administration deports too many people.",
        "Illegal immigrants are 40 percent less likely to be held in detention.",
    ],
)
def test_what_is_off_this_subject_has_no_measure(text: str) -> None:
    """A number of something else is a claim without a measure, so nothing can be said against it."""
    assert one(text).measure.value is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ICE arrested 3,100 people in Chicago in fiscal 2014.", "Chicago"),
        ("Agents apprehended 18,000 migrants in the Del Rio area in fiscal 2014.", "Rio"),
        ("The agency deported 1,200 people every day in fiscal 2013.", "day"),
        ("Officials deported 90,000 people from countries other than Mexico in fiscal 2013.", "other"),
        ("Agents apprehended 11,000 migrant children in March.", "children"),
        ("CBP hired an additional 4,000 Border Patrol agents.", "additional"),
        ("Removals averaged 30,500 a month in fiscal 2013.", "averaged"),
        ("Of the other removals in fiscal 2013, 60 percent were recent border crossers.", "other"),
    ],
)
def test_words_that_change_the_count_stay_visible(text: str, word: str) -> None:
    """A place, a rate, an exception, a group or an addition that nothing maps is kept as unmapped."""
    (claim,) = (claim for claim in claims(text) if claim.measure.value is not None)
    assert any(word in span.of(text) for span in claim.unmapped), [span.of(text) for span in claim.unmapped]


@pytest.mark.parametrize(
    "text",
    [
        "Two officers spoke to one woman for three hours.",
        "He had lived there for 19 years.",
        "A 25-year-old man was deported.",
        "The rule is in section 287(g) of the law.",
        "It was the third time.",
    ],
)
def test_passing_numbers_are_no_claims(text: str) -> None:
    """Small counts in words, lengths of time, ages, statutes and ordinals are no statistics."""
    assert claims(text) == ()


def test_share_with_whole_and_part() -> None:
    """A share keeps its whole apart from the part that is told of."""
    claim = one("More than 40 percent of those deported in fiscal 2013 had no criminal record.")
    assert (claim.relation, claim.measure.value, who(claim)) == (Relation.SHARE, "removals", {"criminality": "none"})
    assert whole(claim) == {}
    assert claim.value.number == Decimal(40)


def test_share_of_a_narrower_whole() -> None:
    """The whole of a share may itself be narrowed; the part then carries both."""
    claim = one("About 82 percent of people removed from the interior in fiscal 2013 were convicted criminals.")
    assert who(claim) == {"arrest_place": "interior", "criminality": "convicted"}
    assert whole(claim) == {"arrest_place": "interior"}


def test_a_share_of_nobody_named_is_blocked() -> None:
    """A share whose predicate nothing maps keeps those words as unmapped."""
    claim = one("Nearly 30 percent of people deported in fiscal 2013 spoke Mixtec.")
    assert claim.unmapped


def test_the_same_fact_told_twice() -> None:
    """A percentage and a count joined by "or" are linked, and both take the predicate."""
    share, count = claims(
        "Roughly 48 percent, or 151,300, of the people removed in fiscal 2013 were convicted criminals."
    )
    assert [link.kind for link in share.links] == ["same_fact"] == [link.kind for link in count.links]
    assert who(share) == who(count) == {"criminality": "convicted"}
    assert (share.relation, count.relation) == (Relation.SHARE, Relation.LEVEL)


def test_a_list_of_parts() -> None:
    """Each number of a list takes its own group and the measure of the whole."""
    text = "Of the 150,000 convicted criminals deported in fiscal 2013, 38,100 were sentenced for drug crimes, 29,300 for drunk driving and 870 for homicide."
    everybody, drugs, drunk, homicide = claims(text)
    assert [who(claim).get("offence") for claim in (everybody, drugs, drunk, homicide)] == [
        None,
        "drugs",
        "dui",
        "homicide",
    ]
    assert {claim.measure.value for claim in (everybody, drugs, drunk, homicide)} == {"removals"}
    assert {label(claim) for claim in (drugs, drunk, homicide)} == {"FY2013"}


def test_what_follows_the_whole_tells_of_the_part() -> None:
    """In "half of N deportees were criminals" only the half is criminal."""
    half, deportees = claims("More than half of nearly 320,000 deportees in fiscal 2014 were criminals.")
    assert (who(half), who(deportees)) == ({"criminality": "convicted"}, {})
    assert [(link.kind, link.other) for link in half.links] == [("part_of", deportees.id)]


def test_change_with_base() -> None:
    """An increase has a direction and the period it is compared with."""
    claim = one("That was a 12 percent increase in removals of criminals since fiscal 2009.")
    assert (claim.relation, claim.direction) == (Relation.CHANGE_PCT, "up")
    assert claim.base.value == Period.fiscal_year(2009)
    assert who(claim) == {"criminality": "convicted"}


@pytest.mark.parametrize(
    ("text", "relation", "direction"),
    [
        ("Deportations fell by 14 percent in fiscal 2014.", Relation.CHANGE_PCT, "down"),
        ("Deportations jumped 14 percent in fiscal 2014.", Relation.CHANGE_PCT, "up"),
        ("The agency deported 5,000 fewer people than in fiscal 2013.", Relation.CHANGE_ABS, "down"),
        ("Deportations more than doubled in fiscal 2014.", Relation.RATIO, "up"),
        ("Apprehensions are 60 percent below the peak.", Relation.CHANGE_PCT, "down"),
        ("Deportations rose to 410,000 in fiscal 2014.", Relation.LEVEL, None),
    ],
)
def test_relations(text: str, relation: Relation, direction: str | None) -> None:
    """The words next to a number tell a level from a change, a difference and a multiple."""
    claim = one(text)
    assert (claim.relation, claim.direction) == (relation, direction)


def test_a_base_value_is_the_level_of_the_base_period() -> None:
    """A number after "up from" is a level of its own period and linked to the number compared."""
    now, before = claims("ICE arrested 10,400 people in fiscal 2014, up from 9,100 in fiscal 2013.")
    assert (before.relation, before.measure.value) == (Relation.LEVEL, "arrests")
    assert before.period.value == Period.fiscal_year(2013)
    assert [(link.kind, link.other) for link in before.links] == [("base_of", now.id)]


def test_a_year_earlier_is_read_against_the_number_compared() -> None:
    """Relative words of a base value mean the year before the claim they are compared with."""
    _, before = claims("Agents caught 7,300 people at the border in June 2013, compared with 6,200 a year earlier.")
    assert before.period.value == Period.month(2012, 6)


@pytest.mark.parametrize(
    ("text", "direction", "value"),
    [
        ("Apprehensions were the lowest since fiscal 1973.", "down", 1973),
        ("Arrests hit their highest level since 2011.", "up", 2011),
    ],
)
def test_ranks_over_a_range(text: str, direction: str, value: int) -> None:
    """A superlative with "since" is a rank; its value is the year."""
    claim = one(text)
    assert (claim.relation, claim.direction, claim.value.number) == (Relation.RANK, direction, Decimal(value))


def test_record_is_a_qualifier_of_a_level() -> None:
    """A record number is a level; a criminal record makes no record."""
    assert one("The agency deported a record 371,000 people in fiscal 2012.").qualifiers == ("record",)
    assert one("It deported people with a criminal record, 5,900 of them in fiscal 2012.").qualifiers == ()


def test_a_bare_year_is_fiscal_for_enforcement_and_calendar_for_stocks() -> None:
    """The year of a flow is the fiscal year, with the calendar year kept in the note; the year of a population is the calendar year."""
    flow = one("ICE deported 371,000 people in 2012.")
    assert flow.period.value == Period.fiscal_year(2012)
    assert "CY2012" in flow.period.note
    stock = one("In 2012, 10.9 million undocumented immigrants were living in the country.")
    assert stock.period.value == Period.calendar_year(2012)


def test_a_year_still_running_is_told_to_date() -> None:
    """In November 2014 the fiscal year 2015 is told to the end of October."""
    claim = one("ICE has deported 24,000 people in fiscal 2015.")
    assert label(claim) == "2014-10"


def test_periods_are_inherited_and_marked() -> None:
    """A claim without a period takes that of the claim before and says so."""
    first, second = claims("ICE deported 371,000 people in fiscal 2012. Of them, 190,000 were convicted criminals.")
    assert second.period.value == first.period.value
    assert (first.period.origin, second.period.origin) == ("text", "inherited")
    assert [(link.kind, link.other) for link in second.links] == [("part_of", first.id)]


def test_a_sum_of_years_never_takes_one_year() -> None:
    """Millions of removals are no single year's: the presidency named is assumed, else the period is missing."""
    text = "In 2012 ICE deported 371,000 people. Mr. Obama has deported more than 2 million people."
    total = claims(text)[-1]
    assert total.period.origin == "assumed"
    assert label(total) == "FY2009-FY2014"


def test_without_a_date_nothing_is_assumed() -> None:
    """A text whose date is not known says so, and its claims without a period have none."""
    found = read("ICE deported 371,000 people.", None)
    assert found.notes
    assert found.claims[0].period.origin == "missing"


def test_targets_are_no_outcomes() -> None:
    """A goal is marked as such."""
    claim = one("The agency set a goal of 350,000 deportations for fiscal 2015.")
    assert claim.modality is Modality.TARGET


def test_lines_of_a_list_take_their_heading() -> None:
    """Under "Unaccompanied children apprehended:" each line counts those of the country it names."""
    text = "Unaccompanied children apprehended in fiscal 2014:\n\nHonduras - 18,244\n\nEl Salvador - 16,404\n"
    first, second = claims(text)
    assert who(first) == {"citizenship": "honduras", "family_status": "unaccompanied_child"}
    assert who(second) == {"citizenship": "el_salvador", "family_status": "unaccompanied_child"}
    assert {claim.measure.value for claim in (first, second)} == {"border_apprehensions"}


def test_daily_arrests_are_a_rate() -> None:
    """Arrests told by the day are the rate, not the count."""
    assert one("ICE makes about 310 arrests a day.").measure.value == "arrests_per_day"


def test_repeats_are_linked() -> None:
    """The same number of the same thing told again is linked to its first mention."""
    first, second = claims("ICE deported 371,000 people in fiscal 2012. It deported 371,000 people in fiscal 2012.")
    assert ("repeats", first.id) in [(link.kind, link.other) for link in second.links]


def test_another_subject_in_a_change_is_not_inherited() -> None:
    """A change of something the lexicon does not know takes nothing from the claim before."""
    _, crime = claims("ICE deported 371,000 people in fiscal 2012. Burglary rates fell 9 percent.")
    assert crime.measure.value is None


PIECES = [
    "ICE", "deported", "arrested", "1,200", "55 percent", "of", "the", "people", "criminals", "in 2011", "fiscal 2012", ",", ".", "—",
    "more than", "up from", "record", "lowest since 2001", "half", "doubled", "(", ")", "\n\n", ":", "other", "a day", "from Mexico", "$3",
]  # fmt: skip


def test_numbers_beyond_what_anybody_reads_are_left_and_the_notes_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a text with more numbers than the limit the first are read."""
    for module in ("layout", "extract"):
        monkeypatch.setattr(f"tallymark.claims.{module}.MOST_IN_TEXT", 2)
    found = extract(read_text("ICE removed 11,000 people. It removed 12,000 people. It removed 13,000 people."))
    assert [claim.quote for claim in found.claims] == ["11,000", "12,000"]
    assert found.notes[-1] == "only the first 2 numbers of the text were read; check the rest as a text of its own"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_spans_give_back_their_quotes(pieces: list[str]) -> None:
    """Whatever the text, quotes are spans of it, ids count up in text order and links name claims that exist."""
    text = " ".join(pieces)
    found = claims(text)
    assert [claim.id for claim in found] == [f"c{number}" for number in range(1, len(found) + 1)]
    assert list(found) == sorted(found, key=lambda claim: claim.span)
    ids = {claim.id for claim in found}
    for claim in found:
        assert claim.span.of(text) == claim.quote
        assert claim.span.start <= claim.number_span.start
        assert claim.sentence.start <= claim.span.start < claim.span.end <= claim.sentence.end
        assert all(link.other in ids - {claim.id} for link in claim.links)
        for slot in (claim.measure, claim.period, claim.base):
            assert slot.origin in ("text", "inherited", "assumed", "missing")
            assert (slot.value is None) == (slot.origin == "missing")


def test_where_the_claims_stand_is_told_while_a_text_is_read() -> None:
    """A text of many sentences is told in parts, in its order; the spans are those of its claims, and nothing else changes."""
    text = "The fair was held again and nobody counted. ICE removed 396,906 people in fiscal year 2011. " * 120
    document = Document("own", text, Period.day(DAY), "option")
    ends: list[int] = []
    spans: list[Span] = []

    def told(end: int, found: Sequence[Span]) -> None:
        ends.append(end)
        spans.extend(found)

    extraction = extract(document, progress=told)
    assert ends == [4599, 9199, len(text) - 1]
    assert len(spans) == 120
    assert spans == [claim.span for claim in extraction.claims]
    assert extraction == extract(document)


def test_a_long_chain_of_numbers_hands_on_few_words() -> None:
    """Each number of a list takes over what the one before could not say, but not all that came before it: the report would grow with the square."""
    chain = "The agency removed people in the year, and it said so: " + "50 percent " * 200
    claims = extract(read_text(chain)).claims
    assert len(claims) > 150
    assert max(len(claim.unmapped) for claim in claims) < 40
    assert all(claim.unmapped for claim in claims[1:])
