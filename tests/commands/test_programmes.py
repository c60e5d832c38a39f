"""``tallymark programmes`` from outside: published figures, ratios, rules, what nothing decides; counts of small releases."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tallymark.cli import run
from tests.releases.small_store import Row, release


def test_programmes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """With what of each can be counted."""
    assert run(["programmes"]) == 0
    out = capsys.readouterr().out
    assert "  worksite             Worksite enforcement; in records: nothing" in out
    assert "in records: sc_activations" in out
    assert run(["programmes", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in document["programmes"]] == [
        "287g",
        "border_deaths",
        "detainers",
        "secure_communities",
        "worksite",
    ]


def test_a_programme_is_shown_with_ratios_and_limits(capsys: pytest.CaptureFixture[str]) -> None:
    """Figures with their source, a ratio in percent with its parts, what is counted and what nothing decides."""
    assert run(["programmes", "secure_communities"]) == 0
    out = capsys.readouterr().out
    assert "2008-10-01/2011-03-31    7,225,393                DHS, tier 3, row hsnw.sc-2011#submissions" in out
    assert "Removed of those booked, 2008-10-01/2011-03-31: 51.57 %" in out
    assert "rule        match: Prints that DHS knows." in out
    assert "open        What local police book and why; bookings are in no release of ICE." in out


def test_models_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    """One line for each list of agreements."""
    assert run(["programmes", "287g"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["2025-01-31", "135", "60", "0", "75", "ice.287g-lists"] in lines
    assert ["2026-05-18", "1,843", "182", "1,162", "499", "ice.287g-lists"] in lines


def test_fines_and_sanctions_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """Proposed, final and sanctions are sections of their own; a lead is marked."""
    assert run(["programmes", "worksite"]) == 0
    out = capsys.readouterr().out
    assert "59.05 % to 59.35 %, a change of -40.95 % to -40.65 %" in out
    parts = out.split("  Fines proposed")[1].split("  Fines in final orders")
    assert "oig-14-33#proposed" in parts[0]
    assert "oig-14-33#final" in parts[1].split("  Financial sanctions")[0]
    assert "not confirmed, decides nothing; ICE, tier 3, row recalled.ice-worksite#fy2012" in out


def test_the_json_has_exact_fractions(capsys: pytest.CaptureFixture[str]) -> None:
    """And the figures with all that is known of them."""
    assert run(["programmes", "secure_communities", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["id"], document["counted"]) == (1, "secure_communities", [])
    assert document["ratios"][1]["low"] == "101741/197302"
    assert document["published"][0]["figures"][0]["source"]["tier"] == 2
    assert document["undecidable"]


def test_an_unknown_programme_is_usage(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Exit code 2 with the known names; output can go to a file."""
    assert run(["programmes", "e-verify"]) == 2
    assert "TM-COUNT-041" in capsys.readouterr().err
    assert run(["programmes", "worksite", "--out", str(tmp_path / "worksite.txt")]) == 0
    assert "Worksite enforcement" in (tmp_path / "worksite.txt").read_text(encoding="utf-8")


def test_published_figures_need_no_library_of_records() -> None:
    """They are shown where only the bare install is there."""
    code = (
        "import sys; from tallymark.cli import run; code = run(['programmes', '287g']); "
        "sys.exit(code or bool({'duckdb', 'pyarrow', 'sqlglot', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0  # noqa: S603


def test_a_release_is_counted_before_what_is_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Coverage first, then counts and sums, then the published figures; the same in JSON."""
    rows: list[Row] = [{"county": f"C{n}", "activation_year": 2008, "activation_month": 10 + n % 2} for n in range(5)]
    release(tmp_path / "store", "made-up", {"sc_activations": rows})
    call = ["programmes", "secure_communities", "--release", "made-up", "--store", str(tmp_path / "store")]
    assert run(call) == 0
    out = capsys.readouterr().out
    assert out.startswith("Counted in the release made-up\n  note ")
    assert "    2008-11                                      2                    so far 5\n" in out
    assert out.index("so far 5") < out.index("Published figures")
    assert run([*call, "--format", "json"]) == 0
    counted = json.loads(capsys.readouterr().out)["counted"][0]
    assert counted["counts"][0]["groups"][1]["running"] == {"low": 5, "high": 5, "low_any": 5, "high_any": 5}
    assert counted["counts"][0]["again"].startswith("tallymark count sc_activations")


def test_small_counts_are_not_shown_unless_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of people; a release of something else is refused."""
    rows: list[Row] = [{"reported_month": date(2010, 3, 1)} for _ in range(4)]
    release(tmp_path / "store", "made-up", {"border_deaths": rows})
    call = ["programmes", "border_deaths", "--release", "made-up", "--store", str(tmp_path / "store")]
    assert run(call) == 0
    assert "    FY2010                                       not shown" in capsys.readouterr().out
    assert run([*call, "--small-cells"]) == 0
    assert "    FY2010                                       4 " in capsys.readouterr().out
    assert run(["programmes", "worksite", *call[2:]]) == 2
    assert "TM-COUNT-042" in capsys.readouterr().err


def test_several_lists_are_counted_one_after_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Agreements by model on each day."""
    store = tmp_path / "store"
    for name, n in (("january", 2), ("february", 3)):
        rows: list[Row] = [{"state": "OHIO", "law_enforcement_agency": "A", "support_type": "Task Force Model"}] * n
        release(store, name, {"agreements_287g": rows})
    call = ["programmes", "287g", "--release", "january", "--release", "february", "--store", str(store)]
    assert run(call) == 0
    out = capsys.readouterr().out
    assert out.index("Counted in the release january") < out.index("Agreements by model: 2 in all")
    assert out.index("Counted in the release february") < out.index("Agreements by model: 3 in all")
    assert out.count("Agencies: 1, told apart by state and law_enforcement_agency") == 2
    assert run([*call, "--format", "json"]) == 0
    counted = json.loads(capsys.readouterr().out)["counted"]
    assert [(one["release"], one["n_distinct"]) for one in counted] == [("january", 1), ("february", 1)]
