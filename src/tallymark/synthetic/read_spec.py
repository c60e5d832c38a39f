"""Read a spec: in comes a YAML file or the name of a bundled one; out comes a ``Spec``, or a coded error with file and key.

A spec may name a bundled one as its ``base``: its keys then stand over those of the base, mapping by mapping; lists and
shares are replaced as a whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from tallymark.model.closed_yaml import parse_yaml
from tallymark.model.errors import InputError, UsageError
from tallymark.synthetic.checks import check
from tallymark.synthetic.closed import build, fail
from tallymark.synthetic.spec import Spec

REPLACED_WHOLE = frozenset(
    {"gender", "citizenship", "criminality", "offence", "area", "marks", "releases", "script", "programmes"}
)


def bundled() -> list[str]:
    """The names of the specs that come with the package."""
    folder = resources.files("tallymark.synthetic").joinpath("data/specs")
    return sorted(path.name.removesuffix(".yaml") for path in folder.iterdir() if path.name.endswith(".yaml"))


def read_spec(name: str) -> Spec:
    """The spec in the file ``name``, or the bundled spec of that name.

    Raises UsageError TM-SYNTH-005 where there is neither, InputError TM-SYNTH-006 where the file is no YAML mapping,
    DataError TM-SYNTH-001 to -004 and -007 for a key.
    """
    return from_mapping(_load(name), name)


def from_mapping(document: Mapping[str, Any], source: str) -> Spec:
    """The spec in a mapping as YAML gives it; ``source`` is named in errors."""
    spec = build(Spec, _with_base(dict(document), source), source)
    check(spec, source)
    return spec


def fingerprint(spec: Spec) -> str:
    """A hash of everything that the spec says, seed included."""
    return hashlib.sha256(json.dumps(_plain(spec), sort_keys=True, default=str).encode()).hexdigest()


def _plain(spec: Spec) -> dict[str, Any]:
    from dataclasses import asdict  # noqa: PLC0415  used here only

    return asdict(spec)


def _load(name: str) -> dict[str, Any]:
    path = Path(name)
    if path.suffix in {".yaml", ".yml"}:
        if not path.is_file():
            raise UsageError("TM-SYNTH-005", where=name, detail=f"bundled specs: {', '.join(bundled())}")
        text = path.read_text(encoding="utf-8", errors="replace")
    elif name in bundled():
        text = (resources.files("tallymark.synthetic") / f"data/specs/{name}.yaml").read_text(encoding="utf-8")
    else:
        raise UsageError("TM-SYNTH-005", where=name, detail=f"bundled specs: {', '.join(bundled())}")
    document = parse_yaml(text, name, "TM-SYNTH-006", InputError)
    if not isinstance(document, dict):
        raise InputError("TM-SYNTH-006", where=name, detail="the file holds no mapping")
    return document


def _with_base(document: dict[str, Any], source: str) -> dict[str, Any]:
    if "base" not in document:
        return document
    base = document.pop("base")
    if base not in bundled():
        fail("TM-SYNTH-003", source, "base", f"bundled specs: {', '.join(bundled())}")
    return _over(_with_base(_load(str(base)), f"{base}.yaml"), document)


def _over(base: Mapping[str, Any], top: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in top.items():
        below = base.get(key)
        deeper = isinstance(value, Mapping) and isinstance(below, Mapping) and key not in REPLACED_WHOLE
        merged[key] = _over(below, value) if deeper else value  # type: ignore[arg-type]
    return merged
