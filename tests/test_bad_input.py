"""Bad input from end to end: a coded message or a correct result, in bounded time and memory, and nothing that runs in the report."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

SECONDS = 10.0
MEGABYTES = 600
TRUE = "WASHINGTON, Oct. 20, 2011 — ICE removed 396,906 people in fiscal year 2011."


@dataclass(frozen=True)
class Outcome:
    """What one call left behind."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., Outcome]:
    """Check bytes as a file of this name in a process of its own, measured."""

    def call(name: str, data: bytes, *options: str) -> Outcome:
        path = tmp_path / name
        path.write_bytes(data)
        return measured("check", str(path), *options)

    return call


def measured(*arguments: str) -> Outcome:
    """One call of the command line with its time and peak memory; it is never a traceback."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-c", MEASURE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        out, err = process.communicate(timeout=2 * SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        pytest.fail(f"not done after {2 * SECONDS:g} s: {' '.join(arguments)}")
    seconds = time.perf_counter() - began
    shown, _, peak = err.decode("utf-8", "replace").rpartition("\npeak ")
    outcome = Outcome(process.returncode, out.decode("utf-8", "replace"), shown, seconds, int(peak) / 1024)
    assert "Traceback" not in outcome.err
    assert "TM-CLI-001" not in outcome.err
    assert outcome.seconds <= SECONDS
    assert outcome.megabytes <= MEGABYTES
    return outcome


# The peak that getrusage tells counts the process it was forked from too; the kernel's own mark of this program does not.
MEASURE = """
import sys
from pathlib import Path
from tallymark.cli import run
code = run(sys.argv[1:])
marks = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print("\\npeak", marks["VmHWM"].split()[0], file=sys.stderr)
sys.exit(code)
"""
Check = Callable[..., Outcome]


NO_TEXT = {
    "empty.txt": b"",
    "spaces.txt": b" \n\t\n",
    "binary.txt": bytes(range(256)) * 40,
    "zeros.txt": b"\0" * 5000,
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "broken.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<<>>\n%%EOF",
    "broken.docx": b"PK\x03\x04 this is no archive",
}


def test_what_is_no_text_is_a_coded_message(tmp_path: Path) -> None:
    """Each file is named with a code of the reading room, nothing is printed, and the exit code says unreadable."""
    for name, data in NO_TEXT.items():
        (tmp_path / name).write_bytes(data)
    outcome = measured("check", *(str(tmp_path / name) for name in NO_TEXT))
    assert (outcome.code, outcome.out) == (3, "")
    messages = re.split(r"^(?=TM-)", outcome.err, flags=re.M)[1:]
    assert all(re.match(r"TM-CLAIMS-1\d\d: ", message) for message in messages)
    assert [name for name, message in zip(NO_TEXT, messages, strict=True) if name not in message] == []


def test_a_folder_and_a_missing_file_are_coded_messages(tmp_path: Path) -> None:
    """Both exit 3."""
    outcome = measured("check", str(tmp_path), str(tmp_path / "absent.txt"))
    assert outcome.code == 3
    assert outcome.err.count("TM-CLAIMS-102") == 2


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A sparse file of 100 MB costs neither time nor memory."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as handle:
        handle.truncate(100_000_000)
    outcome = measured("check", str(path))
    assert outcome.code == 3
    assert outcome.megabytes < 150


def test_other_encodings_give_the_same_claim(tmp_path: Path) -> None:
    """A byte order mark or an old code page does not hide the number."""
    text = TRUE.replace("—", "-") + " Café owners said nothing."
    names = ("utf-8-sig", "utf-16", "cp1252", "latin-1")
    for name in names:
        (tmp_path / f"{name}.txt").write_bytes(text.encode(name))
    outcome = measured("check", *(str(tmp_path / f"{name}.txt") for name in names), "--format", "json")
    assert outcome.code == 0
    reports = json.loads(outcome.out)["reports"]
    assert [[claim["value"] for claim in report["claims"]] for report in reports] == [[396906]] * 4


def test_broken_utf_8_does_not_hide_the_rest(check: Check) -> None:
    """Bytes that are none of the encoding leave the claims around them."""
    outcome = check(
        "story.txt", TRUE.encode() + b" \xff\xfe\xc3 The end of it was near, and nobody knew.", "--format", "json"
    )
    assert outcome.code == 0
    assert 396906 in [claim["value"] for claim in json.loads(outcome.out)["claims"]]


def test_a_docx_that_expands_is_refused(check: Check) -> None:
    """An archive of a few kilobytes that holds gigabytes is not unpacked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as handle:
            for _ in range(400):
                handle.write(b"\0" * 1_000_000)
    outcome = check("bomb.docx", buffer.getvalue())
    assert outcome.code == 3
    assert outcome.megabytes < 200


def test_nothing_of_a_hostile_page_runs_in_the_report(check: Check) -> None:
    """Script, handlers and frames of a page are neither read as text nor carried into the report."""
    page = (
        "<html><head><title>x</title><script>alert('396,906')</script></head><body onload=alert(1)>"
        f"<p>{TRUE}</p><img src=x onerror=alert(1)><iframe src=//evil.example></iframe>"
        "<p>&lt;script&gt;alert(2)&lt;/script&gt; About 400,000 people were removed in fiscal year 2011.</p></body></html>"
    )
    outcome = check("page.html", page.encode(), "--format", "html")
    assert outcome.code == 0
    assert "<script" not in outcome.out
    assert "<iframe" not in outcome.out
    assert "<img" not in outcome.out
    assert "&lt;script&gt;alert(2)" in outcome.out


def test_deeply_nested_html_is_read_or_refused(check: Check) -> None:
    """A hundred thousand nested elements exhaust neither stack nor time."""
    page = "<html><body>" + "<div>" * 100_000 + f"<p>{TRUE}</p>" + "</div>" * 100_000 + "</body></html>"
    assert check("nested.html", page.encode()).code in (0, 3)


def test_a_text_without_claims_says_so(check: Check) -> None:
    """No number, no verdict, no error."""
    outcome = check("calm.txt", b"The agency said that it would publish its report soon. Nobody knew when.")
    assert outcome.code == 0
    assert outcome.out.endswith("No quantitative claim was found.\n")


def test_marks_that_turn_the_direction_do_not_reach_the_output(check: Check) -> None:
    """An override around a number changes neither its value nor the line it is shown on."""
    text = TRUE + " About \u202e400,000\u202c people were removed in fiscal year 2011."
    for form in ("table", "html", "csv"):
        assert "\u202e" not in check("turned.txt", text.encode(), "--format", form).out


@pytest.mark.slow
def test_ten_thousand_numbers_are_checked_in_time(check: Check) -> None:
    """A list longer than any report is read up to the limit, in time, and the report says where it stopped."""
    text = (
        TRUE + "\n\n" + " ".join(f"The agency removed {n:,} people in fiscal year 2011." for n in range(10_000, 20_000))
    )
    outcome = check("many.txt", text.encode(), "--format", "json")
    assert outcome.code == 0
    whole = json.loads(outcome.out)
    assert len(whole["claims"]) == 2_000
    assert "only the first 2,000 numbers" in json.dumps(whole["notes"])


BOMBS = {
    "digits": "1" * 200_000,
    "commas": "1," * 100_000,
    "spaces": "removed" + " " * 200_000 + "5 people",
    "hedges": "about nearly almost more than " * 8_000 + "5",
    "words": "twenty-" * 30_000 + "one",
    "fractions": "one in " * 30_000 + "three",
    "ranges": "from 1 to " * 25_000 + "2",
    "brackets": "(" * 100_000 + "5" + ")" * 100_000,
    "quotes": "“" * 100_000 + "5 people",
    "years": "fiscal year " * 20_000 + "2011",
    "dots": "5 people. " * 25_000,
    "letters": "a" * 250_000 + " 5 people",
    "lines": "\n" * 200_000 + "5 people",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_no_text_makes_a_pattern_explode(check: Check, name: str) -> None:
    """Repetitions that catch careless patterns take no longer than a text of their length."""
    assert check(f"{name}.txt", f"{TRUE}\n\n{BOMBS[name]}".encode(), "--format", "html").code in (0, 3)
