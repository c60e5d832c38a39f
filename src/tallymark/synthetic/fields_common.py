"""Fields that several tables print: of the person, of the case as it stood at the extraction, of the worst conviction."""

from __future__ import annotations

import numpy as np

from tallymark.synthetic.columns import Array, moment, seconds
from tallymark.synthetic.people import CRIMINALITY
from tallymark.synthetic.view import Builder, Values, View, days, whole, words, yes_no

STATUS = (
    "ACTIVE",
    "8-Excluded/Removed - Inadmissibility",
    "6-Deported/Removed - Deportability",
    "3-Voluntary Departure Confirmed",
)
CATEGORY = (
    "[2A] Deportable - Under Adjudication by IJ",
    "[8B] Excludable / Inadmissible - Under Adjudication by IJ",
    "[16] Reinstated Final Order",
    "[3] Deportable - Administratively Final Order",
    "[8C] Excludable / Inadmissible - Administrative Final Order Issued",
    "[8F] Expedited Removal",
    "[9] VR Under Safeguards",
)
DISPOSITION = (
    "Warrant of Arrest/Notice to Appear",
    "REINSTATEMENT OF DEPORT ORDER I-871",
    "Expedited Removal (I-860)",
    "Voluntary Return",
)
LOWEST_LEVEL = 3
FELON = ("Not an Aggravated Felon", "Drugs", "Other")
CHARGES = (
    ("212a6Ai", "ALIEN PRESENT WITHOUT ADMISSION OR PAROLE - (PWAs)"),
    ("212a7AiI", "IMMIGRANT WITHOUT AN IMMIGRANT VISA"),
    ("237a1B", "NONIMMIGRANT OVERSTAY"),
)


def _attribute(name: str) -> Builder:
    def builder(view: View) -> Values:
        return words(view.of_person(f"attribute:{name}"), list(view.spec.population.attributes[name]))

    return builder


def _citizenship(view: View) -> Values:
    return words(view.of_person("citizenship"), list(view.spec.population.citizenship))


def _gender(view: View) -> Values:
    return words(view.of_person("gender"), list(view.spec.population.gender))


def _criminality(name: str) -> Builder:
    return lambda view: words(view.of_person(name), CRIMINALITY)


def _level(view: View) -> Values:
    level = view.of_person("level")
    return whole(level, level > 0)


def _has_case(view: View) -> Array:
    return view.case_of_row >= 0


def _chance(view: View) -> Array:
    """A small number for each case, the same in every release."""
    return np.array(view.of_case("start", np.datetime64("NaT")).astype("int64") // 60 % 7)


def _undecided(view: View) -> Array:
    """The place of the category of a case before its end; -1 without a case."""
    return np.where(_has_case(view), np.where(_chance(view) < 4, 0, 1), -1)


def category(view: View) -> Array:
    """The place of the case category of each row: by how the person left, undecided before that, -1 without a case."""
    removed = np.where(view.of_case("handed_over", 0), 5, 2 + _chance(view) % 3)
    left = np.where(view.of_case("returned", 0), 6, removed)
    return np.where(np.isnat(view.departed), _undecided(view), left)


def _status(view: View) -> Values:
    returned = view.of_case("returned", 0).astype(bool)
    deportable = np.isin(category(view), (2, 3))
    left = np.where(returned, 3, np.where(deportable, 2, 1))
    found = np.where(np.isnat(view.departed), 0, left)
    return words(np.where(_has_case(view), found, -1), STATUS)


def _country(view: View) -> Values:
    shares = view.spec.population.citizenship
    own = view.of_person("citizenship")
    third = np.where(own == 0, len(shares) - 1, 0)
    found = np.where(view.of_case("third_country", 0).astype(bool), third, own)
    return words(np.where(np.isnat(view.left), -1, found), list(shares))


def _ordered(view: View) -> Array:
    ordered = view.of_case("ordered", np.datetime64("NaT"))
    return np.where(ordered < view.cut, ordered, np.datetime64("NaT", "s"))


def _port(view: View) -> Values:
    names = [f"PORT {place.code}" for place in view.place_list]
    return words(np.where(np.isnat(view.left), -1, view.area), names)


def _offence(part: str) -> Builder:
    def builder(view: View) -> Values:
        return words(view.of_person("offence"), [getattr(one, part) for one in view.offence_list])

    return builder


def _crime_days(share: float) -> Builder:
    """A day at a share of the time from the entry to the first day of the spec, for people with a conviction."""

    def builder(view: View) -> Values:
        entry = view.of_person("entry")
        after = seconds((moment(view.spec.first_day) - entry).astype("int64") * share)
        return days(np.where(view.of_person("offence") >= 0, entry + after, np.datetime64("NaT", "s")))

    return builder


def _where_convicted(value: str) -> Builder:
    return lambda view: words(np.where(view.of_person("offence") >= 0, 0, -1), [value])


def _sentence(modulus: int, factor: int) -> Builder:
    def builder(view: View) -> Values:
        born = view.of_person("birth_year")
        return whole(born % modulus * factor, view.of_person("offence") >= 0)

    return builder


def _felon(view: View) -> Values:
    grave = view.of_person("level") == 1
    return words(np.where(grave, 2, 0), FELON)


def _programme(part: str) -> Builder:
    def builder(view: View) -> Values:
        names = [getattr(one, part) for one in view.spec.arrests.programmes]
        return words(view.of_case("programme"), names)

    return builder


def _any_programme(part: str) -> Builder:
    """The programme of the case, or one drawn by share for an event without a case."""

    def builder(view: View) -> Values:
        programmes = view.spec.arrests.programmes
        edges = np.cumsum([one.share for one in programmes[:-1]])
        drawn = np.searchsorted(edges, view.random("programme"), side="right")
        found = np.where(_has_case(view), view.of_case("programme"), drawn)
        return words(found, [getattr(one, part) for one in programmes])

    return builder


def _disposition(view: View) -> Values:
    drawn = (view.random("disposition") * len(DISPOSITION)).astype("int32")
    return words(np.where(_has_case(view), category(view) // 2, drawn), DISPOSITION)


def _detainer_level(view: View) -> Values:
    """A detainer has a level without a conviction too: the lowest."""
    level = view.of_person("level")
    return whole(np.where(level > 0, level, LOWEST_LEVEL), np.ones(view.n_rows, dtype=bool))


def _charge(part: int) -> Builder:
    return lambda view: words(view.of_person("birth_year") % len(CHARGES), [one[part] for one in CHARGES])


def _area(suffix: str) -> Builder:
    return lambda view: words(view.area, [f"{place.area}{suffix}" for place in view.place_list])


def _apprehended(view: View) -> Values:
    known = view.of_case("arrested", 0).astype(bool)
    return days(np.where(known, view.of_case("start", np.datetime64("NaT")), np.datetime64("NaT", "s")))


def person_ids(view: View) -> Values:
    """The id of each row's person in this release."""
    return words(view.person, view.ids)


AOR = " Area of Responsibility"
COMMON: dict[str, Builder] = {
    "person_id": person_ids,
    "gender": _gender,
    "citizenship_country": _citizenship,
    "birth_country": _citizenship,
    "birth_year": lambda view: whole(view.of_person("birth_year"), np.ones(view.n_rows, dtype=bool)),
    "entry_date": lambda view: days(view.of_person("entry")),
    "case_criminality": _criminality("case_criminality"),
    "apprehension_criminality": _criminality("criminality"),
    "detainer_criminality": _criminality("criminality"),
    "book_in_criminality": _criminality("criminality"),
    "encounter_criminality": _criminality("criminality"),
    "case_threat_level": _level,
    "detainer_threat_level": _detainer_level,
    "apprehension_threat_level": _level,
    "removal_threat_level": _level,
    "encounter_threat_level": _level,
    "case_status": _status,
    "case_category": lambda view: words(category(view), CATEGORY),
    "apprehension_case_category": lambda view: words(_undecided(view), CATEGORY),
    "arresting_agency": lambda view: words(np.where(_has_case(view), 0, -1), ["ICE"]),
    "latest_arresting_agency": lambda view: words(np.where(_has_case(view), 0, -1), ["ICE"]),
    "current_program": _programme("programme"),
    "departed_date": lambda view: days(view.departed),
    "latest_departed_date": lambda view: days(view.departed),
    "departure_country": _country,
    "port_of_departure": _port,
    "final_order_yes_no": lambda view: yes_no(~np.isnat(_ordered(view)), _has_case(view)),
    "final_order_date": lambda view: days(_ordered(view)),
    "msc_charge": _offence("name"),
    "msc_charge_code": _offence("code"),
    "msc_charge_date": _crime_days(0.5),
    "msc_conviction_date": _crime_days(0.8),
    "msc_criminal_charge_status": _where_convicted("Convicted"),
    "msc_criminal_charge_status_code": _where_convicted("C"),
    "msc_sentence_days": _sentence(30, 1),
    "msc_sentence_months": _sentence(12, 1),
    "msc_sentence_years": _sentence(5, 1),
    "aggravated_felon_type": _felon,
    "processing_disposition": _disposition,
    "final_program": _any_programme("programme"),
    "final_program_group": _any_programme("group"),
    "apprehension_method": _programme("method"),
    "apprehension_program": _programme("programme"),
    "latest_apprehension_program": _programme("programme"),
    "final_charge": _charge(1),
    "final_charge_code": _charge(0),
    "final_charge_section": _charge(0),
    "apprehension_state": lambda view: words(view.area, [place.state for place in view.place_list]),
    "inferred_state": lambda view: words(view.area, [place.state for place in view.place_list]),
    "apprehension_aor": _area(AOR),
    "facility_aor": _area(AOR),
    "facility_state": lambda view: words(view.area, [place.state for place in view.place_list]),
    "facility_city": lambda view: words(view.area, [place.city for place in view.place_list]),
    "docket_aor": _area(AOR),
    "case_aor": _area(AOR),
    "responsible_aor": _area(AOR),
    "responsible_area": _area(AOR),
    "book_in_aor": _area(AOR),
    "duty_site": lambda view: words(view.area, [f"OFFICE {place.code}" for place in view.place_list]),
    "detainer_duty_site": lambda view: words(view.area, [f"OFFICE {place.code}" for place in view.place_list]),
    "responsible_site": lambda view: words(view.area, [f"OFFICE {place.code}" for place in view.place_list]),
    "book_in_site": lambda view: words(view.area, [f"OFFICE {place.code}" for place in view.place_list]),
    "apprehension_date": _apprehended,
    "latest_apprehension_date": _apprehended,
    **{name: _attribute(name) for name in ("religion", "marital_status", "ethnicity", "race", "entry_status")},
}
