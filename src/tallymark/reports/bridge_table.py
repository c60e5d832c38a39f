"""A bridge for a terminal: in comes a bridge; out come lines: the two definitions, each step with what it changes, what stays unexplained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tallymark.reports.count_words import FAMILY_WORDS, HIDDEN, SMALL_WORDS, bounds_words, count_words
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line
from tallymark.reports.words import source_words, value_words

if TYPE_CHECKING:
    from tallymark.counting.bridged import Bridge, Change, Gap, Step

NOT_APART = f"{HIDDEN}: two counts lie 1 to 10 apart, or a difference would tell that two do; it is told with the next step that is shown."
ORDER_WORDS = "What a step changes depends on what was changed before it: in brackets its change in every other order."


def bridge_lines(bridge: Bridge) -> Iterator[Line]:
    """The whole report of a bridge."""
    yield Line("", f"{bridge.table.words}{_people(bridge)}, {bridge.release}, {bridge.period.label}", "strong")
    for note in bridge.notes:
        yield Line("note", one_line(note))
    yield Line("", "")
    yield Line("from", f"{bridge.first.id}: {one_line(bridge.first.title)}")
    yield Line("", f"    {count_words(bridge.start)}", "strong")
    for step in bridge.steps:
        yield from _step_lines(step)
    for missing in bridge.missing:
        name = FAMILY_WORDS[missing.family]
        yield Line(
            "", f"  {name}: {missing.rule} cannot be applied to this release, so its part stays unexplained", "open"
        )
        yield Line("", f"    {one_line(missing.why)}")
    if bridge.steps or bridge.missing:
        part = ", as far as this release has the fields" if bridge.missing else ""
        yield Line("to", f"{bridge.last.id}{part}: {one_line(bridge.last.title)}")
        yield Line("", f"    {count_words(bridge.end)}  {_total(bridge)}", "strong")
    elif bridge.first.id != bridge.last.id:
        yield Line("to", f"{bridge.last.id}: every rule that touches this count is the same")
    yield from _any_reading(bridge)
    yield from _gap_lines(bridge)
    yield Line("", "")
    yield from _foot(bridge)


def order_words(bridge: Bridge) -> str:
    """How to read the changes in other orders, and by what they are rounded."""
    if bridge.range_step == 1:
        return ORDER_WORDS
    return (
        f"{ORDER_WORDS} They are rounded outward by up to {bridge.range_step - 1}, so that none tells a small number."
    )


def change_words(change: Change | None) -> str:
    """A change of both bounds: ``−152 to −173``, ``+12``, ``no change``."""
    if change is None:
        return HIDDEN
    if change.low == change.high:
        return "no change" if change.low == 0 else _signed(change.low)
    return f"{_signed(change.low)} (low) and {_signed(change.high)} (high)"


def gap_words(gap: Gap) -> str:
    """What lies between the recount and a published figure, in one line."""
    if gap.unexplained is not None and gap.unexplained.low is not None and gap.unexplained.high is not None:
        low, high = int(gap.unexplained.low), int(gap.unexplained.high)
        said = "nothing" if low == high == 0 else _signed(low) if low == high else f"{_signed(low)} to {_signed(high)}"
        return f"unexplained by any rule: {said}"
    if gap.percent is not None and gap.percent.low is not None and gap.percent.high is not None:
        low_pct, high_pct = f"{gap.percent.low:.2f}", f"{gap.percent.high:.2f}"
        part = low_pct if low_pct == high_pct else f"{low_pct} to {high_pct}"
        return f"the recount is {part} % of it: {gap.why_not}"
    return f"not compared: {gap.why_not}"


def _people(bridge: Bridge) -> str:
    return f" {bridge.people.words}" if bridge.people.filters else ""


def _step_lines(step: Step) -> Iterator[Line]:
    name = FAMILY_WORDS[step.family]
    if step.rules[0] == step.rules[1]:
        yield Line("", f"  {name}: {step.rules[0]} in both, as this release has no field for another rule")
        return
    yield Line("", f"  {name}: {step.rules[0]} → {step.rules[1]}")
    yield Line("", f"    {one_line(step.titles[0])} → {one_line(step.titles[1])}")
    together = f", with {' and '.join(FAMILY_WORDS[one] for one in step.together)}" if step.together else ""
    yield Line("", f"    {change_words(step.change)}{together}{_range(step)}  → {count_words(step.after)}")


def _range(step: Step) -> str:
    """The changes in other orders, where they differ."""
    if step.least is None or step.most is None or (step.least == step.most):
        return ""
    return f" [{change_words(step.least)} … {change_words(step.most)}]"


def _total(bridge: Bridge) -> str:
    return f"({change_words(bridge.change)} in all)"


def _any_reading(bridge: Bridge) -> Iterator[Line]:
    """The two counts on any reading, where they differ from those on the fields."""
    for found, definition in ((bridge.start, bridge.first), (bridge.end, bridge.last)):
        if found is not None and (found.low_any, found.high_any) != (found.low, found.high):
            words = bounds_words(found.low_any, found.high_any)
            yield Line("note", f"{definition.id} on any reading of what no record decides: {words}")


def _gap_lines(bridge: Bridge) -> Iterator[Line]:
    for gap in bridge.gaps:
        yield Line("", "")
        yield Line("published", f"{value_words(gap.figure)} under {gap.figure.definition}: {source_words(gap.figure)}")
        yield Line("", f"    {one_line(gap_words(gap))}", "strong" if gap.unexplained is not None else "open")
    if bridge.gaps:
        for words in bridge.last.gaps:
            yield Line("known", one_line(words))


def _foot(bridge: Bridge) -> Iterator[Line]:
    if any(_range(step) for step in bridge.steps):
        yield Line("", order_words(bridge))
    if any(step.change is None for step in bridge.steps):
        yield Line("", NOT_APART)
    if bridge.table.small_cells:
        yield Line("", SMALL_WORDS, "against")
    trail = bridge.table.trail
    yield Line("release", f"{trail.release}, manifest sha256 {trail.manifest_sha256[:12]}")
    yield Line("again", bridge.command)


def _signed(number: int) -> str:
    return f"+{number:,}" if number > 0 else f"−{-number:,}" if number < 0 else "0"
