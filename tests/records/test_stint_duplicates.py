"""Repeats of stints: the two stages, and the bonds that are kept from the rows left out."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.records.derive import Derived, derive
from tests.records.small import RELEASE, Row, columns_of, store_with

FIELDS = ("is_repeat_but_for_bond", "is_same_day_repeat", "is_kept_row")


def time(text: str | None) -> dt.datetime | None:
    """ISO text as a date-time."""
    return dt.datetime.fromisoformat(text) if text else None


def stint(
    person: str | None, into: str | None, out: str | None, place: str = "X", stay: str | None = None, **more: object
) -> dict[str, object]:
    """A row of stints; the stay begins with the stint unless it is said."""
    return {
        "person_id": person,
        "booked_in_date_time": time(into),
        "booked_out_date_time": time(out),
        "facility_code": place,
        "stay_booked_in_date_time": time(stay or into),
        **more,
    }


def duplicates(root: Path, rows: Sequence[Row]) -> Derived:
    """The repeats among these rows."""
    return derive(store_with(root, {"stints": rows}), RELEASE, "stint_duplicates")


def test_rows_alike_but_for_the_bonds_are_one_and_the_first_is_kept(tmp_path: Path) -> None:
    """Three rows differ in their bonds only; the kept one shows the lowest bond of all three."""
    rows = [
        stint("a", "2024-01-01 10:00", "2024-01-05 10:00", initial_bond_set_amount=Decimal(5000)),
        stint("a", "2024-01-01 10:00", "2024-01-05 10:00", initial_bond_set_amount=Decimal(1500)),
        stint("a", "2024-01-01 10:00", "2024-01-05 10:00", bond_posted_date=dt.date(2024, 1, 4)),
    ]
    found = duplicates(tmp_path, rows)
    assert columns_of(found, *FIELDS) == [(False, False, True), (True, False, False), (True, False, False)]
    bonds = columns_of(found, "initial_bond_set_amount_lowest_seen", "bond_posted_date_earliest_seen")
    assert bonds[0] == (Decimal("1500.00"), dt.date(2024, 1, 4))


def test_of_one_person_facility_day_and_stay_the_last_is_kept(tmp_path: Path) -> None:
    """The row booked in later that day stays; another facility, day or stay is another stint."""
    stay = "2024-01-01 08:00"
    rows = [
        stint("a", "2024-01-01 08:00", "2024-01-01 09:00", stay=stay),  # dropped: row 2 is later the same day
        stint("a", "2024-01-01 12:00", "2024-01-05 10:00", stay=stay),
        stint("a", "2024-01-01 12:00", "2024-01-05 10:00", "Y", stay=stay),  # another facility
        stint("a", "2024-01-02 12:00", "2024-01-05 10:00", stay=stay),  # another day
        stint("a", "2024-01-01 08:00", "2024-01-01 09:00", stay="2024-01-01 07:00"),  # another stay
        stint("b", "2024-01-01 08:00", "2024-01-01 09:00", stay=stay),  # another person
    ]
    assert columns_of(duplicates(tmp_path, rows), *FIELDS) == [(False, True, False)] + [(False, False, True)] * 5


def test_among_equal_book_ins_the_row_with_a_release_reason_is_kept(tmp_path: Path) -> None:
    """An empty field goes before a filled one in the order, and the last row stays."""
    rows = [
        stint("a", "2024-01-01 08:00", "2024-01-02 09:00", release_reason="Transferred"),
        stint("a", "2024-01-01 08:00", None),
    ]
    assert columns_of(duplicates(tmp_path, rows), "is_kept_row") == [(True,), (False,)]


def test_rows_without_a_person_are_kept_and_bounded(tmp_path: Path) -> None:
    """Two alike rows without a person count as two, may repeat the row of that day, and each keeps its own bond."""
    rows = [
        stint(None, "2024-01-01 08:00", None, initial_bond_set_amount=Decimal(10)),
        stint(None, "2024-01-01 08:00", None, initial_bond_set_amount=Decimal(10)),
        stint("a", "2024-01-01 08:00", None),
    ]
    found = duplicates(tmp_path, rows)
    assert columns_of(found, "is_kept_row") == [(True,), (True,), (True,)]
    counts = found.summary
    assert (counts.n_low, counts.n_counted, counts.n_high, counts.n_rows_without_id) == (1, 3, 3, 2)
    assert columns_of(found, "initial_bond_set_amount_lowest_seen")[1] == (Decimal("10.00"),)


def test_an_unknown_day_repeats_nothing_unless_the_rows_are_alike(tmp_path: Path) -> None:
    """Stage 2 needs a day; stage 1 takes two empty book-ins for alike."""
    rows = [stint("a", None, None), stint("a", None, None, gender="Female"), stint("a", None, None)]
    assert columns_of(duplicates(tmp_path, rows), *FIELDS) == [
        (False, False, True),
        (False, False, True),
        (True, False, False),
    ]


STINTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", None]),
        st.one_of(st.none(), st.integers(0, 60)),
        st.sampled_from(["X", "Y"]),
        st.sampled_from([0, 24]),
        st.sampled_from([None, "Removed"]),
        st.sampled_from([None, 1, 2]),
    ),
    max_size=20,
)
Drawn = tuple[str | None, int | None, str, int, str | None, int | None]


def by_hand(rows: list[Drawn]) -> list[tuple[bool, bool]]:
    """Both stages by going through the rows one after the other."""
    first: dict[object, int] = {}
    repeats = [False] * len(rows)
    for place, row in enumerate(rows):
        if row[0] is not None and first.setdefault(row[:5], place) != place:
            repeats[place] = True
    best: dict[object, tuple[object, int]] = {}
    for place, (person, hour, facility, stay, reason, _) in enumerate(rows):
        if person is not None and hour is not None and not repeats[place]:
            group = (person, hour // 24, facility, stay)
            order = ((hour, reason or "", place), place)
            best[group] = max(best.get(group, order), order, key=lambda one: one[0])  # type: ignore[arg-type,return-value]
    kept = {place for _, place in best.values()}
    return [
        (repeats[place], row[0] is not None and row[1] is not None and not repeats[place] and place not in kept)
        for place, row in enumerate(rows)
    ]


@settings(max_examples=10, deadline=None)
@given(rows=STINTS)
def test_both_stages_are_those_of_going_through_the_rows(rows: list[Drawn]) -> None:
    """The rule in SQL equals the rule in plain Python on random stints."""
    start = dt.datetime(2024, 1, 1)
    records = [
        {
            "person_id": person,
            "booked_in_date_time": None if hour is None else start + dt.timedelta(hours=hour),
            "facility_code": facility,
            "stay_booked_in_date_time": start + dt.timedelta(hours=stay),
            "release_reason": reason,
            "initial_bond_set_amount": None if bond is None else Decimal(bond),
        }
        for person, hour, facility, stay, reason, bond in rows
    ]
    with tempfile.TemporaryDirectory() as folder:
        found = columns_of(duplicates(Path(folder), records), *FIELDS[:2])
    assert found == by_hand(rows)
