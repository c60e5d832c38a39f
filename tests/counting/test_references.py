"""Counted references over a made-up release: figures under every definition, shares, changes, reasons, and small cells."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tallymark.counting.counted import Count
from tallymark.counting.evidence import LABEL, read_rules, rules, ways
from tallymark.counting.joined import StoreRecords, records_of
from tallymark.counting.references import ReleaseReferences
from tallymark.counting.shown import Shown
from tallymark.model.errors import DataError
from tallymark.model.figure import Figure, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Answer, Query
from tallymark.model.vocabulary import population_values
from tallymark.schema.store import Store
from tests.counting.evidence_store import RELEASE, catalogued, made_up
from tests.records.small import store_with
from tests.records.test_stint_duplicates import stint

EVERYBODY = Population()
FY2014, FY2015 = Period.fiscal_year(2014), Period.fiscal_year(2015)
DATA = Path(__file__).resolve().parents[2] / "src/tallymark/counting/data/evidence.yaml"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The made-up release."""
    return made_up(tmp_path_factory.mktemp("references"))


@pytest.fixture(scope="module")
def whole(store: Store) -> ReleaseReferences:
    """The release as the catalogue would have it: ICE's removals of the whole country."""
    return ReleaseReferences(store, RELEASE, catalogued=catalogued())


def query(people: str = "", period: Period = FY2014, **more: object) -> Query:
    """A level of removals unless said otherwise."""
    return replace(Query("removals", Relation.LEVEL, Population.parse(people), period), **more)  # type: ignore[arg-type]


def under(answer: Answer, definition: str) -> Figure:
    """The figure of one definition."""
    return next(one.figure for one in answer.counted if one.figure.definition == definition)


def test_a_level_is_counted_under_every_definition(whole: ReleaseReferences) -> None:
    """720 left, 480 of them removed; the lock moves 24."""
    found = whole.answer(query())
    assert (found.standing, found.words) == ("decides", "")
    assert under(found, "ice.removals_by_departure").value == Interval.parse("720")
    assert under(found, "ice.removals.2003").value == Interval.parse("480")
    assert under(found, "ice.removals.2009").value == Interval.parse("696")


def test_the_definition_in_force_is_that_of_the_days(whole: ReleaseReferences) -> None:
    """FY2014 lies in the era that began in June 2013; the agency's series without lag has one era."""
    in_force = [one.figure.definition for one in whole.answer(query()).counted if one.in_force]
    assert in_force == ["ice.removals.2013-06", "ice.removals_excl_lag.2009"]


def test_a_figure_carries_its_whole_trail(whole: ReleaseReferences) -> None:
    """Release, hashes, rules with versions, SQL, engine and the command that counts it again."""
    figure = under(whole.answer(query()), "ice.removals.2009")
    trail = dict(figure.provenance.trail)
    assert (figure.basis, figure.tier, figure.decides) == ("counted", 1, True)
    assert figure.note == "counted in made-up under a recount that imitates ice.removals.2009"
    assert trail["release"] == RELEASE
    assert "year: year.october_lock.date@1" in trail["rules"]
    assert trail["sql"].startswith("SELECT")
    assert trail["engine"] == "duckdb"
    assert trail["command"].startswith("tallymark count removals --release made-up")
    assert any(key == "file" and "sha256" in value for key, value in figure.provenance.trail)


def test_people_are_found_by_their_breakdowns(whole: ReleaseReferences) -> None:
    """Half of the departures are convicted; 25 of each 60 are citizens of Honduras."""
    convicted, honduras = whole.answer(query("criminality=convicted")), whole.answer(query("citizenship=honduras"))
    assert under(convicted, "ice.removals_by_departure").value == Interval.parse("360")
    assert under(honduras, "ice.removals_by_departure").value == Interval.parse("300")
    assert (convicted.judges, honduras.judges) == (False, True)


def test_a_share_is_the_part_in_its_whole(whole: ReleaseReferences) -> None:
    """Half of all are convicted, and of the citizens of Honduras 12 of each 25: the odd ones of 0 to 4 in each twelve."""
    found = whole.answer(query("criminality=convicted", relation=Relation.SHARE, of=EVERYBODY))
    assert under(found, "ice.removals_by_departure").value == Interval.parse("50")
    honduras = Population.of(citizenship="honduras")
    found = whole.answer(query("criminality=convicted", relation=Relation.SHARE, of=honduras))
    assert under(found, "ice.removals_by_departure").value == Interval.parse("40")


def test_a_change_compares_two_periods_under_one_definition(whole: ReleaseReferences) -> None:
    """By departure nothing changed; with the lock FY2015 has 744 and FY2014 696."""
    found = whole.answer(query(period=FY2015, relation=Relation.CHANGE_ABS, base=FY2014))
    assert under(found, "ice.removals_by_departure").value == Interval.parse("0")
    assert under(found, "ice.removals.2009").value == Interval.parse("48")


def test_days_that_are_no_year_are_counted_as_they_are(whole: ReleaseReferences) -> None:
    """Two months hold 120 departures."""
    found = whole.answer(query(period=Period.parse("2014-01-01/2014-02-28")))
    assert under(found, "ice.removals_by_departure").value == Interval.parse("120")


def test_the_daily_population_is_a_mean_or_as_of_a_day(tmp_path: Path) -> None:
    """Forty people are held all February and twenty more from its 15th midnight on: 40 x 14 + 60 x 15 over 29 days."""
    rows = [stint(f"p{n}", "2024-01-05 10:00", "2024-03-05 10:00") for n in range(40)]
    rows += [stint(f"q{n}", "2024-02-14 10:00", "2024-03-05 10:00") for n in range(20)]
    rows.append(stint("edge", "2024-03-20 00:00", "2024-03-20 00:00"))
    held = ReleaseReferences(store_with(tmp_path, {"stints": rows}, release=RELEASE), RELEASE)
    february = query(measure="average_daily_population", period=Period.month(2024, 2))
    mean = under(held.answer(february), "ice.adp").value
    assert mean.low is not None
    assert round(mean.low, 6) == Decimal("50.344828")
    day = query(measure="detention_population", period=Period.parse("2024-02-10"))
    assert under(held.answer(day), "ice.detained").value == Interval.parse("40")
    assert held.answer(replace(day, period=Period.month(2024, 2))).codes == ("ambiguous",)
    change = replace(february, relation=Relation.CHANGE_PCT, base=Period.month(2024, 1))
    assert held.answer(change).codes == ("ambiguous",)


@pytest.mark.parametrize(
    ("asked", "code", "words"),
    [
        (query("arrest_place=interior"), "no_such_field", "interior or at the border"),
        (query("programme=secure_communities"), "no_such_field", "match of fingerprints"),
        (query("citizenship=cuba"), "no_such_field", "no record has citizenship cuba"),
        (query("violator=repeat_violator"), "no_such_field", "an order of its own"),
        (query(measure="arrests"), "no_table", "no records of"),
        (query(measure="fines"), "no_such_field", "not counted from records"),
        (query(period=Period.fiscal_year(2010)), "period_not_covered", "only"),
        (Query("removals", Relation.LEVEL, EVERYBODY), "ambiguous", "people and days"),
    ],
)
def test_what_is_not_counted_has_a_reason(whole: ReleaseReferences, asked: Query, code: str, words: str) -> None:
    """No figure, the code and words that say why."""
    found = whole.answer(asked)
    assert (found.standing, found.codes, found.counted) == ("refused", (code,), ())
    assert words in found.words
    assert whole.lookup(asked) == ()
    assert whole.covers(asked).state == "none"


def test_people_whom_a_field_tells_badly_stand_beside() -> None:
    """The level in a record is the agency's own: such a count decides nothing."""
    assert ways(Population.of(level="1")).beside
    assert ways(Population.of(state="texas")).beside
    assert not ways(Population.of(citizenship="mexico")).beside


def test_a_regional_release_stands_beside_and_says_so(store: Store) -> None:
    """Every figure carries the reason as its fault, so that none can decide."""
    part = ReleaseReferences(store, RELEASE, catalogued=catalogued(people="area=seattle"))
    found = part.answer(query())
    assert (found.standing, found.codes) == ("beside", ("part_of_the_people",))
    assert found.counted
    assert all(not one.figure.decides and "a part of the country" in one.figure.fault for one in found.counted)
    assert part.covers(query()).state == "part"
    own = part.answer(query("area=seattle"))
    assert (own.standing, under(own, "ice.removals_by_departure").value) == ("decides", Interval.parse("720"))
    assert part.answer(query("area=tucson_sector")).codes == ("other_scope",)


def test_a_release_that_the_catalogue_does_not_have_decides_nothing(store: Store) -> None:
    """The default looks the id up in the catalogue."""
    found = ReleaseReferences(store, RELEASE).answer(query())
    assert (found.standing, found.codes) == ("beside", ("scope_unknown",))


def test_a_store_with_a_part_of_the_rows_decides_nothing(store: Store) -> None:
    """The catalogue knows 3,000 rows and the store holds 1,440."""
    found = ReleaseReferences(store, RELEASE, catalogued=catalogued(n_rows=3000)).answer(query())
    assert (found.standing, found.codes) == ("beside", ("rows_missing",))


def test_only_series_of_the_releases_own_records_are_counted(whole: ReleaseReferences) -> None:
    """ICE's records cannot give what DHS counts; what TRAC and GAO counted in them they can."""
    found = {one.figure.definition for one in whole.answer(query()).counted}
    assert {"ice.removals.2013-06", "trac.removals", "gao.removals"} <= found
    assert not {"dhs.removals", "ohss.removals"} & found


def test_the_series_of_a_wider_body_stands_beside(whole: ReleaseReferences) -> None:
    """Where a measure has no series of ICE, those of DHS and OHSS are counted and decide nothing."""
    found = whole.answer(query(measure="removals_and_returns"))
    assert (found.standing, found.codes) == ("beside", ("other_agency",))
    fault = "the series is of OHSS, the records are of ICE"
    assert under(found, "ohss.removals_and_returns").fault == fault


def test_a_small_count_is_not_shown_unless_asked(store: Store) -> None:
    """In one day there are two departures, one of them convicted."""
    day = query("criminality=convicted", period=Period.parse("2014-01-02/2014-01-03"))
    hidden = ReleaseReferences(store, RELEASE, catalogued=catalogued()).answer(day)
    assert hidden.codes == ("small_cell",)
    asked = ReleaseReferences(store, RELEASE, small_cells=True, catalogued=catalogued()).answer(day)
    assert under(asked, "ice.removals_by_departure").value.low is not None


def test_two_counts_of_one_text_do_not_tell_a_small_one() -> None:
    """Everybody and all but five of them under one definition, the same people under two: the second count is not shown."""
    shown = Shown()
    everybody, convicted = Count(700, 700, 700, 700), Count(695, 695, 695, 695)
    people = Population.of(criminality="convicted")
    assert shown.kept("removals", "d", EVERYBODY, FY2014, everybody) == everybody
    assert shown.kept("removals", "d", people, FY2014, convicted) is None
    assert shown.kept("removals", "d", people, FY2015, convicted) == convicted
    assert shown.kept("removals", "other", people, FY2014, convicted) == convicted
    assert shown.kept("removals", "other", EVERYBODY, FY2014, Count(704, 704, 704, 704)) is None
    assert shown.kept("removals", "third", EVERYBODY, FY2014, everybody) == everybody
    assert shown.kept("arrests", "d", people, FY2014, convicted) == convicted


def test_releases_of_a_store_are_joined(store: Store, whole: ReleaseReferences) -> None:
    """Each release answers for itself; the best coverage counts; a release without the table is silent."""
    joined = StoreRecords([whole, ReleaseReferences(store, RELEASE)])
    assert [one.standing for one in joined.answers(query())] == ["decides", "beside"]
    both = [len(one.lookup(query())) for one in (whole, ReleaseReferences(store, RELEASE))]
    assert len(joined.lookup(query())) == sum(both)
    assert joined.covers(query()).state == "full"
    assert [one.codes for one in joined.answers(query(measure="arrests"))] == [("no_table",), ("no_table",)]
    assert joined.as_of == "2015-09-28"
    assert [one.scope for one in joined.used()] == ["the whole country", ""]
    assert joined.sha256 != whole.sha256


def test_a_store_without_a_release_is_an_error(tmp_path: Path) -> None:
    """Nothing can be counted there."""
    with pytest.raises(DataError) as caught:
        records_of(Store(tmp_path / "nothing"))
    assert caught.value.code == "TM-COUNT-051"


def test_every_filter_is_a_way_or_a_reason() -> None:
    """No filter of the vocabulary is passed over: each is counted somehow, or it is said why not."""
    for key, value in population_values():
        found = ways(Population(((key, value),)))
        assert found.filters or found.refused, (key, value)


def test_only_citizenship_may_speak_against_a_text() -> None:
    """The one filter that the records name themselves."""
    assert [key for key, one in rules().people.items() if one.judges] == ["citizenship"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("schema: 1", "schema: 2"),
        ("    judges: true", "    judge: true"),
        ("    same: citizenship", "    same: passport"),
        ("[{by: criminality, is: [convicted]}]", "[{by: criminality}]"),
        ("[{by: criminality, is: [convicted]}]", "[{by: nothing, is: [convicted]}]"),
        ("[{by: criminality, is: [convicted]}]", "[]"),
        ("      convicted: [", "      sentenced: ["),
        ("  path:", "  route:"),
        ("  ICE: [ICE,", "  ICE: [Nobody,"),
        ("publishers:", "publisher:"),
    ],
)
def test_a_file_that_breaks_the_schema_is_refused(tmp_path: Path, old: str, new: str) -> None:
    """An unknown key, breakdown, filter or publisher is named with its place."""
    text = DATA.read_text(encoding="utf-8")
    assert old in text
    changed = tmp_path / "evidence.yaml"
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_rules(changed, LABEL)
    assert caught.value.code == "TM-COUNT-050"
    assert LABEL in caught.value.where
