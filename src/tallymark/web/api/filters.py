"""Filters of a request: in come ``key=value`` of one parameter; what contradicts itself is refused before anybody is asked."""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.model.errors import UsageError


def each_once(parameter: str, pairs: Sequence[str]) -> None:
    """Raise TM-WEB-018 for a filter without a value and for two values of one key, of which only the last would count."""
    found = dict(one.split("=", 1) for one in pairs)
    if len(found) < len(pairs) or not all(value.strip() for value in found.values()):
        raise UsageError("TM-WEB-018", where=parameter, detail="each key once, and with a value")
