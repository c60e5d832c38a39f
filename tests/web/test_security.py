"""What must not happen: a foreign Host or Origin, a path out of the folder, a body without end, script from a text, formulas in a table."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tallymark.web.limits import LimitedBody
from tallymark.web.security import POLICY, Guard, is_loopback
from tallymark.web.workers import Worker, WorkerError, Workers
from tests.web.conftest import LIMITS, free_port

TEXT = "ICE removed 396,906 people in fiscal year 2011."
PAGES = (
    "/",
    "/figures",
    "/figures/border_fence",
    "/rules",
    "/sources",
    "/api",
    "/errors/TM-WEB-001",
    "/nothing",
    "/static/app.js",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_what_it_does_not_need(client: TestClient, path: str) -> None:
    """The policy of every page has no inline script, no inline style, no eval, no other server; errors have it too."""
    headers = client.get(path, headers={"accept": "text/html"}).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in POLICY
    assert "server" not in headers


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith("/static")])
def test_no_page_has_script_or_style_of_its_own(client: TestClient, path: str) -> None:
    """Script and style come from files; no element has a style, no attribute runs anything."""
    page = client.get(path, headers={"accept": "text/html"}).text
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert "<style" not in page
    assert re.findall(r"<[^>]*\s(?:style|on\w+|hx-on[^=]*)=", page) == []


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8321", "127.0.0.1:1", "localhost.evil.example", "8.8.8.8", ""]
)
def test_a_foreign_host_is_refused(client: TestClient, host: str) -> None:
    """A name that was turned to this machine reaches nothing (TM-WEB-009), and is not repeated."""
    answer = client.get("/", headers={"host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "TM-WEB-009")
    assert "evil" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost:8321", "[::1]:8321", "127.0.0.1"])
def test_the_own_names_of_the_server_pass(client: TestClient, host: str) -> None:
    """The loopback names with the server's port."""
    assert client.get("/check/demo", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_what_another_site_posts_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    """TM-WEB-010 for a foreign Origin or a request that a browser marks as from another site."""
    answer = client.post("/check/export", data={"text": TEXT, "form": "json"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "TM-WEB-010")


def test_what_the_own_page_posts_passes(client: TestClient) -> None:
    """The Origin of this server, as its pages send it."""
    headers = {"origin": "http://127.0.0.1:8321", "sec-fetch-site": "same-origin"}
    assert client.post("/check/export", data={"text": TEXT, "form": "json"}, headers=headers).status_code == 200


@pytest.mark.parametrize("destination", ["image", "script", "empty", "iframe", "object"])
def test_another_site_loads_nothing(client: TestClient, destination: str) -> None:
    """A picture, script or frame of another site makes no count and tells no time; a link to a page works."""
    mode = "navigate" if destination in ("iframe", "object") else "no-cors"
    sent = {"sec-fetch-site": "cross-site", "sec-fetch-mode": mode, "sec-fetch-dest": destination}
    answer = client.get("/api/v1/measures", headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (403, "TM-WEB-010")
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert client.get("/api/v1/measures", headers=link).status_code == 200


@pytest.mark.parametrize("path", ["/", "/static/app.css", "/api/v1/measures", "/nothing"])
def test_head_is_get_without_its_body(client: TestClient, path: str) -> None:
    """The same status and headers."""
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers == whole.headers


def test_what_has_a_tag_is_asked_for_again(client: TestClient) -> None:
    """A file of ours may be kept by a browser, which asks whether it changed; a page is kept by nobody."""
    first = client.get("/static/app.css")
    again = client.get("/static/app.css", headers={"if-none-match": first.headers["etag"]})
    assert (first.headers["cache-control"], again.status_code) == ("no-cache", 304)
    assert again.headers["content-security-policy"] == POLICY
    assert client.get("/").headers["cache-control"] == "no-store"


def test_a_server_on_another_address_answers_to_that_address() -> None:
    """Bound to the network, a plain address is no name that a foreign page could have; a name is refused."""
    guard = Guard(_nothing, host="0.0.0.0", port=8321)  # noqa: S104  nothing listens
    assert [guard._known(host) for host in ("192.168.1.5:8321", "evil.example:8321", "localhost:8321")] == [
        True,
        False,
        True,
    ]
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "example.org")] == [  # noqa: S104
        True, True, True, False, False,
    ]  # fmt: skip


async def _nothing(scope: Any, receive: Any, send: Any) -> None:
    """An app that answers nothing."""


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/static/%00",
        "/rules/..%2f..%2fetc",
    ],
)
def test_a_path_leads_out_of_no_folder(client: TestClient, path: str) -> None:
    """Only files of the static folder are given."""
    answer = client.get(path)
    assert answer.status_code in (404, 400)
    assert "import" not in answer.text


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    """TM-WEB-002 by the declared length, and by what comes when none is declared; a text over its own limit is TM-WEB-003."""
    big = b"a" * (LIMITS.body_bytes + 1)
    declared = client.post("/api/v1/check", content=big)
    streamed = client.post("/api/v1/check", content=(big[:100_000] for _ in range(5)))
    assert [(one.status_code, one.json()["code"]) for one in (declared, streamed)] == [(413, "TM-WEB-002")] * 2
    long = client.post("/check/export", data={"text": f"{TEXT} " * 1500, "form": "json"})
    assert (long.status_code, long.json()["code"]) == (413, "TM-WEB-003")


def test_more_texts_than_may_be_are_refused(client: TestClient) -> None:
    """TM-WEB-003."""
    answer = client.post("/check/export", data={"text": [TEXT] * 4, "form": "json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "TM-WEB-003")


def test_a_form_that_is_none_is_refused(client: TestClient) -> None:
    """TM-WEB-001 for a broken multipart body, another content type, too many fields."""
    broken = client.post("/", content=b"--x\r\nbroken", headers={"content-type": "multipart/form-data; boundary=x"})
    other = client.post("/", content=b"{}", headers={"content-type": "application/json"})
    many = client.post("/", data={f"f{number}": "x" for number in range(2100)})
    assert [one.json()["code"] for one in (broken, other, many)] == ["TM-WEB-001"] * 3


def test_a_form_of_separators_is_counted_before_it_is_read(client: TestClient) -> None:
    """Half a million empty fields are refused as a form; read one by one they would hold up everybody else."""
    body = b"&" * (LIMITS.body_bytes - 1)
    answer = client.post("/", content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, answer.json()["where"]) == (400, "the form")


def test_all_bodies_together_have_a_limit() -> None:
    """Two requests of 60 bytes where 100 may be held: the second gets TM-WEB-004, and a third one passes when the first is done."""
    begun, ended, codes = asyncio.Event(), asyncio.Event(), []

    async def app(scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG001  it answers nothing
        assert len((await receive())["body"]) == 60
        codes.append(0)
        begun.set()
        await ended.wait()

    limited = LimitedBody(app, limits=replace(LIMITS, held_bytes=100))

    async def post() -> None:
        async def receive() -> Any:
            return {"type": "http.request", "body": b"x" * 60, "more_body": False}

        async def send(message: Any) -> None:
            codes.append(message.get("status", 0))

        await limited({"type": "http", "method": "POST", "path": "/api/v1/check", "headers": []}, receive, send)

    async def three() -> None:
        first = asyncio.create_task(post())
        await begun.wait()
        await post()
        ended.set()
        await first
        await post()

    asyncio.run(three())
    assert codes == [0, 503, 0, 0]


def test_markup_in_texts_and_file_names_is_never_markup(client: TestClient) -> None:
    """Neither the text nor a file's name nor a title can add an element to the page or to the kept page."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    files = {"file": (f"{evil}.txt", f"{TEXT} {evil}".encode(), "text/plain")}
    for form in ("page", "html"):
        path = "/" if form == "page" else "/check/export"
        page = client.post(path, data={"form": form}, files=files).text
        assert "&lt;script&gt;" in page
        assert re.findall(r"<script(?![^>]*\bsrc=)|<img", page) == []


def test_cells_of_a_table_are_no_formulas(client: TestClient) -> None:
    """What a spreadsheet would run gets an apostrophe."""
    files = {"file": ("=cmd().txt", TEXT.encode(), "text/plain")}
    table = client.post("/check/export", data={"form": "csv"}, files=files).text
    assert next(csv.DictReader(io.StringIO(table)))["document"] == "'=cmd().txt"


def test_an_answer_repeats_no_posted_text(client: TestClient) -> None:
    """An error names the parameter and the code, never what stood in the request."""
    posted = "wild-6613"
    answers = [
        client.post("/api/v1/check", json={"text": [posted]}),
        client.post("/api/v1/check", json={"text": TEXT, "date": posted}),
        client.post("/api/v1/check", content=f'{{"text": "{posted}'),
        client.post("/api/v1/check", json={"text": TEXT, posted: 1}),
        client.get("/api/v1/figures", params={"measure": "removals", "limit": posted}),
    ]
    assert [one.status_code for one in answers] == [400] * 5
    assert [one.text for one in answers if posted in one.text and posted not in one.json()["where"]] == []


def test_requests_that_cannot_wait_are_refused() -> None:
    """TM-WEB-004 when as many wait as may."""

    async def ask() -> None:
        workers = Workers(1, (), seconds=1.0, most_waiting=0)
        with pytest.raises(WorkerError, match="TM-WEB-004"):
            async for _ in workers.stream(_job()):
                pass
        await workers.stop()

    asyncio.run(ask())


def test_a_job_that_takes_too_long_is_ended_and_the_next_one_is_done() -> None:
    """TM-WEB-005; the worker is replaced."""
    worker = Worker(())
    with pytest.raises(WorkerError, match="TM-WEB-005"):
        worker.pieces(_job(), 0.01, lambda _: None)
    kinds: list[str] = []
    worker.pieces(_job(), 60.0, lambda piece: kinds.append(piece.kind))
    assert kinds == ["result"]
    worker.stop()


def test_a_worker_has_bounded_memory() -> None:
    """Asking for more than it may have is an error that the job can end with, and does not fill the machine."""
    code = "from tallymark.web.memory import bound_memory; bound_memory(300); bytearray({}_000_000)"
    ended = [
        subprocess.run([sys.executable, "-c", code.format(size)], stderr=subprocess.PIPE, check=False)  # noqa: S603
        for size in (100, 500)
    ]
    assert [one.returncode for one in ended] == [0, 1]
    assert b"MemoryError" in ended[1].stderr


def test_a_worker_that_dies_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """TM-WEB-006 for the request it worked for, none for the next."""
    worker = Worker(())
    process = worker.start()
    process.kill()
    process.wait()
    monkeypatch.setattr(process, "poll", lambda: None)  # the server has not noticed yet
    with pytest.raises(WorkerError, match="TM-WEB-006"):
        worker.pieces(_job(), 60.0, lambda _: None)
    kinds: list[str] = []
    worker.pieces(_job(), 60.0, lambda piece: kinds.append(piece.kind))
    assert kinds == ["result"]
    worker.stop()


def _job() -> Any:
    from tallymark.web.jobs import Job, Text  # noqa: PLC0415

    return Job((Text("-", TEXT),), "json")


@pytest.mark.slow
def test_slow_heads_and_bodies_are_cut(tmp_path: Path) -> None:
    """A client that sends a byte now and then is closed: in the head without an answer, in the body with 408 (TM-WEB-008)."""
    port = free_port()
    code = (
        "from tallymark.web.server import serve; from tallymark.web.settings import Settings, Limits; "
        f"serve(Settings(port={port}, workers=1, limits=Limits(head_seconds=1.0, body_seconds=1.5)))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path)  # noqa: S603
    try:
        with _connected(port) as head:
            head.sendall(b"GET / HTTP/1.1\r\n")
            assert _ended(head, 6.0) == b""
        sent = f"POST /api/v1/check HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 500\r\n\r\n{{"
        with _connected(port) as body:
            body.sendall(sent.encode())
            answer = _ended(body, 8.0)
        assert answer.startswith(b"HTTP/1.1 408")
        assert b"TM-WEB-008" in answer
        assert _get(port).startswith(b"HTTP/1.1 200")
    finally:
        process.terminate()
        process.wait(20)


def test_what_is_no_http_is_told_so(server: str) -> None:
    """The answer of the server library to garbage has our form and headers."""
    with _connected(int(server.rpartition(":")[2])) as line:
        line.sendall(b"\x00garbage\r\n\r\n")
        answer = _ended(line, 10.0)
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"TM-WEB-001" in answer
    assert POLICY.encode() in answer


@pytest.mark.slow
def test_nobody_holds_a_connection_without_end(tmp_path: Path) -> None:
    """Closed: one that goes on with a body after its answer, one that reads nothing of long answers, one more than may be."""
    port = free_port()
    limits = "Limits(body_seconds=1.5, read_seconds=1.5, connections=2)"
    code = (
        "from tallymark.web.server import serve; from tallymark.web.settings import Settings, Limits; "
        f"serve(Settings(port={port}, workers=1, limits={limits}))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path)  # noqa: S603
    host = f"Host: 127.0.0.1:{port}\r\n".encode()
    try:
        with _connected(port) as endless:
            endless.sendall(b"GET /check/demo HTTP/1.1\r\n" + host + b"Content-Length: 100\r\n\r\nx")
            assert _until_reset(endless, 8.0).startswith(b"HTTP/1.1 200")
        asked = b"GET /api/v1/figures?measure=removals&format=csv HTTP/1.1\r\n" + host + b"\r\n"
        with _connected(port) as deaf, _connected(port) as silent, _connected(port) as third:
            silent.sendall(b"G")
            third.sendall(asked)
            assert b"TM-WEB-004" in _ended(third, 8.0)
            deaf.sendall(asked * 60)
            time.sleep(4.0)
            assert len(_until_reset(deaf, 8.0)) < 60 * len(_get(port, b"/api/v1/figures?measure=removals&format=csv"))
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.slow
def test_two_hundred_uploads_at_once_are_answered(server: str) -> None:
    """Every one gets its verdict or a coded refusal; the server answers look-ups meanwhile and afterwards."""
    import urllib.request  # noqa: PLC0415

    def upload(number: int) -> int:
        body = json.dumps({"text": f"{TEXT} On day {number} it rained."}).encode()
        asked = urllib.request.Request(f"{server}/api/v1/check", body, {"Content-Type": "application/json"})  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=120) as answer:  # noqa: S310
                assert json.load(answer)["claims"][0]["verdict"] == "exact"
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    with ThreadPoolExecutor(200) as pool:
        codes = list(pool.map(upload, range(200)))
    assert set(codes) == {200}
    with urllib.request.urlopen(f"{server}/check/demo") as answer:  # noqa: S310
        assert answer.status == 200


@pytest.mark.slow
def test_a_killed_server_starts_again(tmp_path: Path) -> None:
    """Killed in the middle of a request it leaves nothing behind: its workers end and the next start works."""
    port = free_port()
    command = [sys.executable, "-m", "tallymark", "serve", "--port", str(port), "--workers", "1"]
    first = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)  # noqa: S603
    body = json.dumps({"text": f"{TEXT} " * 800}).encode()
    with _connected(port) as line:
        line.sendall(
            b"POST /api/v1/check HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: %d\r\n\r\n" % (port, len(body))
            + body
        )
        time.sleep(0.2)
        first.kill()
        first.wait()
    second = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        assert _get(port).startswith(b"HTTP/1.1 200")
    finally:
        second.terminate()
        second.wait(20)
    assert list(tmp_path.iterdir()) == []


def _connected(port: int) -> socket.socket:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=20)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody listens")


def _ended(line: socket.socket, seconds: float) -> bytes:
    """What came until the other side closed; fails when it does not close in time."""
    line.settimeout(seconds)
    found = b""
    while part := line.recv(65536):
        found += part
    return found


def _until_reset(line: socket.socket, seconds: float) -> bytes:
    """What came until the other side closed or broke off."""
    line.settimeout(seconds)
    found = b""
    try:
        while part := line.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


def _get(port: int, path: bytes = b"/check/demo") -> bytes:
    with _connected(port) as line:
        line.sendall(b"GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % (path, port))
        return _ended(line, 20.0)
