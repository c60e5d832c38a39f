"""Fields that belong to one table: the event's own date-times, facilities, reasons and boxes."""

from __future__ import annotations

import numpy as np

from tallymark.synthetic.columns import DAY, Array, seconds
from tallymark.synthetic.fields_common import COMMON
from tallymark.synthetic.view import Builder, Values, View, blank, days, moments, whole, words, yes_no

RELEASE_REASONS = ("Removed", "Bonded Out - IJ", "Order of recognizance", "Order of supervision", "Transferred")
LIFT_REASONS = ("Booked into Detention", "Detainer Declined by LEA", "Case Closed")
LIFT_CODES = ("B", "A", "C")
LANDMARKS = 40
NOTHING = np.datetime64("NaT", "s")


def facility_name(number: int) -> str:
    """The invented name of a facility."""
    return f"FACILITY {number:03d}"


def facility_code(number: int) -> str:
    """The invented code of a facility."""
    return f"FAC{number:04d}"


def _numbered(label: str, purpose: str, count: int) -> Builder:
    def builder(view: View) -> Values:
        return words((view.random(purpose) * count).astype("int32"), [f"{label} {n:03d}" for n in range(count)])

    return builder


def _facility_words(numbers: Array, view: View, name: str) -> Values:
    make = facility_name if name == "facility" else facility_code
    return words(numbers, [make(number) for number in range(view.spec.detention.n_facilities)])


def _own_facility(name: str) -> Builder:
    """The facility of a stint."""
    return lambda view: _facility_words(view.of_event("facility"), view, name)


def _drawn_facility(name: str) -> Builder:
    """A facility drawn once an event, the same for its name and its code."""

    def builder(view: View) -> Values:
        numbers = (view.random("facility") * view.spec.detention.n_facilities).astype("int32")
        return _facility_words(numbers, view, name)

    return builder


def _until_cut(name: str) -> Builder:
    def builder(view: View) -> Values:
        return moments(_known(view, name))

    return builder


def _known(view: View, name: str) -> Array:
    values = _stay(view, "out") if name == "stay_out" else view.of_event("out")
    return np.where(values < view.cut, values, NOTHING)


def _stay(view: View, name: str) -> Array:
    return view.block.stays[name][view.of_event("stay")]


def _stay_reason(view: View) -> Array:
    """Why a stay ended: removed where the case ended in a departure after it, else drawn; -1 while it is open."""
    final = _stay(view, "out") == np.fmax(view.of_case("out", NOTHING), view.of_case("second_out", NOTHING))
    removed = final & ~np.isnat(view.of_case("departed", NOTHING))
    others = 1 + (_stay(view, "in").astype("int64") // 60 % 3)
    return np.where(np.isnat(_known(view, "stay_out")), -1, np.where(removed, 0, others))


def _release_reason(view: View) -> Values:
    last = view.of_event("out") == _stay(view, "out")
    reason = np.where(last, _stay_reason(view), 4)
    return words(np.where(np.isnat(_known(view, "out")), -1, reason), RELEASE_REASONS)


def _bond(view: View) -> Array:
    """What the bond of a stay is, in dollars; 0 for none."""
    chance = (_stay(view, "in").astype("int64") // 60 * 2_654_435_761 % 2**32) / 2**32
    return np.where(chance < view.spec.detention.bond_set, 1500 + (chance * 1e6).astype("int64") % 20 * 500, 0)


def _posted(view: View) -> Array:
    """When the bond of a stay was posted, NaT where it was not or not yet."""
    chosen = _stay(view, "in").astype("int64") // 60 % 100 < view.spec.detention.bond_posted * 100
    return _bond_day(view, 2, (_bond(view) > 0) & chosen)


def _bond_day(view: View, after: int, chosen: Array) -> Array:
    """So many days after the book-in, for the chosen rows whose stay ended later than that."""
    when = _stay(view, "in") + seconds(np.full(view.n_rows, after * DAY))
    return np.where(chosen & (when < _known(view, "stay_out")), when, NOTHING)


def _lift(view: View) -> Array:
    """Why a detainer was lifted: booked where an arrest followed, else drawn; -1 while it stands or nothing is known."""
    linked = view.of_event("arrest") >= 0
    chance = view.random("detainer_lift_reason")
    other = np.where(chance < 0.3, 1, np.where(chance < 0.5, 2, -1))
    start = view.of_case("start", NOTHING)
    return np.where(linked, np.where(start < view.cut, 0, -1), other)


def _seen_arrest(name: str) -> Builder:
    """A field of the arrest that a detainer led to, once that arrest has happened."""
    return lambda view: blank(COMMON[name](view), ~(view.of_case("start", NOTHING) < view.cut))


def flag(name: str) -> Builder:
    """A box that is ticked at the share the spec gives for it, or at its default share."""

    def builder(view: View) -> Values:
        rates = view.spec.population.flags
        return yes_no(view.random(name) < rates.get(name, rates["default"]), np.ones(view.n_rows, dtype=bool))

    return builder


ARRESTS: dict[str, Builder] = {
    "apprehension_date_time": lambda view: moments(view.at),
    "apprehension_date": lambda view: days(view.at),
    "apprehension_site_landmark": _numbered("LANDMARK", "landmark", LANDMARKS),
    "apprehension_type": lambda view: view.drawn("type", {"Targeted": 0.7, "Collateral": 0.3}),
    "operation": _numbered("OPERATION", "operation", 12),
    "arrest_created_by": _numbered("OFFICE", "created", 25),
}
DETAINERS: dict[str, Builder] = {
    "biometric_match_yes_no": lambda view: yes_no(view.of_event("matched"), np.ones(view.n_rows, dtype=bool)),
    "detainer_prepared_date": lambda view: days(view.at),
    "facility": _drawn_facility("facility"),
    "facility_code": _drawn_facility("facility_code"),
    "detainer_lift_reason": lambda view: words(_lift(view), LIFT_REASONS),
    "detainer_lift_reason_code": lambda view: words(_lift(view), LIFT_CODES),
    "detainer_type": lambda view: view.drawn(
        "detainer_type",
        {
            "I247A - Immigration Detainer - Immigration Detainer - Notice of Action": 0.9,
            "I247A - Immigration Detainer - Notice of Action (as of May 2025)": 0.1,
        },
    ),
    **{name: _seen_arrest(name) for name in ("apprehension_date", "apprehension_method", "apprehension_program")},
}
STINTS: dict[str, Builder] = {
    "stay_booked_in_date_time": lambda view: moments(_stay(view, "in")),
    "booked_in_date_time": lambda view: moments(view.at),
    "booked_out_date_time": _until_cut("out"),
    "stay_booked_out_date_time": _until_cut("stay_out"),
    "stay_booked_out_date": lambda view: days(_known(view, "stay_out")),
    "facility": _own_facility("facility"),
    "facility_code": _own_facility("facility_code"),
    "release_reason": _release_reason,
    "stay_release_reason": lambda view: words(_stay_reason(view), RELEASE_REASONS),
    "initial_bond_set_amount": lambda view: whole(_bond(view), _bond(view) > 0),
    "initial_bond_set_date": lambda view: days(_bond_day(view, 1, _bond(view) > 0)),
    "bond_posted_amount": lambda view: whole(_bond(view), ~np.isnat(_posted(view))),
    "bond_posted_date": lambda view: days(_posted(view)),
    "detainee_classification": lambda view: view.drawn("class", {"Low": 0.6, "Medium": 0.3, "High": 0.1}),
}
ENCOUNTERS: dict[str, Builder] = {
    "event_date": lambda view: days(view.at),
    "event_type": lambda view: view.drawn("event_type", {"CAP Local Incarceration": 0.7, "Located": 0.3}),
    "lead_event_type": lambda view: view.drawn("lead_event_type", {"Criminal Alien Program": 0.8, "Other": 0.2}),
    "lead_source": _numbered("SOURCE", "lead_source", 5),
    "event_landmark": _numbered("LANDMARK", "landmark", LANDMARKS),
}
REMOVALS: dict[str, Builder] = {
    "departed_date": lambda view: days(view.at),
    "removal_date": lambda view: days(view.at),
    "latest_departed_date": lambda view: days(view.at),
    "case_closed_date": lambda view: days(
        np.where(view.of_event("confirmed") < view.cut, view.of_event("confirmed"), NOTHING)
    ),
    "prior_deport_yes_no": flag("prior_deport_yes_no"),
}
BOOK_INS: dict[str, Builder] = {
    "booked_in_date": lambda view: days(view.at),
    "facility": _own_facility("facility"),
    "facility_code": _own_facility("facility_code"),
}
TABLES: dict[str, dict[str, Builder]] = {
    "arrests": ARRESTS,
    "detainers": DETAINERS,
    "stints": STINTS,
    "encounters": ENCOUNTERS,
    "removals": REMOVALS,
    "book_ins": BOOK_INS,
}


def builder(table: str, name: str) -> Builder | None:
    """What prints a field of a table; None for a field that this generator does not fill."""
    if name in TABLES[table]:
        return TABLES[table][name]
    if name in COMMON:
        return COMMON[name]
    return flag(name) if name.endswith("_yes_no") else None
