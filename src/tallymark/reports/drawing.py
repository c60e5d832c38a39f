"""Drawings: in come a claim with its verdict, or counts of verdicts; out comes inline SVG without script or style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from tallymark.model.claim import Claim
from tallymark.model.figure import Figure, Relation
from tallymark.model.interval import Interval, grouped
from tallymark.model.verdict import Verdict
from tallymark.reports.markup import Markup, el
from tallymark.reports.verdicts import VerdictWord
from tallymark.reports.words import in_words

DRAWING_WORDS = (
    "In a drawing the upright line is the printed number, the dark band what the words around it say, the pale band what "
    "they still allow, and the diamond (or bar) the published figure."
)
WIDTH, MARGIN = 400, 14
BAR_WIDTH = 600


class Scale:
    """Numbers to places across the drawing, with some air at both ends; an infinite end is the edge."""

    def __init__(self, numbers: Sequence[Decimal]) -> None:
        low, high = min(numbers), max(numbers)
        air = (high - low) * Decimal("0.08") or max(abs(low) / 100, Decimal(1))
        self.low, self.high = low - air, high + air

    def place(self, number: Decimal | None, edge: int) -> float:
        """Where a number stands; ``edge`` is where an infinite one goes."""
        if number is None:
            return float(edge)
        part = (number - self.low) / (self.high - self.low)
        inside = min(max(part, Decimal(0)), Decimal(1))
        return round(MARGIN + float(inside) * (WIDTH - 2 * MARGIN), 1)

    def ends(self, interval: Interval) -> tuple[float, float]:
        """The places of both ends."""
        return self.place(interval.low, 0), self.place(interval.high, WIDTH)


def interval_drawing(claim: Claim, verdict: Verdict) -> Markup | None:
    """The words' interval as a band, the printed number as a line, the published figure as a diamond or a bar.

    None when there is no published figure in the claim's unit or nothing to compare in a drawing.
    """
    best = verdict.best
    if best is None or (best.unit != claim.unit and "percent" in (best.unit, claim.unit)):
        return None
    found = _as_claimed(claim, best)
    numbers = [end for part in (claim.value.core, claim.value.stretch, found) for end in (part.low, part.high)]
    finite = [number for number in (*numbers, claim.value.number) if number is not None]
    if len(set(finite)) < 2 or found == Interval.point(claim.value.number or 0):
        return None
    scale = Scale(finite)
    basis = best.basis if best.basis == "counted" else "published"
    allowed = in_words(f"the words allow {claim.value.core}, at most {claim.value.stretch}; {basis} {found}")
    words = f"{claim.quote}: {allowed}"
    return el(
        "svg",
        el("title", words),
        el("line", class_="axis", x1=0, x2=WIDTH, y1=34, y2=34),
        _band(scale, claim.value.stretch, "stretch"),
        _band(scale, claim.value.core, "core"),
        *_claimed(scale, claim.value.number),
        *_found(scale, found),
        class_="interval",
        viewBox=f"0 0 {WIDTH} 62",
        role="img",
    )


def counts_bar(counts: Iterable[tuple[VerdictWord, int]]) -> Markup:
    """A bar divided by verdict; the words stand in the legend beside it."""
    pairs = tuple(counts)
    total = sum(n for _, n in pairs)
    parts: list[Markup] = []
    x = 0.0
    for word, n in pairs:
        width = round(BAR_WIDTH * n / total, 1)
        parts.append(
            el("rect", class_=f"bar v-{word.kind}", x=f"{x:.1f}", y=0, width=f"{max(width - 2, 1):.1f}", height=16)
        )
        x += width
    words = ", ".join(f"{n} {word.label}" for word, n in pairs)
    return el(
        "svg", el("title", words), *parts, class_="counts", viewBox=f"0 0 {BAR_WIDTH} 16", role="img",
        preserveAspectRatio="none",
    )  # fmt: skip


def _as_claimed(claim: Claim, figure: Figure) -> Interval:
    falls = claim.relation in (Relation.CHANGE_PCT, Relation.CHANGE_ABS) and claim.direction == "down"
    return -figure.value if falls and figure.value.high is not None and figure.value.high <= 0 else figure.value


def _band(scale: Scale, interval: Interval, name: str) -> Markup:
    left, right = scale.ends(interval)
    return el("rect", class_=name, x=left, y=22, width=max(round(right - left, 1), 2), height=24, rx=2)


def _claimed(scale: Scale, number: Decimal | None) -> tuple[Markup, ...]:
    if number is None:
        return ()
    x = scale.place(number, 0)
    return (
        el("line", class_="claimed", x1=x, x2=x, y1=16, y2=50),
        _label(x, 12, f"printed {grouped(number)}"),
    )


def _found(scale: Scale, found: Interval) -> tuple[Markup, ...]:
    left, right = scale.ends(found)
    middle = (left + right) / 2
    shape = (
        el("path", class_="found", d=f"M{left} 26 l8 8 l-8 8 l-8 -8 z")
        if found.is_point
        else el("rect", class_="found", x=left, y=31, width=max(round(right - left, 1), 4), height=6)
    )
    return shape, _label(middle, 60, f"published {in_words(str(found))}")


def _label(x: float, y: int, words: str) -> Markup:
    anchor = "start" if x < WIDTH / 3 else "end" if x > WIDTH * 2 / 3 else "middle"
    return el("text", words, x=x, y=y, text_anchor=anchor)
