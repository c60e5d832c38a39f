"""Answers: in comes a question about records; out comes its page or document, made by the module of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tallymark.model.errors import UsageError
from tallymark.register.register import Register
from tallymark.web.asks import Ask
from tallymark.web.records import bridges, choices_json, counts, memos, programmes, ratios, reports, stores

MAKERS: Mapping[str, Callable[[Ask, Register], str]] = {
    "releases": stores.releases,
    "release": stores.release,
    "quality": stores.quality,
    "count": counts.counted,
    "bridge": bridges.bridged,
    "bridge choices": bridges.choosing,
    "choices": counts.choosing,
    "memo": memos.memo,
    "memo choices": memos.choosing,
    "cohorts": memos.cohorts,
    "report": reports.reported,
    "asking": choices_json.listed,
    "programme": programmes.told,
    "ratio": ratios.ratios,
}


def answer(ask: Ask, register: Register) -> str:
    """The page, JSON or CSV; raises the coded errors of the rooms that are asked."""
    maker = MAKERS.get(ask.what)
    if maker is None:
        raise UsageError("TM-WEB-011", where=ask.what)
    return maker(ask, register)
