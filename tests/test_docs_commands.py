"""Every command and option is documented, and so is every key of the JSON."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import click
import pytest

from tallymark.cli import COMMANDS, main

LOOKUP = Path(__file__).resolve().parent.parent / "docs/lookup"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_with_its_options(name: str) -> None:
    """docs/lookup/commands.md has a heading for the command and names each of its options below it."""
    sections = re.split(r"^## ", (LOOKUP / "commands.md").read_text(encoding="utf-8"), flags=re.M)
    section = next(part for part in sections if part.splitlines()[0] == name)
    command = main.get_command(click.Context(main), name)
    assert command is not None
    options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
    assert [option for option in options if option not in section] == []


def test_every_key_of_the_json_is_documented() -> None:
    """docs/lookup/json.md names each key of the schema."""
    path = resources.files("tallymark.reports").joinpath("data/check.schema.json")
    shapes = json.loads(path.read_text(encoding="utf-8"))["$defs"].values()
    keys = {key for shape in shapes for key in shape.get("properties", {})}
    words = (LOOKUP / "json.md").read_text(encoding="utf-8")
    assert sorted(key for key in keys if f"`{key}`" not in words and f'"{key}"' not in words) == []
