"""gametheory: a formal solver for negotiation games.

Parameters go in; games, all their equilibria with the exact regions where these exist, closed-form thresholds and
machine-checked theorems come out.  Names are loaded when they are first used, so that the import stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOME = {
    "gametheory.algebra.decide": ("Answer", "Budget"),
    "gametheory.algebra.expressions": ("parameters",),
    "gametheory.algebra.proof": ("Proof", "Step", "Theorem", "prove"),
    "gametheory.algebra.region": ("Region", "region"),
    "gametheory.algebra.boundaries": ("Threshold",),
    "gametheory.modelling": ("Model", "Question", "catalogue"),
    "gametheory.equilibria.derived": ("Derived", "DerivedEquilibrium"),
    "gametheory.equilibria.result": ("Equilibria", "Equilibrium"),
    "gametheory.equilibria.sequential": ("sequential",),
    "gametheory.equilibria.subgame_perfect": ("nash", "subgame_perfect"),
    "gametheory.games.game": ("Game",),
    "gametheory.games.normal": ("NormalForm",),
    "gametheory.equilibria.events": ("certain", "payoff", "plays", "possible", "probability", "value"),
    "gametheory.games.tree": ("chance", "end", "move"),
}
_MODULES = ("bargaining", "plot")
_WHERE = {name: module for module, names in _HOME.items() for name in names}

__all__ = ["__version__", *_MODULES, *sorted(_WHERE)]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"gametheory.{name}")
    if name not in _WHERE:
        raise AttributeError(f"module 'gametheory' has no attribute {name!r}")
    value = getattr(import_module(_WHERE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
