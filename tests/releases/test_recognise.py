"""Recognition of layouts from headers: found wherever it stands, in any order, and never when one name is off."""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tallymark.releases.compare import compare
from tallymark.releases.headers import fold, fold_row
from tallymark.releases.layouts import Layout, layout, layouts, read_layout
from tallymark.releases.readers import open_source
from tallymark.releases.recognise import HeaderFound, NearMiss, NotATable, find_header, likely_header, nearest
from tallymark.releases.sources import expand

LAYOUTS = st.sampled_from(sorted(layouts().values(), key=lambda found: found.id))
Row = Sequence[str | None]
BANNER: list[Row] = [
    ["ERO-LESA Statistical Tracking Unit"],
    ["For Official Use Only"],
    ["Somebody v. DHS"],
    ["Please review the last tab for footnotes."],
    [],
    ["FY2012 - FY2019 YTD (01/01/2012 - 07/06/2019) records of a table", None, ""],
]
FILES = {
    "uwchr-ice-air/SeattleAOROtherRemovals.csv": ("uw.2019.removals", 7),
    "uwchr-ice-air/SeattleAORExpeditedRemovals.csv": ("uw.2019.removals", 7),
    "uwchr-jsis-tf-2023/arrests_with_state.csv.gz": ("uwchr.2023.arrests", 1),
    "uwchr-jsis-tf-2023/bookins_with_state.csv.gz": ("uwchr.2023.book_ins", 1),
    "eads-pa-detainers/pa_detainers.csv": ("npr.2016.detainers", 1),
    "alyssc-mn-deportation-data/st_cloud_denied.csv": ("ddp-processed.2026-03.detainers", 1),
    "uwchr-ice-detain/inc_headcount_fy12-24ytd.csv.gz": ("uwchr.2024.headcounts", 1),
    "border-deaths-pcome/deaths_by_month_cause_corridor.csv": ("pcome.2020.border_deaths", 1),
    "secure-communities-activation/activation_dates.csv": ("sc.2013.sc_activations", 1),
}


def names_of(found: Layout, *, optional: bool = True) -> list[str]:
    """The raw names of a layout, with or without those that may be missing, and the first of several names of a thing."""
    return [column.raw for column in found.printed if optional or column.presence != "optional"]


@given(LAYOUTS, st.integers(0, 39), st.booleans(), st.randoms(use_true_random=False))
def test_any_order_of_a_header_reads_each_name_into_its_own_field(
    found: Layout, n_above: int, optional: bool, chance: random.Random
) -> None:
    """Whatever stands above it and in whatever order: a column's field is the one its name has."""
    names = names_of(found, optional=optional)
    chance.shuffle(names)
    result = find_header([*(BANNER * 7)[:n_above], names, ["x"] * len(names)], layouts())
    assert isinstance(result, HeaderFound)
    assert (result.layout.id, result.row) == (found.id, n_above + 1)
    assert [names[each.index] for each in result.maps] == [each.raw for each in result.maps]
    own = {(each.raw, each.field, each.parse) for each in found.maps if each.raw in names}
    assert {(each.raw, each.field, each.parse) for each in result.maps} == own
    assert set(result.missing) | set(names) == {column.raw for column in found.columns}


@given(LAYOUTS, st.data())
def test_case_blanks_underscores_and_line_breaks_do_not_matter(found: Layout, data: st.DataObject) -> None:
    """The same names written in other ways are the same header."""
    ways = (str.upper, str.title, lambda name: name.replace(" ", "_"), lambda name: f" {name.replace(' ', chr(10))} ")
    written = [data.draw(st.sampled_from(ways))(name) for name in names_of(found)]
    result = find_header([written], layouts())
    assert isinstance(result, HeaderFound)
    assert result.layout.id == found.id
    assert result.names == tuple(written)


@given(LAYOUTS, st.data())
def test_a_dropped_column_is_a_near_miss_that_names_it(found: Layout, data: st.DataObject) -> None:
    """Unless what is left is the header of another layout, exactly that column is missing."""
    names = names_of(found, optional=False)
    gone = data.draw(st.sampled_from(names))
    left = [name for name in names if name != gone]
    assume(fold_row(left))
    result = find_header([left], layouts())
    if isinstance(result, HeaderFound):
        assert result.layout.required <= {fold(name) for name in left} <= set(result.layout.names)
    elif len(left) > 1:
        assert not isinstance(result, HeaderFound)
        assert [(match.kind, match.raw) for match in compare(fold_row(left), found) if match.kind != "same"] == [
            ("missing", gone)
        ]
        if len(names) > 6:
            assert isinstance(result, NearMiss)
            assert result.layout.id == found.id


@given(LAYOUTS, st.data(), st.text("qxzw ", min_size=4, max_size=12).map(str.strip))
def test_an_added_column_is_a_near_miss_that_names_it(found: Layout, data: st.DataObject, new: str) -> None:
    """Exactly that column is added, wherever it stands."""
    assume(len(new) > 3)
    names = names_of(found)
    place = data.draw(st.integers(0, len(names)))
    result = find_header([[*names[:place], new, *names[place:]]], layouts())
    assert isinstance(result, NearMiss)
    assert result.layout.id == found.id
    assert [(match.kind, match.position, match.name) for match in result.differences] == [
        ("added", place + 1, fold(new))
    ]


@given(LAYOUTS, st.data(), st.sampled_from(["Zzz qx", "{} Code Two", "Old {}"]))
def test_a_renamed_column_is_a_near_miss_that_names_it(found: Layout, data: st.DataObject, form: str) -> None:
    """The new name is told as a likely rename of the old one, or as added with the old one missing; no other is touched."""
    names = names_of(found, optional=False)
    place = data.draw(st.integers(0, len(names) - 1))
    old, new = names[place], form.format(names[place])
    assume(fold(new) not in found.names)
    header = [*names[:place], new, *names[place + 1 :]]
    result = find_header([header], layouts())
    assert not isinstance(result, HeaderFound)
    different = [match for match in compare(fold_row(header), found) if match.kind != "same"]
    told = [(match.kind, match.position, match.raw) for match in different]
    others = [column.raw for column in found.columns if not column.required]
    assert told in (
        [("renamed?", place + 1, old)],
        [("added", place + 1, None), ("missing", None, old)],
        *([("renamed?", place + 1, other)] for other in others if old in others),
        *([("renamed?", place + 1, other), ("missing", None, old)] for other in others),
    )


@given(LAYOUTS, st.data())
def test_a_doubled_name_is_never_read(found: Layout, data: st.DataObject) -> None:
    """Which of two columns of one name is meant cannot be told."""
    names = names_of(found)
    twice = data.draw(st.sampled_from([name for name in names if name]))
    result = find_header([[*names, twice.upper()]], layouts())
    assert not isinstance(result, HeaderFound)
    if isinstance(result, NearMiss) and result.layout.id == found.id:
        doubled = [match.position for match in result.columns if match.kind == "doubled"]
        assert doubled == [names.index(twice) + 1, len(names) + 1]


def test_of_the_names_of_one_thing_a_header_has_exactly_one() -> None:
    """The office that entered an arrest has three spellings: each is read, none is missing, two are doubled."""
    names = names_of(layout("ddp.2023-11.arrests"))
    place = names.index("Arrest Created By")
    for spelling in ("Arrest Created By", "Arrest Create By", "Arrested Created By"):
        found = find_header([[*names[:place], spelling, *names[place + 1 :]]], layouts())
        assert isinstance(found, HeaderFound)
        assert [each.raw for each in found.maps if each.field == "arrest_created_by"] == [spelling]
    none = find_header([[*names[:place], *names[place + 1 :]]], layouts())
    assert isinstance(none, NearMiss)
    assert [(match.kind, match.raw) for match in none.differences] == [("missing", "Arrest Created By")]
    two = find_header([[*names, "Arrest Create By"]], layouts())
    assert isinstance(two, NearMiss)
    assert [(match.kind, match.position) for match in two.differences] == [("doubled", place + 1), ("doubled", 8)]


def test_moved_columns_are_told_apart_from_those_that_kept_their_order() -> None:
    """With a near miss, the one column that changed its place is the one that moved."""
    names = names_of(layout("ddp.2026-03.arrests"))
    header = ["Shoe Size", *names[1:10], names[0], *names[10:]]
    result = find_header([header], layouts())
    assert isinstance(result, NearMiss)
    assert [(match.kind, match.position, match.name) for match in result.differences] == [
        ("added", 1, "shoe size"),
        ("moved", 11, "apprehension date"),
    ]


def test_a_likely_rename_is_told_with_its_likeness() -> None:
    """The old name stands beside the new one; nobody reads it so."""
    names = names_of(layout("ddp.2025-07.arrests"))
    names[2] = "Apprehension County Name"
    result = find_header([names], layouts())
    assert isinstance(result, NearMiss)
    (match,) = result.differences
    assert (match.kind, match.name, match.raw) == ("renamed?", "apprehension county name", "Apprehension County")
    assert match.score is not None
    assert 70 <= match.score < 100


def test_the_files_of_march_2026_with_and_without_birth_date_have_one_layout() -> None:
    """64 and 65 columns; the smaller one tells what is missing."""
    names = names_of(layout("ddp.2026-03.detainers"))
    full = find_header([*BANNER, names], layouts())
    short = find_header([*BANNER, [name for name in names if name != "Birth Date"]], layouts())
    assert isinstance(full, HeaderFound)
    assert isinstance(short, HeaderFound)
    assert (full.layout.id, len(full.names), full.missing) == ("ddp.2026-03.detainers", 65, ())
    assert (short.layout.id, len(short.names), short.missing) == ("ddp.2026-03.detainers", 64, ("Birth Date",))


def test_cells_beyond_the_last_name_are_a_column_without_a_name() -> None:
    """A column that nobody named is never dropped in silence."""
    names = names_of(layout("uw.2019.removals"))
    result = find_header([names, [*names, "more"]], layouts())
    assert isinstance(result, NearMiss)
    assert [(match.kind, match.position) for match in result.differences] == [("added", 8)]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[None, ""], []],
        [["Footnotes"], ["1. Data are current as of a day."], ["2. Removals include returns."]],
        [["Term", "Meaning"], ["Departed Date", "Day of the departure"], ["Gender", "As recorded"]],
        [["Fiscal Year", "Gender", "Count"], ["2012", "Male", "5"]],
        [["AOR", "State", "County"], ["X", "Y", "Z"]],
    ],
)
def test_footnotes_and_other_tables_are_no_table(rows: Sequence[Row]) -> None:
    """A sheet without the names of a layout is told as such."""
    assert isinstance(find_header(rows, layouts()), NotATable)


def test_a_single_wide_row_is_a_ragged_row_and_no_column() -> None:
    """One of three rows has cells beyond the last name: the header is that of the layout; two of three: a near miss."""
    names = list(layout("uw.2019.removals").names)
    usual, wide = ["x"] * len(names), ["x"] * (len(names) + 2)
    assert isinstance(find_header([names, usual, wide, usual], layouts()), HeaderFound)
    assert isinstance(find_header([names, usual, wide, wide], layouts()), NearMiss)


def test_a_header_below_the_fortieth_row_is_not_looked_for() -> None:
    """The first forty rows are searched and no more."""
    names = names_of(layout("uw.2019.removals"))
    assert isinstance(find_header([*[["banner"]] * 40, names], layouts()), NotATable)


def test_the_likeliest_header_has_the_most_names() -> None:
    """Rows of numbers and rows with a name twice are passed over."""
    rows: list[Row] = [["Title"], ["Name", "Town", "Day"], ["1", "2", "3", "4"], ["a", "a", "b", "c"]]
    assert likely_header(rows) == 2
    assert likely_header([[], [None]]) is None


def test_the_nearest_layout_is_told_however_far() -> None:
    """Two common names of six known and one new."""
    found, similarity, _ = nearest(["date", "lift_reason", "Shoe"], {"one": layout("npr.2016.detainers")})
    assert (found.id, round(similarity, 4)) == ("npr.2016.detainers", round(2 / 7, 4))


@pytest.mark.parametrize("name", FILES)
def test_every_listed_file_of_records_is_recognised(shared: Path, name: str) -> None:
    """Real headers, whatever the file is called."""
    path = shared / "data" / name
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as handle:
        rows = list(islice(csv.reader(handle, delimiter="|" if "headcount" in name else ","), 40))
    result = find_header(rows, layouts())
    assert isinstance(result, HeaderFound)
    assert (result.layout.id, result.row) == FILES[name]


def test_every_list_of_agreements_is_recognised(shared: Path) -> None:
    """Five, six, seven columns, and the list that somebody joined."""
    found = {}
    for source in expand([shared / "data/287g-relevantresearch"]):
        if not source.name.endswith(".xlsx"):
            continue
        with open_source(source) as book:
            result = find_header(book.sheets[0].head(), layouts())
        assert isinstance(result, HeaderFound), source.name
        found[source.name.rpartition("/")[2]] = result.layout.id.removesuffix(".agreements_287g")
    assert found == {
        "ParticipatingEntities-20250104041613.xlsx": "ice-287g.2025-01",
        "ParticipatingEntities-20250219163339.xlsx": "ice-287g.2025-01",
        "combine_without_duplicates_after_feb20.xlsx": "ice-287g.joined",
        "participatingAgencies-20250221214937.xlsx": "ice-287g.2025-02",
        "participatingAgencies-20250318231034.xlsx": "ice-287g.2025-03",
        "participatingAgencies-20250411231031.xlsx": "ice-287g.2025-03",
    }


def test_a_layout_of_ones_own_is_recognised_too(tmp_path: Path) -> None:
    """Recognition knows no layout by heart."""
    path = tmp_path / "own.csv"
    path.write_text(
        "# id: own.arrests\n# release: own\n# table: arrests\n# publisher: p\n# header_row: 1\n# source: s\n# note:\n"
        "position,raw,presence,field,parse,note\n1,Day,required,apprehension_date,date,\n2,Sex,required,gender,text,\n",
        encoding="utf-8",
    )
    own = read_layout(path, "own.csv")
    result = find_header([["sex", "DAY"]], {own.id: own})
    assert isinstance(result, HeaderFound)
    assert [(each.index, each.field) for each in result.maps] == [(1, "apprehension_date"), (0, "gender")]
    assert result.reordered


@pytest.mark.parametrize(
    "value", ["2031-05-13 02:19:00", "5/13/2031", "1986", "d7b06bbe086f6aea9c82b0f72b3514191272b44e"]
)
def test_a_record_is_never_taken_for_a_header(value: str) -> None:
    """A row with a day, a number or a long id holds a person, whose cells would be told as names."""
    rows: list[Row] = [["Targeted", "Somewhere", value, "Male"]] * 3
    assert likely_header(rows) is None
    assert find_header(rows, layouts()) == NotATable("no row of the first 40 looks like column names")
