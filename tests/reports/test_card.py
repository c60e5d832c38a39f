"""Cards."""

from __future__ import annotations

from tallymark.model.verdict import Report
from tallymark.reports.card import Part, cards


def test_each_slot_says_where_it_comes_from(report: Report) -> None:
    """Read in the text, inherited or assumed, with the words it was read from."""
    card = cards(report)[1]
    assert card.parts[3] == Part("period", "fiscal year 2011 (2010-10-01 to 2011-09-30)", "inherited", "fiscal 2011")
    assert card.parts[4] == Part("speaker", "an official", "text", "an official")


def test_a_disputed_or_attributed_figure_is_not_charged_to_the_writer(report: Report) -> None:
    """The remarks say on what the verdict is."""
    attributed, disputed = cards(report)[1], cards(report)[3]
    assert "The figure is quoted or attributed: the verdict is on the figure, not on the writer." in attributed.remarks
    assert "The text itself disputes this figure: the verdict is on the figure, not on the writer." in disputed.remarks
