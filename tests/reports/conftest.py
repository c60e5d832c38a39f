"""A hand-made report of one short text of our own, with every slot origin and most kinds of verdict."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tallymark.model.claim import Claim, ClaimedValue, Document, Slot, Span, Statement
from tallymark.model.figure import Figure, Hedge, Key, Modality, Provenance, Relation, Source
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.verdict import Checked, Cluster, Mention, Report, Try, Verdict, VerdictKind

TEXT = (
    "SPRINGFIELD, Oct. 20, 2011 — The agency removed 396,906 people in fiscal 2011.\n\n"
    "Almost 45,000 of them had a drug conviction, an official said.\n"
    "The year before it was 412,000 people.\n\n"
    "The goal is 400,000. Removals were higher than ever."
)
EVERYBODY = Population()
CONVICTED_DRUGS = Population.of(criminality="convicted", offence="drugs")
FY2011, FY2010 = Period.fiscal_year(2011), Period.fiscal_year(2010)
SOURCE = Source(
    "ice.archive-2012", "ICE", "UNT Libraries", 1, "Removal statistics", "https://example.org/ice?a=1&b=2",
    "2026-11-20", "public domain",
)  # fmt: skip


def spot(quote: str) -> Span:
    """Where the quote stands in the text."""
    start = TEXT.index(quote)
    return Span(start, start + len(quote))


def figure(number: int, value: str, population: Population = EVERYBODY, period: Period = FY2011) -> Figure:
    """A confirmed level of removals."""
    return Figure(
        id=f"ice.archive-2012#{number}",
        key=Key(Relation.LEVEL, "removals", population, period),
        value=Interval.parse(value),
        unit="events",
        printed=value,
        definition="ice.removals.2009",
        provenance=Provenance(SOURCE, "table 1", "2012-09-15", "ice.archive-2012.csv:2"),
    )


def claim(claim_id: str, quote: str, hedge: Hedge, value: ClaimedValue, **slots: Any) -> Claim:
    """A claim on removals by people; ``slots`` replace the defaults."""
    span = spot(quote)
    start = span.start + quote.index(quote.rsplit(maxsplit=1)[-1])
    parts: dict[str, Any] = {
        "measure": Slot("removals", "text", spot("removed")),
        "population": Slot(EVERYBODY, "assumed", None, "no filter is named"),
        "period": Slot(FY2011, "text", spot("fiscal 2011")),
        "of": Slot(None, "missing"),
        "base": Slot(None, "missing"),
        "modality": Modality.ACTUAL,
    }
    return Claim(
        id=claim_id, span=span, number_span=Span(start, span.end), sentence=span, quote=quote, value=value, hedge=hedge,
        unit="people", relation=Relation.LEVEL, direction=None, **(parts | slots),
    )  # fmt: skip


def plain_value(number: int) -> ClaimedValue:
    """An unhedged number printed to the last digit."""
    here = Interval.point(number)
    return ClaimedValue(Decimal(number), here, here, Decimal(1), Decimal(1))


@pytest.fixture
def text() -> str:
    """The text of the report."""
    return TEXT


@pytest.fixture
def report() -> Report:
    """The whole report: exact, hedged, contradicted, a target that is not checkable, and a statement."""
    document = Document("story.txt", TEXT, Period.parse("2011-10-20"), "dateline", sha256="d" * 64, title="A story")
    return Report(document, (_exact(), _hedged(), _contradicted(), _target(), _statement()), "2026-11-20", "a1" * 32)


def _exact() -> Checked:
    best = figure(1, "396906")
    line = "396,906 → 396,906; found 396,906"
    verdict = Verdict(
        VerdictKind.EXACT, "value", "The printed number is the published number.", line, best=best,
        tries=(Try(best, "exact", (), line),), n_tried=1,
        supports="396,906 removals, fiscal year 2011 (ICE, Removal statistics, 2012-09-15).",
    )  # fmt: skip
    return Checked(claim("c1", "396,906", Hedge.NONE, plain_value(396906)), verdict)


def _hedged() -> Checked:
    value = ClaimedValue(
        Decimal(45000), Interval.parse("[44474, 45000)"), Interval.parse("[42600, 45000)"), Decimal(1000), Decimal(5000)
    )
    drugs = Slot(CONVICTED_DRUGS, "text", spot("drug conviction"))
    period = Slot(FY2011, "inherited", spot("fiscal 2011"))
    subject = claim(
        "c2", "Almost 45,000", Hedge.ALMOST, value, population=drugs, period=period,
        speaker=Slot("an official", "text", spot("an official")), unmapped=(spot("drug"),), hedge_words="Almost",
    )  # fmt: skip
    best = figure(2, "44653", CONVICTED_DRUGS)
    other = figure(3, "43262", CONVICTED_DRUGS)
    line = "almost 45,000 → [44,474, 45,000); found 44,653"
    tries = (Try(best, "hedged", (), line), Try(other, "hedged_wide", ("definition",), "found 43,262"))
    verdict = Verdict(
        VerdictKind.HEDGED, "value", "The published figure is just below 45,000.", line, "core", best, tries, n_tried=2,
        supports="44,653 removals, fiscal year 2011.", breaks=("the October lock enters in FY2009",),
    )  # fmt: skip
    return Checked(subject, verdict)


def _contradicted() -> Checked:
    best = figure(4, "392862", period=FY2010)
    line = "412,000 → [411,500, 412,500]; found 392,862"
    value = ClaimedValue(
        Decimal(412000),
        Interval.parse("[411500, 412500]"),
        Interval.parse("[411500, 412500]"),
        Decimal(1),
        Decimal(1000),
    )
    subject = claim("c3", "412,000", Hedge.NONE, value, period=Slot(FY2010, "assumed", None, "the year before"))
    verdict = Verdict(
        VerdictKind.CONTRADICTED, "value", "The published figure is 392,862.", line, best=best,
        tries=(Try(best, "against", (), line),), n_tried=1, newer_than_series=True,
    )  # fmt: skip
    return Checked(subject, verdict)


def _target() -> Checked:
    subject = claim(
        "c4", "400,000", Hedge.NONE, plain_value(400000), modality=Modality.TARGET, period=Slot(None, "missing")
    )
    lead = figure(5, "400000")
    verdict = Verdict(
        VerdictKind.NOT_CHECKABLE, "not_an_outcome", "A goal is not an outcome.", leads=(lead,), disputed_in_text=True
    )
    return Checked(subject, verdict)


def _statement() -> Checked:
    subject = Statement(
        "s1", spot("higher than ever"), spot("Removals were higher than ever."), "higher than ever", Relation.RANK, "up",
        Slot("removals", "text", spot("Removals")), Slot(EVERYBODY, "text"), Slot(FY2011, "inherited"),
        Slot(None, "missing"),
    )  # fmt: skip
    return Checked(subject, Verdict(VerdictKind.TRUE_UNDER, "period", "True for the years since 2001.", drift="period"))


@pytest.fixture
def cluster(report: Report) -> Cluster:
    """One figure in two texts, with a drift."""
    first = Mention("story.txt", report.checks[0], "exact", "")
    second = Mention("other.txt", report.checks[1], "drifted", "of those removed is lost")
    return Cluster("k1", "removals, fiscal year 2011", first, (first, second), ("scope: drug convictions only",), ())


@pytest.fixture
def make_report(report: Report) -> Callable[[str], Report]:
    """A report on any text whose one claim is its first word, quoted as it stands."""

    def make(text: str, name: str = "story.txt") -> Report:
        end = len(text.split(maxsplit=1)[0]) if text.split() else 0
        span = Span(0, end)
        subject = Claim(
            id="c1", span=span, number_span=span, sentence=Span(0, len(text)), quote=text[:end], value=plain_value(1),
            hedge=Hedge.NONE, unit="people", relation=Relation.LEVEL, modality=Modality.ACTUAL, direction=None,
            measure=Slot(None, "missing"), population=Slot(EVERYBODY, "assumed"), period=Slot(None, "missing"),
            of=Slot(None, "missing"), base=Slot(None, "missing"), speaker=Slot(text[:end], "text", span),
            unmapped=(span,),
        )  # fmt: skip
        verdict = Verdict(VerdictKind.NOT_CHECKABLE, "measure_unmapped", text, supports=text, notes=(text,))
        document = Document(name, text, None, "unknown", title=text)
        return Report(document, (Checked(subject, verdict),), report.as_of, report.sha256, (text,))

    return make


SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Compare a text with a file of ``snapshots/``; UPDATE_SNAPSHOTS=1 writes it instead, for a person to read in the diff."""

    def compare(name: str, drawn: str) -> None:
        path = SNAPSHOTS / name
        if os.environ.get("UPDATE_SNAPSHOTS") == "1":
            path.parent.mkdir(exist_ok=True)
            path.write_text(drawn, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == drawn

    return compare


@pytest.fixture(scope="session")
def faults() -> Callable[..., list[str]]:
    """A function that lists where a value breaks ``check.schema.json``, or one of its parts."""
    spec = importlib.util.spec_from_file_location("schema_walk", Path(__file__).with_name("schema_walk.py"))
    assert spec is not None
    assert spec.loader is not None
    walk = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(walk)
    path = resources.files("tallymark.reports").joinpath("data/check.schema.json")
    schema = json.loads(path.read_text(encoding="utf-8"))

    def find(value: object, part: str = "") -> list[str]:
        return list(walk.faults(value, schema["$defs"][part] if part else schema, schema))

    return find
