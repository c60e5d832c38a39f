"""Opening: in comes a source file; out comes its workbook, read by what its bytes are, not by what it is called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tallymark.model.errors import InputError
from tallymark.releases.readers.delimited import DelimitedSheet
from tallymark.releases.readers.sniff import Kind, sniff
from tallymark.releases.readers.workbook import Workbook

if TYPE_CHECKING:
    from tallymark.releases.sources import SourceFile

_ENDINGS = {
    Kind.XLSX: (".xlsx", ".xlsm"),
    Kind.XLS: (".xls",),
    Kind.TEXT: (".csv", ".tsv", ".txt", ".psv", ""),
    Kind.GZIP: (".gz",),
    Kind.PARQUET: (".parquet",),
}


@contextmanager
def open_source(source: SourceFile) -> Iterator[Workbook]:
    """The workbook of a source file; an InputError TM-RELEASES-1xx names the file when it cannot be read."""
    with source.open() as stream:
        kind = sniff(stream, source.name)
        ending = PurePosixPath(source.member[-1] if source.member else source.path.name).suffix.lower()
        notes = () if ending in _ENDINGS.get(kind, ()) else (f"the name ends in {ending}, the file is {kind.value}",)
        if kind is Kind.ZIP:
            raise InputError("TM-RELEASES-103", where=source.name, detail="an archive; name it to read its members")
        if kind in (Kind.TEXT, Kind.GZIP):
            sheet = DelimitedSheet("", source.name, source.open, packed=kind is Kind.GZIP)
            yield Workbook(source.name, kind.value, (sheet,), notes + sheet.notes)
        elif kind is Kind.PARQUET:
            from tallymark.releases.readers.parquet import parquet_sheet  # noqa: PLC0415  only when one is met

            with parquet_sheet(stream, source.name) as table:
                yield Workbook(source.name, kind.value, (table,), notes)
        else:
            from tallymark.releases.readers import books  # noqa: PLC0415  only when one is met

            yield books.open_book(stream, kind, source.name, notes)
