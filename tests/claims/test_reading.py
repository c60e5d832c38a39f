"""Reading documents of every kind: what becomes the text, its title and its date."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.claims.reading import body_start, read, read_bytes, read_text, without_marks
from tallymark.claims.reading_dates import dateline, declared_date
from tallymark.claims.reading_docx import read_docx
from tallymark.model.errors import InputError

SENTENCE = "The agency deported 9,906 people in fiscal 2011, it said."


def label(text: str, dated: date | None = None) -> tuple[str, str]:
    """The label of the text's date and where it comes from."""
    document = read_text(text, dated=dated)
    return (document.dated.label if document.dated else "", document.dated_by)


def test_plain_text_is_kept_character_for_character(tmp_path: Path) -> None:
    """Offsets in the document are offsets in the file, with its line ends."""
    file = tmp_path / "article.txt"
    file.write_bytes(f"{SENTENCE}\r\n\r\nMore – later.\r\n".encode())
    document = read(file)
    assert document.text == f"{SENTENCE}\r\n\r\nMore – later.\r\n"
    assert document.medium == "text"
    assert document.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (f"\ufeff{SENTENCE}".encode(), ""),
        (f"\ufeff{SENTENCE}".encode("utf-16-le"), ""),
        (f"\ufeff{SENTENCE}".encode("utf-16-be"), ""),
        (SENTENCE.encode("utf-16-le"), "UTF-16-LE"),
    ],
)
def test_unicode_files_are_decoded_and_their_mark_is_no_text(data: bytes, note: str) -> None:
    """UTF-8 and UTF-16 with a byte order mark, and UTF-16 without one, give the same text."""
    document = read_bytes(data, name="a.txt", dated=date(2011, 10, 18))
    assert document.text == SENTENCE
    assert note in " ".join(document.notes)


def test_windows_1252_is_the_last_resort_and_said() -> None:
    """Curly quotes of old Windows files are read, with a note."""
    document = read_bytes("It said “9,906” – no more.".encode("cp1252"), name="a.txt")
    assert document.text == "It said “9,906” – no more."
    assert any("Windows-1252" in note for note in document.notes)


def test_a_cut_utf8_file_is_still_utf8() -> None:
    """A file that breaks off inside a character keeps its other characters."""
    document = read_bytes("It said “9,906” – no more –".encode()[:-1], name="a.txt")
    assert document.text.startswith("It said “9,906” – no more")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SENTENCE, ("", "unknown")),
        (f"WASHINGTON, Oct. 18, 2011 — {SENTENCE}", ("2011-10-18", "dateline")),
        (f"SAN DIEGO, Calif. (AP), April 4, 2015 - {SENTENCE}", ("2015-04-04", "dateline")),
        (f"Big news\n\nOctober 18, 2011\n\n{SENTENCE}", ("2011-10-18", "dateline")),
        (f"Big news\nPublished on Tuesday, October 18, 2011\n\n{SENTENCE}", ("2011-10-18", "dateline")),
        (f"FOR IMMEDIATE RELEASE: October 18, 2011\n\n{SENTENCE}", ("2011-10-18", "dateline")),
        (f"The law took effect on April 4, 2015 and {SENTENCE}", ("", "unknown")),
        (f"---\ntitle: Big news\ndate: 2011-10-18\n---\n{SENTENCE}", ("2011-10-18", "header")),
        (f"---\ntitle: Big news\ndate: 2017-04 (day not known)\n---\n{SENTENCE}", ("2017-04", "header")),
        (f"---\ntitle: Big news\ndate: 2017-02-31\n---\n{SENTENCE}", ("", "unknown")),
    ],
)
def test_the_date_comes_from_header_or_dateline_or_is_unknown(text: str, expected: tuple[str, str]) -> None:
    """Only words that date the text itself do; a date inside a sentence does not."""
    assert label(text) == expected


def test_the_option_overrules_what_the_text_says() -> None:
    """``dated`` comes from the user, who knows best."""
    assert label(f"WASHINGTON, Oct. 18, 2011 — {SENTENCE}", dated=date(2012, 1, 2)) == ("2012-01-02", "option")


def test_the_header_block_of_a_plain_text_stays_in_the_text() -> None:
    """Title and date are read from it, and ``body_start`` says where the body begins."""
    text = f"---\ntitle: Big news\ndate: 2011-10-18\n---\n{SENTENCE}"
    document = read_text(text)
    assert document.text == text
    assert document.title == "Big news"
    assert document.text[body_start(document.text) :] == SENTENCE


def test_a_line_of_dashes_is_no_header() -> None:
    """Dashes around prose give no header."""
    assert body_start("---\nNo entries here\n---\nBody") == 0


def test_markdown_loses_its_marks_and_front_matter() -> None:
    """What a reader of the rendered page would see is the text."""
    text = (
        "---\ntitle: Big news\ndate: 2011-10-18\n---\n# Big news\n\nThe agency **deported** [9,906 people](https://a.example/b_(c)) in _2011_."
        "\n\n![chart 5](x.png)\n\n```\ncode 77\n```\n<!-- 88 -->\n> It said `9,906`.\n"
    )
    document = read_text(text, medium="markdown")
    assert document.text == "Big news\n\nThe agency deported 9,906 people in 2011.\n\nIt said 9,906.\n"
    assert (document.title, document.dated_by) == ("Big news", "header")


PAGE = """<!DOCTYPE html><html><head><title>Big news | The Paper</title><meta property="og:title" content="Big news">
{head}<script>var removed = 111;</script><style>p {{ width: 222px }}</style></head>
<body><nav><a href="/">Home 333</a></nav><article><h1>Big news</h1>{time}<p>The agency deported <b>9,906</b> people
in fiscal&nbsp;2011.</p><p style="display: none">Hidden 444</p><ul><li>Texas: 500</li></ul></article>
<aside>Related 555</aside><form>Sign up 666</form><footer>Call 777</footer><!-- 888 --></body></html>"""


@pytest.mark.parametrize(
    ("head", "time", "expected"),
    [
        ('<meta property="article:published_time" content="2011-10-18T08:00:00Z">', "", "2011-10-18"),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2011-10-18"}]}</script>', "", "2011-10-18"),
        ('<script type="application/ld+json">{"datePublished": "2011-10-18", broken</script>', "", "2011-10-18"),
        ("", '<time datetime="2011-10-18">18 Oct</time>', "2011-10-18"),
        ('<meta name="date" content="soon">', "<p>October 18, 2011</p>", "2011-10-18"),
    ],
)
def test_html_gives_its_main_text_title_and_date(head: str, time: str, expected: str) -> None:
    """Scripts, menus, forms and hidden parts are no text; metadata date the page."""
    document = read_text(PAGE.format(head=head, time=time), medium="html")
    assert "The agency deported 9,906 people in fiscal 2011." in document.text
    assert not [
        number for number in ("111", "222", "333", "444", "555", "666", "777", "888") if number in document.text
    ]
    assert "Texas: 500" in document.text
    assert document.title == "Big news"
    assert document.dated is not None
    assert document.dated.label == expected


def test_a_page_keeps_its_article_though_its_names_look_like_a_menu() -> None:
    """A class such as "has-sidebar" or a wrapper called "menu" does not hide the article; table rows stay together."""
    article = f"<p>{SENTENCE} {SENTENCE} {SENTENCE} {SENTENCE}</p><table><tr><td>2011</td><td>9,906</td></tr></table>"
    for page in (f'<body><div class="has-sidebar">{article}</div>', f'<body><div class="menu">{article}</div>'):
        text = read_text(page, medium="html").text
        assert SENTENCE in text
        assert "2011 | 9,906" in text


def test_html_is_told_from_its_bytes_and_declares_its_encoding() -> None:
    """A page without a fitting ending is a page all the same."""
    data = '<!DOCTYPE html><meta charset="iso-8859-1"><p>It said “9,906”, café.'.encode("cp1252")
    document = read_bytes(data, name="download")
    assert document.medium == "html"
    assert "café" in document.text


def docx_bytes(*paragraphs: str) -> bytes:
    """A .docx with these paragraphs and one table."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "FY2011", "9,906"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_docx_gives_paragraphs_and_tables() -> None:
    """Paragraphs and table rows are in the order of the document."""
    document = read_bytes(docx_bytes("WASHINGTON, Oct. 18, 2011 — News.", SENTENCE), name="a.docx")
    assert document.medium == "docx"
    assert SENTENCE in document.text
    assert document.text.endswith("FY2011 | 9,906")
    assert document.dated_by == "dateline"


def pdf_bytes(*lines: str) -> bytes:
    """A PDF of one page with these lines, written out by hand."""
    stream = b"BT /F1 12 Tf 50 700 Td 14 TL " + b" ".join(b"(%s) Tj T*" % line.encode() for line in lines) + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def test_pdf_lines_are_put_together() -> None:
    """A sentence broken over lines, even inside a word, is one sentence again; a PDF's own dates are no publication date."""
    document = read_bytes(pdf_bytes("The agency de-", "ported 9,906 people in", "fiscal 2011."), name="a.pdf")
    assert document.medium == "pdf"
    assert document.text == "The agency deported 9,906 people in fiscal 2011."
    assert document.dated_by == "unknown"


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` reads whatever kind of document is piped in."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(docx_bytes(SENTENCE))))
    assert SENTENCE in read("-").text


def test_invisible_marks_stay_but_can_be_looked_through() -> None:
    """Right-to-left marks are in the text and noted; a copy without them knows the place of every character."""
    text = "It deported \u200f9,\u200b906\u202c people."
    document = read_text(text)
    assert document.text == text
    assert any("invisible" in note for note in document.notes)
    plain, places = without_marks(text)
    assert plain == "It deported 9,906 people."
    start = plain.index("9,906")
    assert text[places[start] : places[start + 5]].startswith("9,")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2015-04-23T10:00:00Z", "2015-04-23"),
        ("2017-04", "2017-04"),
        ("April 23, 2015", "2015-04-23"),
        ("Thu, 23 Apr 2015 10:00:00 GMT", "2015-04-23"),
        ("2015-13-40", None),
        ("0000-00-00", None),
        ("soon", None),
    ],
)
def test_metadata_dates_are_read_or_left(words: str, expected: str | None) -> None:
    """Days and months of metadata are read in their usual notations; nonsense is no date."""
    period = declared_date(words)
    assert (period.label if period else None) == expected


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_coded_error(data: bytes) -> None:
    """No input makes the reader fail in another way."""
    try:
        document = read_bytes(data, name="a.txt")
    except InputError as refused:
        code = refused.code
    else:
        code = "TM-CLAIMS-1" if document.text.strip() else ""
    assert code.startswith("TM-CLAIMS-1")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["text", "markdown", "html"]))
def test_any_text_gives_a_document_or_a_coded_error(text: str, medium: str) -> None:
    """Markdown and HTML of any content are read or refused with a code."""
    code = "TM-CLAIMS-1"
    try:
        read_text(text, medium=medium)
    except InputError as refused:
        code = refused.code
    dateline(text)
    assert code.startswith("TM-CLAIMS-1")


def test_cells_that_were_merged_and_signs_are_read_as_by_the_library() -> None:
    """A cell over two columns is there once, one over two rows in both rows; tabs, lines and hyphens are kept, a page break is none."""
    document = docx.Document()
    run = document.add_paragraph("Removals").add_run("\tby\nyear")
    run.add_break(WD_BREAK.PAGE)
    table = document.add_table(3, 3)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"n{number}"
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    theirs = [" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in table.rows]
    buffer = io.BytesIO()
    document.save(buffer)
    assert read_docx(buffer.getvalue(), "a.docx").text.split("\n\n") == [document.paragraphs[0].text, *theirs]
    assert theirs[2] == "n6 | n7 | n8"
