"""``tallymark synth``: in comes a spec; out come synthetic releases in raw layouts, and the truth about them apart."""

from __future__ import annotations

from pathlib import Path

import click

from tallymark.commands.streams import emit, progress

EXAMPLE = """\b
Examples:
  tallymark synth small --out /tmp/made
  tallymark synth standard --seed 7 --rows 100000 --format xlsx
  tallymark synth my-release.yaml
The files of each release are in OUT/<release>, the truth is in OUT/truth; docs/releases/synthetic.md describes both.
"""


@click.command("synth", epilog=EXAMPLE)
@click.argument("spec")
@click.option("--out", type=click.Path(path_type=Path), help="A new or empty folder.  [default: synthetic-NAME]")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Another seed than the spec's.")
@click.option(
    "--rows", type=click.IntRange(1), help="About how many rows to make in all, instead of the spec's people."
)
@click.option(
    "--format", "form", type=click.Choice(["xlsx", "csv", "csv.gz", "parquet"]), help="Another format than the spec's."
)
def command(spec: str, out: Path | None, seed: int | None, rows: int | None, form: str | None) -> int:
    """Make releases with known truth from SPEC, a YAML file or the name of a bundled spec.

    Same spec and seed: same bytes.
    """
    from tallymark.commands.extras import need  # noqa: PLC0415  loaded only when the call is right

    need("records")
    from tallymark.synthetic.read_spec import read_spec  # noqa: PLC0415
    from tallymark.synthetic.synth import synth, with_options  # noqa: PLC0415

    wanted = with_options(read_spec(spec), seed=seed, n_rows=rows, form=form)
    made = synth(wanted, out or Path(f"synthetic-{wanted.name}"), progress=_tell)
    lines = [f"{key}  {count:,} rows\n" for key, count in made.n_rows.items()]
    emit("".join([*lines, f"truth  {made.folder / 'truth'}\n"]), None)
    return 0


def _tell(done: int, todo: int) -> None:
    if done % 50 == 0:
        progress(f"{done} of {todo} blocks of people")
