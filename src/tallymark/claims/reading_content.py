"""What a reader takes out of a file: main text, title, the date its mark-up declares, notes for the user."""

from __future__ import annotations

from dataclasses import dataclass

from tallymark.model.period import Period

MAX_CHARACTERS = 5_000_000


@dataclass(frozen=True, slots=True)
class Content:
    """The main text of a file; ``dated`` is None when the mark-up declares no date."""

    text: str
    title: str = ""
    dated: Period | None = None
    notes: tuple[str, ...] = ()
