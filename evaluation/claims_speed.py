"""Speed of the claims room on one core: in come the shared articles; out come sentences a second and the time for hostile input."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from evaluation.result import Result, at_least, at_most
from tallymark.claims.extract import extract
from tallymark.claims.quantities import find_quantities
from tallymark.claims.reading import read_text
from tallymark.claims.sentences import split

ROUNDS = 3
HOSTILE = {
    "digits": "1" * 1_000_000,
    "hyphens": "1-" * 500_000,
    "number words": "one hundred and twenty " * 43_000,
    "hedges": "more than about nearly " * 43_000,
    "months": "Sept. 1, " * 111_000,
    "letters": "a" * 1_000_000,
    "from to": "from 1 to " * 100_000,
}


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  every benchmark takes both folders
    """Time quantities and the whole room over every article, and sentences and quantities over a megabyte of hostile text."""
    texts = [_body(path) for path in sorted((shared / "articles" / "texts").glob("*.txt"))]
    sentences = sum(len(split(text)) for text in texts)
    quantities = _best(lambda: [find_quantities(text) for text in texts])
    room = _best(lambda: [extract(read_text(text)) for text in texts])
    results = [
        Result(
            "quantities alone: sentences a second", f"{sentences / quantities:,.0f}", "", None, f"{sentences} sentences"
        ),
        at_least("claims room: sentences a second", sentences / room, 1000, unit="", detail="reading and extraction"),
    ]
    slowest = max(((_time(lambda text=text: find_quantities(text)), name) for name, text in HOSTILE.items()))  # type: ignore[misc]
    results.append(
        at_most("quantities: slowest megabyte of hostile text", slowest[0], 10.0, unit="s", detail=slowest[1])
    )
    slowest = max(((_time(lambda text=text: split(text)), name) for name, text in HOSTILE.items()))  # type: ignore[misc]
    results.append(
        at_most("sentences: slowest megabyte of hostile text", slowest[0], 10.0, unit="s", detail=slowest[1])
    )
    return results


def _best(work: Callable[[], object]) -> float:
    return min(_time(work) for _ in range(ROUNDS))


def _time(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _body(path: Path) -> str:
    return path.read_bytes().decode("utf-8").split("---\n", 2)[-1]
