"""``python -m evaluation [eval|bench|coverage]``: in comes the folder of shared sets; out comes a table of figures and targets.

Exit code 0 when every target is met, 1 when one is missed, 3 when the shared sets are absent.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path

from evaluation.registry import MODULES
from evaluation.result import Result


def main() -> int:
    """Run the benchmarks of one command and print their figures."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("command", nargs="?", choices=sorted(MODULES), default="eval")
    parser.add_argument("--shared", type=Path, required=True, help="folder with the labelled sets")
    parser.add_argument("--out", type=Path, required=True, help="folder for what the benchmarks write")
    parser.add_argument("--only", default="", help="run only modules whose name contains this")
    options = parser.parse_args()
    if not options.shared.is_dir():
        print(f"the labelled sets are not at {options.shared}; nothing was measured", file=sys.stderr)
        return 3
    options.out.mkdir(parents=True, exist_ok=True)
    results: list[Result] = []
    for name in (name for name in MODULES[options.command] if options.only in name):
        began = time.perf_counter()
        found: list[Result] = importlib.import_module(f"evaluation.{name}").run(options.shared, options.out)
        print(f"# {name}  ({time.perf_counter() - began:.1f} s)")
        for result in found:
            mark = {True: "met   ", False: "MISSED", None: "      "}[result.met]
            print(f"{mark}  {result.name:<58} {result.figure:>14}  {result.target:<14} {result.detail}".rstrip())
        results += found
    missed = [result.name for result in results if result.met is False]
    print(f"{sum(r.met is True for r in results)} targets met, {len(missed)} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
