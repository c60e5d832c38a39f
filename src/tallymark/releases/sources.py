"""Sources: in come paths of files, folders and archives; out come the single files to read, in the order of their names.

A member of an archive is named ``archive.zip!folder/member.csv``. Lock files (``~$...``), hidden files, links, devices
and files of other kinds found in a folder are skipped and listed; named outright they are an error.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from tallymark.model.errors import InputError
from tallymark.releases.readers import archive
from tallymark.releases.readers.sniff import Kind, sniff

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt", ".psv", ".gz", ".parquet", ".zip")
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, order=True)
class SourceFile:
    """One file to read: its name as told to people, its path, and for a member the names inside the archives."""

    name: str
    path: Path
    member: tuple[str, ...] = ()

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes as a readable, seekable stream; raises TM-RELEASES-101, 102, 105 or 118."""
        with ExitStack() as stack:
            stream = stack.enter_context(open_regular(self.path, self.name))
            for member in self.member:
                stream = stack.enter_context(archive.open_member(stream, member, self.name))
            yield stream

    @property
    def n_bytes(self) -> int:
        """Size in bytes, unpacked from its archive."""
        if not self.member:
            return self.path.stat().st_size
        with self.open() as stream:
            return stream.seek(0, os.SEEK_END)

    def sha256(self) -> str:
        """Hash of the bytes, unpacked from its archive, as hexadecimal digits."""
        digest = hashlib.sha256()
        with self.open() as stream:
            while block := stream.read(_BLOCK_BYTES):
                digest.update(block)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class SkippedFile:
    """A file that is not read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies under the paths given: files to read and files skipped, each in the order of their names."""

    files: tuple[SourceFile, ...]
    skipped: tuple[SkippedFile, ...]


def expand(paths: Sequence[Path]) -> tuple[SourceFile, ...]:
    """The files to read under ``paths``, each once, ordered by name; raises TM-RELEASES-101 when there is none."""
    return survey(paths).files


def survey(paths: Sequence[Path]) -> Survey:
    """The files to read and the files skipped under ``paths``; raises TM-RELEASES-101, 102, 105, 106, 116 or 118."""
    files: list[SourceFile] = []
    skipped: list[SkippedFile] = []
    for path in paths:
        _survey_one(path, files, skipped)
    unique = {(file.path.absolute(), file.member): file for file in files}
    found = tuple(sorted(_named_apart(list(unique.values()))))
    if not found:
        where = ", ".join(str(path) for path in paths)
        raise InputError("TM-RELEASES-101", where=where, detail=f"{len(skipped):,} files skipped")
    return Survey(found, tuple(sorted(set(skipped))))


@contextmanager
def open_regular(path: Path, name: str) -> Iterator[BinaryIO]:
    """A regular file for reading; a link, pipe or device raises TM-RELEASES-102, a refusal TM-RELEASES-118."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise InputError("TM-RELEASES-101", where=name) from None
    except OSError as error:
        code = "TM-RELEASES-102" if path.is_symlink() or _is_special(path) else "TM-RELEASES-118"
        raise InputError(code, where=name, detail=error.strerror or "") from None
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise InputError("TM-RELEASES-102", where=name)
        yield stream


def _is_special(path: Path) -> bool:
    try:
        return not stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _survey_one(path: Path, files: list[SourceFile], skipped: list[SkippedFile]) -> None:
    if path.is_dir() and not path.is_symlink():
        for found in sorted(path.rglob("*")):
            name = found.relative_to(path).as_posix()
            reason = _reason_to_skip(name) or _reason_of_kind(found)
            if reason:
                skipped.append(SkippedFile(name, reason))
            elif found.is_file():
                _add(found, name, files, skipped)
        return
    if path.name.startswith("~$"):
        skipped.append(SkippedFile(path.name, "lock file of an open workbook"))
        return
    _add(path, path.name, files, skipped)


def _add(path: Path, name: str, files: list[SourceFile], skipped: list[SkippedFile]) -> None:
    with open_regular(path, name) as stream:
        if sniff(stream, name) is not Kind.ZIP:
            files.append(SourceFile(name, path))
            return
        for member in archive.members(stream, name):
            full = "!".join((name, *member))
            reason = _reason_to_skip(member[-1])
            if reason:
                skipped.append(SkippedFile(full, reason))
            else:
                files.append(SourceFile(full, path, member))


def _reason_of_kind(path: Path) -> str:
    if path.is_symlink():
        return "a link"
    return "" if path.is_file() or path.is_dir() else "no regular file"


def _reason_to_skip(name: str) -> str:
    """Why a file found in a folder or archive is not read; empty when it is."""
    parts = PurePosixPath(name).parts
    if parts and parts[-1].startswith("~$"):
        return "lock file of an open workbook"
    if any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return "hidden file"
    suffix = PurePosixPath(name).suffix.lower()
    return "" if suffix in SUFFIXES or not suffix else "no known ending of a table"


def _named_apart(files: list[SourceFile]) -> list[SourceFile]:
    """Files of one name from two folders get their folder in front."""
    names = [file.name for file in files]
    return [
        file if names.count(file.name) == 1 else SourceFile(f"{file.path.parent.name}/{file.name}", *_rest(file))
        for file in files
    ]


def _rest(file: SourceFile) -> tuple[Path, tuple[str, ...]]:
    return file.path, file.member
