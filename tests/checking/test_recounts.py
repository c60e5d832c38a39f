"""Recounts: what counted records may change in a verdict by published figures, and what never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.checking.check import check
from tallymark.model.claim import Claim, Document, Extraction
from tallymark.model.figure import Figure, Hedge, Provenance, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Answer, Coverage, Query, RecordsUsed, Recounted
from tallymark.model.verdict import Verdict, VerdictKind
from tests.checking.making import Shelves, claim, figure

TEXT = "FY2014 " + " " * 93
HONDURAS = "citizenship=honduras"
ERA = "ice.removals.2013-06"


class HandMade:
    """Records that answer what they were given: one release, figures under definitions."""

    as_of = "2022-12-31"
    sha256 = "1" * 64

    def __init__(self, counted: Sequence[Recounted], standing: str = "decides", *, judges: bool = True) -> None:
        self.counted = tuple(counted)
        self.standing = standing
        self.judges = judges
        self.asked: list[Query] = []

    def lookup(self, query: Query) -> tuple[Figure, ...]:
        """The figures of the answer."""
        return tuple(one.figure for answer in self.answers(query) for one in answer.counted)

    def covers(self, query: Query) -> Coverage:  # noqa: ARG002  part of the protocol
        """Everything."""
        return Coverage("full", None, "")

    def used(self) -> tuple[RecordsUsed, ...]:
        """One made-up release."""
        return (RecordsUsed("made-up", "Made up", "the whole country", "1" * 64, ()),)

    def answers(self, query: Query) -> tuple[Answer, ...]:
        """The figures with the very key of the query."""
        self.asked.append(query)
        found = tuple(
            one
            for one in self.counted
            if one.figure.key.measure == query.measure
            and one.figure.key.relation is (query.relation or Relation.LEVEL)
            and query.population is not None
            and one.figure.key.population.same(query.population)
            and query.period is not None
            and one.figure.key.period.same_days(query.period)
        )
        if not found:
            return (Answer("made-up", "refused", ("no_such_field",), "no field tells these people apart"),)
        words = found[0].figure.fault
        return (Answer("made-up", self.standing, ("part",) if words else (), words, found, self.judges),)


def counted(value: str, people: str = HONDURAS, **more: object) -> Recounted:
    """A count of FY2014 under the definition in force, on any reading the same unless given."""
    wide = Interval.parse(str(more.pop("any_reading", value)))
    in_force, settled = bool(more.pop("in_force", True)), bool(more.pop("settled", True))
    definition = str(more.pop("definition", ERA))
    made = figure(value, "FY2014", people, definition=definition, **more)
    return Recounted(
        replace(made, basis="counted", provenance=Provenance(None), note="counted in made-up"), wide, in_force, settled
    )


def verdict(
    one: Claim, published: Sequence[Figure] = (), records: HandMade | None = None, *, dated: str = "2016-01-02"
) -> Verdict:
    """The verdict on a claim by published figures and, where given, records."""
    document = Document("text", TEXT, Period.parse(dated), "option")
    return check(Extraction(document, (one,), ()), Shelves(published), records).checks[0].verdict


def honduras(number: str, **more: object) -> Claim:
    """A claim on removals of citizens of Honduras in fiscal year 2014."""
    return claim(number, "FY2014", HONDURAS, **more)


TOTAL = figure("315943", "FY2014", definition=ERA)
COUNTED_TOTAL = counted("315900", "")


def test_without_records_nothing_is_said_of_them() -> None:
    """A check that does not ask for records has none in its report."""
    found = verdict(honduras("40560"))
    assert (found.kind, found.recounts) == (VerdictKind.NOT_CHECKABLE, ())


def test_a_full_recount_supports_what_nothing_published_decides() -> None:
    """The number is the same under the definition in force: it is exact, by a recount, and the reason says so."""
    found = verdict(honduras("40560"), [TOTAL], HandMade([counted("40560")]))
    assert (found.kind, found.reason) == (VerdictKind.EXACT, "recount")
    assert found.best is not None
    assert found.best.basis == "counted"
    assert "counted in made-up" in found.words


def test_a_count_that_is_not_in_force_makes_it_true_under_that_definition_only() -> None:
    """What holds only under another way of counting is not simply true."""
    other = counted("40560", definition="ice.removals_by_departure", in_force=False)
    found = verdict(honduras("40560"), [TOTAL], HandMade([counted("52000"), other]))
    assert (found.kind, found.reason) == (VerdictKind.TRUE_UNDER, "definition")


def test_a_published_verdict_stands_where_a_recount_differs_and_the_bridge_is_named() -> None:
    """A published figure that fits is not overruled; the difference is told with the command that explains it."""
    found = verdict(claim("315943", "FY2014"), [TOTAL], HandMade([counted("310000", "")]))
    assert (found.kind, found.reason) == (VerdictKind.EXACT, "fits")
    assert any("tallymark bridge ice.removals.2013-06 --release made-up --year FY2014" in note for note in found.notes)


def test_a_contradicted_number_that_a_full_recount_gives_is_true_under_a_definition() -> None:
    """Records may take an accusation back."""
    published = [figure("30000", "FY2014", HONDURAS, definition=ERA)]
    one = honduras("40560")
    assert verdict(one, published).kind is VerdictKind.CONTRADICTED
    found = verdict(one, published, HandMade([counted("40560")]))
    assert (found.kind, found.reason) == (VerdictKind.TRUE_UNDER, "definition")
    assert found.leads[0].value == Interval.parse("30000")


def test_a_far_number_is_contradicted_where_the_release_gives_the_agencys_own_total() -> None:
    """Nothing is published of these people; the release has all records of the year and names citizenship."""
    records = HandMade([counted("40560"), COUNTED_TOTAL])
    found = verdict(honduras("90000"), [TOTAL], records)
    assert (found.kind, found.reason) == (VerdictKind.CONTRADICTED, "recount")


@pytest.mark.parametrize(
    ("name", "counts", "published"),
    [
        ("no published total shows that the release is whole", [counted("40560"), COUNTED_TOTAL], []),
        ("the release's total is 5 percent from the agency's", [counted("40560"), counted("300146", "")], [TOTAL]),
        ("the total is of another series", [counted("40560"), COUNTED_TOTAL], [
            figure("315943", "FY2014", definition="dhs.removals")]),
        ("the published total is of tier 3", [counted("40560"), COUNTED_TOTAL], [
            figure("315943", "FY2014", definition=ERA, tier=3)]),
        ("on any reading it may hold", [counted("40560", any_reading="[40560, 95000]"), COUNTED_TOTAL], [TOTAL]),
        ("under another definition it may hold", [
            counted("40560"), COUNTED_TOTAL,
            counted("[80000, 100000]", definition="trac.removals", in_force=False)], [TOTAL]),
        ("the definition is not in force", [counted("40560", in_force=False), COUNTED_TOTAL], [TOTAL]),
        ("late records are still to come", [counted("40560", settled=False), COUNTED_TOTAL], [TOTAL]),
        ("the count has a fault", [counted("40560", fault="a part of the country"), COUNTED_TOTAL], [TOTAL]),
        ("the total has a fault", [counted("40560"), counted("315900", "", fault="a part")], [TOTAL]),
    ],
)  # fmt: skip
def test_records_accuse_only_through_every_door_at_once(
    name: str, counts: list[Recounted], published: list[Figure]
) -> None:
    """Each condition alone keeps a far number from being called wrong."""
    found = verdict(honduras("90000"), published, HandMade(counts))
    assert found.kind is VerdictKind.NOT_CHECKABLE, name


def test_people_whom_records_do_not_name_accuse_nobody() -> None:
    """A count by the worst conviction or the programme is the agency's reading; it never speaks against a text."""
    records = HandMade([counted("40560"), COUNTED_TOTAL], judges=False)
    found = verdict(honduras("90000"), [TOTAL], records)
    assert found.kind is VerdictKind.NOT_CHECKABLE
    assert "the records do not name these people themselves" in found.words


def test_a_year_that_may_be_a_calendar_year_accuses_nobody() -> None:
    """The words "in 2014" may mean either year."""
    one = honduras("90000")
    document = Document("text", "2014  " + " " * 94, Period.parse("2016-01-02"), "option")
    records = HandMade([counted("40560"), COUNTED_TOTAL])
    found = check(Extraction(document, (one,), ()), Shelves([TOTAL]), records).checks[0].verdict
    assert found.kind is VerdictKind.NOT_CHECKABLE


def test_the_missing_records_of_a_release_widen_its_count() -> None:
    """A release 3,000 records short of the agency's total cannot accuse a number that those 3,000 would explain."""
    short = [counted("8000"), counted("312943", "")]
    near, far = (
        verdict(honduras("11000"), [TOTAL], HandMade(short)),
        verdict(honduras("20000"), [TOTAL], HandMade(short)),
    )
    assert (near.kind, far.kind) == (VerdictKind.NOT_CHECKABLE, VerdictKind.CONTRADICTED)


def test_shares_and_changes_are_supported_and_never_contradicted() -> None:
    """A recounted share may fit; one that does not fit is shown beside."""
    share = claim("60", "FY2014", "criminality=convicted", relation=Relation.SHARE, unit="percent")

    def records(value: str) -> HandMade:
        made = counted(value, "criminality=convicted", relation=Relation.SHARE, unit="percent", of="")
        return HandMade([made, COUNTED_TOTAL])

    assert verdict(share, [TOTAL], records("60")).reason == "recount"
    assert verdict(share, [TOTAL], records("20")).kind is VerdictKind.NOT_CHECKABLE


def test_the_middle_of_a_counts_bounds_is_no_number_that_anybody_counted() -> None:
    """90,000 is not "exact" because it lies half-way between 80,000 and 100,000."""
    found = verdict(honduras("90000"), [TOTAL], HandMade([counted("[80000, 100000]")]))
    assert found.kind is VerdictKind.NOT_CHECKABLE


def test_what_is_no_outcome_is_not_asked_of_records() -> None:
    """A goal is not compared with counts either."""
    from tallymark.model.figure import Modality  # noqa: PLC0415

    records = HandMade([counted("40560")])
    found = verdict(honduras("40560", modality=Modality.TARGET), [], records)
    assert (found.reason, found.recounts, records.asked) == ("not_an_outcome", (), [])


def test_a_refusal_is_told_with_its_reason() -> None:
    """Where nothing is counted the verdict stays and the reason stands beside it."""
    found = verdict(claim("5000", "FY2014", "arrest_place=interior"), [], HandMade([]))
    assert found.kind is VerdictKind.NOT_CHECKABLE
    (recount,) = found.recounts
    assert (recount.standing, recount.codes) == ("refused", ("no_such_field",))
    assert recount.words == "no field tells these people apart"


def test_an_unclear_word_beside_the_number_keeps_records_from_supporting() -> None:
    """A number of something else is not confirmed by accident."""
    text = "FY2014 average " + " " * 85
    document = Document("text", text, Period.parse("2016-01-02"), "option")
    unmapped = replace(honduras("40560"), unmapped=(claim("1").span,))
    records = HandMade([counted("40560")])
    found = check(Extraction(document, (unmapped,), ()), Shelves([TOTAL]), records).checks[0].verdict
    assert found.kind is VerdictKind.NOT_CHECKABLE


NUMBERS = st.integers(min_value=11, max_value=500_000)


@given(
    claimed=NUMBERS,
    published=st.lists(NUMBERS, max_size=2),
    counts=st.lists(st.tuples(NUMBERS, st.sampled_from(["", HONDURAS]), st.booleans()), min_size=1, max_size=4),
    people=st.sampled_from(["", HONDURAS]),
    hedge=st.sampled_from([Hedge.NONE, Hedge.MORE_THAN, Hedge.ABOUT]),
)
def test_a_partial_count_never_changes_a_verdict(
    claimed: int, published: list[int], counts: list[tuple[int, str, bool]], people: str, hedge: Hedge
) -> None:
    """Whatever a release that holds a part of the people or days counts, the verdict is the one without it."""
    figures = [
        figure(str(number), "FY2014", people, definition=ERA, vintage=str(n)) for n, number in enumerate(published)
    ]
    partial = [
        counted(str(number), who, in_force=in_force, fault="holds the Seattle area alone", definition=ERA)
        for number, who, in_force in counts
    ]
    one = claim(str(claimed), "FY2014", people, hedge=hedge)
    alone, beside = verdict(one, figures), verdict(one, figures, HandMade(partial, "beside"))
    assert replace(beside, recounts=()) == alone


@given(claimed=NUMBERS, count=NUMBERS, total=NUMBERS, own_total=NUMBERS, people=st.sampled_from(["", HONDURAS]))
def test_records_never_make_a_supported_number_wrong(
    claimed: int, count: int, total: int, own_total: int, people: str
) -> None:
    """A verdict by published figures is never turned into an accusation; records may only take one back."""
    figures = [figure(str(total), "FY2014", definition=ERA)]
    records = HandMade([counted(str(count)), counted(str(own_total), "")])
    one = claim(str(claimed), "FY2014", people)
    alone, after = verdict(one, figures), verdict(one, figures, records)
    if after.kind is VerdictKind.CONTRADICTED and alone.kind is not VerdictKind.CONTRADICTED:
        assert alone.reason in ("no_such_field", "period_not_covered")
        assert abs(total - own_total) <= own_total // 50
        assert abs(claimed - count) > abs(total - own_total)


def test_everybody_is_never_accused_by_records() -> None:
    """Where the total is published it decides, and where it is not nothing shows that the release is whole."""
    records = HandMade([counted("315900", "")])
    assert verdict(claim("900000", "FY2014"), [], records).kind is VerdictKind.NOT_CHECKABLE


def test_the_population_that_a_measure_implies_is_not_asked_for() -> None:
    """Arrests are ICE's: records are asked for all of them."""
    records = HandMade([])
    verdict(claim("5000", "FY2014", "arresting_agency=ice", measure="arrests"), [], records)
    assert records.asked[0].population == Population()
