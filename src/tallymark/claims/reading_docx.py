"""Word documents to text: in come the bytes of a .docx; out comes the text of its paragraphs and tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from tallymark.claims.reading_content import Content
from tallymark.model.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.table import CT_Tbl
    from lxml.etree import _Element

MAX_EXPANDED = 60_000_000
MAX_MARKUP = 20_000_000
MAX_MEMBERS = 5_000
MAX_RATIO = 200
_BODY = "word/document.xml"
WORDS = frozenset({"t", "tab", "ptab", "br", "cr", "noBreakHyphen"})


def read_docx(data: bytes, name: str) -> Content:
    """The text of a .docx; raises TM-CLAIMS-104 (another archive), TM-CLAIMS-108 (broken) or TM-CLAIMS-109 (a bomb)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_harmless(archive, len(data), name)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError, ValueError):
        raise InputError("TM-CLAIMS-108", where=name) from None
    import docx  # noqa: PLC0415  heavy: only when a .docx is met

    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document))
        title = document.core_properties.title or ""
    except Exception as error:  # a broken part makes the reader fail in any way
        raise InputError("TM-CLAIMS-108", where=name, detail=type(error).__name__) from None
    text = "\n\n".join(line for line in lines if line.strip())
    return Content(text, title, notes=("Text taken out of a .docx; offsets are those of this text.",))


def _require_harmless(archive: zipfile.ZipFile, size: int, name: str) -> None:
    members = archive.infolist()
    if _BODY not in {member.filename for member in members}:
        raise InputError("TM-CLAIMS-104", where=name, detail="an archive, but no .docx")
    expanded = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or expanded > MAX_EXPANDED or expanded > max(5_000_000, MAX_RATIO * size):
        raise InputError("TM-CLAIMS-109", where=name, detail=f"{expanded:,} bytes from {size:,}")
    markup = [member for member in members if member.filename.endswith((".xml", ".rels"))]
    n_bytes = sum(member.file_size for member in markup)
    if n_bytes > MAX_MARKUP:
        raise InputError("TM-CLAIMS-109", where=name, detail=f"{n_bytes:,} bytes of XML, at most {MAX_MARKUP:,}")
    for member in markup:
        with archive.open(member) as part:
            head = part.read(4096)
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise InputError("TM-CLAIMS-109", where=name, detail=f"{member.filename} declares entities")


def _lines(document: Document) -> Iterator[str]:
    """The words of each paragraph and of each row of a table, one pass over the tree and never longer than what is written in it."""
    for block in document.element.body.iterchildren():
        kind = _kind(block)
        if kind == "p":
            yield _paragraph(block)
        elif kind == "tbl":
            yield from _rows(cast("CT_Tbl", block))


def _rows(table: CT_Tbl) -> Iterator[str]:
    """The cells of each row once; a cell that goes on from the row above has the words of that one."""
    above: dict[int, str] = {}
    for row in table.tr_lst:
        column, cells = 0, []
        for cell in row.tc_lst:
            goes_on = cell.vMerge == "continue"
            words = above.get(column, "") if goes_on else "\n".join(_paragraph(one) for one in cell.p_lst).strip()
            above[column] = words
            column += cell.grid_span
            cells.append(words)
        yield " | ".join(dict.fromkeys(cells))


def _paragraph(paragraph: _Element) -> str:
    """The words of the runs of a paragraph and of the links in it."""
    found: list[str] = []
    for part in paragraph.iterchildren():
        runs = part.iterchildren() if _kind(part) == "hyperlink" else (part,)
        found += [_run(run) for run in runs if _kind(run) == "r"]
    return "".join(found)


def _run(run: _Element) -> str:
    return "".join(str(one) for one in run.iterchildren() if _kind(one) in WORDS)


def _kind(element: _Element) -> str:
    """The name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
