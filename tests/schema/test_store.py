"""Paths of a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.model.errors import DataError, UsageError
from tallymark.schema.store import Store, make_private, store_root


def test_a_release_is_a_folder_of_the_store(tmp_path: Path) -> None:
    """Every path of a release lies where the design says."""
    paths = Store(tmp_path).release("ddp.2026-03")
    assert paths.manifest == tmp_path / "ddp.2026-03/manifest.json"
    assert paths.run == tmp_path / "ddp.2026-03/run.json"
    assert paths.raw("arrests") == tmp_path / "ddp.2026-03/raw/arrests"
    assert paths.table("arrests") == tmp_path / "ddp.2026-03/tables/arrests"
    assert paths.quarantine("arrests") == tmp_path / "ddp.2026-03/quarantine/arrests"
    assert paths.derived("stays@1f2e") == tmp_path / "ddp.2026-03/derived/stays@1f2e"


@pytest.mark.parametrize("bad", ["", "..", ".tmp-x", "-a", "A", "a b", "a/b", "a" * 65, "a\n"])
def test_an_id_that_could_leave_the_store_is_refused(tmp_path: Path, bad: str) -> None:
    """Ids are small letters, digits, dots and hyphens, at most 64."""
    with pytest.raises(UsageError) as caught:
        Store(tmp_path).release(bad)
    assert caught.value.code == "TM-SCHEMA-101"


@pytest.mark.parametrize("bad", ["", "..", "a/b", "../x", "A"])
def test_a_table_name_that_could_leave_the_store_is_refused(tmp_path: Path, bad: str) -> None:
    """Names of tables and derived tables are as narrow as ids."""
    paths = Store(tmp_path).release("a")
    for folder in (paths.raw, paths.table, paths.quarantine, paths.derived):
        with pytest.raises(UsageError) as caught:
            folder(bad)
        assert caught.value.code == "TM-SCHEMA-102"


def test_a_release_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    """Only folders with a manifest count as releases."""
    for name in ("b", "a", ".tmp-c", "empty"):
        (tmp_path / name).mkdir()
    for name in ("b", "a", ".tmp-c"):
        (tmp_path / name / "manifest.json").write_text("{}")
    store = Store(tmp_path)
    assert store.releases() == ("a", "b")
    assert store.existing("a").id == "a"
    with pytest.raises(DataError, match="in the store: a, b") as caught:
        store.existing("empty")
    assert caught.value.code == "TM-SCHEMA-103"


def test_the_option_goes_before_the_variable_and_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """--store, else $TALLYMARK_STORE, else ./tallymark-store."""
    monkeypatch.delenv("TALLYMARK_STORE", raising=False)
    assert store_root(None) == Path("tallymark-store")
    monkeypatch.setenv("TALLYMARK_STORE", "/somewhere")
    assert store_root() == Path("/somewhere")
    assert store_root("here") == Path("here")


def test_a_store_that_cannot_be_opened_is_a_coded_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in the place of the folder and a folder that may not be read: TM-SCHEMA-106; no folder yet: no release."""
    assert Store(tmp_path / "not-yet").releases() == ()
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError) as caught:
        Store(tmp_path / "file").releases()
    assert caught.value.code == "TM-SCHEMA-106"

    def refuse(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refuse)
    with pytest.raises(DataError, match="TM-SCHEMA-106") as caught:
        Store(tmp_path).existing("a")
    assert caught.value.detail == "Permission denied"


def test_every_folder_that_is_made_is_for_its_owner_only(tmp_path: Path) -> None:
    """Those above it too, so that a copy of a part of the store stays closed; one that is there keeps its mode."""
    (tmp_path / "there").mkdir(mode=0o755)
    make_private(tmp_path / "there/raw/arrests")
    make_private(tmp_path / "there/raw/arrests")
    modes = [(tmp_path / path).stat().st_mode & 0o777 for path in ("there/raw/arrests", "there/raw", "there")]
    assert modes == [0o700, 0o700, 0o755]
