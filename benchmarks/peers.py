"""Other packages as functions on plain arrays; each is left out where it is not installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import warnings
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

Profile = tuple[tuple[Any, ...], tuple[Any, ...]]

PYGAMBIT = find_spec("pygambit") is not None
OPENSPIEL = find_spec("pyspiel") is not None
QUANTECON = find_spec("quantecon") is not None
LRSNASH = shutil.which("lrsnash")


def nashpy_support(a: Any, b: Any) -> list[Profile]:
    """nashpy: support enumeration in floats."""
    import nashpy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(nashpy.Game(np.array(a), np.array(b)).support_enumeration())


def nashpy_vertices(a: Any, b: Any) -> list[Profile]:
    """nashpy: vertex enumeration in floats, of payoffs shifted to be positive as it needs them."""
    import nashpy

    lift = 1 - min(np.min(a), np.min(b))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(nashpy.Game(np.array(a) + lift, np.array(b) + lift).vertex_enumeration())


def gambit(*tables: Any) -> Any:
    """A pygambit game."""
    import pygambit

    return pygambit.Game.from_arrays(*map(np.array, tables))


def gambit_mixed(game: Any, rational: bool = True) -> list[Profile]:
    """pygambit: extreme equilibria by vertex enumeration."""
    import pygambit

    found = pygambit.nash.enummixed_solve(game, rational=rational).equilibria
    return [tuple(tuple(e[s] for s in player.strategies) for player in game.players) for e in found]


def gambit_poly(game: Any) -> list[Any]:
    """pygambit: isolated equilibria of several players by polynomial systems."""
    import pygambit

    found = pygambit.nash.enumpoly_solve(game).equilibria
    return [tuple(tuple(float(e[s]) for s in player.strategies) for player in game.players) for e in found]


def quantecon(a: Any, b: Any) -> Any:
    """A QuantEcon game."""
    from quantecon.game_theory import NormalFormGame, Player

    rows, columns = np.array(a, float), np.array(b, float)
    return NormalFormGame([Player(rows), Player(np.ascontiguousarray(columns.T))])


def quantecon_vertices(game: Any) -> list[Profile]:
    """QuantEcon: vertex enumeration in floats."""
    from quantecon.game_theory import vertex_enumeration

    return list(vertex_enumeration(game))


def quantecon_support(game: Any) -> list[Profile]:
    """QuantEcon: support enumeration in floats."""
    from quantecon.game_theory import support_enumeration

    return list(support_enumeration(game))


class Lrsnash:
    """lrsnash: extreme equilibria in exact arithmetic, as a program that reads and writes text."""

    def __init__(self, a: Any, b: Any) -> None:
        m, n = len(a), len(a[0])
        text = "\n".join("\n".join(" ".join(map(str, row)) for row in table) for table in (a, b))
        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name) / "game"
        self.file.write_text(f"{m} {n}\n\n{text}\n")

    def solve(self) -> list[Profile]:
        """Run it, and read the equilibria."""
        assert LRSNASH is not None
        out = subprocess.run([LRSNASH, str(self.file)], capture_output=True, text=True, check=True).stdout
        return _read_lrsnash(out)


def _read_lrsnash(text: str) -> list[Profile]:
    """Read lines `1 x ... payoff` and `2 y ... payoff`: each block lists the column strategies for one row strategy."""
    result: list[Profile] = []
    columns: list[tuple[Fraction, ...]] = []
    for line in text.splitlines():
        parts = line.split()
        if not parts or parts[0] not in ("1", "2"):
            continue
        mixture = tuple(map(Fraction, parts[1:-1]))
        if parts[0] == "2":
            columns.append(mixture)
        else:
            result += [(mixture, y) for y in columns]
            columns = []
    return result


def quantecon_lemke_howson(game: Any, pivots: int) -> bool:
    """QuantEcon: one equilibrium by the Lemke-Howson algorithm; whether the path ended."""
    from quantecon.game_theory import lemke_howson

    _, result = lemke_howson(game, max_iter=pivots, full_output=True)
    return bool(result.converged)


def highs(matrix: Any, solver: str) -> float:
    """HiGHS through SciPy: the value of a matrix game."""
    from scipy.optimize import linprog

    m, n = matrix.shape
    solved = linprog(
        np.append(np.zeros(m), -1.0),
        A_ub=np.column_stack([-matrix.T, np.ones(n)]),
        b_ub=np.zeros(n),
        A_eq=np.append(np.ones(m), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0, None)] * m + [(None, None)],
        method={"simplex": "highs-ds", "ipm": "highs-ipm"}[solver],
    )
    return float(-solved.fun)
