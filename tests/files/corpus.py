"""Texts of games for the tests of files: our own, and Gambit's catalogue where pygambit is installed."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import gametheory as gt
from gametheory.files.json_text import to_json

STAGES = r"""
EFG 2 R "Two \"stages\", payments on the way" { "Ann" "" "Ann" }
"a comment with { braces } and \\ backslashes"
c "root" 7 "(0,1)" { "high" 1/3 "high" .5 "" 0.1666666666666666666666 "low" 1/15000000000000000000000 } 0
p "" 1 5 "talk" { "x" "x" "" } 3 "fee" { -1, 1/3 0.250 }
t "" 0
t "time = 5/2" 1 "deal" { 1e1 -2.5E-1 +3. }
p "" 2 5 "" { "l" "r" } 0
t "" 1
t "" 2 "" { 0 0 7/3 }
p "" 1 5 3
t "" 1 t "" 2
p "" 2 9 "5" { "l" "r" } 0
t "" 0
t "" 2 "" { 0, 0, 7/3 }
p "" 1 6 "talk" { "x" } 0
t "" 3
t "" 0
"""
"""Everything that the format allows: see `test_efg`."""

SIGNALS = """EFG 2 R "General Bayes game, first stage" { "Player 1" "Player 2" }
c "ROOT" 1 "(0,1)" { "1G" 0.500000 "1B" 0.500000 } 0
c "" 2 "(0,2)" { "2g" 0.500000 "2b" 0.500000 } 0
p "" 1 1 "(1,1)" { "H" "L" } 0
p "" 2 1 "(2,1)" { "h" "l" } 0
t "" 1 "Outcome 1" { 10.000000 2.000000 }
t "" 2 "Outcome 2" { 0.000000 10.000000 }
p "" 2 1 "(2,1)" { "h" "l" } 0
t "" 3 "Outcome 3" { 2.000000 4.000000 }
t "" 4 "Outcome 4" { 4.000000 0.000000 }
p "" 1 1 0
p "" 2 2 "(2,2)" { "h" "l" } 0
t "" 1
t "" 2
p "" 2 2 0
t "" 3
t "" 4
p "" 1 2 "(1,2)" { "H" "L" } 1
t "" 0
t "" 4
"""
"""After the sample file of Gambit's documentation."""

TABLE = """NFG 1 R "Selten (IJGT, 75), Figure 2, normal form" { "Player 1" "Player 2" }
{ { "1" "2" "3" } { "1" "2" } }
"comment"
1 1 0 2 0 2 1 1 0 3 2 0
"""

OUTCOMES = """NFG 1 R "Selten (IJGT, 75), Figure 2, normal form" { "Player 1" "Player 2" }
{
{ "1" "2" "3" }
{ "1" "2" }
}
{
{ "" 1, 1 }
{ "" 0, 2 }
{ "" 0, 2 }
{ "" 1, 1 }
{ "" 0, 3 }
{ "" 2, 0 }
}
1 2 3 4 5 6
"""
"""The sample file of Gambit's documentation; `TABLE` is the same game."""


def crisis() -> gt.Game:
    """A signalling game with parameters, knowledge of every kind, labels and times."""
    q, b, c, k = gt.parameters("q b c k")
    return gt.Game(
        gt.chance(
            {"resolute": q, "irresolute": 1 - q},
            lambda kind: gt.move(
                "weak",
                knows=("type", kind, frozenset({1, Fraction(1, 2)}), None, True, 0.5, -3),
                actions={
                    "concede": gt.end(weak=0, strong=b, outcome="deal", time=1),
                    "stall": gt.move(
                        "strong",
                        knows="stalling",
                        actions={
                            "wait": gt.end(weak=b / (1 + c), strong=-(k**2) / 2, outcome="delay", time=1 + k),
                            "escalate": gt.end(weak=(b - c) ** 3 / 3, strong=q, outcome="war"),
                        },
                    ),
                },
            ),
        ),
        assuming=[0 < q, q < 1, b > c, c > 0, k >= 0],
        name="crisis «é»",
    )


def games() -> list[gt.Game | gt.NormalForm]:
    """Games of all kinds over all fields."""
    x = gt.parameters("x")
    third = Fraction(1, 3)
    return [
        crisis(),
        crisis().at(q=third, b=3, c=1, k=0),
        crisis().at(q=0.25, b=3.5, c=0.1, k=1e-7),
        gt.NormalForm([[1, third], [-2, 0]], [[0, 10**30], [5, 3]], players=["a", 'the "b"'], name="table"),
        gt.NormalForm([[0.1, 1e22]], [[-0.5, 3e-300]]),
        gt.NormalForm([[x, 1 / x]], [[0, 1 - x]], assuming=[x > 0]),
    ]


@cache
def catalogue() -> dict[str, str]:
    """Gambit's own files by name; none if pygambit is not installed."""
    package = find_spec("pygambit")
    if package is None or package.origin is None:
        return {}
    root = Path(package.origin).parent / "catalog_data"
    paths = sorted([*root.rglob("*.efg"), *root.rglob("*.nfg")])
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@cache
def texts() -> tuple[str, ...]:
    """All texts."""
    return (STAGES, SIGNALS, TABLE, OUTCOMES, *map(to_json, games()), *catalogue().values())
