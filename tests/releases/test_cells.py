"""Typing cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.releases.cells import Typed, count_matching, shapes_of, type_column
from tallymark.releases.cells_values import FAULTS, PARSERS
from tallymark.releases.parsers import parsers


def typed(texts: Sequence[str | None], parse: str, layout: str = "x.arrests") -> Typed:
    """A column of texts typed."""
    return type_column(pa.array(texts, pa.string()), parse, layout)


def bad(found: Typed) -> list[tuple[int, str, str]]:
    """The bad cells as (row, code, shape)."""
    return [
        (int(row), code, shape)
        for row, code, shape in zip(
            found.bad_rows, found.bad_codes.to_pylist(), found.bad_shapes.to_pylist(), strict=True
        )
    ]


def test_every_parser_of_the_list_is_known_and_no_other() -> None:
    """Text is read as it is; the rest has a function each."""
    assert set(parsers()) == {"text", *PARSERS}


def test_dates_are_read_in_the_three_ways_they_are_printed() -> None:
    """ISO, month first, and Excel serials; a time beside the day is cut off and counted."""
    texts = ["2024-02-29", "2/29/2024", "02/09/2024", "45351", "2024-02-29 00:00:00", "2024-02-29 10:30:00", None, " "]
    found = typed(texts, "date")
    leap = date(2024, 2, 29)
    assert found.values.to_pylist() == [leap, leap, date(2024, 2, 9), leap, leap, leap, None, None]
    assert (bad(found), found.n_times_cut) == ([], 1)


def test_date_times_keep_the_clock_as_printed() -> None:
    """Twelve- and twenty-four-hour clocks, fractions and serials with a part of a day; midnight where there is no time."""
    texts = {
        "2024-01-02 03:04:05": datetime(2024, 1, 2, 3, 4, 5),
        "2024-01-02T03:04": datetime(2024, 1, 2, 3, 4),
        "2024-01-02 03:04:05.25": datetime(2024, 1, 2, 3, 4, 5, 250_000),
        "1/2/2024": datetime(2024, 1, 2),
        "1/2/2024 12:00 AM": datetime(2024, 1, 2),
        "1/2/2024 12:01 PM": datetime(2024, 1, 2, 12, 1),
        "1/2/2024 11:59:59 pm": datetime(2024, 1, 2, 23, 59, 59),
        "45351.5208333333": datetime(2024, 2, 29, 12, 30),
        "45351.999988425925": datetime(2024, 2, 29, 23, 59, 59),
        "45351": datetime(2024, 2, 29),
    }
    found = typed(list(texts), "date_time")
    assert found.values.to_pylist() == list(texts.values())
    assert found.n_times_cut == 0


def test_what_is_no_date_is_told_from_a_day_that_never_was() -> None:
    """A bad cell is null and has its row, its code and its shape; its text is nowhere."""
    texts = ["2023-02-29", "13/1/2024", "1/3/12", "soon", "2024-01-01 25:00", "1/2/2024 13:00 PM", "2024", "99999999"]
    found = typed(texts, "date_time")
    assert found.values.to_pylist() == [None] * 8
    assert bad(found) == [
        (0, "no_such_day", "9999-99-99"),
        (1, "no_such_day", "99/9/9999"),
        (2, "not_a_date", "9/9/99"),
        (3, "not_a_date", "aaaa"),
        (4, "no_such_day", "9999-99-99 99:99"),
        (5, "no_such_day", "9/9/9999 99:99 AA"),
        (6, "not_a_date", "9999"),
        (7, "not_a_date", "99999999"),
    ]


def test_months_whole_numbers_amounts_and_answers() -> None:
    """Each parser reads what its line in the list says, and nothing else."""
    assert typed(["2001-04", "2001-13", "2001-4"], "month").values.to_pylist() == [date(2001, 4, 1), None, None]
    assert typed(["1", "4.0", "1,234", "+3", "-5", "1.5", "12,34", "9" * 19], "integer").values.to_pylist() == [
        1, 4, 1234, 3, -5, None, None, None,
    ]  # fmt: skip
    assert typed(["$1,500.00", "1500", "0.5", "1.250", "1.255", "-$5.10", "7."], "decimal").values.to_pylist() == [
        Decimal("1500.00"), Decimal("1500.00"), Decimal("0.50"), Decimal("1.25"), None, Decimal("-5.10"), Decimal("7.00"),
    ]  # fmt: skip
    assert typed(["YES", "no", "Y", "true", "maybe"], "yes_no").values.to_pylist() == [True, False, True, True, None]
    assert typed(["1", "3.0", "4", "NA"], "threat_level").values.to_pylist() == [1, 3, None, None]


def test_long_ids_stay_text_to_the_last_digit() -> None:
    """Nineteen digits survive; no id goes through a float."""
    found = typed(["1234567890123456789", "0001234"], "text")
    assert found.values.to_pylist() == ["1234567890123456789", "0001234"]


def test_marks_are_null_and_counted_by_class_and_not_as_bad_cells() -> None:
    """In a text column and in a date column; texts that differ only in blanks around them become one."""
    texts = ["(b)(6), (b)(7)(c)", "MEXICO", " MEXICO ", "b(6), b(7)C", "IIDS ETL NULL", "", None, "(b)(6), (b)(7)(c)"]
    found = typed(texts, "text")
    assert found.values.to_pylist() == [None, "MEXICO", "MEXICO", None, None, None, None, None]
    assert found.values.dictionary.to_pylist() == ["MEXICO"]
    assert found.marks == {"b6,b7c": 3, "iids_etl_null": 1}
    dated = typed(["(b)(7)(E )", "1/2/2024", "N/A", "(b)(7)(E )"], "date")
    assert dated.values.to_pylist() == [None, date(2024, 1, 2), None, None]
    assert (dated.marks, bad(dated)) == ({"b7e": 2, "na": 1}, [])


def test_na_is_a_value_unless_the_data_says_otherwise() -> None:
    """In a text column of the agency NA stays; in a file written by R it is null."""
    assert typed(["NA"], "text", "ddp.2026-03.arrests").values.to_pylist() == ["NA"]
    assert typed(["NA"], "text", "uwchr.2023.arrests").values.to_pylist() == [None]


@pytest.mark.parametrize("parse", ["text", *PARSERS])
def test_columns_without_any_value_are_typed(parse: str) -> None:
    """No rows, only empty cells and only blanks are all fine."""
    assert typed([], parse).values.to_pylist() == []
    assert typed([None, "", "  "], parse).values.to_pylist() == [None, None, None]
    assert bad(typed([None, "", "  "], parse)) == []


def test_the_shape_of_a_cell_tells_nothing_but_its_form() -> None:
    """Letters and digits of any script are replaced, and a long text is cut."""
    texts = ["José, 12/31/99", "x" * 32_767, "Ⅷ ٣ 王 é", "a" * 40]
    assert shapes_of(pa.array(texts)).to_pylist() == ["Aaaa, 99/99/99", "a" * 40 + "…", "9 9 a a", "a" * 40]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_letter_and_no_number_of_a_cell_is_in_its_shape(text: str) -> None:
    """Whatever the script, nothing but a, A, 9 and signs that are neither is left."""
    (shape,) = shapes_of(pa.array([text])).to_pylist()
    assert {sign for sign in shape if sign.isalpha() or sign.isdecimal()} <= set("aA9")


def test_the_longest_cell_of_a_workbook_is_kept_whole() -> None:
    """32,767 characters."""
    long = "x" * 32_767
    assert typed([long], "text").values.to_pylist() == [long]
    assert bad(typed([long], "date")) == [(0, "not_a_date", "a" * 40 + "…")]


def test_rows_with_a_pattern_are_counted_by_row_and_not_by_distinct_text() -> None:
    """Two rows with one id count twice."""
    column = pa.array(["1" * 19, "1" * 19, "12", None]).dictionary_encode()
    assert count_matching(column, r"^\d{16,}$") == 2


def test_every_code_of_a_bad_cell_has_a_meaning() -> None:
    """The codes that parsers give are those of the list."""
    codes = {values(pa.array(["?"])).code for values in PARSERS.values()}
    assert codes | {"no_such_day", "row_of_other_width"} == set(FAULTS)


def test_every_code_of_a_bad_cell_is_on_the_page_about_the_store() -> None:
    """docs/releases/store.md lists them all."""
    page = Path(__file__).resolve().parents[2] / "docs/releases/store.md"
    words = page.read_text(encoding="utf-8")
    assert [code for code in FAULTS if f"`{code}`" not in words] == []


@settings(deadline=None)
@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2199, 12, 31)))
def test_a_moment_printed_in_any_way_is_read_back(moment: datetime) -> None:
    """ISO with a fraction, month first with seconds, and the serial of Excel to the second."""
    whole = moment.replace(microsecond=0)
    half = whole.strftime("%-m/%-d/") + f"{whole.year} {whole.strftime('%I:%M:%S %p')}"
    since = whole - datetime(1899, 12, 30)
    serial = f"{Decimal(since // timedelta(seconds=1)) / 86_400:.10f}"
    texts = [moment.isoformat(sep=" ", timespec="microseconds"), half]
    assert typed(texts, "date_time").values.to_pylist() == [moment, whole]
    if 10_000 <= since.days < 100_000:
        assert typed([serial], "date_time").values.to_pylist() == [whole]


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=30), st.sampled_from(sorted(PARSERS)))
def test_every_cell_is_a_value_a_mark_empty_or_bad(texts: list[str | None], parse: str) -> None:
    """Whatever the texts: the four kinds add up to the rows, and a value never stands in a bad row."""
    found = typed(texts, parse)
    n_empty = sum(text is None or pa.compute.utf8_trim_whitespace(text).as_py() == "" for text in texts)
    n_values = len(texts) - found.values.null_count
    assert n_values + n_empty + sum(found.marks.values()) + len(found.bad_rows) == len(texts)
    assert not np.any(found.values.is_valid().to_numpy(zero_copy_only=False)[found.bad_rows])


@settings(deadline=None)
@given(st.lists(st.text(max_size=6), max_size=20))
def test_a_dictionary_given_ready_made_changes_nothing(texts: list[str]) -> None:
    """Plain and dictionary-encoded columns are typed alike."""
    plain = pa.array(texts, pa.string())
    for parse in ("text", "date", "integer"):
        one, other = type_column(plain, parse), type_column(plain.dictionary_encode(), parse)
        assert (one.values.to_pylist(), one.marks, bad(one)) == (other.values.to_pylist(), other.marks, bad(other))
