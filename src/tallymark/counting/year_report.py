"""The year-end report: in come a store, a release and a fiscal year; out comes what an agency announces then, from any release and rule.

What is announced is a list of data (``data/year_report.yaml``). All of it is counted with one scan of the records.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tallymark.counting.count import counts_or_reasons
from tallymark.counting.counted import CountedTable
from tallymark.counting.filled import filled_by_year, outliers
from tallymark.counting.measures import measure
from tallymark.counting.prepared import LACKING, filled_fields
from tallymark.counting.request import Request
from tallymark.counting.table_facts import table_facts
from tallymark.counting.trail import again
from tallymark.counting.year_report_changes import Setting
from tallymark.counting.year_report_coverage import YearCoverage, covered_years
from tallymark.counting.year_report_lines import MemoSection, NotInRecords, Section, YearReport
from tallymark.counting.year_report_list import YEAR, Memo, Outside, ReportList, SectionList, report_list
from tallymark.counting.year_report_memos import chosen_memos, in_force, in_year, memo_list
from tallymark.counting.year_report_published import era_of, near, totals
from tallymark.counting.year_report_secrets import CONVICTIONS, By, secret_years
from tallymark.counting.year_report_sections import Cells, section
from tallymark.counting.year_report_told import Told, told_by
from tallymark.counting.year_report_totals import ranks, total_row, year_totals
from tallymark.engine.engine import Engine
from tallymark.model.definition import definitions
from tallymark.model.errors import TallymarkError, UsageError
from tallymark.model.period import Period
from tallymark.model.references import References
from tallymark.model.vocabulary import measure as known_measure
from tallymark.releases.catalogue import known
from tallymark.rules.resolve import Resolved, resolve
from tallymark.rules.rule_sets import rule_set
from tallymark.schema import manifest as manifests
from tallymark.schema.manifest import Manifest, TableEntry
from tallymark.schema.store import ReleasePaths, Store
from tallymark.schema.tables import table as table_named

NO_YEAR = "TM-COUNT-402"
NO_FISCAL_YEAR = "TM-COUNT-404"
MOST_NEAR = 4
JOINED = "it joins the rows of one person, which takes long; --under counts by it"
# Families that divide people; a year in which their fields are all but empty is not compared with others.
DIVIDING = ("criminality", "offence")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the year, a definition (empty: that of the year), memos (empty: those in force), a base year.

    ``small_cells`` shows small counts, to the person who asked only.
    """

    year: int
    under: str = ""
    memos: tuple[str, ...] = ()
    base: int | None = None
    small_cells: bool = False

    @staticmethod
    def of(year: str, *, under: str, memos: tuple[str, ...], base: str | None, small_cells: bool) -> Wish:
        """A wish in words, the years as ``FY2013``; raises TM-COUNT-404 for one that is none."""
        return Wish(_fiscal_year(year), under, memos, None if not base else _fiscal_year(base), small_cells)

    def command(self, release: str, engine: Engine | None) -> str:
        """The call of the command line that makes the report again, quoted for a shell."""
        parts = ["tallymark", "report", release, "--year", Period.fiscal_year(self.year).label]
        parts += ["--under", self.under] if self.under else []
        parts += ["--memo", ",".join(self.memos)] if self.memos else []
        parts += ["--base", Period.fiscal_year(self.base).label] if self.base else []
        return again(parts, engine, small_cells=self.small_cells)


def _fiscal_year(words: str) -> int:
    try:
        years = Period.parse(words).fiscal_years()
    except TallymarkError:
        years = ()
    if len(years) != 1 or not Period.parse(words).same_days(Period.fiscal_year(years[0])):
        raise UsageError(NO_FISCAL_YEAR, where=repr(words))
    return years[0]


def year_report(
    store: Store, release: str, wish: Wish, references: References, *, engine: Engine | None = None
) -> YearReport:
    """The report on one fiscal year of a release, with published figures of ``references`` beside.

    Raises TM-COUNT-402 for a year that the release has no day of, -403 for a memo that is not listed, TM-RULES-012 for an unknown
    definition, and what ``counts`` raises when the release cannot be counted at all.
    """
    listed = report_list()
    paths = store.existing(release)
    manifest = manifests.read(paths.manifest)
    memos = chosen_memos(listed, wish.memos, wish.year)
    asking = _Asking(listed, manifest.table(listed.table), wish.year)
    definition, why = asking.definition(wish.under)
    coverage = _coverage(paths, manifest, listed.table, asking.fields(definition), wish.year)
    sections = (*listed.sections, *(memo_list(memo) for memo in memos))
    asked = asking.requests(definition, sections, compared(coverage, wish.year))
    found = dict(
        zip(
            asked,
            counts_or_reasons(store, release, tuple(asked.values()), engine=engine, small_cells=wish.small_cells),
            strict=True,
        )
    )
    tables = {by: one for by, one in found.items() if not isinstance(one, str)}
    reasons = {by: one for by, one in found.items() if isinstance(one, str)}
    secret = secret_years(tables, coverage, definition, wish.year)
    return _Builder(
        listed, manifest, wish, references, coverage, definition, why, tables, reasons, memos, asking.told, secret,
        {name: words for name, words in asking.others()[1].items() if name != definition},
        wish.command(manifest.release, engine),
    ).report()  # fmt: skip


def _coverage(
    paths: ReleasePaths, manifest: Manifest, table: str, fields: Collection[str], year: int
) -> dict[int, YearCoverage]:
    """The years of the release; raises TM-COUNT-402 when the year is none of them."""
    facts = table_facts(paths, manifest, table)
    found = {one.year: one for one in (() if facts is None else covered_years(facts, _thin(paths, table, fields)))}
    if year not in found:
        known_years = ", ".join(one.label for one in found.values()) or "none"
        where = f"release {manifest.release}, {Period.fiscal_year(year).label}"
        raise UsageError(NO_YEAR, where=where, detail=f"years with a day in the release: {known_years}")
    return found


def compared(coverage: Mapping[int, YearCoverage], year: int) -> Period:
    """From the first to the last year that is covered fully, the year of the report among them."""
    years = [one.year for one in coverage.values() if one.full or one.year == year]
    return Period(Period.fiscal_year(min(years)).start, Period.fiscal_year(max(years)).end)


def _thin(paths: ReleasePaths, table: str, fields: Collection[str]) -> dict[int, tuple[str, ...]]:
    """By year what is to be said of fields that are hardly filled in it."""
    filled = filled_by_year(paths.parts(paths.table(table)), table_named(table).key_date, sorted(fields))
    found: dict[int, tuple[str, ...]] = {}
    for by_year in outliers(filled).values():
        for year, words in by_year.items():
            found[year] = (*found.get(year, ()), words)
    return found


@dataclass(frozen=True, slots=True)
class _Asking:
    """Which requests the report makes of the table of a release."""

    listed: ReportList
    entry: TableEntry
    year: int

    @property
    def told(self) -> Told:
        """What the release cannot tell."""
        return told_by(self.entry)

    def definition(self, under: str) -> tuple[str, str]:
        """The rule set that is counted and why: the one asked for, that of the year's era, else the first with fields."""
        if under:
            self._resolve(under)
            return under, "as asked for"
        era = era_of(self.listed.series, self.year)
        names = dict.fromkeys((*([definitions()[era].imitated_by] if era else []), *self.listed.otherwise))
        lacking: list[str] = []
        for name in names:
            try:
                self._resolve(name)
            except UsageError as error:
                if error.code not in LACKING or len(lacking) + 1 == len(names):
                    raise
                lacking.append(f"{name} ({error.detail})")
                continue
            last = Period.fiscal_year(self.year).last_day
            own = f"{self.listed.series} was counted in this way on {last}"
            return name, f"the release cannot be counted by {', '.join(lacking)}" if lacking else own
        raise AssertionError

    def requests(self, definition: str, sections: Sequence[SectionList], span: Period) -> dict[By, Request]:
        """The requests by their breakdowns, ``()`` for the totals under every definition; sections may share one.

        What divides people by more than one thing is counted over ``span`` only: years of few rows at the ends of a release would
        hide much of the others.
        """
        under = tuple(dict.fromkeys((definition, *self.others()[0])))
        asked: dict[By, Request] = {(): Request(self.listed.measure, (YEAR,), under=under)}
        for one in sections:
            period = Period.fiscal_year(self.year) if one.only_year else span if len(one.by) > 1 else None
            asked[one.asked] = Request(self.listed.measure, one.asked, under=(definition,), period=period)
        return asked

    def others(self) -> tuple[tuple[str, ...], dict[str, str]]:
        """Every definition of the measure that can be counted row by row, and the others with the reason."""
        found: list[str] = []
        left_out: dict[str, str] = {}
        for name in measure(self.listed.measure).rule_sets:
            try:
                resolved = self._resolve(name)
            except UsageError as error:
                if error.code not in LACKING:
                    raise
                left_out[name] = error.detail
                continue
            if resolved.tables:
                left_out[name] = JOINED
            else:
                found.append(name)
        return tuple(found), left_out

    def fields(self, definition: str) -> frozenset[str]:
        """The fields of the release by which a definition divides those whom it counts."""
        resolved = self._resolve(definition)
        return frozenset(
            name for family in DIVIDING if family in resolved.compiled for name in resolved.compiled[family].fields
        )

    def _resolve(self, name: str) -> Resolved:
        """Raises TM-RULES-010 when the release has no field for a family that the definition needs, -012 for an unknown one."""
        return resolve(rule_set(name), absent=set(table_named(self.entry.name).fields) - filled_fields(self.entry))


@dataclass(frozen=True, slots=True)
class _Builder:
    """Puts the report together from counted tables."""

    listed: ReportList
    manifest: Manifest
    wish: Wish
    references: References
    coverage: Mapping[int, YearCoverage]
    definition: str
    why: str
    tables: Mapping[By, CountedTable]
    reasons: Mapping[By, str]
    memos: Sequence[Memo]
    told: Told
    secret: Mapping[By, frozenset[int]]
    left_out: Mapping[str, str]
    command: str

    def report(self) -> YearReport:
        """The whole report."""
        all_years = self.tables[()]
        setting, used = self._setting(), next(one for one in all_years.definitions if one.id == self.definition)
        words = known_measure(self.listed.measure).words
        words = words[:1].upper() + words[1:]
        release = known(self.manifest.release)
        years = tuple(year for year in dict.fromkeys((self.wish.base, self.wish.year - 1, self.wish.year)) if year)
        return YearReport(
            release=self.manifest.release,
            title="" if release is None else release.title,
            year=self.wish.year,
            base=self.wish.base,
            measure=self.listed.measure,
            definition=used,
            why_definition=self.why,
            scope="" if release is None else release.scope(self.listed.table).words,
            notes=all_years.notes,
            coverage=tuple(self.coverage.values()),
            total=total_row(all_years, setting, words),
            years=year_totals(all_years, self._cells(CONVICTIONS, setting) if CONVICTIONS in self.tables else None, setting),
            ranks=tuple(ranks(all_years, setting, words)),
            published=totals(self.references, self.listed.measure, years, self.wish.year),
            sections=tuple(self._section(one, setting) for one in self.listed.sections),
            memos=tuple(self._memo(memo, setting) for memo in self.memos),
            why_no_memo="" if self.memos else "No priority memo of the list was in force in this year; choose one with --memo.",
            not_in_records=tuple(self._outside(one) for one in self.listed.outside),
            trail=all_years.trail,
            sql={f"{'+'.join(by) or 'every definition'}: {name}": sql for by, table in self.tables.items() for name, sql in table.trail.sql.items()},
            register_as_of=self.references.as_of,
            register_sha256=self.references.sha256,
            small_cells=self.wish.small_cells,
            bounds_step=max(
                table.step for by, table in self.tables.items() if self.wish.year not in self.secret.get(by, ())
            ),
            command=self.command,
            left_out=self.left_out,
        )  # fmt: skip

    def _setting(self) -> Setting:
        used = next(one for one in self.tables[()].definitions if one.id == self.definition)
        return Setting(
            self.listed.measure, self.wish.year, self.wish.base, self.definition, used.imitates, used.rules,
            self.coverage, self.references,
        )  # fmt: skip

    def _section(self, one: SectionList, setting: Setting) -> Section:
        if one.asked in self.reasons:
            return Section(
                one.id,
                one.title,
                (),
                one.whole_words,
                one.note,
                one.chart,
                why_not=f"the release cannot tell: {self.reasons[one.asked]}",
            )
        return section(one, self._cells(one.asked, setting), self.listed.most_values)

    def _cells(self, by: By, setting: Setting) -> Cells:
        return Cells(self.tables[by], setting, self.told, self.secret[by])

    def _memo(self, memo: Memo, setting: Setting) -> MemoSection:
        days = in_force(memo)
        return MemoSection(
            memo.id, memo.title, days, in_year(days, self.wish.year), self._section(memo_list(memo), setting)
        )  # fmt: skip

    def _outside(self, one: Outside) -> NotInRecords:
        figures = [figure for name in one.measures for figure in near(self.references, name, self.wish.year, MOST_NEAR)]
        return NotInRecords(one.id, one.words, one.why, tuple(figures))
