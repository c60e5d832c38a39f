"""Reports as lines of JSON: in come reports; out comes one object a line, so that a long result can be read as it comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tallymark.model.verdict import Report
from tallymark.reports.as_json import report_object
from tallymark.reports.numbers import Json, to_json


def lines(reports: Sequence[Report]) -> Iterator[str]:
    """For each text: its document and register, every claim and statement in the order of the text, its figures, its end.

    Each line has a key ``type``: document, claim, statement, figure or end.
    """
    for number, report in enumerate(reports, 1):
        whole = report_object(report)
        yield _line("document", number, {key: whole[key] for key in ("schema", "document", "register", "notes")})
        found = [("claim", one) for one in _objects(whole["claims"])]
        found += [("statement", one) for one in _objects(whole["statements"])]
        for kind, one in sorted(found, key=lambda pair: (str(pair[1]["start"]).zfill(9), pair[0])):
            yield _line(kind, number, one)
        figures = whole["figures"]
        for figure in _objects(list(figures.values()) if isinstance(figures, Mapping) else []):
            yield _line("figure", number, figure)
        yield _line("end", number, {"n": len(found)})


def _objects(found: Json) -> list[Mapping[str, Json]]:
    items = found if isinstance(found, Sequence) and not isinstance(found, str) else []
    return [one for one in items if isinstance(one, Mapping)]


def _line(kind: str, text: int, content: Mapping[str, Json]) -> str:
    return to_json({"type": kind, "text": text, **content}, indent=None) + "\n"
