"""HTML to text: in comes a page; out come its main text, title and declared date. Nothing in it is run or fetched.

The page is read as a stream of events, so that nesting of any depth needs no tree and no recursion.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from tallymark.claims.reading_content import Content
from tallymark.claims.reading_dates import declared_date
from tallymark.model.errors import InputError
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period

SKIPPED = frozenset({
    "script", "style", "nav", "aside", "footer", "form", "noscript", "template", "svg", "button", "select", "option", "iframe",
    "object", "math", "canvas", "audio", "video", "textarea", "figcaption", "menu", "dialog", "head",
})  # fmt: skip
BLOCKS = frozenset({
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "br", "tr", "table", "section", "article", "main",
    "blockquote", "pre", "dd", "dt", "dl", "header", "figure", "body", "hr", "center", "caption",
})  # fmt: skip
VOID = frozenset({"br", "img", "hr", "meta", "link", "input", "source", "wbr", "area", "base", "col", "embed", "track"})
_HIDDEN = compile_pattern(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Names of parts of a page that are not its article; "has-sidebar" is the name of a whole page.
_BOILERPLATE = compile_pattern(
    r"(?!has-|with-|no-|show-|is-)(?:[a-z]+-){0,3}?(?:nav|navigation|menu|sidebar|footer|comments?|related|share|sharing|social|newsletter|"
    r"subscribe|cookies?|advert|advertisement|promo|breadcrumbs?)(?:-[a-z0-9]+){0,3}$"
)
_DATE_METAS = frozenset({
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date",
    "dcterms.created", "pubdate", "publishdate", "publish-date", "publication_date", "parsely-pub-date", "sailthru.date", "release_date",
    "citation_publication_date", "article.published",
})  # fmt: skip
_TITLE_METAS = frozenset({"og:title", "twitter:title", "dc.title"})
LEAST_MAIN = 200


@dataclass(slots=True)
class _Block:
    tag: str
    place: str
    parts: list[str] = field(default_factory=list)
    linked: int = 0

    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.parts)).strip()


@dataclass(slots=True)
class _Page:
    """Collects blocks of text from parser events; ``strict`` leaves out what is named like a menu or an advertisement."""

    strict: bool = True
    blocks: list[_Block] = field(default_factory=list)
    title: str = ""
    meta_title: str = ""
    dates: list[tuple[int, str]] = field(default_factory=list)
    ld: list[str] = field(default_factory=list)
    _skip: int = 0
    _stack: list[tuple[str, bool]] = field(default_factory=list)
    _article: int = 0
    _main: int = 0
    _link: int = 0
    _in: str = ""
    _buffer: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.lower()
        if tag == "meta":
            self._meta(attributes)
        if tag in VOID:
            self._break(tag)
            return
        skip = tag in SKIPPED or self._boilerplate(tag, attributes)
        self._stack.append((tag, skip))
        self._skip += skip
        self._article += tag == "article"
        self._main += tag == "main" or attributes.get("role") == "main"
        self._link += tag == "a"
        if tag == "time" and not self._skip and attributes.get("datetime"):
            published = (
                "pub" in (attributes.get("itemprop", "") + attributes.get("class", "")).lower()
                or "pubdate" in attributes
            )
            self.dates.append((2 if published else 3, attributes["datetime"]))
        if tag in ("td", "th") and not self._skip and self.blocks and self.blocks[-1].parts:
            self.blocks[-1].parts.append(" | ")
        if tag == "title" and "svg" not in (name for name, _ in self._stack[-5:]):
            self._in, self._buffer = "title", []
        elif tag == "script" and "ld+json" in attributes.get("type", ""):
            self._in, self._buffer = "ld", []
        self._break(tag)

    def end(self, tag: str) -> None:
        tag = tag.lower()
        if tag in VOID:
            return
        if self._in and tag in ("title", "script"):
            value = "".join(self._buffer)
            if self._in == "title":
                self.title = self.title or value.strip()
            else:
                self.ld.append(value[:200_000])
            self._in = ""
        if self._stack and self._stack[-1][0] == tag:
            self._pop()
        self._break(tag)

    def _pop(self) -> None:
        tag, skip = self._stack.pop()
        self._skip -= skip
        self._article -= tag == "article"
        self._link -= tag == "a"
        if tag == "main":
            self._main = max(0, self._main - 1)

    def data(self, data: str) -> None:
        if self._in:
            self._buffer.append(data)
        if self._skip:
            return
        if not self.blocks:
            self.blocks.append(_Block("body", ""))
        self.blocks[-1].parts.append(data)
        if self._link:
            self.blocks[-1].linked += len(data.strip())

    def comment(self, text: str) -> None:
        """Comments are no text."""

    def close(self) -> _Page:
        return self

    def _break(self, tag: str) -> None:
        if tag in BLOCKS and not self._skip:
            place = "article" if self._article else "main" if self._main else ""
            if self.blocks and not self.blocks[-1].parts:
                self.blocks.pop()
            self.blocks.append(_Block(tag, place))

    def _boilerplate(self, tag: str, attributes: dict[str, str]) -> bool:
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")):
            return True
        if tag not in ("div", "section", "ul", "ol", "header"):
            return False
        if not self.strict:
            return False
        names = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('role', '')}".lower()[:300]
        return any(_BOILERPLATE.match(name) for name in names.replace("_", "-").split())

    def _meta(self, attributes: dict[str, str]) -> None:
        key = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        value = attributes.get("content", "")
        if key in _DATE_METAS:
            self.dates.append((1, value))
        elif key in _TITLE_METAS:
            self.meta_title = self.meta_title or value.strip()


def read_html(html: str, name: str, notes: tuple[str, ...] = ()) -> Content:
    """The main text of a page, paragraphs apart by blank lines; raises TM-CLAIMS-111 when nothing is left."""
    page = _parse(html, name, strict=True)
    text = "\n\n".join(_main_blocks(page))
    if len(text) < LEAST_MAIN:
        # A page that is named like a menu as a whole would lose its article.
        page = _parse(html, name, strict=False)
        whole = "\n\n".join(_main_blocks(page))
        text = whole if len(whole) > 2 * len(text) else text
    if not text.strip():
        raise InputError("TM-CLAIMS-111", where=name)
    note = "Main text taken out of an HTML page; offsets are those of this text."
    return Content(text + "\n", page.meta_title or re.sub(r"\s+", " ", page.title), _date(page), (*notes, note))


def _parse(html: str, name: str, *, strict: bool) -> _Page:
    from lxml import etree  # noqa: PLC0415  heavy: only when a page is met

    page = _Page(strict=strict)
    # The stubs want a target of str or bytes; events of a page carry str.
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True, recover=True, no_network=True)  # type: ignore[arg-type]
    try:
        data = html.replace("\0", "").encode("utf-8", "replace")
        for start in range(0, len(data), 65_536):
            parser.feed(data[start : start + 65_536])
        parser.close()
    except etree.LxmlError as error:
        if not page.blocks:
            raise InputError("TM-CLAIMS-111", where=name, detail=str(error)[:80]) from None
    return page


def _main_blocks(page: _Page) -> list[str]:
    whole = [(block, block.text()) for block in page.blocks]
    whole = [(block, text) for block, text in whole if text and not _menu(block, text)]
    for place in ("article", "main"):
        kept = [text for block, text in whole if block.place == place]
        if sum(map(len, kept)) >= LEAST_MAIN:
            return kept
    return [text for _, text in whole]


def _menu(block: _Block, text: str) -> bool:
    """A short block that is nearly all link is navigation."""
    return block.linked > 0.8 * len(text) and len(text) < 120 and not re.search(r"[.!?]\W*$", text)


def _date(page: _Page) -> Period | None:
    declared = [(0, value) for script in page.ld for value in _ld_dates(script)]
    for _, value in sorted([*declared, *page.dates], key=lambda item: item[0]):
        day = declared_date(value)
        if day is not None:
            return day
    return None


def _ld_dates(script: str) -> list[str]:
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return re.findall(r'"datePublished"\s*:\s*"([^"]{4,40})"', script)
    found: list[str] = []
    queue: list[object] = [data]
    while queue and len(queue) < 10_000:
        item = queue.pop(0)
        if isinstance(item, dict):
            if isinstance(item.get("datePublished"), str):
                found.append(item["datePublished"])
            queue.extend(value for value in item.values() if isinstance(value, dict | list))
        elif isinstance(item, list):
            queue.extend(item)
    return found
