"""Known shares of missing values."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.model.errors import DataError
from tallymark.releases.known_nulls import known_share, known_shares, read_known_nulls

HEAD = "layout,field,null_share,source\n"


def test_a_release_of_the_same_layout_is_held_closely() -> None:
    """The state of the arrest was missing in 21.2 % of the arrests of July 2025."""
    found = known_share(("ddp.2025-07.arrests",), "arrests", "apprehension_state")
    assert found is not None
    assert (str(found.share), str(found.tolerance)) == ("0.2121", "0.02")


def test_another_layout_is_held_loosely() -> None:
    """How much is blank changes between releases."""
    found = known_share(("ddp.2026-03.arrests",), "arrests", "apprehension_state")
    assert found is not None
    assert str(found.tolerance) == "0.20"


def test_a_field_without_a_known_share_has_none() -> None:
    """Nothing is expected where nothing was published."""
    assert known_share(("ddp.2025-07.arrests",), "arrests", "operation") is None


def test_the_published_table_is_there() -> None:
    """Fields of five tables."""
    assert {layout for layout, _ in known_shares()} == {
        f"ddp.2025-07.{table}" for table in ("arrests", "detainers", "encounters", "removals", "stints")
    }


@pytest.mark.parametrize(
    "line",
    [
        "ddp.1999.arrests,gender,0.1,x",
        "ddp.2025-07.arrests,hat_size,0.1,x",
        "ddp.2025-07.arrests,gender,1.1,x",
        "ddp.2025-07.arrests,gender,much,x",
        "ddp.2025-07.arrests,gender,0.1,",
        "ddp.2025-07.arrests,gender,0.1,x\nddp.2025-07.arrests,gender,0.2,x",
    ],
)
def test_a_broken_line_is_an_error_with_its_number(tmp_path: Path, line: str) -> None:
    """Unknown layouts and fields, shares beyond 1, missing sources and doubles."""
    (tmp_path / "shares.csv").write_text(HEAD + line + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="TM-RELEASES-802") as raised:
        read_known_nulls(tmp_path / "shares.csv", "shares.csv")
    assert raised.value.where.startswith("shares.csv line ")
