"""Mutated numbers: in come supported claims; out comes how many stay supported when their number is changed by 3, 10 and 30 percent.

The text is changed and the whole pipeline runs again. A change counts only when it goes beyond the stretch of claim and
reference: when the mutated number's own interval no longer meets the figure that supported the original.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from evaluation.labelled import articles, overlaps, register, report_on, verdict_class
from evaluation.result import Result, at_least
from evaluation.templates import cases
from tallymark.checking.testing import facing
from tallymark.model.claim import Claim
from tallymark.model.figure import Figure
from tallymark.model.verdict import Checked, VerdictKind

STEPS = (Decimal("0.03"), Decimal("0.10"), Decimal("0.30"))
LARGE = Decimal("0.10")
ENOUGH = 200
# A bound changed to its true side holds word by word, so bounds come from the articles only, not from templates.
BOUNDS = "side of a bound"


@dataclass(frozen=True, slots=True)
class Mutation:
    """A text with one number changed: ``start`` to ``end`` is the new number."""

    text: str
    start: int
    end: int
    step: Decimal
    before: Checked


def run(shared: Path, out: Path) -> list[Result]:
    """How many mutated claims are no longer supported, and how many large changes are called wrong."""
    totals: Counter[str] = Counter()
    rows: list[dict[str, object]] = []
    for name, text, dated in _texts(shared):
        for mutation in _mutations(text, name, dated):
            after = _after(mutation, name, dated)
            if after is None or not _beyond(mutation, after):
                continue
            state = verdict_class(after)
            called = after.verdict.kind in (VerdictKind.CONTRADICTED, VerdictKind.INCONSISTENT)
            place = "template" if name.startswith("template") else "article"
            totals["all"] += 1
            totals["let go"] += state != "supported"
            if abs(mutation.step) >= LARGE:
                totals["large"] += 1
                totals["called"] += called
                totals[f"large {place}"] += 1
                totals[f"called {place}"] += called
            if state == "supported" or (abs(mutation.step) >= LARGE and not called):
                rows.append(_row(name, mutation, after))
    (out / "mutations.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    n, large = max(1, totals["all"]), max(1, totals["large"])
    return [
        Result("mutated claims", str(n), f">= {ENOUGH}", n >= ENOUGH),
        at_least("mutated claims no longer supported", 100 * totals["let go"] / n, 97, detail=f"{totals['let go']} of {n}"),
        at_least(
            "changed by 10 % or more called wrong", 100 * totals["called"] / large, 80,
            detail=f"{totals['called']} of {large} contradicted or inconsistent; "
            f"in the articles {totals['called article']} of {totals['large article']}",
        ),
    ]  # fmt: skip


def _texts(shared: Path) -> Iterator[tuple[str, str, date | None]]:
    for article in articles(shared):
        yield article.text_id, article.body, article.dated
    plain = [case for case in cases(register()) if case.truth and case.kind != BOUNDS]
    for at, case in enumerate(plain):
        yield f"template {at}", case.text, case.dated


def _mutations(text: str, name: str, dated: date | None) -> Iterator[Mutation]:
    for one in report_on(text, name, dated).checks:
        claim = one.subject
        if not isinstance(claim, Claim) or verdict_class(one) != "supported" or one.verdict.best is None:
            continue
        for step in (sign * size for size in STEPS for sign in (Decimal(1), Decimal(-1))):
            number = mutated(claim, text, 1 + step)
            if number is not None:
                start = claim.number_span.start
                changed = text[:start] + number + text[claim.number_span.end :]
                yield Mutation(changed, start, start + len(number), step, one)


def mutated(claim: Claim, text: str, factor: Decimal) -> str | None:
    """The number in the same notation, times ``factor``; None where the text prints no plain digits or nothing changes."""
    printed = claim.number_span.of(text)
    digits = printed.lstrip("$~").split(" ")[0].rstrip("%")
    plain = digits.replace(",", "")
    if not plain.replace(".", "", 1).isdigit() or claim.unit in ("year", "years", "months"):
        return None
    number = Decimal(plain)
    exponent = number.as_tuple().exponent
    place = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    granule = place if number != number.to_integral_value() else _granule(number)
    new = (number * factor / granule).quantize(Decimal(1), rounding=ROUND_HALF_UP) * granule
    if new == number or new <= 0:
        return None
    shown = f"{new:,f}" if "," in digits or new >= 10_000 else f"{new:f}"
    return printed.replace(digits, shown, 1)


def _granule(number: Decimal) -> Decimal:
    """The place to which a whole number is changed: its last digit that is not zero, but no coarser than two digits."""
    zeros = 0
    while number % 10 ** (zeros + 1) == 0 and number >= 10 ** (zeros + 2):
        zeros += 1
    return Decimal(10) ** max(0, zeros - 1)


def _after(mutation: Mutation, name: str, dated: date | None) -> Checked | None:
    report = report_on(mutation.text, name, dated)
    found = [
        one for one in report.checks if isinstance(one.subject, Claim) and overlaps(one, mutation.start, mutation.end)
    ]
    return found[0] if found else None


def _beyond(mutation: Mutation, after: Checked) -> bool:
    """Whether the mutated number's widest interval misses every figure that supported the original."""
    claim, before = after.subject, mutation.before
    if not isinstance(claim, Claim) or not isinstance(before.subject, Claim):
        return False
    supporting = [one.figure for one in before.verdict.tries if one.outcome in _SUPPORTING]
    return all(_misses(claim, figure) for figure in supporting)


def _misses(claim: Claim, figure: Figure) -> bool:
    value = claim.value
    stretch = value.core.hull(value.stretch)
    stretch = stretch if value.cut is None else stretch.hull(value.cut)
    return stretch.disjoint(facing(figure.value, claim))


def _row(name: str, mutation: Mutation, after: Checked) -> dict[str, object]:
    verdict = after.verdict
    return {
        "text": name, "before": mutation.before.subject.quote, "after": after.subject.quote, "step": str(mutation.step),
        "verdict": verdict.kind.value, "reason": verdict.reason, "words": verdict.words, "line": verdict.line,
        "was": mutation.before.verdict.words,
    }  # fmt: skip


_SUPPORTING = ("exact", "rounded", "hedged", "hedged_wide", "truncated")
