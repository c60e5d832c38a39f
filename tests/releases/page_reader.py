"""Reading a page: in comes HTML; out come its tags and attributes, after a proof that it is balanced."""

from __future__ import annotations

from html.parser import HTMLParser


class Balance(HTMLParser):
    """Reads a page and keeps what stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that opens."""
        self.seen.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br", "wbr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself."""
        self.seen.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        """A tag that closes what was opened last."""
        assert self.open.pop() == tag


def read(page: str) -> Balance:
    """The page, which must be balanced."""
    found = Balance()
    found.feed(page)
    assert found.open == []
    return found
