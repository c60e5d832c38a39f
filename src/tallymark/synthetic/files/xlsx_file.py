"""Workbooks: rows as SpreadsheetML, put together column by column, so that a million rows take seconds and no memory.

Coded words go to the table of shared strings, other text stands in its cell; dates are serials with a date format. The
libraries for workbooks either write no rows above a header or write cell by cell; the format's part used here is small.
Parts and times in the archive are fixed, so the same cells give the same file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa
import pyarrow.compute as pc

from tallymark.synthetic.files.printing import as_cells
from tallymark.synthetic.view import Values

MOST_ROWS = 1_048_576
MOST_SHARED = 1000
EPOCH_DAYS = 25_569
SECONDS_PER_DAY = 86_400
HIDDEN = 'state="hidden" '
STAMP = (1980, 1, 1, 0, 0, 0)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="m/d/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="m/d/yyyy h:mm:ss"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class XlsxFile:
    """One workbook; a sheet begins, takes rows, and ends when the next begins."""

    def __init__(self, path: Path, style: str) -> None:
        self._style = style
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._sheets: list[tuple[str, bool]] = []
        self._sheet: IO[bytes] | None = None
        self._shared: dict[str, int] = {}
        self._after: list[tuple[str, tuple[str, ...], bool]] = []

    def begin(self, sheet: str, above: Sequence[str], header: Sequence[str]) -> None:
        """Begin a sheet with the rows above the header and the header."""
        self._open(sheet, hidden=False)
        for place, line in enumerate(above, start=1):
            self._put(_row(place, [line]))
        self._put(_row(len(above) + 1, header))

    def add_lines(self, sheet: str, lines: Sequence[str], *, hidden: bool) -> None:
        """A sheet of text that stands behind the records when the file is finished."""
        self._after.append((sheet, tuple(lines), hidden))

    def write(self, columns: Sequence[Values], first_row: int) -> None:
        """Write rows; ``first_row`` is the number that Excel shows for the first of them."""
        count = len(columns[0])
        number = pa.array(range(first_row, first_row + count), pa.int64()).cast(pa.string())
        cells = [self._cells(_letters(place), number, values) for place, values in enumerate(columns)]
        start = pc.binary_join_element_wise('<row r="', number, '">', "")
        rows = pc.binary_join_element_wise(start, *cells, "</row>", "", null_handling="replace", null_replacement="")
        self._put(memoryview(rows.buffers()[2]))

    def close(self) -> None:
        """Write the sheets of text and the parts of the archive that name them all."""
        for name, lines, hidden in self._after:
            self._open(name, hidden=hidden)
            for place, line in enumerate(lines, start=1):
                self._put(_row(place, [line]))
        self._end()
        for name, text in self._parts().items():
            self._zip.writestr(_entry(name), text)
        self._zip.close()

    def _open(self, sheet: str, *, hidden: bool) -> None:
        self._end()
        self._sheets.append((sheet, hidden))
        self._sheet = self._zip.open(_entry(f"xl/worksheets/sheet{len(self._sheets)}.xml"), "w", force_zip64=True)
        self._put(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())

    def _end(self) -> None:
        if self._sheet is not None:
            self._put(b"</sheetData></worksheet>")
            self._sheet.close()
            self._sheet = None

    def _put(self, data: bytes | memoryview) -> None:
        assert self._sheet is not None  # noqa: S101  a row comes after the beginning of its sheet
        self._sheet.write(data)

    def _cells(self, letters: str, number: Values, values: Values) -> Values:
        values = as_cells(values, self._style)
        if pa.types.is_dictionary(values.type):
            ends = [self._word(word, len(values.dictionary)) for word in values.dictionary.to_pylist()]
            rest = pa.array(ends, pa.string()).take(values.indices)
        elif pa.types.is_string(values.type):
            rest = pc.binary_join_element_wise(
                '" t="inlineStr"><is><t xml:space="preserve">', _escaped(values), "</t></is></c>", ""
            )
        else:
            rest = _number(values)
        return pc.binary_join_element_wise(f'<c r="{letters}', number, rest, "")

    def _word(self, word: str, n_words: int) -> str:
        if n_words > MOST_SHARED:
            return f'" t="inlineStr"><is><t xml:space="preserve">{escape(word)}</t></is></c>'
        return f'" t="s"><v>{self._shared.setdefault(word, len(self._shared))}</v></c>'

    def _parts(self) -> dict[str, str]:
        """The small parts of the package, by name."""
        count = len(self._sheets)
        sheets = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{n}" {HIDDEN if hidden else ""}r:id="rId{n}"/>'
            for n, (name, hidden) in enumerate(self._sheets, start=1)
        )
        links = [(f"worksheets/sheet{n}.xml", "worksheet") for n in range(1, count + 1)]
        links += [("styles.xml", "styles"), ("sharedStrings.xml", "sharedStrings")]
        parts = {f"/xl/worksheets/sheet{n}.xml": "worksheet" for n in range(1, count + 1)}
        parts |= {
            "/xl/workbook.xml": "sheet.main",
            "/xl/styles.xml": "styles",
            "/xl/sharedStrings.xml": "sharedStrings",
        }
        types = "".join(
            f'<Override PartName="{name}" ContentType="{TYPES}.{kind}+xml"/>' for name, kind in parts.items()
        )
        words = "".join(f'<si><t xml:space="preserve">{escape(word)}</t></si>' for word in self._shared)
        return {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
            f'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
            "_rels/.rels": _relations([("xl/workbook.xml", "officeDocument")]),
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(links),
            "xl/styles.xml": STYLES,
            "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">{words}</sst>',
        }


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _relations(links: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(links, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _row(number: int, cells: Sequence[str]) -> bytes:
    text = "".join(
        f'<c r="{_letters(place)}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        for place, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{text}</row>'.encode()


def _letters(place: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    high, low = divmod(place, 26)
    return (_letters(high - 1) if high else "") + chr(65 + low)


def _number(values: Values) -> Values:
    style = ""
    if pa.types.is_date(values.type):
        values, style = pc.add(values.cast(pa.int32()), EPOCH_DAYS), '" s="1'
    elif pa.types.is_timestamp(values.type):
        serial = pc.divide(values.cast(pa.int64()).cast(pa.float64()), float(SECONDS_PER_DAY))
        values, style = pc.add(serial, float(EPOCH_DAYS)), '" s="2'
    return pc.binary_join_element_wise(f'{style}"><v>', values.cast(pa.string()), "</v></c>", "")


def _escaped(values: Values) -> Values:
    for mark, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        values = pc.replace_substring(values, mark, written)
    return values
