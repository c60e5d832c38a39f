"""Tallymark recounts what is published about immigration enforcement and checks the figures that are printed about it.

The verbs of the library are loaded when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallymark.verbs import check, count, find_figures, find_releases, quantities, year_report

__version__ = "0.1.0"
__all__ = ["check", "count", "find_figures", "find_releases", "quantities", "year_report"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from tallymark import verbs  # noqa: PLC0415  loaded on first use

        return getattr(verbs, name)
    raise AttributeError(f"module 'tallymark' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
