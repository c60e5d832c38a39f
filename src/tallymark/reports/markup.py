"""HTML by construction: in come names, attributes and children; out comes markup in which every plain string is escaped.

Only ``Markup`` values, made by ``el`` and ``join``, pass unescaped, so words of a checked text can never become markup.
"""

from __future__ import annotations

from tallymark.reports.plain import UNSAFE_CHARACTERS

Attribute = str | float | bool | None
_ESCAPED = dict.fromkeys(UNSAFE_CHARACTERS, "�") | {
    ord("\r"): " ", ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", ord("'"): "&#x27;",
}  # fmt: skip
_HTML_VOID = frozenset({"meta", "br", "wbr"})
_VOID = _HTML_VOID | {"rect", "line", "path", "circle"}


class Markup:
    """A piece of finished HTML."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        """The same for template engines, which then do not escape it again."""
        return self.text


def el(name: str, /, *children: str | Markup | None, **attributes: Attribute) -> Markup:
    """One element; plain strings are escaped, None is left out.

    ``class_`` is ``class``, other underscores in attribute names become hyphens; True is a bare attribute, None and
    False leave it out.
    """
    pairs = "".join([_attribute(key, value) for key, value in attributes.items()])
    if name in _VOID:
        return Markup(f"<{name}{pairs}>" if name in _HTML_VOID else f"<{name}{pairs}/>")
    return Markup(f"<{name}{pairs}>{join(*children).text}</{name}>")


def join(*children: str | Markup | None) -> Markup:
    """Children one after the other, plain strings escaped."""
    return Markup("".join([text(child) for child in children if child is not None]))


def text(child: str | Markup) -> str:
    """One child as HTML text."""
    return child.text if isinstance(child, Markup) else child.translate(_ESCAPED)


def foreign(words: str) -> Markup:
    """Words of somebody else, kept from turning the direction of what stands around them."""
    return el("bdi", words)


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{str(value).translate(_ESCAPED)}"'
