"""Reading a document: in comes a path, bytes or a text; out comes a ``Document`` whose ``text`` all spans point into.

Plain text stays exactly as decoded, so that offsets are those of the file (a byte order mark is not part of it). Of Markdown,
HTML, PDF and .docx the main text is taken out; a note says so. Nothing in a file is ever run or fetched.
"""

from __future__ import annotations

import hashlib
import sys
from datetime import date
from pathlib import Path

from tallymark.claims.reading_bytes import decode, sniff
from tallymark.claims.reading_content import MAX_CHARACTERS, Content
from tallymark.claims.reading_dates import Header, dateline, header_of
from tallymark.claims.reading_language import require_english
from tallymark.model.claim import Document
from tallymark.model.errors import InputError
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period

MAX_BYTES = 50_000_000
YEARS = range(1800, 2200)  # in which a text may have been written; "the month before" has to be a day of the calendar
INVISIBLE = compile_pattern("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def read(path: Path | str, *, dated: date | Period | None = None) -> Document:
    """The document in a file, ``-`` for standard input; the kind is told from the bytes, then from the file's ending.

    ``dated`` is the text's date (a day, or a month where no more is known) and overrules what the text says. Raises InputError TM-CLAIMS-101 to TM-CLAIMS-112.
    """
    name = str(path)
    if name == "-":
        return read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), dated=dated)
    try:
        file = Path(path)
        if file.is_file() and file.stat().st_size > MAX_BYTES:
            raise InputError("TM-CLAIMS-103", where=name, detail=f"at most {MAX_BYTES:,} bytes")
        with file.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path is not valid"
        raise InputError("TM-CLAIMS-102", where=name, detail=reason) from None
    return read_bytes(data, name=name, dated=dated)


def read_bytes(data: bytes, *, name: str = "-", dated: date | Period | None = None) -> Document:
    """The document in these bytes; ``name`` is shown to the user and its ending helps to tell the kind."""
    if len(data) > MAX_BYTES:
        raise InputError("TM-CLAIMS-103", where=name, detail=f"at most {MAX_BYTES:,} bytes")
    medium = sniff(data, name)
    content = _content(data, medium, name)
    return _document(content, medium, name, dated, hashlib.sha256(data).hexdigest())


def read_text(text: str, *, name: str = "-", dated: date | Period | None = None, medium: str = "text") -> Document:
    """The document of a text already in memory; ``medium`` is text, markdown or html."""
    data = text.encode("utf-8", "surrogatepass")
    content = Content(text) if medium == "text" else _content(data, medium, name)
    return _document(content, medium, name, dated, hashlib.sha256(data).hexdigest())


def body_start(text: str) -> int:
    """Where the body begins after a header block between two ``---`` lines; 0 without one."""
    return header_of(text).end


def without_marks(text: str) -> tuple[str, tuple[int, ...]]:
    """``text`` without invisible marks (right-to-left, zero-width, soft hyphens) and the place of each kept character in ``text``.

    The last entry is the length of ``text``, so that the end of a span can be looked up too.
    """
    places = [index for index, letter in enumerate(text) if not INVISIBLE.match(letter)]
    return "".join(text[index] for index in places), (*places, len(text))


def _content(data: bytes, medium: str, name: str) -> Content:
    if medium == "pdf":
        from tallymark.claims.reading_pdf import read_pdf  # noqa: PLC0415  each medium loads its own reader

        return read_pdf(data, name)
    if medium == "docx":
        from tallymark.claims.reading_docx import read_docx  # noqa: PLC0415

        return read_docx(data, name)
    text, notes = decode(data, name, html=medium == "html")
    if medium == "html":
        from tallymark.claims.markup_html import read_html  # noqa: PLC0415

        return read_html(text, name, notes)
    if medium == "markdown":
        from tallymark.claims.markup import read_markdown  # noqa: PLC0415

        return read_markdown(text, notes)
    return Content(text, notes=notes)


def _document(content: Content, medium: str, name: str, dated: date | Period | None, sha256: str) -> Document:
    text = content.text
    if not text.strip():
        raise InputError("TM-CLAIMS-101", where=name)
    if len(text) > MAX_CHARACTERS:
        raise InputError("TM-CLAIMS-103", where=name, detail=f"at most {MAX_CHARACTERS:,} characters of text")
    if "\0" in text:
        raise InputError("TM-CLAIMS-104", where=name, detail="it holds NUL characters")
    header = header_of(text) if medium == "text" else Header()
    body = text[header.end :]
    require_english(body, name)
    day, by = _date(content, header, body, dated)
    if day is not None and day.start is not None and day.start.year not in YEARS:
        if by == "option":
            raise InputError("TM-CLAIMS-112", where=name, detail=f"{day.label}; from {YEARS.start} to {YEARS.stop - 1}")
        day, by = None, "unknown"
    notes = list(content.notes)
    if INVISIBLE.search(text):
        notes.append("The text holds invisible marks (such as right-to-left marks); they are left in place.")
    if day is None:
        notes.append("The date of the text is not known; words such as 'last year' cannot be read. Give --date.")
    title = content.title or header.title
    return Document(name, text, day, by, medium, sha256, title, tuple(notes))


def _date(content: Content, header: Header, body: str, dated: date | Period | None) -> tuple[Period | None, str]:
    if dated is not None:
        return dated if isinstance(dated, Period) else Period.day(dated), "option"
    declared = content.dated or header.dated
    if declared is not None:
        return declared, "header"
    printed = dateline(body)
    return (printed, "dateline") if printed is not None else (None, "unknown")
