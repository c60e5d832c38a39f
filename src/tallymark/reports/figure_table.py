"""Published figures side by side: in come figures; out come lines, JSON or CSV with value, definition, vintage and source."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from tallymark.model.figure import Figure
from tallymark.reports.as_json import figure_object
from tallymark.reports.numbers import Json, to_json
from tallymark.reports.plain import cell, one_line
from tallymark.reports.terminal import Line, plural
from tallymark.reports.words import definition_words, key_words, measure_words, source_words, value_words

COLUMNS = (
    "id", "relation", "measure", "population", "of", "period", "base", "value", "unit", "printed", "definition",
    "definition_words", "vintage", "confirmed", "tier", "publisher", "carrier", "title", "address", "locator",
    "fault", "note",
)  # fmt: skip


def measure_lines(names: Sequence[str]) -> Iterator[Line]:
    """The measures of a register with what they count."""
    yield Line(
        "", f"{plural(len(names), 'measure')} in the register; tallymark figures MEASURE shows the figures.", "strong"
    )
    for name in names:
        yield Line("", f"  {name:<32} {measure_words(name)}")


def figure_lines(figures: Sequence[Figure], as_of: str) -> Iterator[Line]:
    """Figures below the question they answer and the counting rule they follow: value, vintage, source side by side."""
    yield Line("", f"{plural(len(figures), 'figure')} in the register as of {as_of}.", "strong")
    question = rule = ""
    for figure in figures:
        if key_words(figure.key) != question:
            question, rule = key_words(figure.key), ""
            yield Line("", "")
            yield Line("", one_line(question), "strong")
        if figure.definition != rule:
            rule = figure.definition
            yield Line("", f"  counted as {rule}: {one_line(definition_words(rule))}", "label")
        yield Line("", f"    {_value(figure)}", "for" if figure.decides else "open")


def figures_json(figures: Sequence[Figure], as_of: str, sha256: str) -> str:
    """``{"schema": 1, "register": {...}, "figures": [...]}``."""
    whole: dict[str, Json] = {
        "schema": 1,
        "register": {"as_of": as_of, "sha256": sha256},
        "figures": [figure_object(figure) for figure in figures],
    }
    return to_json(whole) + "\n"


def figures_csv(figures: Sequence[Figure]) -> str:
    """One row a figure."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(figure) for figure in figures)
    return out.getvalue()


def _value(figure: Figure) -> str:
    value = value_words(figure)
    marks = (
        f"printed “{one_line(figure.printed)}”" if figure.printed not in ("", value) else "",
        "" if figure.confirmed else "not confirmed, decides nothing",
        f"known fault: {one_line(figure.fault)}" if figure.fault else "",
        "" if figure.basis == "printed" else figure.basis,
        one_line(figure.note),
    )
    said = "; ".join(mark for mark in marks if mark)
    source = one_line(source_words(figure, printed=False))
    return f"{value:<20} {figure.provenance.vintage or 'no date':<10}  {source}{f' [{said}]' if said else ''}"


def _row(figure: Figure) -> tuple[str, ...]:
    key, source = figure.key, figure.provenance.source
    return (
        figure.id, str(key.relation), key.measure, str(key.population), "" if key.of is None else str(key.of),
        key.period.label, "" if key.base is None else key.base.label, str(figure.value), figure.unit,
        cell(figure.printed), figure.definition, cell(definition_words(figure.definition)), figure.provenance.vintage,
        "true" if figure.confirmed else "false", str(figure.tier), cell(source.publisher if source else ""),
        cell(source.carrier if source else ""), cell(source.title if source else ""), source.address if source else "",
        cell(figure.provenance.locator), cell(figure.fault), cell(figure.note),
    )  # fmt: skip
