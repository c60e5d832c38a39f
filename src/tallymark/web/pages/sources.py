"""Sources and methods: in comes the register; out come where every row is from, and what the system cannot say."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from tallymark.model.figure import Source
from tallymark.register.register import Register
from tallymark.web.state import TheRegister
from tallymark.web.templating import render

router = APIRouter(include_in_schema=False)
TIERS = {
    1: "the agency's own document or page, also archived",
    2: "its words republished",
    3: "computed or reported by others; never makes a contradiction",
}


@router.get("/sources")
def page(register: TheRegister) -> HTMLResponse:
    """Every source of the register with its rows."""
    return HTMLResponse(_page(register))


@lru_cache(maxsize=2)
def _page(register: Register) -> str:
    rows = Counter(figure.provenance.source.id for figure in register.all_figures() if figure.provenance.source)
    unconfirmed = Counter(
        figure.provenance.source.id
        for figure in register.all_figures()
        if figure.provenance.source and not figure.confirmed
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
        as_of=register.as_of,
        sha256=register.sha256,
    )


def _order(source: Source) -> tuple[str, str]:
    return source.publisher, source.id
