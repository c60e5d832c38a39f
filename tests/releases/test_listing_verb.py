"""The verb that lists releases."""

from __future__ import annotations

from pathlib import Path

import tallymark
from tallymark.reports.release_list import list_json, list_lines
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


def test_a_release_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    """Of two releases one has a torn manifest: it is listed with its error, without the path, and the other one whole."""
    store = tmp_path / "store"
    bring_in(store, write_csv(tmp_path / "a.csv", REMOVAL_ROWS))
    (store / "torn").mkdir()
    (store / "torn" / "manifest.json").write_text("{", encoding="utf-8")
    whole, torn = tallymark.find_releases(store)
    assert (whole.release, whole.n_files, whole.error) == ("made-up", 1, "")
    assert (torn.release, torn.tables) == ("torn", ())
    assert torn.error.startswith("TM-SCHEMA-104: ")
    assert str(tmp_path) not in torn.error
    words = [line.words for line in list_lines([whole, torn], "a store")]
    assert torn.error in words
    assert '"error": "TM-SCHEMA-104' in list_json([whole, torn], "a store")
    assert list_json([whole], "a store").count("error") == 0
