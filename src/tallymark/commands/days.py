"""Days on the command line: in comes a label such as ``FY2013``; out comes the period, or an error of usage that shows how to write one."""

from __future__ import annotations

import click

from tallymark.model.errors import TallymarkError, UsageError
from tallymark.model.period import Period


class Days(click.ParamType[Period]):
    """A period such as ``FY2013``, ``2013-04`` or ``2012-10-01/2013-03-31``."""

    name = "period"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:  # noqa: ARG002  click calls it so
        """The period meant; raises TM-MODEL-004 as an error of usage, since the call itself is wrong."""
        if isinstance(value, Period):
            return value
        try:
            return Period.parse(str(value))
        except TallymarkError as error:
            raise UsageError("TM-MODEL-004", where=error.where, detail=error.detail) from None
