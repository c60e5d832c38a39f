"""Coverage: in come the periods of figures and a period; out comes whether they reach over it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date

from tallymark.model.period import Period
from tallymark.model.references import Coverage


def coverage(periods: AbstractSet[Period], period: Period | None) -> Coverage:
    """How ``periods``, those of the figures that can decide, cover ``period``.

    ``full``: one figure is of just these days (a week of slack at both ends), or periods inside it join without a gap.
    ``part``: some days are covered. The reason names the newest figure when the period asked for is later.
    """
    if not periods:
        return Coverage("none", None, "the register has no confirmed figure of this kind")
    newest = max(periods, key=lambda item: (item.end or date.max, item.start or date.min))
    if period is None or any(known.same_days(period, slack_days=7) for known in periods) or _joined(periods, period):
        return Coverage("full", newest, "")
    overlapping = any(known.overlaps(period) for known in periods)
    later = newest.end is not None and (period.end is None or period.end > newest.end)
    reason = f"the newest figure is of {newest.label}" if later else f"no figure is of {period.label}"
    return Coverage("part" if overlapping else "none", newest, reason)


def _joined(periods: AbstractSet[Period], period: Period) -> bool:
    """Whether periods inside ``period`` cover each of its days."""
    if period.start is None or period.end is None:
        return False
    inside = sorted(
        (known.start, known.end)
        for known in periods
        if known.start is not None and known.end is not None and period.contains(known)
    )
    reached = period.start
    for start, end in inside:
        if start > reached:
            return False
        reached = max(reached, end)
    return reached >= period.end
