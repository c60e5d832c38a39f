"""Extras that are not installed."""

from __future__ import annotations

import pytest

from tallymark.commands import extras
from tallymark.model.errors import UsageError


def test_an_extra_that_is_installed_needs_nothing() -> None:
    """The libraries for records are part of the development environment."""
    extras.need("records")


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what is missing and what to type."""
    monkeypatch.setitem(extras.EXTRAS, "records", ("json", "no_such_library"))
    with pytest.raises(UsageError, match=r"missing: no_such_library; pip install 'tallymark\[records\]'") as caught:
        extras.need("records")
    assert caught.value.code == "TM-CLI-006"
