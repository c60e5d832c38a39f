"""The app: in come settings; out comes an ASGI application with every page and the API, guarded and limited."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from tallymark import __version__
from tallymark.register.register import Register, load
from tallymark.web import problems
from tallymark.web.api.document import describe
from tallymark.web.extras import has
from tallymark.web.limits import LimitedBody
from tallymark.web.opened import Opened
from tallymark.web.remembered import Remembered
from tallymark.web.routes import API, PAGES, RECORDS
from tallymark.web.security import Guard
from tallymark.web.settings import Settings
from tallymark.web.templating import Navigation
from tallymark.web.workers import Workers

TITLE = "Tallymark"
ABOUT = (
    "Checks the figures that officials and the press print about US immigration enforcement. Texts that are posted live for "
    "the request only. Every error is a problem+json object with a code."
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; its workers start with it and end with it."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        limits = chosen.limits
        app.state.workers = Workers(
            chosen.workers, chosen.figures, seconds=limits.check_seconds, most_waiting=limits.waiting
        )
        await app.state.workers.start()
        records = Workers(1, chosen.figures, seconds=limits.count_seconds, most_waiting=limits.counts_waiting)
        await records.start(at_once=chosen.store is not None)
        if chosen.store is not None:
            app.state.records = Opened(chosen.store, records, app.state.register)
        warming = asyncio.create_task(asyncio.to_thread(warm, app.state.register))
        yield
        await warming
        await records.stop()
        await app.state.workers.stop()

    app = FastAPI(
        title=TITLE, version=__version__, description=ABOUT, lifespan=life, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json", redirect_slashes=False,
    )  # fmt: skip
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    app.state.settings = chosen
    app.state.register = load(chosen.figures)
    problems.install(app)
    for router in (*PAGES, *API, *(() if chosen.store is None else RECORDS)):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=static_folder()), name="static")
    app.add_middleware(Remembered)
    app.add_middleware(LimitedBody, limits=chosen.limits)
    app.add_middleware(Guard, host=chosen.host, port=chosen.port)
    app.add_middleware(Navigation, records=chosen.store is not None)
    return app


def warm(register: Register) -> None:
    """Read every figure and make the tools of charts ready, so that the first reader does not wait for it."""
    register.all_figures()
    if has("charts"):
        import vl_convert  # noqa: PLC0415  the extra charts

        vl_convert.vegalite_to_svg({"data": {"values": [{}]}, "mark": "point"})


def static_folder() -> Path:
    """Our style, script and the one vendored file."""
    return Path(str(resources.files("tallymark.web").joinpath("static")))
