"""HTML by construction."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from tallymark.reports.markup import el, foreign, join


def test_words_are_escaped_and_markup_is_not() -> None:
    """A plain string cannot become an element, an element stays one."""
    assert str(el("p", "<b>", el("i", "&"))) == "<p>&lt;b&gt;<i>&amp;</i></p>"


def test_attributes_are_escaped() -> None:
    """A quotation mark cannot end an attribute."""
    drawn = str(el("a", "x", href='" onclick="alert(1)', class_="c", aria_label="l", open=True, id=None))
    assert drawn == '<a href="&quot; onclick=&quot;alert(1)" class="c" aria-label="l" open>x</a>'


def test_void_elements_have_no_end() -> None:
    """A line break stands alone, an SVG shape closes itself."""
    assert str(join(el("br"), el("rect", x=1.5))) == '<br><rect x="1.5"/>'


def test_words_of_others_are_isolated_in_direction() -> None:
    """The direction of foreign words does not reach what stands around them."""
    assert str(foreign("\u202eabc")) == "<bdi>\ufffdabc</bdi>"


class Elements(HTMLParser):
    """Collects every element that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        self.seen += [tag, *(name for name, _ in attrs)]


@given(st.text(alphabet=st.sampled_from("<>&\"'/= abscript-!\x00\u202e")))
def test_no_text_makes_an_element(text: str) -> None:
    """Whatever the words are, a browser sees the elements that were built and no other."""
    reader = Elements()
    reader.feed(str(el("p", text, foreign(text), title=text)))
    reader.close()
    assert reader.seen == ["p", "title", "bdi"]
