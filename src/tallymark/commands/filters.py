"""Filters of a population on the command line: in comes ``K=V``; out comes the pair, checked against the vocabulary."""

from __future__ import annotations

import click

from tallymark.model.errors import DataError, UsageError
from tallymark.model.vocabulary import population_value


class Filters(click.ParamType[tuple[str, str]]):
    """One filter such as ``criminality=convicted``."""

    name = "K=V"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The pair; raises TM-MODEL-005 as an error of usage for a filter that the vocabulary does not know."""
        if isinstance(value, tuple):
            return value
        key, mark, choice = str(value).partition("=")
        if not mark:
            self.fail(f"{value!r} is no filter; write K=V, such as criminality=convicted", param, ctx)
        try:
            known = population_value(key.strip(), choice.strip())
        except DataError as error:
            raise UsageError(error.code, where=error.where, detail=error.detail) from None
        return known.key, known.value
