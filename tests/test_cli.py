"""The command line, as a user types it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import gametheory as gt
from gametheory import examples
from gametheory.cli import main
from gametheory.files.reading import read, write

ENTRY = """EFG 2 R "entry" { "entrant" "incumbent" }
p "" 1 1 "before" { "out" "in" } 0
t "" 1 "stays out" { 0, 2 }
p "" 2 1 "entry" { "fight" "share" } 0
t "" 2 "war" { -1, -1 }
t "" 3 "peace" { 1, 1 }
"""


@pytest.fixture
def entry(tmp_path):
    """A file with a game of entry."""
    path = tmp_path / "entry.efg"
    path.write_text(ENTRY)
    return path


@pytest.fixture
def crisis(tmp_path):
    """A file with a game that has a parameter."""
    d = gt.parameters("d")
    game = examples.beer_quiche(duel=d, assuming=[d > 0])
    path = tmp_path / "crisis.json"
    write(game, path)
    return path


def test_solve(entry, capsys):
    """Sequential by default, other concepts by name, JSON and LaTeX."""
    assert main(["solve", str(entry)]) == 0
    assert "1 sequential equilibrium; the list is complete." in capsys.readouterr().out
    assert main(["solve", str(entry), "--concept", "nash"]) == 0
    assert "2 nash equilibria" in capsys.readouterr().out.lower()
    assert main(["solve", str(entry), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["complete"] == "all"
    assert main(["solve", str(entry), "--latex", "--concept", "subgame_perfect"]) == 0
    assert r"\begin{enumerate}" in capsys.readouterr().out


def test_parameters(crisis, capsys):
    """Parameters stay, or are set to exact numbers."""
    assert main(["solve", str(crisis)]) == 0
    assert "d" in capsys.readouterr().out
    assert main(["solve", str(crisis), "--set", "d=3/2"]) == 0
    assert "where d" not in capsys.readouterr().out
    for wrong in ("d", "d=x", "d=1/0", "d=__import__('os')", "e=1"):
        assert main(["solve", str(crisis), "--set", wrong]) == 2
        message = capsys.readouterr().err
        assert message.startswith("gametheory: ") and message.count("\n") == 1


def test_normal_forms(tmp_path, capsys):
    """A normal form is solved for Nash equilibria, and knows no other concept."""
    path = tmp_path / "pennies.nfg"
    write(examples.matching_pennies(), path)
    assert main(["solve", str(path)]) == 0
    assert "heads 1/2" in capsys.readouterr().out
    assert main(["solve", str(path), "--float"]) == 0
    assert "heads 0.5" in capsys.readouterr().out
    assert main(["solve", str(path), "--concept", "sequential"]) == 2
    assert "normal form" in capsys.readouterr().err


def test_draw(entry, tmp_path, capsys):
    """Text on the terminal, figures and TikZ into files."""
    assert main(["draw", str(entry)]) == 0
    assert "└─ share: (1, 1) peace" in capsys.readouterr().out
    for suffix, start in (
        (".svg", b"<?xml"),
        (".png", b"\x89PNG"),
        (".pdf", b"%PDF"),
        (".tex", b"% payoffs"),
    ):
        out = tmp_path / f"tree{suffix}"
        assert main(["draw", str(entry), "-o", str(out), "--equilibrium", "1"]) == 0
        assert out.read_bytes().startswith(start)
    assert main(["draw", str(entry), "-o", str(tmp_path / "tree.gif")]) == 2
    assert main(["draw", str(entry), "--equilibrium", "7"]) == 2
    assert "from 1 to 1" in capsys.readouterr().err


def test_check(entry, tmp_path, capsys):
    """Exit status 0 for an equilibrium, 1 for another profile, 2 for one that does not fit."""
    profile = tmp_path / "profile.json"
    for data, status, text in (
        ({"entrant": "in", "incumbent": "share"}, 0, "a Nash equilibrium, sequential"),
        ({"entrant": {"before": "out"}, "incumbent": {"entry": {"fight": 1}}}, 0, "not sequential"),
        ({"entrant": {"out": "1/2", "in": 0.5}, "incumbent": "fight"}, 1, "gains at most 1/2"),
    ):
        profile.write_text(json.dumps(data))
        assert main(["check", str(entry), str(profile)]) == status
        assert text in capsys.readouterr().out
    for wrong in ("[]", "{", '{"entrant": null}', '{"entrant": {"before": "up"}}'):
        profile.write_text(wrong)
        assert main(["check", str(entry), str(profile)]) == 2
        assert capsys.readouterr().err.startswith("gametheory: ")


def test_check_with_beliefs(tmp_path, capsys):
    """Beliefs off the path decide whether the horse's equilibrium is sequential (Selten 1975: at most 1/3 on the left node)."""
    game, profile = tmp_path / "horse.efg", tmp_path / "profile.json"
    write(examples.selten_horse(), game)
    strategy = {"1": "C", "2": "c", "3": {"?": {"L": "0", "R": "1"}}}
    for belief, other, verdict in (("1/4", "3/4", "sequential"), ("1/2", "1/2", "not sequential")):
        beliefs = {"3": {"?": {"D": belief, "C,d": other}}}
        profile.write_text(json.dumps({"strategy": strategy, "beliefs": beliefs}))
        assert main(["check", str(game), str(profile)]) == 0
        assert f"a Nash equilibrium, {verdict}\n" in capsys.readouterr().out


def test_convert(entry, tmp_path):
    """From one format to another and back gives the same game."""
    out, back = tmp_path / "entry.json", tmp_path / "back.efg"
    assert main(["convert", str(entry), str(out)]) == 0
    assert main(["convert", str(out), str(back)]) == 0
    assert read(back) == read(entry)


def test_errors_have_one_line(tmp_path, capsys):
    """Files that are not there, or no games."""
    assert main(["solve", str(tmp_path / "none.efg")]) == 2
    assert "No such file" in capsys.readouterr().err
    bad = tmp_path / "bad.efg"
    bad.write_text("EFG 2 R nonsense")
    assert main(["solve", str(bad)]) == 2
    message = capsys.readouterr().err
    assert "line 1, column 9" in message and message.count("\n") == 1


def test_as_a_module(entry):
    """`python -m gametheory` is the same."""
    done = subprocess.run(
        [sys.executable, "-m", "gametheory", "draw", str(entry)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("entry: payoffs (entrant, incumbent)")
