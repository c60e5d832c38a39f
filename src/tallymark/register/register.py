"""The register: in come files of published figures; out come figures that answer a query, parsed only when asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from tallymark.model.figure import Figure, Source
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Coverage, Query
from tallymark.register.card import Card, read_card, read_on
from tallymark.register.coverage import coverage
from tallymark.register.files import RawFile, measure_of, raw_files
from tallymark.register.lines import Line, Lines


class Register:
    """Published figures, implementing ``model.references.References``.

    Lines are kept as text; those of a measure are told apart by people when it is first asked for and read when they
    answer, a card when a line of it is. Lines with too few cells for a measure are met by ``all_figures`` and by the
    schema check only.
    """

    def __init__(self, files: Iterable[RawFile]) -> None:
        self._files = tuple(files)
        self._cards: dict[str, Card] = {}
        self._lines: dict[str, Lines] = {}

    @property
    def as_of(self) -> str:
        """The newest day on which a source was read, ISO; empty when there are no files."""
        return max((read_on(file.card) for file in self._files), default="")

    @property
    def sha256(self) -> str:
        """A hash over names, rows and cards of every file, in their order."""
        return hashlib.sha256("\n".join(file.sha256 for file in self._files).encode()).hexdigest()

    def lookup(self, query: Query) -> tuple[Figure, ...]:
        """The figures that answer ``query``, unconfirmed and faulty ones too, in the order of files and lines.

        A query for values or for days that overlap gets them people by people.
        """
        found: list[Figure] = []
        for line in self._of_measure(query.measure).meant(query):
            if query.most is not None and len(found) >= query.most:
                break
            if (query.value is None or line.figure.value.touches(query.value)) and _compares(line.figure, query):
                found.append(line.figure)
        return tuple(found)

    def covers(self, query: Query) -> Coverage:
        """Whether figures that can decide reach over the days of ``query``; its ``newest`` is the newest period known."""
        return coverage(self._of_measure(query.measure).deciding(query.relation, query.population), query.period)

    def figures_for(
        self, measure: str, population: Population | None = None, period: Period | None = None
    ) -> tuple[Figure, ...]:
        """The figures of a measure, of just these people and days where given."""
        return self.lookup(Query(measure, None, population, period))

    def all_figures(self) -> tuple[Figure, ...]:
        """Every figure, by measure; raises the coded error of the first line that breaks the schema."""
        return tuple(figure for measure in self.measures() for figure in self.lookup(Query(measure)))

    def sources(self) -> tuple[Source, ...]:
        """Every source, in the order of the files."""
        return tuple(self._card(file).source for file in self._files)

    def measures(self) -> tuple[str, ...]:
        """The measures that have at least one row; the empty text stands for lines too short to have one."""
        return tuple(sorted(self._by_measure))

    @cached_property
    def _by_measure(self) -> dict[str, list[tuple[int, str, RawFile]]]:
        found: dict[str, list[tuple[int, str, RawFile]]] = {}
        for file in self._files:
            for number, text in file.lines():
                found.setdefault(measure_of(text), []).append((number, text, file))
        return found

    def _of_measure(self, measure: str) -> Lines:
        if measure not in self._lines:
            raw = self._by_measure.get(measure, ())
            self._lines[measure] = Lines(Line(place, *parts, self._card) for place, parts in enumerate(raw))
        return self._lines[measure]

    def _card(self, file: RawFile) -> Card:
        if file.name not in self._cards:
            self._cards[file.name] = read_card(file.card, file.card_name, source_id=file.source_id, own=file.own)
        return self._cards[file.name]


def load(paths: Sequence[Path] = (), *, bundled: bool = True) -> Register:
    """The bundled register with the user's own files added.

    Raises TM-REGISTER-001, 002, 013 and 014 at once; other faults of a row when its measure is asked for.
    """
    return Register(raw_files(paths, bundled))


def _compares(figure: Figure, query: Query) -> bool:
    """Whether a figure has the whole and the base that a query names; those that it leaves open match everything."""
    same_whole = query.of is None or (figure.key.of or Population()).same(query.of)
    base = figure.key.base
    return same_whole and (query.base is None or (base is not None and base.same_days(query.base)))
