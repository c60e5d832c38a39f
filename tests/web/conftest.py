"""A client of the app in this process, a server in a process of its own, and a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tallymark.web.app import create_app
from tallymark.web.settings import Limits, Settings

LIMITS = Limits(body_bytes=400_000, texts=3, characters=60_000, body_seconds=2.0, head_seconds=2.0, check_seconds=20.0)
SETTINGS = Settings(port=8321, workers=1, limits=LIMITS)
BASE = "http://127.0.0.1:8321"


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """A client of the app with one worker and small limits."""
    with TestClient(create_app(SETTINGS), base_url=BASE, raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that ``tallymark serve`` started."""
    yield from _served(tmp_path_factory.mktemp("serve"), "--workers", "2")


@pytest.fixture(scope="session")
def counting_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that was started with a store of one made-up release, ``made-up``."""
    from tests.counting.year_store import year_store  # noqa: PLC0415  only tests of records need it

    folder = tmp_path_factory.mktemp("serve-records")
    yield from _served(folder, "--workers", "1", "--with-records", str(year_store(folder).root))


def _served(folder: Path, *options: str) -> Iterator[str]:
    port = free_port()
    log = (folder / "log").open("w")
    command = [sys.executable, "-m", "tallymark", "serve", "--port", str(port), *options]
    process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)
        log.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path; the test skips without one, and fails under TALLYMARK_NO_SKIP=1."""
    named = os.environ.get("TALLYMARK_CHROMIUM")
    path = named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        reason = "there is no chromium (make system installs it, TALLYMARK_CHROMIUM names another)"
        if os.environ.get("TALLYMARK_NO_SKIP") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only browser tests need it

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def shots() -> Path:
    """The folder of screenshots: build artefacts, never part of the project."""
    folder = Path(os.environ.get("TALLYMARK_SHOTS", "eval-out/screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server and its workers answer."""
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(f"{address}/check/stream", b"text=In+2011+it+rained.", timeout=60).read()  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")


def small(**changes: Any) -> Settings:
    """The settings of the tests with other limits."""
    return replace(SETTINGS, limits=replace(LIMITS, **changes))
