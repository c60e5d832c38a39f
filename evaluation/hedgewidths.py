"""Hedge widths: in come readers' answers; out come the fitted lines and how many readers accept the edges of core and stretch.

The answers (Ferson et al. 2015, experiment 2) give for a hedge and a stated number the smallest and largest number that
the reader allows. Odd rows (first, third ...) fit the lines, even rows test them. ``python -m evaluation.hedgewidths CSV`` prints
the coefficients in the form of ``claims/data/hedge_widths.csv``.
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from evaluation.result import Result
from tallymark.claims.numbers import granule_of
from tallymark.claims.widths import WIDTHS, Width, claimed_value, widths
from tallymark.model.claim import ClaimedValue
from tallymark.model.figure import Hedge

ANSWERS = Path("benchmarks") / "hedge_mturk" / "hedges_Data-Exp2.csv"
CLASSES = {
    "about": ("approx", Hedge.ABOUT), "around": ("approx", Hedge.ABOUT), "roughly": ("approx", Hedge.ABOUT),
    "approximately": ("approx", Hedge.ABOUT), "nearly": ("below_near", Hedge.ALMOST), "almost": ("below_near", Hedge.ALMOST),
    "over": ("above", Hedge.MORE_THAN), "above": ("above", Hedge.MORE_THAN), "at_least": ("floor", Hedge.AT_LEAST),
    "no_less_than": ("floor", Hedge.AT_LEAST), "below": ("under", Hedge.LESS_THAN), "at_most": ("cap", Hedge.UP_TO),
    "no_more_than": ("cap", Hedge.UP_TO),
}  # fmt: skip
CORE, STRETCH = 0.55, 0.10
CORE_SLACK, STRETCH_SLACK = 8.0, 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One reader's bounds for one stated number."""

    width: str
    hedge: Hedge
    number: Decimal
    place: Decimal
    granule: Decimal
    low: Decimal
    high: Decimal
    percent: bool

    @property
    def predictors(self) -> tuple[float, float, float, float]:
        """1, log10 of number and granule, and whether the granule's digit is 5."""
        five = int(self.number / self.granule) % 10 == 5
        return 1.0, math.log10(self.number), math.log10(self.granule), float(five)


def run(shared: Path, out: Path) -> list[Result]:
    """Fit on odd rows, compare with the shipped coefficients, test the shipped intervals on even rows."""
    answers = read(shared / ANSWERS)
    lines = fit(answers[::2])
    write(lines, out / "hedge_widths.csv")
    furthest = max(abs(getattr(lines[name], part) - getattr(widths()[name], part)) for name in lines for part in _PARTS)
    results = [
        Result(
            "hedge widths: shipped coefficients as fitted",
            f"{furthest:.4f}",
            "<= 0.002",
            furthest <= 0.002,
            "largest difference",
        )
    ]
    even = [answer for answer in answers[1::2] if answer is not None]
    for name, edge, target, slack in (
        ("core", core_edges, CORE, CORE_SLACK),
        ("stretch", stretch_edges, STRETCH, STRETCH_SLACK),
    ):
        share = 100 * accepted(even, edge)
        by_class = "; ".join(
            f"{width} {100 * accepted([a for a in even if a.width == width], edge):.0f}" for width in lines
        )
        results.append(Result(
            f"hedge widths: {name} edge accepted, even rows", f"{share:.1f} %", f"{100 * target:.0f} +- {slack:.0f} %",
            abs(share - 100 * target) <= slack, by_class,
        ))  # fmt: skip
    return results


_PARTS = ("a", "b", "c", "d", "core_shift", "stretch_shift")


def read(path: Path) -> list[Answer | None]:
    """All rows in order; None for hedges without a width and for answers whose ends are swapped."""
    with path.open("r", encoding="utf-8") as handle:
        return [_answer(row) for row in csv.DictReader(handle)]


def _answer(row: dict[str, str]) -> Answer | None:
    known = CLASSES.get(row["Hedge"])
    if known is None:
        return None
    printed = row["ActValue"].replace(",", "")
    number, low, high = Decimal(printed), Decimal(row["MinValue"]), Decimal(row["MaxValue"])
    if number <= 0 or high < low:
        return None
    place = Decimal(1).scaleb(-len(printed.partition(".")[2]))
    return Answer(known[0], known[1], number, place, granule_of(number, place), low, high, row["Units"] == "%")


def fit(answers: Sequence[Answer | None]) -> dict[str, Width]:
    """A least-squares line of log10(width) for each class, with the shifts at which the target shares of readers accept the edge."""
    found = {}
    for width in WIDTHS:
        chosen = [
            answer for answer in answers if answer is not None and answer.width == width and answer.high > answer.low
        ]
        if not chosen:
            continue
        line = _least_squares([a.predictors for a in chosen], [math.log10(a.high - a.low) for a in chosen])
        rounded = [round(value, 3) for value in line]
        residuals = sorted(
            math.log10(reach) - sum(x * y for x, y in zip(rounded, a.predictors, strict=True))
            for a in chosen
            for reach in _reaches(a)
        )
        missing = sum(len(_reaches(a)) == 0 for a in chosen)
        shifts = [round(_upper_quantile(residuals, missing, share), 3) for share in (CORE, STRETCH)]
        found[width] = Width(*rounded, *shifts)
    return found


def _reaches(answer: Answer) -> list[float]:
    """How far the reader goes from the number to the sides that the hedge opens, twice as far for "about": its width has two sides."""
    up, down = float(answer.high - answer.number), float(answer.number - answer.low)
    sides = {"approx": [2 * up, 2 * down], "above": [up], "floor": [up]}.get(answer.width, [down])
    return [side for side in sides if side > 0]


def _upper_quantile(residuals: Sequence[float], missing: int, share: float) -> float:
    """The residual that ``share`` of all readers reach or exceed; ``missing`` readers do not reach any."""
    total = len(residuals) + missing
    at = max(0, min(len(residuals) - 1, round(len(residuals) - share * total)))
    return residuals[at]


def _least_squares(rows: Sequence[Sequence[float]], targets: Sequence[float]) -> list[float]:
    """The coefficients that solve the normal equations, by elimination with pivoting."""
    size = len(rows[0])
    table = [
        [sum(r[i] * r[j] for r in rows) for j in range(size)]
        + [sum(r[i] * t for r, t in zip(rows, targets, strict=True))]
        for i in range(size)
    ]
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(table[row][at]))
        table[at], table[pivot] = table[pivot], table[at]
        for row in range(size):
            if row != at:
                factor = table[row][at] / table[at][at]
                table[row] = [x - factor * y for x, y in zip(table[row], table[at], strict=True)]
    return [table[at][size] / table[at][at] for at in range(size)]


Edges = Callable[[ClaimedValue, str], list[Decimal]]


def core_edges(value: ClaimedValue, width: str) -> list[Decimal]:
    """The ends of the core that the hedge opens."""
    return _edges(value.core.low, value.core.high, width)


def stretch_edges(value: ClaimedValue, width: str) -> list[Decimal]:
    """The ends of the stretch that the hedge opens."""
    return _edges(value.stretch.low, value.stretch.high, width)


def _edges(low: Decimal | None, high: Decimal | None, width: str) -> list[Decimal]:
    ends = {"approx": [low, high], "above": [high], "floor": [high]}.get(width, [low])
    return [end for end in ends if end is not None]


def accepted(answers: Sequence[Answer], edges: Edges) -> float:
    """The share of readers whose range holds the edges, over all answers and edges."""
    tried = held = 0
    for answer in answers:
        kind = "percent" if answer.percent else "count"
        value = claimed_value(answer.number, answer.hedge, answer.place, answer.granule, kind=kind, width=answer.width)
        for edge in edges(value, answer.width):
            tried += 1
            held += answer.low <= edge <= answer.high
    return held / tried


def write(lines: dict[str, Width], path: Path) -> None:
    """The coefficients as a data file."""
    rows = [",".join([name, *(f"{getattr(line, part):g}" for part in _PARTS)]) for name, line in lines.items()]
    path.write_text("\n".join(["class,a,b,c,d,core_shift,stretch_shift", *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(fit(read(Path(sys.argv[1]))[::2]), Path(sys.argv[2]))
