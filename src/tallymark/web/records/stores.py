"""Stores: in comes the store; out come its releases and, for one of them, months, known faults, checks and fields."""

from __future__ import annotations

from tallymark.register.register import Register
from tallymark.reports.markup import Markup, join
from tallymark.web.asks import Ask
from tallymark.web.records.calendar import MONTHS, calendars
from tallymark.web.records.engines import opened
from tallymark.web.records.reports import form_of
from tallymark.web.templating import render

HERE = "/records"


def releases(ask: Ask, register: Register) -> str:  # noqa: ARG001  every maker is called alike
    """Every release with its tables and their windows."""
    from tallymark.releases.listing import listing  # noqa: PLC0415  the heavy wing is loaded when it is asked
    from tallymark.reports.release_list import list_json  # noqa: PLC0415
    from tallymark.schema.store import Store  # noqa: PLC0415

    found = listing(Store(ask.store))
    if ask.form == "json":
        return list_json(found, "")
    return render("records.html", here=HERE, title="Records", releases=found)


def release(ask: Ask, register: Register) -> str:
    """What is in a release, by its manifest alone; coverage and quality are read when the page asks for them."""
    from tallymark.releases.catalogue import known  # noqa: PLC0415
    from tallymark.releases.listing import listing  # noqa: PLC0415
    from tallymark.schema import manifest as manifests  # noqa: PLC0415
    from tallymark.schema.store import Store  # noqa: PLC0415
    from tallymark.schema.tables import tables  # noqa: PLC0415
    from tallymark.web.records.choices import places  # noqa: PLC0415

    if ask.form == "json":
        return quality(ask, register)
    store = Store(ask.store)
    manifest = manifests.read(store.existing(ask.release).manifest)
    return render(
        "records_release.html",
        here=HERE,
        title=ask.release,
        release=next(one for one in listing(store) if one.release == ask.release),
        meanings={name: table.meaning for name, table in tables().items()},
        maps=places(manifest),
        catalogued=known(ask.release) is not None,
        form=form_of(manifest),
        ask=ask,
    )


def quality(ask: Ask, register: Register) -> str:  # noqa: ARG001  every maker is called alike
    """The coverage calendars and the quality report, as a page or as JSON."""
    from tallymark.releases.quality import quality as made  # noqa: PLC0415
    from tallymark.reports.quality_json import quality_json  # noqa: PLC0415
    from tallymark.reports.quality_page import quality_parts  # noqa: PLC0415
    from tallymark.schema.store import Store  # noqa: PLC0415

    store = Store(ask.store)
    store.existing(ask.release)
    with opened(store, ask.release) as engine:  # its spill is cleared even after a kill
        found = made(store, ask.release, engine=engine)
    if ask.form == "json":
        return quality_json(found)
    body: Markup = join(*quality_parts(found, within=True))
    return render(
        "records_quality.html",
        here=HERE,
        title=f"Coverage and quality of {ask.release}",
        release=ask.release,
        calendars=calendars(found),
        months=MONTHS,
        body=body,
    )
