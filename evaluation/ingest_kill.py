"""Kill -9 at random moments of an ingest: in comes a made-up release; out comes how often the store was neither as before nor complete.

Each try starts an ingest in a process of its own and kills it after a random time, at most as long as an ingest takes when
nothing disturbs it. TALLYMARK_BENCH_KILLS sets how many (200).
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from evaluation.ingest_data import write_csv
from evaluation.result import Result
from tallymark.releases.ingest import ingest
from tallymark.releases.verify import verify
from tallymark.schema.store import Store

N_ROWS = 20_000
SEED = 20_111_020
LATE = 1.0


@dataclass(slots=True)
class Seen:
    """What the tries came to."""

    as_before: int = 0
    complete: int = 0
    broken: int = 0


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  (every benchmark has this signature)
    """The store after each kill, and after a last ingest that is left to end."""
    n_kills = int(os.environ.get("TALLYMARK_BENCH_KILLS", "200"))
    with tempfile.TemporaryDirectory(dir=out) as name:
        folder = Path(name)
        write_csv(folder / "before.csv", 100, seed=2)
        write_csv(folder / "killed.csv", N_ROWS)
        store = Store(folder / "store")
        ingest([folder / "before.csv"], "before", store)
        seen = _kill_many(store, folder / "killed.csv", n_kills)
        ingest([folder / "killed.csv"], "killed", store)
        leftovers = [path.name for path in store.root.iterdir() if path.name.startswith(".tmp-")]
        sound = verify(store, "killed").complete and verify(store, "before").complete and not leftovers
    detail = f"{seen.as_before} as before, {seen.complete} complete"
    return [
        Result(f"kill -9 at {n_kills} random moments: store broken", str(seen.broken), "0", seen.broken == 0, detail),
        Result("the next ingest after them completes and sweeps", "yes" if sound else "no", "yes", sound),
    ]


def _kill_many(store: Store, source: Path, n_kills: int) -> Seen:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tallymark.releases.ingest"])
    drawn = random.Random(SEED)  # noqa: S311  moments, not secrets
    seen = Seen()
    usual = _usual_seconds(context, store, source)
    for _ in range(n_kills):
        child = context.Process(target=_ingest, args=(source, store.root))
        child.start()
        time.sleep(drawn.uniform(0, LATE * usual))
        child.kill()
        child.join()
        _look(store, seen)
    return seen


def _usual_seconds(context: multiprocessing.context.ForkServerContext, store: Store, source: Path) -> float:
    """Seconds of an ingest that is left to end, the second time, when everything is loaded."""
    took = 0.0
    for _ in range(2):
        child = context.Process(target=_ingest, args=(source, store.root))
        began = time.perf_counter()
        child.start()
        child.join()
        took = time.perf_counter() - began
        shutil.rmtree(store.root / "killed")
    return took


def _ingest(source: Path, root: Path) -> None:
    ingest([source], "killed", Store(root))


def _look(store: Store, seen: Seen) -> None:
    """Count what became of the store; a complete release is removed, so that the next try begins anew."""
    names = [path.name for path in store.root.iterdir() if not path.name.startswith(".")]
    if sorted(names) == ["before"] and verify(store, "before").complete:
        seen.as_before += 1
    elif sorted(names) == ["before", "killed"] and verify(store, "killed").complete:
        seen.complete += 1
        shutil.rmtree(store.root / "killed")
    else:
        seen.broken += 1
        shutil.rmtree(store.root / "killed", ignore_errors=True)
