"""PDF to text: in come the bytes; out comes the text of the pages with broken lines put together."""

from __future__ import annotations

import io
import logging
import re
import time
import warnings

from tallymark.claims.reading_content import MAX_CHARACTERS, Content
from tallymark.model.errors import InputError

MAX_PAGES = 1000
MAX_SECONDS = 8.0


def read_pdf(data: bytes, name: str) -> Content:
    """The text of a PDF; raises TM-CLAIMS-105 (broken), TM-CLAIMS-106 (no text) or TM-CLAIMS-107 (locked)."""
    import pypdf  # noqa: PLC0415  heavy: only when a PDF is met

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise InputError("TM-CLAIMS-107", where=name)
            pages, notes = _pages(reader)
        except InputError:
            raise
        except pypdf.errors.DependencyError:
            raise InputError("TM-CLAIMS-107", where=name) from None
        except Exception as error:  # a broken PDF makes its reader fail in any way
            raise InputError("TM-CLAIMS-105", where=name, detail=type(error).__name__) from None
    text = "\n\n".join(filter(None, (joined_lines(page) for page in pages)))
    if not text.strip():
        raise InputError("TM-CLAIMS-106", where=name)
    return Content(text, notes=("Text taken out of a PDF; offsets are those of this text.", *notes))


def _pages(reader: object) -> tuple[list[str], tuple[str, ...]]:
    pages: list[str] = []
    started, length = time.monotonic(), 0
    for number, page in enumerate(reader.pages):  # type: ignore[attr-defined]
        if number >= MAX_PAGES or time.monotonic() - started > MAX_SECONDS or length > MAX_CHARACTERS:
            return pages, (f"Only the first {number} pages were read.",)
        pages.append(page.extract_text() or "")
        length += len(pages[-1])
    return pages, ()


def joined_lines(page: str) -> str:
    """Lines of one paragraph in one line; a word cut at the end of a line is put together."""
    page = re.sub(r"[ \t]+\n", "\n", page.replace("\r\n", "\n").replace("\0", ""))
    page = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", page)
    # A short line that ends a sentence, or a line before a capital after a full stop, may end a paragraph.
    return re.sub(r"(?<![.!?:\"”])\n(?=[a-z0-9(\"“$])|(?<=[a-z,;])\n(?=[A-Z])", " ", page).strip()
