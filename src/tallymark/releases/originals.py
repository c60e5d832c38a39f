"""Sources of a release, found again: in come its manifest and paths; out come the files whose bytes are those that were read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tallymark.model.errors import InputError
from tallymark.releases.sources import SourceFile, survey
from tallymark.schema.manifest import Manifest
from tallymark.schema.store import ReleasePaths


@dataclass(frozen=True, slots=True)
class Originals:
    """``found``: file id to the file that has its hash; ``missing``: file id to why there is none."""

    found: dict[int, SourceFile]
    missing: dict[int, str]


def find_originals(paths: ReleasePaths, manifest: Manifest, given: Sequence[Path] = ()) -> Originals:
    """The sources of a release, among the paths given or, without any, where the ingest read them."""
    candidates = survey(given).files if given else remembered(paths)
    hashes: dict[str, SourceFile] = {}
    unread: dict[str, str] = {}
    for source in candidates:
        try:
            hashes.setdefault(source.sha256(), source)
        except (InputError, OSError):
            unread[source.name] = "the file is gone or cannot be read"
    found = {entry.id: hashes[entry.sha256] for entry in manifest.files if entry.sha256 in hashes}
    names = {source.name for source in candidates}
    missing = {
        entry.id: unread.get(entry.name, "the file has changed" if entry.name in names else "no such file was found")
        for entry in manifest.files
        if entry.id not in found
    }
    return Originals(found, missing)


def remembered(paths: ReleasePaths) -> tuple[SourceFile, ...]:
    """The sources as ``run.json`` names them; none when it is gone or damaged."""
    try:
        listed = json.loads(paths.run.read_text(encoding="utf-8"))["sources"]
        return tuple(SourceFile(one["name"], Path(one["path"]), tuple(one["member"])) for one in listed)
    except (OSError, ValueError, KeyError, TypeError):
        return ()
