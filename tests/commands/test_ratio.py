"""``tallymark ratio`` from outside: refused without a benchmark, bounds and limits with one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tallymark.cli import run
from tests.releases.small_store import Row, release

REMOVED = "8-Excluded/Removed - Inadmissibility"
BENCHMARK = """title: A survey
people: noncitizens of a state
period: CY2020
by: citizenship
unit: percent
source: {title: a table, url: "https://example.org"}
note: made up
groups:
  mexico: "[40, 50]"
  canada: "60"
"""


@pytest.fixture
def call(tmp_path: Path) -> list[str]:
    """The call on a small release, without the benchmark."""
    rows: list[Row] = [
        {"departed_date": date(2020, 5, 1), "case_status": REMOVED, "citizenship_country": country, "gender": "Male"}
        for country, n in (("MEXICO", 60), ("CANADA", 36))
        for _ in range(n)
    ]
    release(tmp_path / "store", "made-up", {"removals": rows})
    (tmp_path / "benchmark.yaml").write_text(BENCHMARK, encoding="utf-8")
    return ["ratio", "removals", "--release", "made-up", "--by", "citizenship", "--store", str(tmp_path / "store")]


def test_there_is_no_ratio_without_a_benchmark(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 with the reason."""
    assert run(call) == 2
    err = capsys.readouterr().err
    assert "TM-COUNT-044" in err
    assert "name a file with the shares to compare with" in err


def test_ratios_are_shown_with_their_limits(
    call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """60 of 96 is 62.5 percent, 1.25 to 1.56 times the benchmark."""
    assert run([*call, "--benchmark", str(tmp_path / "benchmark.yaml")]) == 0
    out = capsys.readouterr().out
    assert "benchmark   A survey: noncitizens of a state, CY2020" in out
    assert (
        "Mexico                         1.25 to 1.56   above 1 within the bounds: 60 records, 62.50 % of all, benchmark 40.00 % to 50.00 %"
        in out
    )
    assert "0.62           below 1 within the bounds: 36 records" in out
    assert "open        A disparity is no proof of intent." in out
    assert out.index("note        removals") < out.index("Mexico")


def test_the_json_has_exact_fractions(call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says what the records were filtered by."""
    assert (
        run(
            [
                *call,
                "--benchmark",
                str(tmp_path / "benchmark.yaml"),
                "--where",
                "gender=male",
                "--minimum",
                "50",
                "--format",
                "json",
            ]
        )
        == 0
    )
    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["where"], document["benchmark"]["period"]) == (1, {"gender": "male"}, "CY2020")
    groups = {one["group"]: one for one in document["groups"]}
    assert groups["mexico"]["ratio"] == {"low": "5/4", "high": "25/16"}
    assert (groups["canada"]["ratio"], groups["canada"]["reason"]) == (None, "too_few")
    assert document["limits"]


def test_wrong_calls_are_coded(call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is none, a filter that is none, groups that the benchmark does not have."""
    assert run([*call, "--benchmark", str(tmp_path / "nowhere.yaml")]) == 3
    assert "TM-COUNT-043" in capsys.readouterr().err
    benchmark = ["--benchmark", str(tmp_path / "benchmark.yaml")]
    assert run([*call, *benchmark, "--where", "gender"]) == 2
    assert "write it as K=V" in capsys.readouterr().err
    by_gender = [one if one != "citizenship" else "gender" for one in call]
    assert run([*by_gender, *benchmark]) == 2
    assert "TM-COUNT-044" in capsys.readouterr().err


def test_the_benchmark_of_the_document_can_be_used(
    call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file that docs/understand/programmes.md shows keeps to the schema."""
    text = (Path(__file__).parents[2] / "docs/understand/programmes.md").read_text(encoding="utf-8")
    (tmp_path / "shown.yaml").write_text(text.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    assert run([*call, "--benchmark", str(tmp_path / "shown.yaml")]) == 0
    out = capsys.readouterr().out
    assert "Mexico                         1.25 to 1.56" in out
    assert "the benchmark does not have this group" in out
    assert "no record has this group" in out


def test_two_values_of_one_filter_are_refused(
    call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the last one would count."""
    filters = ["--where", "gender=male", "--where", "gender=female"]
    assert run([*call, "--benchmark", str(tmp_path / "benchmark.yaml"), *filters]) == 2
    assert "each key once" in capsys.readouterr().err
