"""The grammar of periods: in come ``data/periods_grammar.csv`` and a text; out come atoms of time in the order of the text.

``starts`` are the first words of what a rule matches (``#`` for digits, ``'`` before them, ``#month`` for the words of a table): a rule is
tried only there, which keeps the scan fast. In a pattern a blank stands for any break between words but the end of a paragraph, and ``{month}``, ``{day}``,
``{year}``, ``{number}``, ``{ordinal}``, ``{unit}``, ``{season}``, ``{holiday}``, ``{president}``, ``{title}``,
``{reign}``, ``{fiscal}``, ``{relative}`` and ``{named_event}`` for the words of the tables. Patterns see the folded text; of two rules that
fit at one place the earlier wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from tallymark.claims import (
    administrations,
    events,
    periods_atoms,
    periods_days,
    periods_events,
    periods_reigns,
    periods_relative,
)
from tallymark.claims.dates import holidays, words
from tallymark.claims.periods_atoms import Atom, Builder, Context
from tallymark.claims.tables import either, read_rows
from tallymark.model.errors import DataError
from tallymark.model.patterns import compile_pattern

BLANK = r"(?: {1,3}\n?|\n)"
_FIRST = compile_pattern(r"[a-z]+|#|'")
# Where a rule may begin: not inside a word, a number, an address or a file name; after a hyphen only in "mid-2014".
_WORD = compile_pattern(r"(?<![\w$.,/'#])(?<!(?<!mid)-)(?:[a-z]+|\d+|'(?=\d))")
# More mentions than any readable text holds; what lies beyond is a text made to keep a machine busy.
MOST = 50_000
WHOLE = frozenset({"may", "june", "july"})
BUILDERS: dict[str, Builder] = {
    "fiscal": periods_atoms.build_fiscal,
    "year": periods_atoms.build_year,
    "calendar": periods_atoms.build_calendar,
    "months_joined": periods_days.build_months_joined,
    "decade": periods_atoms.build_decade,
    "number_day": periods_days.build_number_day,
    "month_day": periods_days.build_month_day,
    "month_days": periods_days.build_month_days,
    "month": periods_days.build_month,
    "season": periods_days.build_season,
    "holiday": periods_days.build_holiday,
    "quarter": periods_days.build_quarter,
    "days_after": periods_days.build_days_after,
    "relative_fiscal": periods_relative.build_relative_fiscal,
    "relative_year": periods_relative.build_relative_year,
    "relative_month": periods_relative.build_relative_month,
    "plain_year": periods_relative.build_plain_year,
    "ending": periods_relative.build_ending,
    "so_far": periods_relative.build_so_far,
    "week": periods_relative.build_week,
    "now": periods_relative.build_now,
    "before": periods_relative.build_before,
    "rolling": periods_relative.build_rolling,
    "same": periods_relative.build_same,
    "same_window": periods_relative.build_same_window,
    "event": periods_events.build_event,
    "event_start": periods_events.build_event_start,
    "days_after_office": periods_reigns.build_days_after_office,
    "office": periods_reigns.build_office,
    "reign": periods_reigns.build_reign,
    "reign_part": periods_reigns.build_reign_part,
}


@dataclass(frozen=True)
class Rule:
    """One line of the grammar; ``source`` is its pattern as written and ``where`` its file and line."""

    name: str
    starts: tuple[str, ...]
    source: str
    builder: Builder
    example: str
    where: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, made when a text has a first word of it; raises TM-CLAIMS-001 when it does not compile."""
        try:
            return compile_pattern(expand(self.source))
        except re.error as error:
            raise DataError("TM-CLAIMS-001", where=self.where, detail=str(error)) from None


@cache
def _places() -> dict[str, str]:
    full = [word for word in words("month") if len(word) > 4 or word in WHOLE]
    short = [word for word in words("month") if word not in full]
    title = (
        r"(?:(?:former|then-?|ex-?|us|u\.s\.|president|presidents|mr\.?|the|republican|democratic|democrat|predecessor|"
        r"successor|his|her|their|its|both)(?: |(?<=-))){0,5}"
    )
    return {
        "{month}": rf"(?:(?:{either(full)})\b|(?:{either(short)})\b\.?)",
        "{day}": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|,\d{3}|\.\d| ?percent)",
        "{year}": r"(?:1[89]|20)\d\d(?![\d%]|,\d|\.\d)",
        "{number}": rf"(?:\d{{1,3}}|{either(words('number'))})",
        "{ordinal}": rf"(?:{either(words('ordinal'))})",
        "{unit}": r"(?P<unit>day|week|month|year|decade|quarter|term)s?",
        "{season}": rf"(?:{either(words('season'))})",
        "{holiday}": rf"(?:{either(list(holidays()))})",
        "{president}": rf"(?:{either(list(administrations.names()))})",
        "{named_event}": rf"(?:{either(list(events.names()))})",
        "{title}": title,
        "{reign}": r"(?:administration|presidency|era|years|tenure|government|white house)",
        "{fiscal}": r"(?:fiscal|budget)(?:-| )years?|fiscal|fys?|f\.y\.",
        "{relative}": "last|past|this|current|next|coming|upcoming|following|latest|that|same|previous|prior|preceding|earlier",
    }  # fmt: skip


@cache
def _expansions() -> dict[str, str]:
    return {place: words_there.replace(" ", BLANK) for place, words_there in _places().items()}


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule in order; raises TM-CLAIMS-001 for an unknown builder or a name given twice."""
    found: list[Rule] = []
    for line, row in read_rows("periods_grammar.csv", ("rule", "starts", "builder", "pattern", "example")):
        where = f"claims/data/periods_grammar.csv line {line}"
        if row["builder"] not in BUILDERS or any(row["rule"] == rule.name for rule in found):
            raise DataError("TM-CLAIMS-001", where=where, detail=row["rule"])
        builder = BUILDERS[row["builder"]]
        found.append(Rule(row["rule"], _starts(row["starts"]), row["pattern"], builder, row["example"], where))
    return tuple(found)


def expand(pattern: str) -> str:
    """The regular expression of a pattern of the grammar."""
    pattern = pattern.replace(" ", BLANK)
    for place, words_there in _expansions().items():
        pattern = pattern.replace(place, words_there)
    return pattern


def _starts(cell: str) -> tuple[str, ...]:
    tables = {
        "#month": list(words("month")),
        "#number": ["#", *words("number")],
        "#ordinal": list(words("ordinal")),
        "#season": list(words("season")),
        "#holiday": list(holidays()),
        "#president": list(administrations.names()),
        "#event": list(events.names()),
        "#relative": _places()["{relative}"].split("|"),
    }
    found = [phrase for word in cell.split() for phrase in tables.get(word, [word])]
    return tuple(dict.fromkeys(_first_word(phrase) for phrase in found))


def _first_word(phrase: str) -> str:
    match = _FIRST.match(phrase)
    return match[0] if match else "#"


@cache
def _by_start() -> dict[str, tuple[Rule, ...]]:
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in rules():
        for start in rule.starts:
            found[start] = (*found.get(start, ()), rule)
    return found


def find_atoms(folded: str, context: Context) -> list[Atom]:
    """The atoms of a folded text; what no builder can make sense of (30 February) is passed over."""
    found: list[Atom] = []
    by_start = _by_start()
    at = 0
    for word in _WORD.finditer(folded):
        start = word.start()
        candidates = by_start.get("#" if word[0][0].isdigit() else word[0])
        if candidates is None or start < at:
            continue
        for rule in candidates:
            match = rule.pattern.match(folded, start)
            if match is None:
                continue
            atom = rule.builder(match, context)
            if atom is not None:
                found.append(atom)
            at = match.end()
            break
        if len(found) >= MOST:
            break
    return found
