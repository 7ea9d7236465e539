"""The README keeps its word: its example prints what it shows, and each of its commands stands there once."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def test_the_example_prints_the_block_below_it():
    places = [i for i, (language, _) in enumerate(BLOCKS) if language == "python"]
    assert places
    for i in places:
        shown, printed = BLOCKS[i + 1], io.StringIO()
        assert shown[0] == "", "the block after an example is its output"
        with contextlib.redirect_stdout(printed):
            exec(compile(BLOCKS[i][1], "README.md", "exec"), {"__name__": "readme"})
        assert printed.getvalue() == shown[1]


@pytest.mark.parametrize("command", ["-m pytest", "-m models reproduce"])
def test_each_command_stands_on_one_code_line(command):
    lines = [line for _, text in BLOCKS for line in text.splitlines() if command in line]
    assert len(lines) == 1
