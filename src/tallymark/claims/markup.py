"""Markdown to text: in comes Markdown; out comes what a reader sees, without marks, addresses, pictures and code."""

from __future__ import annotations

import re

from tallymark.claims.reading_content import Content
from tallymark.claims.reading_dates import header_of
from tallymark.model.patterns import compile_pattern

_STEPS = (
    (compile_pattern(r"</?[a-zA-Z][^<>\n]{0,300}>"), ""),
    (compile_pattern(r"!\[[^\]\n]{0,300}\]\([^()\n]{0,500}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)"), ""),
    (compile_pattern(r"\[([^\[\]\n]{1,500})\]\([^()\n]{0,500}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)"), r"\1"),
    (compile_pattern(r"\[([^\[\]\n]{1,500})\]\[[^\]\n]{0,100}\]"), r"\1"),
    (compile_pattern(r"^ {0,3}\[[^\]\n]{1,100}\]: *\S+[^\n]*$", re.MULTILINE), ""),
    (compile_pattern(r"\[\^[^\]\n]{1,30}\]:?"), ""),
    (compile_pattern(r"^ {0,3}#{1,6} +(.*?)(?: +#+)?$", re.MULTILINE), r"\1"),
    (compile_pattern(r"^ {0,3}> ?", re.MULTILINE), ""),
    (compile_pattern(r"^ {0,3}(?:[-*_] *){3,}$", re.MULTILINE), ""),
    (compile_pattern(r"(\*\*|__)(?=\S)([^\n]{1,400}?)(?<=\S)\1"), r"\2"),
    (compile_pattern(r"(?<![\w*])\*(?=\S)([^*\n]{1,400}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (compile_pattern(r"(?<!\w)_(?=\S)([^_\n]{1,400}?)(?<=\S)_(?!\w)"), r"\1"),
    (compile_pattern(r"`([^`\n]{1,200})`"), r"\1"),
    (compile_pattern(r"\\([\\`*_{}\[\]()#+.!|$~-])"), r"\1"),
    (compile_pattern(r"\n{3,}"), "\n\n"),
)  # fmt: skip


def read_markdown(text: str, notes: tuple[str, ...] = ()) -> Content:
    """The text of a Markdown file: the front matter gives title and date and is not part of the text."""
    header = header_of(text)
    body = text[header.end :].replace("\r\n", "\n")
    title = header.title
    if not title and (heading := re.search(r"^#\s+(.+?)\s*#*$", body, re.MULTILINE)):
        title = heading[1]
    body = _without_comments(_without_code(body))
    for pattern, with_what in _STEPS:
        body = pattern.sub(with_what, body)
    note = "Markdown marks were removed; offsets are those of the text that is left."
    return Content(body.strip("\n") + "\n", title, header.dated, (*notes, note))


def _without_code(text: str) -> str:
    """``text`` without fenced code; a fence that is never closed fences nothing."""
    kept: list[str] = []
    fenced: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = line[:3] if line.startswith(("```", "~~~")) else ""
        if fence:
            fenced.append(line)
            if mark == fence:
                fence, fenced = "", []
        elif mark:
            fence, fenced = mark, [line]
        else:
            kept.append(line)
    return "\n".join([*kept, *fenced])


def _without_comments(text: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])
