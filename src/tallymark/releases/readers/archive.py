"""Archives: in comes a zip as a stream; out come the names of its files and their bytes, within the limits.

Members are read straight from the archive; one that must be seekable (a workbook, an archive inside) is unpacked into
a nameless temporary file which the system removes by itself.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from tallymark.model.errors import InputError
from tallymark.releases.readers.limits import limits

BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError, RuntimeError)
_BLOCK_BYTES = 1 << 20
_IN_MEMORY_BYTES = 32 << 20


def members(stream: BinaryIO, where: str, depth: int = 1) -> list[tuple[str, ...]]:
    """The files of an archive, those of archives inside included, as paths of member names.

    Raises TM-RELEASES-105 (broken), 106 (expands too far), 116 (nested too deep).
    """
    found: list[tuple[str, ...]] = []
    for info in checked_members(stream, where):
        if info.is_dir():
            continue
        if not info.filename.lower().endswith(".zip"):
            found.append((info.filename,))
            continue
        if depth >= limits().max_depth:
            raise InputError("TM-RELEASES-116", where=f"{where}!{info.filename}")
        with open_member(stream, info.filename, where) as inner:
            found += [(info.filename, *rest) for rest in members(inner, f"{where}!{info.filename}", depth + 1)]
    return found


def checked_members(stream: BinaryIO, where: str) -> list[zipfile.ZipInfo]:
    """The directory of an archive, once its declared sizes are within the limits; raises TM-RELEASES-105 or 106."""
    try:
        with zipfile.ZipFile(stream) as opened:
            infos = opened.infolist()
    except BROKEN as error:
        raise InputError("TM-RELEASES-105", where=where, detail=type(error).__name__) from None
    finally:
        stream.seek(0)
    if len(infos) > limits().max_members:
        raise InputError("TM-RELEASES-106", where=where, detail=f"{len(infos):,} members")
    if len({info.filename for info in infos}) < len(infos):
        raise InputError("TM-RELEASES-105", where=where, detail="two members have one name")
    if any(info.flag_bits & 1 for info in infos):
        raise InputError("TM-RELEASES-104", where=where)
    require_expansion(sum(info.file_size for info in infos), sum(info.compress_size for info in infos), where)
    return infos


def require_expansion(expanded_bytes: int, packed_bytes: int, where: str) -> None:
    """Raise TM-RELEASES-106 when something expands beyond the limits."""
    bound = limits()
    far = expanded_bytes > bound.max_expanded_bytes
    steep = expanded_bytes > bound.ratio_free_bytes and expanded_bytes > bound.max_ratio * max(packed_bytes, 1)
    if far or steep:
        detail = f"{packed_bytes:,} bytes expand to {expanded_bytes:,} or more"
        raise InputError("TM-RELEASES-106", where=where, detail=detail)


@contextmanager
def open_member(stream: BinaryIO, member: str, where: str) -> Iterator[BinaryIO]:
    """The bytes of one member, seekable; raises TM-RELEASES-105 when it is missing or damaged, 106 for a bomb."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as unpacked:
        try:
            with zipfile.ZipFile(stream) as opened, opened.open(member) as packed:
                size = opened.getinfo(member).compress_size
                expanded = 0
                while block := packed.read(_BLOCK_BYTES):
                    expanded += len(block)
                    require_expansion(expanded, size, where)
                    unpacked.write(block)
        except KeyError:
            raise InputError("TM-RELEASES-105", where=where, detail="the member is gone") from None
        except BROKEN as error:
            raise InputError("TM-RELEASES-105", where=where, detail=type(error).__name__) from None
        unpacked.seek(0)
        yield unpacked  # type: ignore[misc]  # a SpooledTemporaryFile has every method of a BinaryIO
