"""Games with continuous offers: stochastic alternating offers, and the classics as short expressions of it.

Names are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "gametheory.bargaining.attrition": ("WarOfAttrition",),
    "gametheory.bargaining.attrition_discounting": ("DiscountedAttrition",),
    "gametheory.bargaining.attrition_private": ("PrivateAttrition",),
    "gametheory.bargaining.audience": ("AudienceCosts",),
    "gametheory.bargaining.chicken": ("Chicken",),
    "gametheory.bargaining.commitment": ("PowerShift", "PreventiveWar"),
    "gametheory.bargaining.crisis": ("RiskReturn", "RiskReturnTwoTypes"),
    "gametheory.bargaining.delay_signals": ("AdmatiPerry", "Cramton"),
    "gametheory.bargaining.hotline": ("Hotline",),
    "gametheory.bargaining.optimism": ("LearningOptimism", "Optimism"),
    "gametheory.bargaining.power_gap": ("PowerAndBenefits",),
    "gametheory.bargaining.reputation": ("AbreuGul",),
    "gametheory.bargaining.screening": ("Screening",),
    "gametheory.bargaining.waiting": ("SuccessorWait",),
    "gametheory.bargaining.axiomatic": (
        "Polygon",
        "Polytope",
        "PowerUtilities",
        "TransferableUtility",
        "egalitarian",
        "kalai_smorodinsky",
        "nash_solution",
        "utilitarian",
    ),
    "gametheory.bargaining.classics": (
        "BaronFerejohn",
        "BinmoreRubinsteinWolinsky",
        "FixedCosts",
        "MerloWilson",
        "Rubinstein",
        "Stahl",
        "Unanimity",
    ),
    "gametheory.bargaining.coalitions": ("CharacteristicFunction",),
    "gametheory.bargaining.limits": (
        "alternating_offers_share",
        "limit_as_offers_speed_up",
        "limit_as_risk_vanishes",
    ),
    "gametheory.bargaining.protocol": ("Bargaining",),
    "gametheory.bargaining.result": ("BargainingEquilibria", "BargainingEquilibrium"),
    "gametheory.bargaining.grids": ("Sweep", "sweep"),
}
_WHERE = {name: module for module, names in _HOME.items() for name in names}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'gametheory.bargaining' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return __all__
