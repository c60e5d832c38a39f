"""Fixtures for every room: the shared sets, when they are there, and the rule about skipping."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled sets beside the project; the test skips where it is absent (a user's machine)."""
    folder = Path(os.environ.get("TALLYMARK_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the labelled sets are not at {folder}")
    return folder


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """A function that gives the path of a program, skips when it is missing, and fails under TALLYMARK_NO_SKIP=1."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            reason = f"{name} is not installed (make system installs it)"
            if os.environ.get("TALLYMARK_NO_SKIP") == "1":
                pytest.fail(reason)
            pytest.skip(reason)
        return path

    return find
