"""NewsQuant, development half: in come its sentences; out come F1 of value and of value with change, by its own scorer."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

from evaluation.result import Result, at_least
from tallymark.claims.listing import quantities_json
from tallymark.claims.quantities import find_quantities

FOLDER = Path("benchmarks") / "newsquant"


def run(shared: Path, out: Path) -> list[Result]:
    """Predict every sentence, write the predictions and score them."""
    folder = shared / FOLDER
    gold = json.loads((folder / "newsquant_dev.json").read_text(encoding="utf-8"))
    predicted = [[_entry(item) for item in quantities_json(find_quantities(row["text"]), row["text"])] for row in gold]
    (out / "newsquant.json").write_text(json.dumps(predicted, indent=1), encoding="utf-8")
    scorer = _scorer(folder / "score_newsquant.py")
    official, strict = scorer.official(gold, predicted), scorer.strict(gold, predicted)
    results = []
    for key, target in (("value", 92), ("value+change", 88)):
        precision, recall, f1 = official[key]
        results.append(
            at_least(
                f"NewsQuant dev {key} F1", f1, target, detail=f"P {precision} R {recall}; one-to-one {strict[key][2]}"
            )
        )
    return results


def _entry(item: dict[str, object]) -> dict[str, object]:
    value = item["value"] if "value" in item else item["range"]
    return {"value": value, "change": item["direction"], "normalized_unit": str(item["unit"]), "referred_concepts": []}


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_newsquant", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
