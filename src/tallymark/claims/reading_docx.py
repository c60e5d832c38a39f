"""Word documents to text: in come the bytes of a .docx; out comes the text of its paragraphs and tables."""

from __future__ import annotations

import io
import zipfile

from tallymark.claims.reading_content import Content
from tallymark.model.errors import InputError

MAX_EXPANDED = 60_000_000
MAX_MEMBERS = 5_000
MAX_RATIO = 200
_BODY = "word/document.xml"


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
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                head = part.read(4096)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise InputError("TM-CLAIMS-109", where=name, detail=f"{member.filename} declares entities")


def _lines(document: object) -> list[str]:
    from docx.table import Table  # noqa: PLC0415  heavy: only when a .docx is met

    lines: list[str] = []
    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            lines += [" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
        else:
            lines.append(block.text)
    return lines
