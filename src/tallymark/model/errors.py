"""Coded errors: in come a code of ``data/errors.csv`` and the place; out comes a message with what, where, why and the next step.

TallymarkError
  UsageError    exit 2: the call itself is wrong
  InputError    exit 3: a text or file cannot be read
  DataError     exit 4: data that Tallymark ships or was given breaks its schema
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One line of the table of errors."""

    code: str
    what: str
    why: str
    next_step: str


class TallymarkError(Exception):
    """An error with a stable code; ``where`` names file, line, column or key."""

    exit_code = 4

    def __init__(self, code: str, *, where: str = "", detail: str = "") -> None:
        self.code = code
        self.where = where
        self.detail = detail
        super().__init__(code)

    def __str__(self) -> str:
        known = error_codes().get(self.code)
        if known is None:
            return f"{self.code}: {self.where} {self.detail}".strip()
        parts = [f"{self.code}: {known.what}"]
        if self.where:
            parts.append(f"where: {self.where}")
        if self.detail:
            parts.append(f"detail: {self.detail}")
        return "\n  ".join([*parts, f"why it matters: {known.why}", f"next: {known.next_step}"])


class UsageError(TallymarkError):
    """The command or call was used wrongly."""

    exit_code = 2


class InputError(TallymarkError):
    """A text or file given by the user cannot be read."""

    exit_code = 3


class DataError(TallymarkError):
    """Data with a closed schema breaks it."""

    exit_code = 4


@cache
def error_codes() -> dict[str, ErrorCode]:
    """Every error code with its words, from ``model/data/errors.csv``."""
    path = resources.files("tallymark.model").joinpath("data/errors.csv")
    with path.open("r", encoding="utf-8") as handle:
        rows = csv.DictReader(handle)
        return {row["code"]: ErrorCode(row["code"], row["what"], row["why"], row["next_step"]) for row in rows}
