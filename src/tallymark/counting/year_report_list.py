"""The statistics of the year-end report: in comes ``data/year_report.yaml``; out come sections, memos and what no record tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from tallymark.model import closed_yaml
from tallymark.model.errors import DataError, TallymarkError
from tallymark.model.population import Population
from tallymark.model.vocabulary import measure as known_measure
from tallymark.model.vocabulary import population_values

CODE = "TM-COUNT-401"
LABEL = "counting/data/year_report.yaml"
YEAR = "fiscal_year"
Group = Mapping[str, tuple[str, ...]]
NOBODY: Group = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Statistic:
    """One line of a section.

    ``group`` gives for breakdowns the values that are counted together; ``people`` are those of published figures to put beside
    it. With ``follow`` its change and rank over the years are told too; with ``told_by`` it stands only where this value occurs in
    the release.
    """

    id: str
    words: str
    group: Group
    people: tuple[Population, ...]
    follow: bool = False
    told_by: str = ""


@dataclass(frozen=True, slots=True)
class SectionList:
    """One section: its breakdowns, its lines or (``every``) all values of one breakdown, and the whole of its shares.

    A breakdown is one of ``counting/data/breakdowns.yaml`` or the id of a rule; ``whole`` is empty for everybody counted. With
    ``only_year`` no other year is counted.
    """

    id: str
    title: str
    by: tuple[str, ...]
    statistics: tuple[Statistic, ...]
    every: str
    whole: Group
    whole_words: str
    chart: bool = False
    note: str = ""
    only_year: bool = False

    @property
    def asked(self) -> tuple[str, ...]:
        """The breakdowns that are counted, with the fiscal year where several are."""
        return self.by if self.only_year else (YEAR, *self.by)


@dataclass(frozen=True, slots=True)
class Memo:
    """A priority memo as rules: ``any`` says who is a priority, ``parts`` (empty for none) in which one; ``words`` name the parts."""

    id: str
    title: str
    any: str
    parts: str
    words: Mapping[str, str]
    note: str


@dataclass(frozen=True, slots=True)
class Outside:
    """Something announced or printed that removal records cannot tell, with the reason and measures that are published."""

    id: str
    words: str
    why: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportList:
    """All of it.

    ``series`` is the published series whose definition of the year is counted, ``otherwise`` rule sets to take where the release has
    no fields for it, ``most_values`` how many values of a breakdown a section with ``every`` shows.
    """

    measure: str
    table: str
    series: str
    otherwise: tuple[str, ...]
    most_values: int
    sections: tuple[SectionList, ...]
    memos: Mapping[str, Memo]
    outside: tuple[Outside, ...]


@cache
def report_list() -> ReportList:
    """The list that ships; raises TM-COUNT-401."""
    path = resources.files("tallymark.counting").joinpath("data/year_report.yaml")
    return read_list(path.read_text(encoding="utf-8"), LABEL)


def read_list(text: str, label: str) -> ReportList:
    """The list in a text; raises TM-COUNT-401 with file and key for anything outside the schema."""
    required = ("schema", "measure", "table", "definitions", "most_values", "memos", "sections", "outside")
    entry = _keys(closed_yaml.parse_yaml(text, label, CODE), label, required)
    chosen = _keys(entry["definitions"], f"{label}, key definitions", ("series", "otherwise"))
    memos = [_memo(one, f"{label}, memo {number}") for number, one in enumerate(entry["memos"], 1)]
    return ReportList(
        measure=_vocabulary(known_measure, entry["measure"], label).id,
        table=str(entry["table"]),
        series=str(chosen["series"]),
        otherwise=_texts(chosen["otherwise"], f"{label}, key otherwise"),
        most_values=int(entry["most_values"]),
        sections=_unique([_section(one, f"{label}, section {number}") for number, one in enumerate(entry["sections"], 1)], label),
        memos=MappingProxyType({memo.id: memo for memo in _unique(memos, label)}),
        outside=_unique([_outside(one, f"{label}, outside {number}") for number, one in enumerate(entry["outside"], 1)], label),
    )  # fmt: skip


def _section(loaded: object, where: str) -> SectionList:
    optional = ("statistics", "every", "whole", "whole_figure", "whole_words", "chart", "note")
    entry = _keys(loaded, where, ("id", "title", "by"), optional)
    by = _texts(entry["by"], where)
    whole = _group(entry.get("whole", {}), by, where)
    among = _vocabulary(Population.from_mapping, entry.get("whole_figure", {}), where)
    every = str(entry.get("every", ""))
    lines = tuple(
        _statistic(one, by, whole, among, f"{where}, statistic {number}")
        for number, one in enumerate(entry.get("statistics", ()), 1)
    )
    if bool(lines) == bool(every) or (every and every not in by):
        raise DataError(CODE, where=where, detail="it has statistics, or every with one of its breakdowns")
    return SectionList(
        str(entry["id"]), str(entry["title"]), by, _unique(lines, where), every, whole,
        str(entry.get("whole_words", "of all")), chart=bool(entry.get("chart", False)), note=str(entry.get("note", "")),
        only_year=bool(every),
    )  # fmt: skip


def _statistic(loaded: object, by: Sequence[str], whole: Group, among: Population, where: str) -> Statistic:
    entry = _keys(loaded, where, ("id", "words", "group"), ("figure", "follow", "told_by"))
    group = _group(entry["group"], by, where)
    own = _vocabulary(Population.from_mapping, entry["figure"], where) if "figure" in entry else people_of(group)
    joined = None if own is None else Population.from_mapping({**own.as_dict(), **among.as_dict()})
    people = tuple(dict.fromkeys(one for one in (joined, own) if one is not None))
    return Statistic(
        str(entry["id"]), str(entry["words"]), MappingProxyType({**whole, **group}), people,
        bool(entry.get("follow", False)), str(entry.get("told_by", "")),
    )  # fmt: skip


def people_of(group: Group) -> Population | None:
    """The group in the vocabulary of published figures, None when it is not in it."""
    pairs = {key: values[0] for key, values in group.items() if len(values) == 1}
    if len(pairs) < len(group) or any((key, value) not in population_values() for key, value in pairs.items()):
        return None
    return Population.from_mapping(pairs)


def _memo(loaded: object, where: str) -> Memo:
    entry = _keys(loaded, where, ("id", "title", "any"), ("parts", "words", "note"))
    words = {str(value): str(said) for value, said in entry.get("words", {}).items()}
    return Memo(
        str(entry["id"]), str(entry["title"]), str(entry["any"]), str(entry.get("parts", "")),
        MappingProxyType(words), str(entry.get("note", "")),
    )  # fmt: skip


def _outside(loaded: object, where: str) -> Outside:
    entry = _keys(loaded, where, ("id", "words", "why", "measures"))
    names = tuple(_vocabulary(known_measure, name, where).id for name in _texts(entry["measures"], where))
    return Outside(str(entry["id"]), str(entry["words"]), str(entry["why"]), names)


def _group(loaded: object, by: Sequence[str], where: str) -> Group:
    if not isinstance(loaded, Mapping) or not set(loaded) <= set(by):
        raise DataError(CODE, where=where, detail=f"a group names breakdowns of its section: {', '.join(by)}")
    return MappingProxyType({str(key): (value,) if isinstance(value, str) else _texts(value, where) for key, value in loaded.items()})  # fmt: skip


def _texts(loaded: object, where: str) -> tuple[str, ...]:
    if not isinstance(loaded, list) or not all(isinstance(one, str) for one in loaded):
        raise DataError(CODE, where=where, detail="a list of words is expected")
    return tuple(loaded)


def _keys(loaded: object, where: str, required: Sequence[str], optional: Sequence[str] = ()) -> Mapping[str, Any]:
    return closed_yaml.check_keys(loaded, where, required, optional, CODE)


def _vocabulary(make: Any, value: object, where: str) -> Any:  # noqa: ANN401  any of the vocabulary's readers
    """``make(value)``; a word that the vocabulary does not know is a fault of the list."""
    try:
        return make(value)
    except TallymarkError as error:
        raise DataError(CODE, where=where, detail=error.where) from None


def _unique(entries: Sequence[Any], where: str) -> tuple[Any, ...]:
    names = [one.id for one in entries]
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        raise DataError(CODE, where=where, detail=f"listed twice: {', '.join(double)}")
    return tuple(entries)
