"""Events in text: in comes a match such as "Operation Jump Start" or "the start of the program"; out comes an atom of its time.

A name alone dates nothing. It does after "since", "under", "during" and "while", as far as the event goes and the text is dated.
The words name no day, and agencies report by the month: the month of the event is the first reading, its day the next.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from tallymark.claims import events
from tallymark.claims.periods_atoms import Atom, Context, make
from tallymark.claims.tables import either
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period

LOOK_BACK = 1_500  # characters that "the operation" may look back over for its name
LEAD = 40
_OPENS = compile_pattern(
    r"\b(?P<lead>since|under|during|throughout|while|amid)(?: (?:the|start|beginning|launch|of|creation|so-called|\"|“)){0,5} ?[\"“]?$"
)
_SINCE = compile_pattern(r"\bsince\b[^.;:]*$")
_OVER = compile_pattern(r"^[\"”]?(?: [a-z]+){0,3} (?:was |were )?(?:ended|expired|lifted|terminated|rescinded)\b")


def build_event(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "since Proclamation 10773", "under Operation Gatekeeper": nothing where no word before the name makes it a time."""
    text = match.string
    head, tail = text[max(0, match.start() - LEAD) : match.start()], text[match.end() : match.end() + LEAD]
    lead = _OPENS.search(head)
    if lead is None:
        return None
    event = events.names()[re.sub(r"\s+", " ", match["event"])]
    atom = _atom(match, event, context, since=_SINCE.search(head) is not None, over=_OVER.search(tail) is not None)
    if atom.kind != "event":
        return atom
    # The name may say what is counted ("under 287(g)"), so only the word before it is the words of time.
    start = match.start() - len(head) + lead.start()
    return replace(atom, start=start, end=start + len(lead["lead"]))


def build_event_start(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "Since the beginning of the operation": the event of that kind named last; a time that cannot be told when none was named."""
    head = match.string[max(0, match.start() - LEAD) : match.start()]
    if not head.endswith(("since ", "since\n")):
        return None
    event = _last_named(match)
    if event is None:
        return make(match, "day", ())
    return _atom(match, event, context, since=True, over=False)


def _atom(match: re.Match[str], event: events.Event, context: Context, *, since: bool, over: bool) -> Atom:
    if over:
        return make(match, "day", (Period.day(event.end),)) if event.end is not None else make(match, "day", ())
    if since:
        return make(match, "day", (Period.month(event.start.year, event.start.month), Period.day(event.start)))
    ends = [day for day in (event.end, context.dated) if day is not None]
    first, last = event.start.replace(day=1), min(ends) if ends else None
    if last is None or last <= event.start or last >= date.max:
        return make(match, "event", ())
    return make(
        match, "event", (Period(first, last + timedelta(days=1)), Period(event.start, last + timedelta(days=1)))
    )


@cache
def _names() -> re.Pattern[str]:
    return compile_pattern(rf"\b(?:{either(list(events.names()))})\b")


def _last_named(match: re.Match[str]) -> events.Event | None:
    """The event named last before the match whose kind is the noun of the match ("the operation")."""
    head = match.string[max(0, match.start() - LOOK_BACK) : match.start()]
    named = [events.names()[re.sub(r"\s+", " ", name)] for name in _names().findall(head)]
    return next((event for event in reversed(named) if event.kind == match["kind"]), None)
