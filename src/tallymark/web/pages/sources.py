"""Sources and methods: in comes the register; out come where every row is from, and what the system cannot say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from tallymark.checking import own_claims
from tallymark.claims.layout import MOST_IN_TEXT
from tallymark.model.errors import UsageError
from tallymark.model.figure import Figure, Source
from tallymark.register.register import Register
from tallymark.reports.words import definition_words, figure_words, key_words
from tallymark.web.state import TheRegister
from tallymark.web.templating import render

router = APIRouter(include_in_schema=False)
TIERS = {
    1: "the agency's own document or page, also archived",
    2: "its words republished",
    3: "computed or reported by others; never makes a contradiction",
}
MOST_ROWS = 250


@dataclass(frozen=True, slots=True)
class Sums:
    """How many rows the register has, and how many of them decide nothing or were computed from printed numbers."""

    rows: int
    unconfirmed: int
    faulty: int
    computed: int


@router.get("/sources")
def page(register: TheRegister) -> HTMLResponse:
    """Every source of the register with its rows."""
    return HTMLResponse(_page(register))


@router.get("/sources/{source}")
def rows_of(register: TheRegister, source: str, begin: Annotated[int, Query(ge=0, le=1_000_000)] = 0) -> HTMLResponse:
    """The rows that were read in one source, each with its place in the source and in the register."""
    found = [one for one in register.all_figures() if one.provenance.source and one.provenance.source.id == source]
    if begin >= len(found):
        raise UsageError("TM-WEB-011", where="source", detail="the register has no such source or row")
    about = found[0].provenance.source
    assert about is not None  # noqa: S101  chosen by it
    return HTMLResponse(
        render(
            "source_rows.html",
            here="/sources",
            title=f"Rows of {about.id}",
            about=about,
            tier=TIERS[about.tier],
            rows=found[begin : begin + MOST_ROWS],
            begin=begin,
            n_rows=len(found),
            most=MOST_ROWS,
            key=key_words,
            value=figure_words,
            rule=definition_words,
        )
    )


@lru_cache(maxsize=2)
def _page(register: Register) -> str:
    figures = register.all_figures()
    rows = Counter(figure.provenance.source.id for figure in figures if figure.provenance.source)
    unconfirmed = Counter(
        figure.provenance.source.id for figure in figures if figure.provenance.source and not figure.confirmed
    )
    sources = sorted(register.sources(), key=_order)
    return render(
        "sources.html",
        here="/sources",
        title="Sources and methods",
        sources=sources,
        rows=rows,
        unconfirmed=unconfirmed,
        tiers=TIERS,
        of_tier=Counter(source.tier for source in sources),
        sums=_sums(figures),
        most_numbers=MOST_IN_TEXT,
        most_claims=own_claims.MOST,
        as_of=register.as_of,
        sha256=register.sha256,
    )


def _sums(figures: tuple[Figure, ...]) -> Sums:
    return Sums(
        len(figures),
        sum(not figure.confirmed for figure in figures),
        sum(bool(figure.fault) for figure in figures),
        sum(figure.basis == "computed" for figure in figures),
    )


def _order(source: Source) -> tuple[str, str]:
    return source.publisher, source.id
