"""The command line: in come arguments; out come reports on standard output, coded messages on standard error, an exit code.

Exit codes: 0 done; 1 ``--fail-on`` met or a check failed; 2 wrong usage; 3 input cannot be read; 4 data or store at fault;
130 interrupted. A command's module is loaded only when it is called.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
import traceback
from collections.abc import Sequence

import click

from tallymark import __version__
from tallymark.commands.streams import complain
from tallymark.model.errors import TallymarkError, UsageError
from tallymark.model.patterns import keep_patterns

INTERRUPTED = 130
COMMANDS = {
    "check": "check",
    "quantities": "quantities",
    "figures": "figures",
    "figures add": "figures_add",
    "ingest": "ingest",
    "releases": "releases",
    "verify": "verify",
    "trace": "trace",
    "derive": "derive",
    "diff": "diff",
    "layout draft": "layout_draft",
    "synth": "synth",
    "bridge": "bridge",
    "rules": "rules",
    "serve": "serve",
    "count": "count",
    "report": "report",
    "rules levers": "rules_levers",
    "programmes": "programmes",
    "ratio": "ratio",
}


class Commands(click.Group):
    """A group that knows its commands by name, loads a command's module when it is needed and codes every error."""

    def main(self, args: Sequence[str] | None = None, *_: object, **options: object) -> object:  # type: ignore[override]
        """Run a call; on its own it leaves with the exit code of ``run``, else (as ``run`` calls it) errors pass."""
        if options.pop("standalone_mode", True):
            sys.exit(run(args))
        return super().main(args, "tallymark", standalone_mode=False)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click gives it
        """The names of the commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click gives it
        """The command, loaded from ``tallymark.commands``."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tallymark.commands.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named by the first words; one of two words goes before one of one."""
        if " ".join(args[:2]) in COMMANDS:
            args = [" ".join(args[:2]), *args[2:]]
        longer = [name for name in COMMANDS if name.startswith(f"{args[0]} ")]
        if args[0] not in COMMANDS and longer:
            raise click.UsageError(f"The command has two words: {', '.join(longer)}.", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tallymark")
def main() -> None:
    """Check the figures that officials and the press print about US immigration enforcement.

    Everything works offline. Start with:  tallymark check --demo
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code; errors become coded messages, never a traceback."""
    # A call builds tables that live to its end and leaves little garbage: looking for it less often saves time.
    gc.set_threshold(100_000, 20, 20)
    try:
        outcome = main.main(arguments, standalone_mode=False)
    except TallymarkError as error:
        complain(str(error))
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        complain(error.format_message())
        return UsageError.exit_code
    except click.ClickException as error:
        complain(str(usage_error(error)))
        return UsageError.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain("interrupted")
        return INTERRUPTED
    except Exception as error:  # the last stop: a person must not meet a traceback
        return _unexpected(error)
    finally:
        keep_patterns()
    return outcome if isinstance(outcome, int) else 0


def usage_error(error: click.ClickException) -> UsageError:
    """A mistake in the call, as a coded error that names the command whose help to read."""
    context = getattr(error, "ctx", None)
    return UsageError("TM-CLI-002", where=context.command_path if context else "", detail=error.format_message())


def _unexpected(error: Exception) -> int:
    """A fault of the program: where it happened in one line; the whole story under TALLYMARK_DEBUG."""
    if os.environ.get("TALLYMARK_DEBUG"):
        traceback.print_exc()
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""  # noqa: PTH119
    complain(str(TallymarkError("TM-CLI-001", where=place, detail=f"{type(error).__name__}: {str(error)[:200]}")))
    return TallymarkError.exit_code
