"""Candidates: in come the shelf and a question; out comes the query family: every definition, vintage, reading and scope to try."""

from __future__ import annotations

from dataclasses import replace

from tallymark.checking.candidate import Candidate, Nearness
from tallymark.checking.levels import Count, levels, populations, same_count
from tallymark.checking.question import Question
from tallymark.checking.relations import changes, share_points, shares
from tallymark.checking.shelf import Shelf, normal
from tallymark.checking.wording import measure_words
from tallymark.model.figure import Relation
from tallymark.model.population import Population

CHANGING = (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO)


def candidates(shelf: Shelf, question: Question) -> tuple[Candidate, ...]:
    """Every reference that answers the question as it was asked, in any definition, vintage or reading of its words."""
    count = question.count
    if count is None:
        return ()
    found = _of_count(shelf, question, count)
    if question.counts_as:
        wider = _of_count(shelf, question, replace(count, measure=question.counts_as))
        words = f"by the text's own parts it counts {measure_words(question.counts_as)}"
        found = (*found, *(candidate.farther(Nearness.READING, words) for candidate in wider))
    if claim_people_inherited(question):
        wider = _of_count(shelf, question, replace(count, population=Population()))
        words = "of everybody: whom it counts is not said here"
        found = (*found, *(candidate.farther(Nearness.READING, words) for candidate in wider))
    return found


def claim_people_inherited(question: Question) -> bool:
    """Whether the people are taken from an earlier claim, so that all of them may be meant as well."""
    people = question.claim.population
    return people.origin == "inherited" and bool(people.value.filters) and question.claim.relation is not Relation.SHARE


def _of_count(shelf: Shelf, question: Question, count: Count) -> tuple[Candidate, ...]:
    claim = question.claim
    if claim.relation is Relation.LEVEL:
        return levels(shelf, count)
    if claim.relation is Relation.SHARE:
        return (*shares(shelf, count, question.whole), *_split(shelf, question, count))
    if claim.relation in CHANGING and question.base is not None:
        if claim.unit == "points":
            return share_points(shelf, count, question.whole, question.base)
        found = changes(shelf, count, question.base, claim.relation)
        if question.base_assumed:
            return tuple(candidate.farther(candidate.nearness, "base assumed", firm=False) for candidate in found)
        return found
    return ()


def _split(shelf: Shelf, question: Question, count: Count) -> tuple[Candidate, ...]:
    """Of people with two filters and no whole, each filter may be the whole: "of those without a conviction ... crossers"."""
    filters = count.population.filters
    if len(filters) < 2 or (question.whole is not None and question.whole.filters):
        return ()
    found = []
    for pair in filters:
        whole = Population((pair,))
        for candidate in shares(shelf, count, whole):
            found.append(candidate.farther(Nearness.READING, f"of those {whole.words}", firm=False))
    return tuple(found)


def known_people(shelf: Shelf, count: Count) -> bool:
    """Whether the references have any figure for these people, of any relation and period."""
    wanted = {people for people, _ in populations(count.measure, count.population)}
    names = same_count(count.measure, count.period)
    if count.population == Population():
        return any(shelf.knows(name) for name in names)
    return any(people == normal(people) and shelf.knows(name, people) for name in names for people in wanted)
