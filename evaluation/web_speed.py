"""Speed of the server: in come labelled articles cut at a thousand words; out come the time to a verdict and the load it bears.

``tallymark serve`` runs in a process of its own with its workers; ``wrk`` asks it over loopback. Every checked text is another one:
an article with a number of its own in front, so nothing that was checked before can answer. TALLYMARK_BENCH_SECONDS sets how
long each load lasts, 60 unless told otherwise.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from evaluation.labelled import articles
from evaluation.result import Result, at_least, at_most

WORDS = 1000
RUNS = 15
SECONDS = int(os.environ.get("TALLYMARK_BENCH_SECONDS", "60"))
FIRST_VERDICT_MS = 300.0
FIGURES_A_SECOND, FIGURES_P99_MS = 1000.0, 50.0
CHECKS_A_SECOND, CHECKS_P99_MS = 12.0, 1000.0
GROWTH = 1.10  # memory after the load over memory before it
FIGURES = "/api/v1/figures?measure=removals&period=FY2011&limit=20"
SCRIPT = """
local texts = {}
for line in io.lines(os.getenv("TALLYMARK_TEXTS")) do texts[#texts + 1] = line end
local n = 0
request = function()
  n = n + 1
  local body = '{"text": "' .. n .. ' officers met. ' .. texts[n % #texts + 1] .. '"}'
  return wrk.format("POST", "/api/v1/check", {["Content-Type"] = "application/json"}, body)
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk measured."""

    a_second: float
    p99_ms: float
    n_requests: int
    n_errors: int


def run(shared: Path, out: Path) -> list[Result]:
    """Time to the first verdict; look-ups and checks under load; errors; memory."""
    texts = thousand_word_texts(shared)
    with serving() as (address, process):
        results = [first_verdict(address, texts)]
        if shutil.which("wrk") is None:
            return [*results, Result("web, load", "wrk is not installed (make system)", "", False)]
        begun = processor_seconds(process.pid)
        looked_up = load(address + FIGURES, 8, out)
        a_look_up = (processor_seconds(process.pid) - begun) / max(looked_up.n_requests, 1)
        results += [
            at_least(
                "web, figures look-ups a second",
                looked_up.a_second,
                FIGURES_A_SECOND,
                unit="",
                detail=f"processor time {1000 * a_look_up:.2f} ms each",
            ),
            at_most("web, figures look-up, p99", looked_up.p99_ms, FIGURES_P99_MS, unit="ms"),
        ]
        load(address, 4, out, texts, seconds=min(SECONDS, 10))  # every worker has seen a load once
        before = memory_mb(process.pid)
        begun = processor_seconds(process.pid)
        checks = load(address, 4, out, texts)
        a_check = (processor_seconds(process.pid) - begun) / max(checks.n_requests, 1)
        after = memory_mb(process.pid)
    errors = looked_up.n_errors + checks.n_errors
    return [
        *results,
        at_least(
            "web, checks of 1,000 words a second",
            checks.a_second,
            CHECKS_A_SECOND,
            unit="",
            detail=f"processor time {1000 * a_check:.0f} ms each",
        ),
        at_most("web, check of 1,000 words under load, p99", checks.p99_ms, CHECKS_P99_MS, unit="ms"),
        Result(f"web, errors in {SECONDS} s of each load", str(errors), "0", errors == 0),
        Result(
            "web, memory after the load over before",
            f"{after / before:.2f}",
            f"<= {GROWTH:g}",
            after <= GROWTH * before,
            f"{before:.0f} MB before, {after:.0f} MB after {checks.n_requests:,} checks",
        ),
    ]


def thousand_word_texts(shared: Path) -> list[str]:
    """The labelled articles one after the other, cut into texts of a thousand words."""
    words = " ".join(one.body for one in articles(shared)).split()
    return [" ".join(words[at : at + WORDS]) for at in range(0, len(words) - WORDS, WORDS)]


@contextmanager
def serving() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a server that has checked one text."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-m", "tallymark", "serve", "--port", str(port)], stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/check/demo", timeout=5).read()  # noqa: S310
                break
            except OSError:
                time.sleep(0.1)
        yield address, process
    finally:
        process.terminate()
        process.wait()


def first_verdict(address: str, texts: list[str]) -> Result:
    """Milliseconds from the page's request to the piece with the verdicts, over texts that were never checked before."""
    took = []
    for number in range(RUNS + 4):
        form = urlencode({"text": f"{number} officers met. {texts[number % len(texts)]}"}).encode()
        began = time.perf_counter()
        with urllib.request.urlopen(f"{address}/check/stream", form, timeout=60) as answer:  # noqa: S310
            kinds = [json.loads(line)["kind"] for line in answer]
        took.append(1000 * (time.perf_counter() - began))
        if kinds[-1] != "result":
            raise RuntimeError(f"the page got no verdict: {kinds}")
    warm = took[4:]  # the first ones of each worker read cards and figures
    detail = f"{RUNS} texts, slowest {max(warm):.0f} ms"
    return at_most(
        "web, 1,000 words through the page, first verdict",
        statistics.median(warm),
        FIRST_VERDICT_MS,
        unit="ms",
        detail=detail,
    )


def load(address: str, n_connections: int, out: Path, texts: list[str] | None = None, seconds: int = SECONDS) -> Load:
    """What wrk measures with so many connections from one thread."""
    command = ["wrk", "-t1", f"-c{n_connections}", f"-d{seconds}s", "--latency", "--timeout", "20s"]
    environment = dict(os.environ)
    if texts is not None:
        script, lines = out / "check.lua", out / "texts.txt"
        script.write_text(SCRIPT, encoding="utf-8")
        lines.write_text("\n".join(json.dumps(text)[1:-1] for text in texts), encoding="utf-8")
        command += ["-s", str(script)]
        environment["TALLYMARK_TEXTS"] = str(lines)
    done = subprocess.run(  # noqa: S603  wrk with our own arguments
        [*command, address], capture_output=True, text=True, check=True, env=environment
    )
    return read(done.stdout)


def read(printed: str) -> Load:
    """The figures that wrk prints."""
    a_second = float(_found(r"Requests/sec:\s+([\d.]+)", printed))
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", printed).groups()  # type: ignore[union-attr]
    p99 = float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}[unit]
    sockets = [int(one) for one in re.findall(r"(?:connect|read|write|timeout) (\d+)", printed)]
    refused = int(_found(r"Non-2xx or 3xx responses: (\d+)", printed) or 0)
    return Load(a_second, p99, int(_found(r"(\d+) requests in", printed)), sum(sockets) + refused)


def memory_mb(pid: int) -> float:
    """Resident memory of a process and its children, in megabytes (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(own.group(1)) / 1024 + sum(memory_mb(int(child)) for child in children) if own else 0.0


def processor_seconds(pid: int) -> float:
    """Processor time that a process and its children have used; where it is far below the time that passed, others were busy."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") + sum(processor_seconds(int(child)) for child in children)


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    return match[1] if match else ""
