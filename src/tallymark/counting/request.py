"""What is asked: in come a measure, breakdowns, filters, definitions, a period and settings; out comes one request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tallymark.model.period import Period
from tallymark.rules.rule_sets import RuleSet, rule_set

MOST_BREAKDOWNS = 4
EVERY_DEFINITION = "all"


@dataclass(frozen=True, slots=True)
class Request:
    """One count that is asked for.

    ``measure`` is an id of ``counting/data/measures.yaml``; ``by`` are breakdowns, at most four; ``where`` gives for breakdowns
    the one value that is counted; ``under`` are ids of rule sets, empty for the measure's own default, with ``all`` among them
    every one of the measure that the release has fields for, those named first; ``period`` are the days that are counted, by the rule ``year`` of each
    definition; ``settings`` are parameters of rules, each for the rules that have it; ``composed`` are rule sets made for this
    request, by their ids, that ``under`` may name beside those of the files. With ``lenient`` a definition named that the release
    has no fields for is left out, as it is with ``("all",)``.
    """

    measure: str
    by: tuple[str, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    under: tuple[str, ...] = ()
    period: Period | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    composed: Mapping[str, RuleSet] = field(default_factory=dict)
    lenient: bool = False

    @property
    def every_definition(self) -> bool:
        """Whether every definition of the measure is asked for."""
        return EVERY_DEFINITION in self.under

    def rule_set(self, name: str) -> RuleSet:
        """The rule set of this id, composed for the request or of the files; raises TM-RULES-012."""
        return self.composed.get(name) or rule_set(name)
