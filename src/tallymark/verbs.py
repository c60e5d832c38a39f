"""The verbs of the library: in come texts, files, stores, questions; out come reports, quantities, figures and releases.

>>> import tallymark
>>> report = tallymark.check("ICE removed 396,906 people in fiscal year 2011.")
>>> report.checks[0].verdict.kind
<VerdictKind.EXACT: 'exact'>
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.vocabulary import measure as known_measure

if TYPE_CHECKING:
    from tallymark.claims.quantity import Quantity
    from tallymark.counting.counted import CountedTable
    from tallymark.counting.year_report_lines import YearReport
    from tallymark.engine.engine import Engine
    from tallymark.model.figure import Figure
    from tallymark.model.references import Records, References
    from tallymark.model.verdict import Report
    from tallymark.register.register import Register
    from tallymark.releases.listing import Listed


def check(
    source: str | Path,
    *,
    dated: date | Period | None = None,
    figures: Sequence[Path] = (),
    references: References | None = None,
    records: str | Path | None = None,
) -> Report:
    """Check one text: a ``Path`` is read as a file of its kind, a ``str`` is the text itself.

    ``dated`` is the text's date when it does not say so itself; ``figures`` are register files or folders of one's own;
    ``references`` replaces the register. ``records`` is the folder of a store whose releases are counted beside, which needs the
    extra ``records``. Raises ``InputError`` for a file that cannot be read and TM-COUNT-051 for a store without a release.
    """
    from tallymark.checking.check import check as check_extraction  # noqa: PLC0415  each verb loads its own rooms
    from tallymark.claims.extract import extract  # noqa: PLC0415
    from tallymark.claims.reading import read, read_text  # noqa: PLC0415
    from tallymark.register.register import load  # noqa: PLC0415

    document = read(source, dated=dated) if isinstance(source, Path) else read_text(source, dated=dated)
    counted = None if records is None else _records(records)
    return check_extraction(extract(document), load(figures) if references is None else references, counted)


def _records(store: str | Path) -> Records:
    from tallymark.counting.joined import records_of  # noqa: PLC0415  loaded only where records are asked
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    return records_of(Store(store_root(store)))


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of any English text, in its order; spans point into ``text``."""
    from tallymark.claims.quantities import find_quantities  # noqa: PLC0415  each verb loads its own rooms

    return find_quantities(text)


def find_figures(
    measure: str | None = None,
    *,
    period: str | Period | None = None,
    where: Mapping[str, str] | None = None,
    figures: Sequence[Path] = (),
) -> tuple[Figure, ...]:
    """Published figures side by side, every definition and vintage, unconfirmed ones too.

    ``period`` is a label such as ``FY2011``; ``where`` holds filters such as ``{"criminality": "convicted"}``. Raises
    TM-MODEL-004 for a period and TM-MODEL-005 for a measure or filter that the vocabulary does not know.
    """
    from tallymark.register.register import load  # noqa: PLC0415  each verb loads its own rooms

    days = Period.parse(period) if isinstance(period, str) else period
    return figures_in(load(figures), measure, days, None if where is None else Population.from_mapping(where))


def count(  # noqa: PLR0913  one parameter a question
    measure: str,
    release: str,
    *,
    by: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    under: str | Sequence[str] = (),
    period: str | Period | None = None,
    settings: Mapping[str, object] | None = None,
    store: str | Path | None = None,
    engine: Engine | None = None,
) -> CountedTable:
    """Count a measure in the records of a release, under one definition, some, or ``"all"``.

    ``by`` are at most four breakdowns, ``where`` gives for breakdowns the one value that counts, ``settings`` are parameters of the
    rules. The table holds bounds, shares, what covers them and the trail; counts of 1 to 10 people are hidden with what would
    tell them. ``store`` is a folder, else $TALLYMARK_STORE, else ``./tallymark-store``; ``engine`` counts, DuckDB inside
    this process unless given. Needs the extra ``records``; raises what ``tallymark.counting.count.counts`` lists.
    """
    from tallymark.counting.count import count as count_request  # noqa: PLC0415  each verb loads its own rooms
    from tallymark.counting.request import Request  # noqa: PLC0415
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    definitions = (under,) if isinstance(under, str) else tuple(under)
    days = Period.parse(period) if isinstance(period, str) else period
    request = Request(measure, tuple(by), dict(where or {}), definitions, days, dict(settings or {}))
    return count_request(Store(store_root(store)), release, request, engine=engine)


def find_releases(store: str | Path | None = None) -> tuple[Listed, ...]:
    """The releases of a store: files, tables, windows, and how many faults the catalogue knows of each.

    ``store`` is a folder, else $TALLYMARK_STORE, else ``./tallymark-store``; a folder that is not there holds none. Needs the
    extra ``records``. A release that cannot be read is there with its ``error``.
    """
    from tallymark.releases.listing import listing  # noqa: PLC0415  each verb loads its own rooms
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    return listing(Store(store_root(store)))


def year_report(  # noqa: PLR0913  one parameter a question
    release: str,
    year: str,
    *,
    under: str = "",
    memos: Sequence[str] = (),
    base: str | None = None,
    store: str | Path | None = None,
    figures: Sequence[Path] = (),
    small_cells: bool = False,
    engine: Engine | None = None,
) -> YearReport:
    """The year-end report on a fiscal year (``FY2013``) of a release: totals, convictions, offences, priorities, records.

    ``under`` is a rule set, that of the year unless given; ``memos`` are ids of priority memos or ``("all",)``, those in force in the
    year unless given; ``base`` is another year to compare with. Published figures stand beside, your own ``figures`` too. ``engine``
    counts, DuckDB inside this process unless given. Needs the extra ``records``. Raises TM-COUNT-402 to -404, TM-RULES-012,
    TM-SCHEMA-103 and what ``counting.count.counts`` raises.
    """
    from tallymark.counting.year_report import Wish  # noqa: PLC0415  each verb loads its own rooms
    from tallymark.counting.year_report import year_report as made  # noqa: PLC0415
    from tallymark.register.register import load  # noqa: PLC0415
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    wish = Wish.of(year, under=under, memos=tuple(memos), base=base, small_cells=small_cells)
    return made(Store(store_root(store)), release, wish, load(figures), engine=engine)


def figures_in(
    register: Register, measure: str | None, period: Period | None, where: Population | None
) -> tuple[Figure, ...]:
    """The figures of one measure, or of every measure, in a register that is already loaded."""
    from tallymark.register.show import side_by_side  # noqa: PLC0415  each verb loads its own rooms

    names = register.measures() if measure is None else (known_measure(measure).id,)
    return tuple(figure for name in names for figure in side_by_side(register, name, period, where))
