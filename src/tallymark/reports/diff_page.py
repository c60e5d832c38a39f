"""The comparison of two releases as a page: in comes the comparison; out comes HTML with a chart of months for each table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallymark.reports.diff_shown import DiffShown, diff_shown
from tallymark.reports.diff_table import BY_CONTENT, change_lines, covered_words, filled_shares
from tallymark.reports.markup import Markup, el
from tallymark.reports.records_page import Bar, bars, highest, page, table
from tallymark.reports.small_cells import ALL_WORDS, SMALL_WORDS, count_words, percent

if TYPE_CHECKING:
    from tallymark.releases.diff_report import ReleaseDiff


def diff_page(diff: ReleaseDiff, *, small_cells: bool = False) -> str:
    """The whole page."""
    title = f"Releases {diff.first} and {diff.second} side by side"
    alone = [
        el("p", f"Only in {release}: {', '.join(names)}.", class_="remark")
        for release, names in ((diff.first, diff.only_first_tables), (diff.second, diff.only_second_tables))
        if names
    ]
    header = el(
        "header",
        el("h1", title),
        el("p", BY_CONTENT),
        *alone,
        el("p", ALL_WORDS if small_cells else SMALL_WORDS, class_="remark"),
    )
    sections = [_section(diff, diff_shown(one, small_cells=small_cells)) for one in diff.tables]
    return page(title, header, el("main", *sections))


def _section(diff: ReleaseDiff, shown: DiffShown) -> Markup:
    found = shown.table
    years = [(year.year, *(count_words(n) for n in year.rows)) for year in shown.years]
    years.append(("no date", f"{found.n_undated_first:,}", f"{found.n_undated_second:,}"))
    return el(
        "section",
        el("h2", found.name),
        el(
            "p", f"{found.n_first:,} rows in {diff.first}, {found.n_second:,} in {diff.second}; {covered_words(shown)}."
        ),
        el("ul", *(el("li", f"{words}: {counts}") for words, counts in change_lines(shown))),
        el("h3", "Rows by fiscal year"),
        table(("year", diff.first, diff.second), years, numbers=(1, 2)),
        *_months(diff, shown),
        el("h3", "Rows with a value, in the months that both cover"),
        _fields(diff, shown),
        *(
            el("p", f"Only in {release}: {', '.join(names)}.", class_="remark")
            for release, names in ((diff.first, found.only_first_fields), (diff.second, found.only_second_fields))
            if names
        ),
        id=found.name,
    )


def _months(diff: ReleaseDiff, shown: DiffShown) -> tuple[Markup, ...]:
    """Two charts with one scale, one above the other, and one table with both."""
    if not shown.months:
        return ()
    both = [
        [Bar(month.month, month.rows[place], "second" if place else "") for month in shown.months] for place in (0, 1)
    ]
    top = max(highest(rows) for rows in both)
    charts = [
        el(
            "div",
            el("h3", f"Rows by month in {release}"),
            bars(f"Rows of {shown.table.name} by month in {release}", rows, top=top),
        )
        for release, rows in zip((diff.first, diff.second), both, strict=True)
    ]
    rows = [
        (
            month.month, *(count_words(n) for n in month.rows), count_words(month.events.n_only_first),
            count_words(month.events.n_only_second), "" if month.covered else "not covered by both",
        )
        for month in shown.months
    ]  # fmt: skip
    heads = ("month", diff.first, diff.second, "in the first only", "in the second only", "")
    beside = el("details", el("summary", "The numbers of these charts"), table(heads, rows, numbers=(1, 2, 3, 4)))
    return *charts, beside


def _fields(diff: ReleaseDiff, shown: DiffShown) -> Markup:
    rows = [
        (field.field.name, *filled_shares(field), "filled later" if field.field.filled_later else "")
        for field in shown.fields
    ]
    later = [field.field.name for field in shown.fields if field.field.filled_later]
    heads = ("field", diff.first, diff.second, "")
    return el("div", table(heads, rows, numbers=(1, 2)), *(_by_month(diff, shown, name) for name in later))


def _by_month(diff: ReleaseDiff, shown: DiffShown, name: str) -> Markup:
    """The months of a field that was filled later, as a table that opens."""
    rows = [
        (one.month, *(percent(n, of) for n, of in zip(one.filled, one.rows, strict=True)))
        for one in shown.field_months
        if one.field == name
    ]
    heads = ("month", diff.first, diff.second)
    return el("details", el("summary", f"{name} by month"), table(heads, rows, numbers=(1, 2)))
