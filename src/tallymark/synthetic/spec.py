"""What a synthetic release is made of: the keys of a spec, each with its meaning and unit; every rate is stated, none is implied.

A rate lies between 0 and 1; shares add up to 1; lengths are in the unit that the name says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tallymark.synthetic.closed import Rate, Shares
from tallymark.synthetic.defects.settings import Defects


@dataclass(frozen=True, slots=True)
class Programme:
    """How a share of the cases begins: the method and programme as printed, and how often the jail booking behind
    a detainer matched the immigration database (Secure Communities).
    """

    method: str
    programme: str
    group: str
    share: Rate
    custodial: bool
    match: Rate


@dataclass(frozen=True, slots=True)
class Population:
    """Who the people are; ``attributes`` are coded fields drawn once a person, ``flags`` shares of YES drawn once a row."""

    gender: Shares
    citizenship: Shares
    birth_year_mean: float
    birth_year_deviation: float
    birth_year_oldest: int
    birth_year_youngest: int
    criminality: Shares
    convicted_later: Rate
    offence: Shares
    area: Shares
    attributes: dict[str, Shares]
    flags: dict[str, Rate]


@dataclass(frozen=True, slots=True)
class Arrests:
    """Cases and their arrests. ``several_cases`` is the share of people (of cases) that meet enforcement once more."""

    several_cases: Rate
    case_gap_mean_days: float
    without_arrest: Rate
    again_within_24_hours: Rate
    again_after_exactly_24_hours: Rate
    again_just_over_24_hours: Rate
    handed_over_by_border_patrol: Rate
    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True)
class Detention:
    """Stays and their stints."""

    detained: Rate
    booked_in_before_arrest: Rate
    booked_in_lag_mean_hours: float
    booked_in_outside_window: Rate
    stay_median_days: float
    stay_spread: float
    transfers_mean: float
    same_day_transfer: Rate
    travel_gap: Rate
    back_to_back: Rate
    back_to_back_at_once: Rate
    overlapping: Rate
    bond_set: Rate
    bond_posted: Rate
    n_facilities: int


@dataclass(frozen=True, slots=True)
class Detainers:
    """Bookings in local jails and the detainers that follow a match."""

    before_custodial_arrest: Rate
    repeated: Rate
    without_arrest: Rate
    lead_mean_days: float
    unmatched_bookings: Rate


@dataclass(frozen=True, slots=True)
class Encounters:
    """Encounters that lead to an arrest and such that do not."""

    before_arrest: Rate
    without_arrest: Rate


@dataclass(frozen=True, slots=True)
class Removals:
    """Departures and their confirmation; ``lock`` is the day of a year at which a fiscal year is closed, as MM-DD."""

    removed: dict[str, Rate]
    without_detention: Rate
    departs_on_release: Rate
    departure_lag_mean_days: float
    ordered_before_arrest: Rate
    confirmed_same_day: Rate
    confirmation_mean_days: float
    never_confirmed: Rate
    returned: Rate
    third_country: Rate
    lock: str


@dataclass(frozen=True, slots=True)
class LinkWindows:
    """Windows of the rule truth in whole days, both ends included: later event minus earlier one."""

    arrest_stay: tuple[int, ...]
    stay_removal: tuple[int, ...]
    detainer_arrest: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """One release of the truth: which layout each table has, when it was extracted, and how it is damaged."""

    id: str
    extracted: date
    layouts: dict[str, str]
    format: str = "csv"
    dates: str = "cell"
    rows_per_sheet: int = 1_000_000
    split: str = "sheets"
    by_fiscal_year: bool = False
    id_form: str = "hex40"
    defects: Defects = field(default_factory=Defects)


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole spec. ``people`` are drawn at random; ``script`` adds people whose every event is written out."""

    schema: int
    name: str
    note: str
    seed: int
    people: int
    first_day: date
    until: date
    population: Population
    arrests: Arrests
    detention: Detention
    detainers: Detainers
    encounters: Encounters
    removals: Removals
    link_windows: LinkWindows
    releases: tuple[Publication, ...]
    script: tuple[ScriptedPerson, ...] = ()
    record_cells: bool = True


@dataclass(frozen=True, slots=True)
class ScriptedStay:
    """A stay written out: its stints as ``[facility number, in, out]``, date-times as ``YYYY-MM-DD HH:MM``."""

    stints: tuple[ScriptedStint, ...]
    relation: str = "first"


@dataclass(frozen=True, slots=True)
class ScriptedStint:
    """A stint written out; without ``until`` it is open."""

    facility: int
    since: str
    until: str | None = None


@dataclass(frozen=True, slots=True)
class ScriptedPerson:
    """A case written out; people with several cases repeat ``person``. The first stay belongs to the first arrest."""

    person: str
    arrests: tuple[str, ...] = ()
    detainers: tuple[str, ...] = ()
    encounters: tuple[str, ...] = ()
    stays: tuple[ScriptedStay, ...] = ()
    departed: date | None = None
    confirmed: date | None = None
    handed_over: bool = False
    criminality: str = "3 Other Immigration Violator"
