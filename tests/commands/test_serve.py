"""``tallymark serve``: what it says, and when it does not start."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tallymark.cli import run


def test_a_port_that_is_taken_is_a_coded_error(capsys: pytest.CaptureFixture[str]) -> None:
    """TM-WEB-016 names the address; nothing is said about listening."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["serve", "--port", str(port)]) == 2
    said = capsys.readouterr().err
    assert "TM-WEB-016" in said
    assert f"127.0.0.1 port {port}" in said
    assert "listens" not in said


def test_the_socket_is_a_tcp_one_by_name() -> None:
    """Only for such sockets the event loop turns the delay of small answers off."""
    from tallymark.web.server import listening  # noqa: PLC0415  the command loads it as late

    with listening("127.0.0.1", 0) as line:
        assert line.proto == socket.IPPROTO_TCP


def test_a_store_that_cannot_be_opened_stops_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """TM-SCHEMA-106 for a path that is no folder."""
    file = tmp_path / "file"
    file.write_text("x")
    assert run(["serve", "--with-records", str(file)]) == 4
    assert "TM-SCHEMA-106" in capsys.readouterr().err


@pytest.mark.slow
def test_it_says_where_it_listens_and_ends_when_interrupted(tmp_path: Path) -> None:
    """The address on standard error, nothing on standard output, exit code 130 after Ctrl-C, no file left."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tallymark", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stderr is not None
    assert process.stderr.readline() == f"Tallymark listens on http://127.0.0.1:{port}/ (Ctrl-C ends it)\n"
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    printed, said = process.communicate(timeout=30)
    assert (process.returncode, printed, said.strip()) == (130, "", "interrupted")
    assert list(tmp_path.iterdir()) == []
