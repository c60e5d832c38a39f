"""Faults of the machine: whatever happens, the store is as it was or has the whole release."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

from tallymark.model.errors import DataError, InputError, TallymarkError
from tallymark.releases.lock import locked
from tallymark.releases.transaction import sweep
from tallymark.releases.verify import verify
from tallymark.schema.parquet import open_new
from tallymark.schema.store import Store
from tests.releases.sources_made import REMOVAL_ROWS, bring_in, write_csv

ROOT = Path(__file__).resolve().parents[2]
TMPFS_BYTES = 400_000


class FullDisk:
    """Opens files that together take only so many bytes, then fail as a full disk does."""

    def __init__(self, n_bytes: int, number: int = errno.ENOSPC) -> None:
        self.left = n_bytes
        self.number = number

    def __call__(self, path: Path) -> BinaryIO:
        """A new file on the full disk."""
        return FullFile(open_new(path), self)  # type: ignore[return-value]  # what the writer needs of a file


class FullFile:
    """A file on a disk that fills up."""

    def __init__(self, handle: BinaryIO, disk: FullDisk) -> None:
        self._handle = handle
        self._disk = disk

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._handle.closed

    def write(self, data: memoryview) -> int:
        """Write, or fail as the disk does."""
        self._disk.left -= len(data)
        if self._disk.left < 0:
            raise OSError(self._disk.number, os.strerror(self._disk.number))
        return self._handle.write(data)

    def flush(self) -> None:
        """Hand on."""
        self._handle.flush()

    def fileno(self) -> int:
        """The number of the handle."""
        return self._handle.fileno()

    def close(self) -> None:
        """Close."""
        self._handle.close()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file of 5,000 records with ids that cannot be packed."""
    return write_csv(tmp_path / "a.csv", [with_id(REMOVAL_ROWS[number % 3], number) for number in range(5_000)])


def with_id(row: Sequence[object], number: int) -> tuple[object, ...]:
    """The row with another id."""
    return (row[0], hashlib.sha1(str(number).encode(), usedforsecurity=False).hexdigest(), *row[2:])


def listing(root: Path) -> list[str]:
    """Everything in a store but the lock."""
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.name != ".lock")


@pytest.mark.parametrize("n_bytes", [0, 4, 1_000, 10_000, 20_000, 30_000])
def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path, source: Path, n_bytes: int) -> None:
    """Wherever the bytes end: a coded error, no half release, no leftover, and the release of before is sound."""
    bring_in(tmp_path / "store", write_csv(tmp_path / "b.csv", REMOVAL_ROWS), release="before")
    kept = listing(tmp_path / "store")
    with pytest.raises(DataError) as caught:
        bring_in(tmp_path / "store", source, opener=FullDisk(n_bytes))
    assert caught.value.code == "TM-RELEASES-404"
    assert "the store is as it was" in str(caught.value)
    assert listing(tmp_path / "store") == kept
    assert verify(Store(tmp_path / "store"), "before").ok
    bring_in(tmp_path / "store", source)
    assert verify(Store(tmp_path / "store"), "made-up").complete


def test_a_disk_that_cannot_write_is_told_from_a_full_one(tmp_path: Path, source: Path) -> None:
    """An input or output error has a code of its own."""
    with pytest.raises(DataError) as caught:
        bring_in(tmp_path / "store", source, opener=FullDisk(100, errno.EIO))
    assert caught.value.code == "TM-RELEASES-403"
    assert listing(tmp_path / "store") == []


def test_a_store_that_cannot_be_made_is_a_coded_error(tmp_path: Path, source: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "store").write_text("in the way")
    with pytest.raises(DataError) as caught:
        bring_in(tmp_path / "store", source)
    assert caught.value.code == "TM-RELEASES-403"


def test_a_folder_without_a_manifest_in_the_way_is_never_replaced(tmp_path: Path, source: Path) -> None:
    """Somebody's folder of that name stays, and the error says that it is no release."""
    (tmp_path / "store/made-up").mkdir(parents=True)
    (tmp_path / "store/made-up/notes.txt").write_text("mine")
    with pytest.raises(TallymarkError) as caught:
        bring_in(tmp_path / "store", source)
    assert caught.value.code == "TM-SCHEMA-104"
    assert (tmp_path / "store/made-up/notes.txt").read_text() == "mine"


def test_what_an_interrupted_ingest_left_is_swept_by_the_next(tmp_path: Path, source: Path) -> None:
    """Folders that begin with .tmp- are nobody's once the lock is held; other folders are left alone."""
    for name in (".tmp-made-up-1/raw", "mine"):
        (tmp_path / "store" / name).mkdir(parents=True)
    bring_in(tmp_path / "store", source)
    names = sorted(path.name for path in (tmp_path / "store").iterdir())
    assert names == [".lock", "made-up", "mine"]
    assert sweep(tmp_path / "store") == ()


def test_only_one_ingest_at_a_time_writes_into_a_store(tmp_path: Path, source: Path) -> None:
    """The second is told so at once, and the lock is free again afterwards."""
    with locked(tmp_path / "store"), pytest.raises(DataError) as caught:
        bring_in(tmp_path / "store", source)
    assert caught.value.code == "TM-RELEASES-402"
    assert not bring_in(tmp_path / "store", source).was_there


def test_store_and_release_are_their_owners_alone(tmp_path: Path, source: Path) -> None:
    """Folders have mode 0700, files 0600 or less."""
    bring_in(tmp_path / "store", source)
    for path in (tmp_path / "store", tmp_path / "store/made-up"):
        assert path.stat().st_mode & 0o777 == 0o700
    parts = (tmp_path / "store/made-up").rglob("*.parquet")
    assert {path.stat().st_mode & 0o777 for path in parts} == {0o600}


def test_a_source_that_changes_while_it_is_read_is_refused(tmp_path: Path, source: Path) -> None:
    """What was hashed must be what was read."""

    def meddle(message: str) -> None:
        if "rows" in message:
            source.write_bytes(source.read_bytes() + b"\n")

    with pytest.raises(InputError) as caught:
        bring_in(tmp_path / "store", source, progress=meddle)
    assert caught.value.code == "TM-RELEASES-408"
    assert listing(tmp_path / "store") == []


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, source: Path) -> None:
    """Ctrl-C in the middle of an ingest."""

    def interrupt(message: str) -> None:
        if "rows" in message:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_in(tmp_path / "store", source, progress=interrupt)
    assert listing(tmp_path / "store") == []


KILLED = """
import os, signal, sys
from pathlib import Path
from tallymark.releases.ingest import Options, ingest
from tallymark.schema.store import Store
steps = 0
def die(message):
    global steps
    steps += 1
    if steps == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
ingest([Path(sys.argv[1])], "made-up", Store(Path(sys.argv[2])), Options(progress=die))
"""


@pytest.mark.slow
@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_killed_ingest_leaves_a_store_that_the_next_one_completes(tmp_path: Path, source: Path, step: int) -> None:
    """Killed by force at a step of the ingest; many random moments are tried by the evaluation."""
    done = subprocess.run(  # noqa: S603  this very program
        [sys.executable, "-c", KILLED, str(source), str(tmp_path / "store"), str(step)], cwd=ROOT, check=False
    )
    assert done.returncode == -9
    assert Store(tmp_path / "store").releases() == ()
    bring_in(tmp_path / "store", source)
    assert verify(Store(tmp_path / "store"), "made-up").complete


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB in memory; the test skips where it cannot be mounted."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or mount is None or umount is None:
        pytest.skip("mounting a small file system needs root")
    size = f"size={TMPFS_BYTES}"
    done = subprocess.run([mount, "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True, check=False)  # noqa: S603
    if done.returncode != 0:
        pytest.skip(f"a small file system cannot be mounted here: {done.stderr.decode().strip()}")
    yield folder
    subprocess.run([umount, str(folder)], check=True)  # noqa: S603


@pytest.mark.slow
def test_a_really_full_disk_leaves_the_store_as_it_was(tmp_path: Path, small_disk: Path) -> None:
    """A file system of 400 kB takes a small release; a large one beside it fails and leaves nothing."""
    small = write_csv(tmp_path / "small.csv", REMOVAL_ROWS)
    rows = [with_id(REMOVAL_ROWS[0], number) for number in range(30_000)]
    large = write_csv(tmp_path / "large.csv", rows)
    bring_in(small_disk / "store", small, release="small")
    kept = listing(small_disk / "store")
    with pytest.raises(DataError) as caught:
        bring_in(small_disk / "store", large, release="large")
    assert caught.value.code == "TM-RELEASES-404"
    assert listing(small_disk / "store") == kept
    assert verify(Store(small_disk / "store"), "small").complete
