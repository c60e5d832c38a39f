"""The HTML report."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tallymark.model.verdict import Cluster, Report
from tallymark.reports.page import render

NASTY = '<script>alert(1)</script> "><img src=x onerror=alert(1)> \u202eabc </style></title> \x00 javascript:alert(1)'


class Page(HTMLParser):
    """What a browser would see: elements with attributes, ids, links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        self.elements.append((tag, dict(attrs)))

    def all(self, attribute: str) -> list[str]:
        """Every value of an attribute."""
        return [value for _, attributes in self.elements if (value := attributes.get(attribute))]


def test_the_page_looks_as_it_did(report: Report, snapshot: Callable[[str, str], None]) -> None:
    """Text with marks on one side, a card a claim on the other."""
    html = re.sub(r"<style>.*</style>", "<style></style>", render([report]), flags=re.S)
    snapshot("report.html", re.sub(r"sha256-[\w+/=]+", "sha256-", html).replace("><", ">\n<"))


def test_the_page_loads_and_runs_nothing(report: Report) -> None:
    """The policy allows the style sheet inside by its hash and nothing else; there is no script, style or frame."""
    html = render([report])
    page = Page(html)
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style is not None
    digest = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not {tag for tag, _ in page.elements} & {"script", "iframe", "object", "embed", "link", "img", "form"}
    assert not {name for _, a in page.elements for name in a if name.startswith("on") or name in ("style", "src")}


def test_words_of_a_text_never_become_markup(make_report: Callable[..., Report]) -> None:
    """A text full of script, its file name too, gives the very elements and attributes that a harmless text gives."""
    harmless, nasty = (Page(render([make_report(text, text)])) for text in ("word " * 9, NASTY))
    shape = [(tag, sorted(a)) for tag, a in harmless.elements]
    assert [(tag, sorted(a)) for tag, a in nasty.elements] == shape
    assert "\u202e" not in render([make_report(NASTY, NASTY)])


def test_every_link_inside_the_page_has_a_target(report: Report) -> None:
    """Marks lead to cards and cards back to marks; every id stands once."""
    page = Page(render([report, report]))
    ids, links = page.all("id"), [link for link in page.all("href") if link.startswith("#")]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links} <= set(ids)
    assert {"d1-c1", "m-d1-c1", "d2-s1"} <= set(ids)


def test_marks_carry_a_label_and_the_verdict_in_words(report: Report) -> None:
    """A mark tells its verdict by shape and word, not by colour alone."""
    assert (
        '<a id="m-c3" class="claim v-contradicted" href="#c3" title="contradicted"><mark>412,000</mark>'
        '<span class="tag">✗ c3<span class="unseen"> contradicted</span></span></a>'
    ) in render([report])


def test_only_addresses_of_the_web_become_links(report: Report) -> None:
    """A source's address is a link only with http or https, and is escaped."""
    assert 'href="https://example.org/ice?a=1&amp;b=2" rel="noopener noreferrer"' in render([report])


def test_clusters_stand_at_the_end_of_the_page(report: Report, cluster: Cluster) -> None:
    """A reconciliation shows every mention with its label and the drift."""
    html = render([report], [cluster])
    assert "The same figure across texts" in html
    assert "drifted: of those removed is lost" in html
    assert "Drift: scope: drug convictions only" in html


@pytest.mark.slow
def test_a_browser_draws_the_page_without_complaint(
    report: Report, tmp_path: Path, program: Callable[[str], str]
) -> None:
    """Chromium applies the style sheet under the policy: the page's text column has its own background."""
    import subprocess  # noqa: PLC0415

    page = tmp_path / "report.html"
    page.write_text(render([report]), encoding="utf-8")
    done = subprocess.run(  # noqa: S603  a program found on the path, with arguments of our own
        [program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom",
         page.as_uri()],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Claim by claim" in done.stdout
    assert "Content Security Policy" not in done.stderr
