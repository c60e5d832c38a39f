"""Cold start: in comes an article of a thousand words; out come time and memory of ``tallymark check`` in fresh processes.

The article is the bundled demo repeated, so its claims are as dense as those of a press release. Bytecode is cached, as it is
after any installation: a first call, not counted, writes it beside the results.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

from evaluation.result import Result, at_most

RUNS = 9
WORDS = 1000
SECONDS, MEGABYTES = 0.8, 120.0


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  every benchmark is called alike
    """Median time and highest memory over nine calls with each of two formats."""
    article = out / "thousand-words.txt"
    article.write_text(thousand_words(), encoding="utf-8")
    results: list[Result] = []
    for form in ("table", "json"):
        cold_check(article, form, out)
        measured = [cold_check(article, form, out) for _ in range(RUNS)]
        seconds, processor, megabytes = zip(*measured, strict=True)
        detail = f"{RUNS} runs, fastest {min(seconds):.2f} s, processor time {statistics.median(processor):.2f} s"
        results += [
            at_most(f"cold check, 1,000 words, {form}", statistics.median(seconds), SECONDS, unit="s", detail=detail),
            at_most(f"cold check, peak memory, {form}", max(megabytes), MEGABYTES, unit="MB"),
        ]
    return results


def thousand_words() -> str:
    """The demo article's dateline and paragraphs, again and again, cut at a thousand words."""
    demo = resources.files("tallymark").joinpath("demo/removals-2011.txt").read_text(encoding="utf-8")
    paragraphs = [paragraph for paragraph in demo.split("\n\n") if paragraph.strip()]
    found: list[str] = []
    while sum(len(paragraph.split()) for paragraph in found) < WORDS:
        found.append(paragraphs[len(found) % len(paragraphs)])
    return "\n\n".join(found)


def cold_check(article: Path, form: str, out: Path) -> tuple[float, float, float]:
    """Seconds from start to exit, seconds of processor time and peak resident megabytes of one call.

    Where the first is far above the second the machine was busy with other work.
    """
    command = [sys.executable, "-m", "tallymark", "check", str(article), "--format", form]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str((out / "bytecode").resolve())
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  our own program
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return taken, used.ru_utime + used.ru_stime, _megabytes(used)


def _megabytes(used: resource.struct_rusage) -> float:
    """Peak resident memory; the kernel counts it in kilobytes, macOS in bytes."""
    return used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
