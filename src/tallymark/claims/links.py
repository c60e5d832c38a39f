"""Links: in come the drafts of one sentence and the drafts before it; out come the relations between them (same fact, part of, base of, repeats)."""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.claims.clauses import clause_words
from tallymark.claims.drafts import Draft
from tallymark.claims.inheritance import antecedent, compared
from tallymark.model.figure import Relation


def link(draft: Draft, here: Sequence[Draft], earlier: Sequence[Draft]) -> None:
    """Link one draft with those of its sentence and with what it points back to among the earlier ones, its sentence's included."""
    by_place = {other.place: other for other in here}
    partner = by_place.get(draft.frame.partner) if draft.frame.partner is not None else None
    if partner is not None:
        _join(draft, "same_fact", partner)
    whole = draft.frame.whole
    if whole is not None and whole.number in by_place:
        _join(draft, "part_of", by_place[whole.number])
    elif whole is not None and whole.points_back and whole.other is None:
        _join(draft, "part_of", antecedent(draft, earlier))
    elif _is_included(draft):
        near = [other for other in earlier if other.line == draft.line and other.relation is Relation.LEVEL]
        _join(draft, "part_of", near[-1] if near else antecedent(draft, earlier))
    if draft.frame.base_value:
        _join(draft, "base_of", compared(draft, earlier))


def link_repeats(drafts: Sequence[Draft]) -> None:
    """Mark a claim that says again, with the same number, what an earlier one said."""
    seen: dict[tuple[object, ...], Draft] = {}
    for draft in drafts:
        if draft.quantity is None or draft.measure.value is None or draft.quantity.number is None:
            continue
        key = (
            draft.quantity.number,
            draft.relation,
            draft.measure.value,
            tuple(sorted(draft.filters.items())),
            draft.period.value,
        )
        if key in seen:
            _join(draft, "repeats", seen[key])
        else:
            seen[key] = draft


def _join(draft: Draft, kind: str, other: Draft | None) -> None:
    if other is not None and other is not draft and (kind, other) not in draft.links:
        draft.links.append((kind, other))


def _is_included(draft: Draft) -> bool:
    lead = draft.sentence.words[max(0, draft.place - 2) : draft.place]
    return draft.relation is Relation.LEVEL and any(word in clause_words()["including"] for word in lead)
