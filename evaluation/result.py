"""One measured figure: in comes what a benchmark measured; out comes a line with its target."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """``met`` is None where no target is set; ``figure`` and ``target`` are as printed."""

    name: str
    figure: str
    target: str = ""
    met: bool | None = None
    detail: str = ""


def at_least(name: str, value: float, target: float, *, unit: str = "%", detail: str = "") -> Result:
    """A result that must reach ``target``."""
    return Result(name, f"{value:.1f} {unit}".strip(), f">= {target:g} {unit}".strip(), value >= target, detail)


def at_most(name: str, value: float, target: float, *, unit: str = "%", detail: str = "") -> Result:
    """A result that must not exceed ``target``."""
    return Result(name, f"{value:.1f} {unit}".strip(), f"<= {target:g} {unit}".strip(), value <= target, detail)
