"""Bad input: every hopeless file is refused with a code, every hostile one is read in bounded time or refused."""

from __future__ import annotations

import hashlib
import io
import time
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

from tallymark.claims import reading
from tallymark.claims.reading import read, read_bytes, read_text
from tallymark.model.errors import InputError, error_codes
from tallymark.model.period import Period

SENTENCE = "The agency deported 9,906 people in fiscal 2011, it said."
SPANISH = (
    "El gobierno deportó a más de nueve mil personas en el año, según la agencia que publicó los datos de la frontera. "
)


def good_docx() -> bytes:
    """An empty but sound .docx."""
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return buffer.getvalue()


def archive(**members: bytes) -> bytes:
    """A zip archive; ``__`` in a name stands for a slash."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return buffer.getvalue()


def entity_docx() -> bytes:
    """A .docx whose text declares an entity."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good_docx())) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "word/document.xml":
                data = data.replace(b"<w:document", b'<!DOCTYPE a [<!ENTITY b "bbbb">]><w:document', 1)
            new.writestr(member.filename, data)
    return buffer.getvalue()


def blank_pdf(password: str = "") -> bytes:
    """A PDF of one empty page."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "TM-CLAIMS-101"),
        (b" \r\n\t ", "a.txt", "TM-CLAIMS-101"),
        (b"---\ntitle: a\n---\n", "a.md", "TM-CLAIMS-101"),
        (b"abc\0\1\2def" * 50, "a.txt", "TM-CLAIMS-104"),
        (b"\x89PNG\r\n\x1a\n1234", "a.txt", "TM-CLAIMS-104"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "a.doc", "TM-CLAIMS-104"),
        (bytes(range(1, 256)) * 20, "a.txt", "TM-CLAIMS-104"),
        (b"\xff\xfeab\x00\xd8", "a.txt", "TM-CLAIMS-104"),
        (archive(other=b"text"), "a.zip", "TM-CLAIMS-104"),
        (b"%PDF-1.4\nnothing here", "a.pdf", "TM-CLAIMS-105"),
        (b"no PDF at all", "a.pdf", "TM-CLAIMS-105"),
        (blank_pdf(), "a.pdf", "TM-CLAIMS-106"),
        (blank_pdf("secret"), "a.pdf", "TM-CLAIMS-107"),
        (b"no archive at all", "a.docx", "TM-CLAIMS-108"),
        (good_docx()[:2000], "a.docx", "TM-CLAIMS-108"),
        (archive(word__document_xml=b"<a/>"), "a.docx", "TM-CLAIMS-108"),
        (archive(word__document_xml=bytes(80_000_000)), "a.docx", "TM-CLAIMS-109"),
        (entity_docx(), "a.docx", "TM-CLAIMS-109"),
        ((SPANISH * 5).encode(), "a.txt", "TM-CLAIMS-110"),
        (("Правительство депортировало людей в прошлом году. " * 5).encode(), "a.txt", "TM-CLAIMS-110"),
        (b"<html><body><script>alert(9906)</script></body></html>", "a.html", "TM-CLAIMS-111"),
    ],
)
def test_hopeless_input_is_refused_with_its_code(data: bytes, name: str, code: str) -> None:
    """Each kind of unreadable input has a code of its own, with words for the user."""
    with pytest.raises(InputError) as refused:
        read_bytes(data, name=name)
    assert refused.value.code == code
    assert error_codes()[code].next_step


@pytest.mark.parametrize("path", ["/no/such/file.txt", "/", "a\0b"])
def test_a_path_that_cannot_be_opened_is_refused(path: str) -> None:
    """Missing files, folders and impossible names are TM-CLAIMS-102."""
    with pytest.raises(InputError) as refused:
        read(path)
    assert refused.value.code == "TM-CLAIMS-102"


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size on the disk decides, so that 100 MB are never loaded."""
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    file = tmp_path / "large.txt"
    file.write_text("word " * 300, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read(file)
    assert refused.value.code == "TM-CLAIMS-103"
    with pytest.raises(InputError) as too_long:
        read_text("word " * 1_000_001)
    assert too_long.value.code == "TM-CLAIMS-103"


def test_nul_characters_of_a_text_in_memory_are_refused() -> None:
    """A text handed over as a string obeys the same rules as a file."""
    with pytest.raises(InputError) as refused:
        read_text(f"{SENTENCE}\0")
    assert refused.value.code == "TM-CLAIMS-104"


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("<html><body>" + "<div>" * 100_000 + SENTENCE, "html"),
        ("<p>" + "<b>" * 100_000 + SENTENCE, "html"),
        ("<html><body>" + "<script>alert(1)</script>" * 20_000 + SENTENCE, "html"),
        ("<html><script type='application/ld+json'>" + "[" * 100_000 + "</script><p>" + SENTENCE, "html"),
        ("<p " + " ".join(f"a{n}='x'" for n in range(50_000)) + ">" + SENTENCE, "html"),
        ('<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>' + SENTENCE, "html"),
        (SENTENCE + "<!--" * 200_000, "markdown"),
        (SENTENCE + "[a](" * 200_000, "markdown"),
        (SENTENCE + "**a " * 200_000, "markdown"),
        (SENTENCE + "`" * 500_000, "markdown"),
        ("---\n" + "a: b\n" * 200_000 + SENTENCE, "text"),
        (SENTENCE + "\n" * 900_000, "text"),
    ],
)
def test_hostile_texts_are_read_in_bounded_time(text: str, medium: str) -> None:
    """Nesting, scripts, entities and unclosed marks of up to a megabyte cost seconds at most and keep the sentence."""
    started = time.process_time()
    assert SENTENCE in read_text(text, medium=medium).text
    assert time.process_time() - started < 10


@pytest.mark.parametrize("label", ["0001-01", "1799-12-31", "2200-01"])
def test_a_date_outside_the_calendar_of_newspapers_is_refused(label: str) -> None:
    """TM-CLAIMS-112 for a date that is given; "last month" of the year 1 would be no day."""
    with pytest.raises(InputError, match="TM-CLAIMS-112"):
        read_text(SENTENCE, dated=Period.parse(label))


def test_a_date_in_a_text_outside_the_calendar_of_newspapers_is_not_taken() -> None:
    """A header that says the year 1 leaves the date unknown."""
    found = read_text(f"---\ndate: 0001-01-01\n---\n{SENTENCE}")
    assert (found.dated, found.dated_by) == (None, "unknown")


def with_body(data: bytes, body: bytes) -> bytes:
    """A .docx with another body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "word/document.xml":
                head, _, tail = content.partition(b"<w:body>")
                content = head + b"<w:body>" + body + b"</w:body>" + tail.rpartition(b"</w:body>")[2]
            new.writestr(member.filename, content)
    return buffer.getvalue()


def test_a_small_docx_costs_little_whatever_it_says() -> None:
    """Neither a hundred thousand empty paragraphs nor a cell as wide as two thousand million columns takes time or memory."""
    words = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>".encode()
    wide = b'<w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
    body = b"<w:p/>" * 100_000 + b"<w:tbl><w:tr><w:tc>" + wide + words + b"</w:tc></w:tr></w:tbl>"
    begun = time.process_time()
    assert read_bytes(with_body(good_docx(), body), name="a.docx").text == SENTENCE
    assert time.process_time() - begun < 5.0


def test_a_docx_of_much_markup_is_refused() -> None:
    """TM-CLAIMS-109 although the file itself is large, too: its tree would take fifty times as much memory."""
    noise = hashlib.shake_256(b"noise").digest(400_000)
    data = with_body(good_docx(), b"<w:p/>" * 4_000_000)
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr("word/noise.bin", noise)
    with pytest.raises(InputError, match="TM-CLAIMS-109"):
        read_bytes(buffer.getvalue(), name="a.docx")
