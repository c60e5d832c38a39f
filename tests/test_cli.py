"""The command line from outside: exit codes, coded messages, formats, several files."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tallymark.cli import run
from tallymark.commands import check as check_command

STORY = "WASHINGTON, Oct. 20, 2011 — ICE removed 396,906 people in fiscal year 2011.\n"
WRONG = "WASHINGTON, Oct. 20, 2011 — ICE removed 496,906 people in fiscal year 2011.\n"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A file with one true claim."""
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A file with one wrong claim."""
    path = tmp_path / "wrong.txt"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_a_true_claim_is_exact_and_exits_0(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The verdict, its test and the register's date are printed."""
    assert run(["check", str(story)]) == 0
    shown = capsys.readouterr().out
    assert "✓ exact  “396,906" in shown
    assert "Register of published figures as of 20" in shown


def test_fail_on_turns_a_verdict_into_exit_1(wrong: Path, story: Path) -> None:
    """A newsroom's own check fails when a verdict of its list is met, and only then."""
    assert run(["check", str(wrong), "--fail-on", "contradicted,inconsistent"]) == 1
    assert run(["check", str(story), "--fail-on", "contradicted,inconsistent"]) == 0


def test_an_unknown_verdict_is_wrong_usage(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the verdicts there are."""
    assert run(["check", str(story), "--fail-on", "false"]) == 2
    assert "TM-CLI-002" in (message := capsys.readouterr().err)
    assert "contradicted" in message


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["check", "--demo", "x.txt"], ["check", "x", "--date", "yesterday"], ["bogus"], ["check", "--format", "pdf"],
     ["figures", "--where", "criminality"]],
)  # fmt: skip
def test_wrong_usage_exits_2_with_a_code(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is guessed, and the message says where help is."""
    assert run(arguments) == 2
    assert "TM-CLI-002" in (message := capsys.readouterr().err)
    assert "--help" in message


def test_records_need_a_store_with_a_release(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty store is named, and a release asked for without --records is wrong usage."""
    assert run(["check", str(story), "--records", str(tmp_path / "nothing")]) == 4
    assert "TM-COUNT-051" in capsys.readouterr().err
    assert run(["check", str(story), "--release", "uw-v-dhs-2019"]) == 2
    assert "--records" in capsys.readouterr().err


def test_one_bad_file_does_not_stop_the_others(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The readable file is reported, the other named, and the exit code says that something could not be read."""
    assert run(["check", str(tmp_path / "absent.txt"), str(story), "--format", "json"]) == 3
    shown = capsys.readouterr()
    assert "absent.txt" in shown.err
    assert shown.err.startswith("TM-")
    assert json.loads(shown.out)["claims"][0]["value"] == 396906


def test_no_readable_file_exits_3_and_prints_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is no empty report."""
    assert run(["check", str(tmp_path / "absent.txt")]) == 3
    assert capsys.readouterr().out == ""


def test_out_makes_folders_and_prints_nothing(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The report lies where asked for."""
    out = tmp_path / "new/folder/report.html"
    assert run(["check", str(story), "--format", "html", "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert capsys.readouterr().out == ""


def test_output_that_cannot_be_written_is_a_coded_error(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder is no file to write to."""
    assert run(["check", str(story), "--out", str(tmp_path)]) == 2
    assert "TM-CLI-004" in capsys.readouterr().err


def test_csv_has_a_row_for_the_claim(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A spreadsheet gets one row a claim."""
    assert run(["check", str(story), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["value"], row["verdict"]) for row in rows] == [("396906", "exact")]


def test_the_date_of_a_text_can_be_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--date is who dates the text when it does not say so itself."""
    path = tmp_path / "undated.txt"
    path.write_text("ICE removed 396,906 people last year.\n", encoding="utf-8")
    assert run(["check", str(path), "--date", "2012-03-01", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)["document"]
    assert (document["date"], document["dated_by"]) == ("2012-03-01", "option")


def test_a_text_of_which_only_the_month_is_known_is_dated_by_its_month(
    story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--date takes a month, and refuses a year, which would date nothing."""
    assert run(["check", str(story), "--date", "2012-03", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["document"]["date"] == "2012-03"
    assert run(["check", str(story), "--date", "2012"]) == 2
    assert "TM-CLI-002" in capsys.readouterr().err


def test_a_claimreview_needs_reviewer_choice_and_one_text(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused without them and made with them."""
    assert run(["check", str(story), "--format", "claimreview"]) == 2
    assert "TM-REPORTS-001" in capsys.readouterr().err
    assert run(["check", str(story), str(story), "--format", "claimreview"]) == 2
    assert "TM-REPORTS-004" in capsys.readouterr().err
    assert run(["check", str(story), "--format", "claimreview", "--reviewer", "A. Reader", "--claims", "c1"]) == 0
    assert json.loads(capsys.readouterr().out)["@graph"][0]["reviewRating"]["ratingValue"] == 5


def test_reconcile_adds_clusters(story: Path, wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same figure of two texts stands side by side."""
    assert run(["check", str(story), str(wrong), "--reconcile", "--format", "json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert list(whole) == ["schema", "reports", "clusters"]
    assert run(["check", str(story), str(wrong), "--reconcile"]) == 0
    assert "The same figure across texts" in capsys.readouterr().out


def test_an_unexpected_failure_is_a_coded_message(
    story: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault of the program says how to report it and shows no traceback; TALLYMARK_DEBUG=1 shows it."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(check_command, "_check_all", fail)
    monkeypatch.delenv("TALLYMARK_DEBUG", raising=False)
    assert run(["check", str(story)]) == 4
    message = capsys.readouterr().err
    assert "TM-CLI-001" in message
    assert "ZeroDivisionError: planted" in message
    assert "Traceback" not in message
    monkeypatch.setenv("TALLYMARK_DEBUG", "1")
    assert run(["check", str(story)]) == 4
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_exits_130(
    story: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C ends the work with the exit code that shells expect."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check_command, "_check_all", interrupt)
    assert run(["check", str(story)]) == 130
    assert capsys.readouterr().err.strip() == "interrupted"


def tallymark(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    """The command line in its own process."""
    return subprocess.Popen([sys.executable, "-m", "tallymark", *arguments], stderr=subprocess.PIPE, **options)  # type: ignore[call-overload,no-any-return] # noqa: S603


def test_a_reader_that_goes_away_is_no_error() -> None:
    """``| head -1`` ends without a traceback."""
    process = tallymark("check", "--demo", "--format", "json", stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, message = process.communicate(timeout=20)
    assert (process.returncode, message) == (0, b"")


def test_an_interrupt_while_waiting_for_input_exits_130() -> None:
    """SIGINT while standard input is read gives no traceback."""
    process = tallymark("check", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _, message = process.communicate(timeout=20)
    assert (process.returncode, message.strip()) == (130, b"interrupted")


def test_standard_input_is_a_text() -> None:
    """- reads what is piped in."""
    process = tallymark("check", "-", "--format", "json", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    shown, _ = process.communicate(STORY.encode(), timeout=20)
    assert json.loads(shown)["document"]["name"] == "-"


def test_an_output_that_knows_only_ascii_gets_escapes(story: Path) -> None:
    """A terminal without Unicode shows escapes instead of failing."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    process = tallymark("check", str(story), stdout=subprocess.PIPE, env=environment)
    shown, message = process.communicate(timeout=20)
    assert (process.returncode, message) == (0, b"")
    assert b"\\u2713 exact" in shown


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    """Help shows how a command is called."""
    for words in (["check"], ["quantities"], ["figures"], ["figures", "add"]):
        assert run([*words, "--help"]) == 0
        shown = capsys.readouterr().out
        assert "Examples:" in shown
        assert f"tallymark {' '.join(words)} " in shown


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """It is asked for in error reports."""
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("tallymark, version 0.")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
@pytest.mark.parametrize(("name", "value", "coloured"), [("TERM", "xterm-256color", True), ("NO_COLOR", "1", False)])
def test_colour_is_for_terminals_that_want_it(story: Path, name: str, value: str, coloured: bool) -> None:
    """On a terminal the table is coloured and wrapped to its width, with NO_COLOR only wrapped."""
    import pty  # noqa: PLC0415  only where there are terminals

    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "70", name: value}
    if name != "NO_COLOR":
        environment.pop("NO_COLOR", None)
    process = tallymark("check", str(story), stdout=theirs, env=environment)
    process.communicate(timeout=20)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "✓ exact" in shown
    assert ("\x1b[32m" in shown) is coloured
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip()) for line in shown.splitlines()) <= 70


def test_a_call_without_a_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """The help itself, not a help wrapped in an error; the exit code is that of wrong usage."""
    assert run([]) == 2
    message = capsys.readouterr().err
    assert message.startswith("Usage: tallymark")
    assert "TM-CLI" not in message


def test_half_of_a_command_of_two_words_names_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """``tallymark layout`` says that it is ``layout draft``."""
    assert run(["layout"]) == 2
    assert "The command has two words: layout draft." in capsys.readouterr().err
