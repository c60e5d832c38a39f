"""Known faults in words."""

from __future__ import annotations

import pytest

from tallymark.reports.faults import fault_words
from tallymark.schema.manifest import FaultEntry


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2023-09-01", "2024-09-30", " (2023-09-01 to 2024-09-30)"),
        ("2023-09-01", "", " (2023-09-01 to …)"),
        ("", "2024-09-30", " (… to 2024-09-30)"),
        ("", "", ""),
    ],
)
def test_a_fault_names_its_release_and_its_days(start: str, end: str, days: str) -> None:
    """A side without a limit is left open; without any, no days are named."""
    fault = FaultEntry("known-1", "removals", "incomplete", "Many are missing", start, end, "somebody")
    assert fault_words(fault) == f"known-1, removals{days}: Many are missing [somebody]"
