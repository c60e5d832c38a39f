"""Programmes: in come an enforcement programme and a release; out comes what the records tell of it beside what is published."""

from __future__ import annotations

from tallymark.register.register import Register
from tallymark.web.asks import Ask
from tallymark.web.records.engines import opened


def told(ask: Ask, register: Register) -> str:
    """The document of ``tallymark programmes NAME --release ID``; raises TM-COUNT-041 and TM-COUNT-042."""
    from tallymark.counting.programmes import programme  # noqa: PLC0415  the heavy wing is loaded when it is asked
    from tallymark.counting.programmes_published import published  # noqa: PLC0415
    from tallymark.counting.programmes_records import tell  # noqa: PLC0415
    from tallymark.reports.programme_json import programme_json  # noqa: PLC0415
    from tallymark.schema.store import Store  # noqa: PLC0415

    chosen, store = programme(ask.name), Store(ask.store)
    with opened(store, ask.release) as engine:
        found = tell(chosen, store, ask.release, register, engine=engine)
    about = {"as_of": register.as_of, "sha256": register.sha256}
    return programme_json(chosen, published(chosen, register), (found,), about)
