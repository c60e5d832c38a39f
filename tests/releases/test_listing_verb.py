"""The verb that lists releases."""

from __future__ import annotations

from pathlib import Path

import tallymark
from tests.releases.sources_made import REMOVAL_ROWS, bring_in, write_csv


def test_the_verb_lists_what_a_store_holds(tmp_path: Path) -> None:
    """One release of three removals of 2012, in a layout of a known release; an empty place holds none."""
    bring_in(tmp_path / "store", write_csv(tmp_path / "a.csv", REMOVAL_ROWS))
    (found,) = tallymark.find_releases(tmp_path / "store")
    assert (found.release, found.n_files) == ("made-up", 1)
    assert [(one.name, one.n_rows, one.window) for one in found.tables] == [
        ("removals", 3, ("2012-01-03", "2012-12-31"))
    ]
    assert tallymark.find_releases(tmp_path / "none") == ()
