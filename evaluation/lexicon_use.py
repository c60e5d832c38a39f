"""Which entries of the lexicon any text ever uses: in come the shared articles; out come the entries never hit, listed in a file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from evaluation.result import Result
from tallymark.claims.clauses import lay_out
from tallymark.claims.lexicon import lexicon
from tallymark.claims.sentences import split


def run(shared: Path, out: Path) -> list[Result]:
    """Count how often each entry is found in the articles; no target, a long list of unused entries means guesswork."""
    used: Counter[str] = Counter()
    for path in sorted((shared / "articles").glob("*/*.txt")):
        text = path.read_bytes().decode("utf-8")
        for span in split(text):
            used.update(term.entry.place for term in lay_out(text, span, [], []).terms)
    entries = lexicon().entries
    unused = [entry for entry in entries if not used[entry.place]]
    lines = [f"{entry.place}\t{entry.role}\t{'; '.join(entry.phrases)}" for entry in unused]
    (out / "lexicon-unused.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [
        Result("lexicon entries never hit", f"{len(unused)} of {len(entries)}", detail="listed in lexicon-unused.tsv")
    ]
