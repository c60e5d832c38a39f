"""What a worker does with a text: the forms of a result, and that nothing of a text is kept."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from tallymark.model.errors import InputError, TallymarkError
from tallymark.register.register import Register, load
from tallymark.web.jobs import Choice, Job, Piece, Text, correction, day_or_month, pieces

MARKER = "Zyxwquint"
HELD: list[dict[str, str]] = []
TEXT = (
    f"{MARKER}, Oct. 20, 2011 — The {MARKER} agency removed 396,906 people in fiscal year 2011, {MARKER} said. Of those, "
    f"nearly 55 percent were {MARKER} criminals, up 89 percent from fiscal year 2008, according to {MARKER} Smith."
)


@pytest.fixture(scope="module")
def register() -> Register:
    """The bundled register."""
    return load()


def made(job: Job, register: Register) -> list[Piece]:
    """Every piece of a job."""
    return list(pieces(job, register))


def strings_with(marker: str) -> list[str]:
    """Every string with the marker that an object of this process holds, also in containers that the collector does not track."""
    found: list[str] = []
    waiting: list[Any] = gc.get_objects()
    while waiting:
        for inside in gc.get_referents(waiting.pop()):
            if isinstance(inside, str | bytes):
                words = inside if isinstance(inside, str) else inside.decode("utf-8", "replace")
                if marker in words:
                    found.append(words[:80])
            elif isinstance(inside, dict | tuple | list) and not gc.is_tracked(inside):
                waiting.append(inside)
    return found


@pytest.mark.slow
def test_nothing_of_a_text_is_kept_when_its_job_is_done(register: Register) -> None:
    """No cache, memo or table of the process holds a word of a text after its pages, tables and lines were made."""
    unique = MARKER[::-1]
    text = TEXT.replace(MARKER, unique)
    for form in ("page", "json", "csv", "html", "lines"):
        made(Job((Text(f"{unique}.txt", text),), form, (Choice(1, "c1", period="FY2012"),)), register)
    made(Job((Text(f"{unique}.txt", text),), watched=True), register)
    HELD.append({"text": text})
    assert any(words != unique for words in strings_with(unique))  # the search finds what is held
    HELD.clear()
    del text
    gc.collect()
    kept = [words for words in strings_with(unique) if words != unique]
    assert kept == []


def test_each_form_ends_with_its_result(register: Register) -> None:
    """Every form is one piece, or one for each line."""
    for form in ("page", "json", "csv", "html"):
        assert [piece.kind for piece in made(Job((Text("-", TEXT),), form), register)] == ["result"]
    assert {piece.kind for piece in made(Job((Text("-", TEXT),), "lines"), register)} == {"line"}


def test_a_watched_job_tells_its_pieces_before_the_result(register: Register) -> None:
    """The frame of the text, its paragraphs with their claims and the verdicts are told while the result is made, which stays the same."""
    told: list[Piece] = []
    watched = list(pieces(Job((Text("-", TEXT),), watched=True), register, told.append))
    assert watched == made(Job((Text("-", TEXT),)), register)
    kinds = [piece.kind for piece in told if piece.kind != "progress"]
    assert kinds == ["open", "found", "verdicts"]


def test_a_text_in_windows_line_ends_reads_alike(register: Register) -> None:
    """A browser sends CRLF; offsets count the text as it is shown."""
    plain = made(Job((Text("-", "A line.\nICE removed 396,906 people in fiscal year 2011."),), "json"), register)
    windows = made(Job((Text("-", "A line.\r\nICE removed 396,906 people in fiscal year 2011."),), "json"), register)
    assert plain == windows


@pytest.mark.parametrize("label", ["2011", "FY2011", "2011-13", "yesterday", "2011-10-18/2011-10-20"])
def test_a_date_is_a_day_or_a_month(label: str) -> None:
    """TM-WEB-007 for anything else."""
    with pytest.raises(InputError, match="TM-WEB-007"):
        day_or_month(label)


def test_a_choice_is_parsed_by_the_vocabulary() -> None:
    """Everybody is the population without a filter; an unknown measure, filter or period is refused."""
    found: Any = correction(Choice(1, "c1", "removals", "everybody", "FY2011", "ice.removals.2009"))
    assert (found.measure, found.population.filters, found.period.label) == ("removals", (), "FY2011")
    assert correction(Choice(1, "c1")).population is None
    for wrong in (Choice(1, "c1", "people"), Choice(1, "c1", people="a=b"), Choice(1, "c1", period="soon")):
        with pytest.raises(TallymarkError, match="TM-MODEL-00"):
            correction(wrong)
