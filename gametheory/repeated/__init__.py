"""Infinitely repeated games with discounting: equilibrium payoffs, and when given strategies are equilibria.

`payoff_set` finds what two players can earn in subgame-perfect equilibria; `when_subgame_perfect` says for which parameters an
automaton is one; `grim_trigger` and `critical_discount` do so for trigger strategies.  Names are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gametheory.repeated.automaton import Automaton as Automaton
    from gametheory.repeated.automaton import continuation_values as continuation_values
    from gametheory.repeated.automaton import tit_for_tat as tit_for_tat
    from gametheory.repeated.automaton import when_subgame_perfect as when_subgame_perfect
    from gametheory.repeated.guarantees import Minmax as Minmax
    from gametheory.repeated.guarantees import feasible_set as feasible_set
    from gametheory.repeated.guarantees import minmax as minmax
    from gametheory.repeated.payoffs import payoff_set as payoff_set
    from gametheory.repeated.result import PayoffSet as PayoffSet
    from gametheory.repeated.result import Regime as Regime
    from gametheory.repeated.thresholds import critical_discount as critical_discount
    from gametheory.repeated.thresholds import grim_trigger as grim_trigger
    from gametheory.repeated.thresholds import trigger as trigger

_HOME = {
    "gametheory.repeated.automaton": (
        "Automaton",
        "continuation_values",
        "tit_for_tat",
        "when_subgame_perfect",
    ),
    "gametheory.repeated.guarantees": ("Minmax", "feasible_set", "minmax"),
    "gametheory.repeated.payoffs": ("payoff_set",),
    "gametheory.repeated.result": ("PayoffSet", "Regime"),
    "gametheory.repeated.thresholds": ("critical_discount", "grim_trigger", "trigger"),
}
_WHERE = {name: module for module, names in _HOME.items() for name in names}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'gametheory.repeated' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return __all__
