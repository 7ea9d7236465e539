"""Games with continuous offers: stochastic alternating offers, and the classics as short expressions of it.

Names are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gametheory.bargaining.attrition import WarOfAttrition as WarOfAttrition
    from gametheory.bargaining.attrition_discounting import DiscountedAttrition as DiscountedAttrition
    from gametheory.bargaining.attrition_private import PrivateAttrition as PrivateAttrition
    from gametheory.bargaining.audience import AudienceCosts as AudienceCosts
    from gametheory.bargaining.axiomatic import Polygon as Polygon
    from gametheory.bargaining.axiomatic import Polytope as Polytope
    from gametheory.bargaining.axiomatic import PowerUtilities as PowerUtilities
    from gametheory.bargaining.axiomatic import TransferableUtility as TransferableUtility
    from gametheory.bargaining.axiomatic import egalitarian as egalitarian
    from gametheory.bargaining.axiomatic import kalai_smorodinsky as kalai_smorodinsky
    from gametheory.bargaining.axiomatic import nash_solution as nash_solution
    from gametheory.bargaining.axiomatic import utilitarian as utilitarian
    from gametheory.bargaining.chicken import Chicken as Chicken
    from gametheory.bargaining.classics import BaronFerejohn as BaronFerejohn
    from gametheory.bargaining.classics import BinmoreRubinsteinWolinsky as BinmoreRubinsteinWolinsky
    from gametheory.bargaining.classics import FixedCosts as FixedCosts
    from gametheory.bargaining.classics import MerloWilson as MerloWilson
    from gametheory.bargaining.classics import Rubinstein as Rubinstein
    from gametheory.bargaining.classics import Stahl as Stahl
    from gametheory.bargaining.classics import Unanimity as Unanimity
    from gametheory.bargaining.coalitions import CharacteristicFunction as CharacteristicFunction
    from gametheory.bargaining.commitment import PowerShift as PowerShift
    from gametheory.bargaining.commitment import PreventiveWar as PreventiveWar
    from gametheory.bargaining.crisis import RiskReturn as RiskReturn
    from gametheory.bargaining.crisis import RiskReturnTwoTypes as RiskReturnTwoTypes
    from gametheory.bargaining.delay_signals import AdmatiPerry as AdmatiPerry
    from gametheory.bargaining.delay_signals import Cramton as Cramton
    from gametheory.bargaining.diagram import draw as draw
    from gametheory.bargaining.grids import Sweep as Sweep
    from gametheory.bargaining.grids import sweep as sweep
    from gametheory.bargaining.hotline import Hotline as Hotline
    from gametheory.bargaining.limits import alternating_offers_share as alternating_offers_share
    from gametheory.bargaining.limits import limit_as_offers_speed_up as limit_as_offers_speed_up
    from gametheory.bargaining.limits import limit_as_risk_vanishes as limit_as_risk_vanishes
    from gametheory.bargaining.optimism import LearningOptimism as LearningOptimism
    from gametheory.bargaining.optimism import Optimism as Optimism
    from gametheory.bargaining.power_gap import PowerAndBenefits as PowerAndBenefits
    from gametheory.bargaining.protocol import Bargaining as Bargaining
    from gametheory.bargaining.reputation import AbreuGul as AbreuGul
    from gametheory.bargaining.result import BargainingEquilibria as BargainingEquilibria
    from gametheory.bargaining.result import BargainingEquilibrium as BargainingEquilibrium
    from gametheory.bargaining.screening import Screening as Screening
    from gametheory.bargaining.waiting import SuccessorWait as SuccessorWait

_HOME = {
    "gametheory.bargaining.attrition": ("WarOfAttrition",),
    "gametheory.bargaining.attrition_discounting": ("DiscountedAttrition",),
    "gametheory.bargaining.attrition_private": ("PrivateAttrition",),
    "gametheory.bargaining.audience": ("AudienceCosts",),
    "gametheory.bargaining.chicken": ("Chicken",),
    "gametheory.bargaining.commitment": ("PowerShift", "PreventiveWar"),
    "gametheory.bargaining.crisis": ("RiskReturn", "RiskReturnTwoTypes"),
    "gametheory.bargaining.delay_signals": ("AdmatiPerry", "Cramton"),
    "gametheory.bargaining.diagram": ("draw",),
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
