"""Choices as JSON: in come a release and a measure; out come the measures, definitions and breakdowns that can be asked of it."""

from __future__ import annotations

from tallymark.model.errors import UsageError
from tallymark.register.register import Register
from tallymark.reports.numbers import to_json
from tallymark.web.asks import Ask
from tallymark.web.records.choices import choices_in


def listed(ask: Ask, register: Register) -> str:  # noqa: ARG001  every maker is called alike
    """What the count builder offers, for programs; ``lacking`` says why a definition cannot be counted."""
    from tallymark.schema.store import Store  # noqa: PLC0415  the heavy wing is loaded when it is asked

    found = choices_in(Store(ask.store), ask.release, ask.measure)
    if ask.measure not in ("", found.chosen):
        raise UsageError(
            "TM-WEB-014", where="measure", detail="the release cannot be counted by it; leave it out for the list"
        )
    return to_json({
        "schema": 1,
        "release": ask.release,
        "measures": [{"id": one.id, "words": one.words, "note": one.note} for one in found.measures],
        "measure": found.chosen or None,
        "usual_definition": found.usual or None,
        "definitions": [{"id": one.id, "title": one.title} for one in found.definitions],
        "lacking": [{"id": one.id, "title": one.title, "why": why} for one, why in found.lacking],
        "breakdowns": [{"id": one.id, "words": one.words} for one in found.breakdowns],
        "filters": list(found.filters),
        "years": list(found.years),
    }) + "\n"  # fmt: skip
