"""Bytes to text: in come the bytes of a file; out come its kind and its decoded text."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath

from tallymark.model.errors import InputError

SUFFIXES = {
    ".htm": "html", ".html": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown", ".qmd": "markdown",
    ".pdf": "pdf", ".docx": "docx",
}  # fmt: skip
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|title|meta)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_:.-]{2,40})", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Signatures of what people drop on a text tool by mistake.
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"\x7fELF",
    b"PAR1",
)
_OLE = b"\xd0\xcf\x11\xe0"


def sniff(data: bytes, name: str) -> str:
    """``text``, ``markdown``, ``html``, ``pdf`` or ``docx``; raises TM-CLAIMS-101 or TM-CLAIMS-104."""
    if not data.strip(b" \t\r\n\0"):
        raise InputError("TM-CLAIMS-101", where=name)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(_OLE):
        raise InputError("TM-CLAIMS-104", where=name, detail="an old Word or Excel file; save it as .docx")
    if data.startswith(_BINARY):
        raise InputError("TM-CLAIMS-104", where=name, detail="a picture, archive or program")
    by_suffix = SUFFIXES.get(PurePath(name).suffix.lower(), "text")
    if by_suffix in ("pdf", "docx"):
        raise InputError("TM-CLAIMS-105" if by_suffix == "pdf" else "TM-CLAIMS-108", where=name)
    head = data[:1024].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return "html" if by_suffix == "text" and head.startswith(b"<") and _HTML.search(head) else by_suffix


def decode(data: bytes, name: str, *, html: bool = False) -> tuple[str, tuple[str, ...]]:
    """The text and notes about its encoding: byte order mark, then what the HTML declares, then UTF-8, then Windows-1252.

    Raises TM-CLAIMS-104 for bytes that are no text in any of them.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding, name), ()
    wide = _wide(data)
    if wide:
        return _strict(data, wide, name), (f"Read as {wide.upper()} although no byte order mark says so.",)
    if b"\0" in data:
        raise InputError("TM-CLAIMS-104", where=name, detail="it holds NUL bytes")
    declared = _CHARSET.search(data[:4096]) if html else None
    for encoding in filter(None, (declared and declared[1].decode("ascii"), "utf-8")):
        try:
            return data.decode(encoding), ()
        except (UnicodeDecodeError, LookupError):
            continue
    return _windows(data, name)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: in English every other byte is NUL."""
    sample = data[:4000]
    if len(sample) < 8:
        return ""
    odd, even = sample[1::2].count(0) / len(sample[1::2]), sample[::2].count(0) / len(sample[::2])
    return "utf-16-le" if odd > 0.7 and even < 0.1 else "utf-16-be" if even > 0.7 and odd < 0.1 else ""


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise InputError("TM-CLAIMS-104", where=name, detail=f"the bytes are not {encoding}") from None


def _windows(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode("cp1252", "replace")
    controls = len(re.findall("[\x01-\x08\x0e-\x1f\x7f\ufffd]", text))
    if controls > max(3, len(text) // 200):
        raise InputError("TM-CLAIMS-104", where=name, detail="the bytes are no text")
    broken = data.decode("utf-8", "replace")
    # A few bad bytes in good UTF-8 (a cut file) read better as UTF-8 than as Windows-1252.
    if broken.count("\ufffd") <= len(re.findall("[\u00a0-\ufffc]", broken)):
        return broken, ("Some bytes are not UTF-8 and are shown as \ufffd.",)
    return text, ("Read as Windows-1252: the bytes are not UTF-8.",)
