"""Representation ratios: in come a count by one breakdown and a benchmark of the reader; out come ratios with bounds and limits."""

from __future__ import annotations

import json

from tallymark.register.register import Register
from tallymark.web.asks import Ask
from tallymark.web.records.counts import request_of
from tallymark.web.records.engines import opened

POSTED = "benchmark"


def ratios(ask: Ask, register: Register) -> str:  # noqa: ARG001  every maker is called alike
    """The document of ``tallymark ratio``; raises TM-COUNT-043 for a benchmark that cannot be, and what ``represent`` raises."""
    from tallymark.counting.benchmark import benchmark_of  # noqa: PLC0415  the heavy wing is loaded when it is asked
    from tallymark.counting.count import count  # noqa: PLC0415
    from tallymark.counting.representation import limits, represent  # noqa: PLC0415
    from tallymark.reports.ratio_json import ratio_json  # noqa: PLC0415
    from tallymark.schema.store import Store  # noqa: PLC0415

    benchmark = benchmark_of(json.loads(ask.benchmark), POSTED)
    store = Store(ask.store)
    with opened(store, ask.release) as engine:
        table = count(store, ask.release, request_of(ask), engine=engine)
    return ratio_json(table, benchmark, represent(table, benchmark, ask.minimum), limits())
