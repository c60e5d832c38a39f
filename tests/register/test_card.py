"""Source cards: a plainly written card and the same card in other YAML give the same source."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from tallymark.register.card import read_card, read_on

FIELDS = {
    "id": "office", "publisher": "An office", "carrier": "An archive", "tier": "1", "title": "A table",
    "address": "https://example.org/", "read_on": "2026-01-31", "confirmed": "true", "licence": "public domain",
}  # fmt: skip
WORDS = st.text(alphabet=string.ascii_letters + string.digits + " \"\\:#'-,é", min_size=1, max_size=40)


def quoted(text: str) -> str:
    """The text in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(title=WORDS.filter(str.strip), note=WORDS)
def test_plain_and_folded_cards_read_alike(title: str, note: str) -> None:
    """The quick reading of plain lines and the reading as YAML agree on every text."""
    fields = {**FIELDS, "title": title, "note": note}
    plain = "".join(f"{key}: {value if key in ('id', 'tier') else quoted(value)}\n" for key, value in fields.items())
    general = "{" + ", ".join(f"{key}: {quoted(value)}" for key, value in fields.items()) + "}\n"
    assert read_card(plain, "card", source_id="office") == read_card(general, "card", source_id="office")
    assert read_card(plain, "card", source_id="office").source.title == " ".join(title.split())


def test_a_folded_note_is_one_line() -> None:
    """A card may use the longer forms of YAML that people like to write."""
    text = "".join(f"{key}: {value}\n" for key, value in FIELDS.items()) + "note: >\n  One line\n  and another.\n"
    card = read_card(text, "card", source_id="office", own=True)
    assert card.source.note == "One line and another."
    assert card.source.own
    assert card.confirmed
    assert (card.locator, card.vintage) == ("", "")


def test_the_day_of_reading_is_found_without_reading_the_card() -> None:
    """The register's date comes from this line alone."""
    assert read_on('id: a\nread_on: "2026-01-31"\n') == "2026-01-31"
    assert read_on("read_on: 2026-02-01") == "2026-02-01"
    assert read_on("id: a") == ""
