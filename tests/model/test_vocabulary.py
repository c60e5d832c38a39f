"""The closed vocabularies, populations, definitions and error codes."""

from __future__ import annotations

from datetime import date

import pytest

from tallymark.model.definition import breaks_inside, definition, definitions
from tallymark.model.errors import DataError, TallymarkError, error_codes
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.vocabulary import measure, measures, population_values, read_table


def test_every_measure_has_a_unit_and_words() -> None:
    """No measure is without the words and the unit that reports print."""
    assert all(item.unit and item.words for item in measures().values())


def test_an_unknown_measure_is_refused_with_its_code() -> None:
    """A measure outside the list raises TM-MODEL-005 and names the file."""
    with pytest.raises(DataError) as caught:
        measure("deportations")
    assert caught.value.code == "TM-MODEL-005"
    assert "measures.csv" in str(caught.value)


def test_a_vocabulary_file_with_other_columns_is_refused() -> None:
    """A missing or extra column raises TM-MODEL-006 instead of being ignored."""
    with pytest.raises(DataError) as caught:
        list(read_table("measures.csv", ("id", "unit")))
    assert caught.value.code == "TM-MODEL-006"


def test_an_unknown_filter_is_refused() -> None:
    """A filter value outside the list raises TM-MODEL-005."""
    with pytest.raises(DataError):
        Population.of(criminality="criminal")


def test_every_implied_and_wider_value_exists() -> None:
    """Implications and containments name values of the vocabulary."""
    known = population_values()
    for item in known.values():
        assert all(pair in known for pair in item.implies)
        assert all((item.key, wider) in known for wider in item.within)


def test_homicide_means_convicted() -> None:
    """People convicted of homicide are among the convicted whether or not the text says so."""
    assert Population.of(offence="homicide").same(Population.of(offence="homicide", criminality="convicted"))
    assert Population.of(offence="homicide").inside(Population.of(criminality="convicted"))


def test_the_convicted_are_among_those_convicted_or_pending_and_not_the_reverse() -> None:
    """A wider value holds the narrower one only."""
    convicted = Population.of(criminality="convicted")
    wider = Population.of(criminality="convicted_or_pending")
    assert convicted.inside(wider)
    assert not wider.inside(convicted)
    assert convicted.inside(Population())


def test_population_notation_reads_back() -> None:
    """The notation of the register gives the same filters."""
    population = Population.of(criminality="convicted", arrest_place="interior")
    assert Population.parse(str(population)) == population
    assert "arrest_place=interior;criminality=convicted" == str(population)


def test_words_leave_out_what_is_implied() -> None:
    """Convicted of homicide is said once."""
    assert Population.of(offence="homicide", criminality="convicted").words == "convicted of homicide"


def test_every_definition_names_a_known_measure_and_its_series() -> None:
    """The definitions file keeps its schema."""
    assert all(item.measure in measures() for item in definitions().values())
    assert definition("ice.removals.2009").valid_from == date(2008, 10, 1)


def test_two_breaks_lie_inside_fiscal_2008_to_2014() -> None:
    """The lock of FY2009 and the rule of June 2013 both fall inside; the return rule of FY2007 does not."""
    found = breaks_inside("ice.removals", Period.parse("FY2008-FY2014"))
    assert ("ice.removals.2009", "ice.removals.2013-06") == tuple(item.id for item in found)


def test_every_error_code_says_what_why_and_what_next() -> None:
    """No line of the error table is half empty."""
    assert all(item.what and item.why and item.next_step for item in error_codes().values())


def test_an_error_prints_code_place_reason_and_next_step() -> None:
    """The message carries everything a reader needs."""
    shown = str(TallymarkError("TM-MODEL-004", where="'last year'"))
    assert shown.startswith("TM-MODEL-004: This is not a period label")
    assert "where: 'last year'" in shown
    assert "next: Write FY2011" in shown
