"""Words for verdicts: in come figures; out come sentences and the line that a reader may copy."""

from __future__ import annotations

from tallymark.checking.candidate import definition_of, publisher_of
from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period, PeriodKind
from tallymark.model.population import Population
from tallymark.model.vocabulary import measure as measure_named
from tallymark.model.vocabulary import measures

RELATION_WORDS = {
    Relation.SHARE: "share", Relation.CHANGE_PCT: "change", Relation.CHANGE_ABS: "change", Relation.RATIO: "ratio",
    Relation.RANK: "rank",
}  # fmt: skip


def measure_words(measure: str) -> str:
    """A measure in words; the id where the vocabulary does not know it."""
    return measure_named(measure).words if measure in measures() else measure


def period_words(period: Period) -> str:
    """A period in words: "fiscal year 2011", "2019-08"."""
    label = period.label
    if period.kind is PeriodKind.FISCAL_YEAR and label.startswith("FY"):
        return f"fiscal year {label[2:]}"
    return label.replace("CY", "calendar year ") if label.startswith("CY") and "-" not in label else label


def subject_words(figure: Figure) -> str:
    """What a figure counts: "removals with a conviction, fiscal year 2011"."""
    key = figure.key
    people = f" {key.population.words}" if key.population.filters else ""
    words = f"{measure_words(key.measure)}{people}"
    if key.relation is Relation.SHARE:
        whole = key.of if key.of is not None else Population()
        own = Population(tuple(pair for pair in key.population.filters if pair not in whole.filters))
        of = f"{measure_words(key.measure)} {whole.words}" if whole.filters else f"all {measure_words(key.measure)}"
        words = f"share {own.words or 'of them'} of {of}"
    elif key.relation in RELATION_WORDS:
        base = f" since {period_words(key.base)}" if key.base is not None else ""
        words = f"{RELATION_WORDS[key.relation]} of {words}{base}"
    return f"{words}, {period_words(key.period)}"


def value_words(figure: Figure) -> str:
    """The value as printed where it is printed, else the interval with its unit."""
    if figure.basis == "printed" and not figure.parts and figure.printed:
        return figure.printed
    unit = {"percent": " percent", "points": " points", "usd": " dollars"}.get(figure.unit, "")
    if figure.unit in ("percent", "points", "ratio") and figure.value.middle is not None:
        return f"{figure.value.middle:.2f}{unit}"
    return f"{figure.value}{unit}"


def supports_line(figure: Figure) -> str:
    """What the source supports: value, definition in words, period, source, date, in one line."""
    source = figure.provenance.source
    known = definition_of(figure)
    means = f" ({known.words})" if known is not None and known.words else ""
    made = (
        f" = {', '.join(f'{part.printed} [{part.key.period.label}]' for part in figure.parts[:3])}"
        if figure.parts
        else ""
    )
    if source is None:
        return f"{value_words(figure)}{made}: {subject_words(figure)}{means}; counted from records"
    carrier = f", read at {source.carrier}" if source.carrier and source.carrier != source.publisher else ""
    place = f", {figure.provenance.locator}" if figure.provenance.locator else ""
    dated = f", {figure.provenance.vintage}" if figure.provenance.vintage else ""
    return (
        f"{value_words(figure)}{made}: {subject_words(figure)}{means}; "
        f"{source.publisher}, {source.title}{dated}{place}{carrier}, read {source.read_on}: {source.address}"
    )


def named(figure: Figure) -> str:
    """A figure in short, for a sentence: "396,906 (ICE, FY2011)"."""
    vintage = f", printed {figure.provenance.vintage}" if figure.provenance.vintage else ""
    return f"{value_words(figure)} ({publisher_of(figure)}, {figure.key.period.label}{vintage})"
