"""The page on the record of FY2009 to FY2012: made from the register, leads marked as such."""

from __future__ import annotations

from evaluation.record_page import PAGE, Known, by_departure, page

from tallymark.register.register import load


def test_the_page_is_what_the_register_says() -> None:
    """Byte for byte."""
    assert page(load()) == PAGE.read_text(encoding="utf-8")


def test_late_departures_go_back_to_the_year_before() -> None:
    """100 without lag, and the 7 of the next year's 120 that are not in its 113; a lead among the parts makes it a lead."""
    lock = {2009: Known(102, confirmed=True), 2010: Known(120, confirmed=True)}
    without = {2009: Known(100, confirmed=True), 2010: Known(113, confirmed=False)}
    assert by_departure(2009, lock, without) == Known(107, confirmed=False)
