"""What every request shares: in comes a request; out come the register, the workers and the settings of this process.

The functions are async so that the framework calls them at once and not in a thread.
"""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from tallymark.register.register import Register
from tallymark.web.opened import Opened
from tallymark.web.settings import Settings
from tallymark.web.workers import Workers


def chosen(request: Request) -> Settings:
    """The settings of the server."""
    return cast(Settings, request.app.state.settings)


async def settings_of(request: Request) -> Settings:
    """The settings of the server."""
    return chosen(request)


async def register_of(request: Request) -> Register:
    """The register, read once for the process."""
    return cast(Register, request.app.state.register)


async def workers_of(request: Request) -> Workers:
    """The processes that check texts."""
    return cast(Workers, request.app.state.workers)


async def records_of(request: Request) -> Opened:
    """The store of the server; its pages are there only with one."""
    return cast(Opened, request.app.state.records)


TheRecords = Annotated[Opened, Depends(records_of)]
TheSettings = Annotated[Settings, Depends(settings_of)]
TheRegister = Annotated[Register, Depends(register_of)]
TheWorkers = Annotated[Workers, Depends(workers_of)]
