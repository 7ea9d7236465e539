"""gametheory: a formal solver for negotiation games.

Parameters go in; games, all their equilibria with the exact regions where these exist, closed-form thresholds and
machine-checked theorems come out.  Names are loaded when they are first used, so that the import stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # For type checkers and editors; at run time every name is loaded when it is first used.
    from gametheory import bargaining as bargaining
    from gametheory import examples as examples
    from gametheory import plot as plot
    from gametheory import repeated as repeated
    from gametheory.algebra.boundaries import Threshold as Threshold
    from gametheory.algebra.decide import Answer as Answer
    from gametheory.algebra.decide import Budget as Budget
    from gametheory.algebra.expressions import parameters as parameters
    from gametheory.algebra.proof import Proof as Proof
    from gametheory.algebra.proof import Step as Step
    from gametheory.algebra.proof import Theorem as Theorem
    from gametheory.algebra.proof import prove as prove
    from gametheory.algebra.region import Region as Region
    from gametheory.algebra.region import region as region
    from gametheory.equilibria.derived import Derived as Derived
    from gametheory.equilibria.derived import DerivedEquilibrium as DerivedEquilibrium
    from gametheory.equilibria.events import certain as certain
    from gametheory.equilibria.events import payoff as payoff
    from gametheory.equilibria.events import plays as plays
    from gametheory.equilibria.events import possible as possible
    from gametheory.equilibria.events import probability as probability
    from gametheory.equilibria.events import value as value
    from gametheory.equilibria.result import Equilibria as Equilibria
    from gametheory.equilibria.result import Equilibrium as Equilibrium
    from gametheory.equilibria.sequential import sequential as sequential
    from gametheory.equilibria.sequential import weak_perfect_bayesian as weak_perfect_bayesian
    from gametheory.equilibria.subgame_perfect import subgame_perfect as subgame_perfect
    from gametheory.equilibria.verification import Verification as Verification
    from gametheory.equilibria.verification import verify as verify
    from gametheory.extensive.backward import BackwardInduction as BackwardInduction
    from gametheory.extensive.backward import backward_induction as backward_induction
    from gametheory.extensive.backward import backward_induction_arrays as backward_induction_arrays
    from gametheory.extensive.large import RegretMinimization as RegretMinimization
    from gametheory.extensive.large import regret_minimization as regret_minimization
    from gametheory.extensive.lemke_tree import one_equilibrium_of_tree as one_equilibrium_of_tree
    from gametheory.extensive.sequence_form import SequenceForm as SequenceForm
    from gametheory.extensive.sequence_form import sequence_form as sequence_form
    from gametheory.extensive.zero_sum_tree import TreeSolution as TreeSolution
    from gametheory.extensive.zero_sum_tree import zero_sum_tree as zero_sum_tree
    from gametheory.files.efg import from_efg as from_efg
    from gametheory.files.efg import to_efg as to_efg
    from gametheory.files.json_text import from_json as from_json
    from gametheory.files.json_text import to_json as to_json
    from gametheory.files.nfg import from_nfg as from_nfg
    from gametheory.files.nfg import to_nfg as to_nfg
    from gametheory.files.reading import read as read
    from gametheory.files.reading import write as write
    from gametheory.games.game import Game as Game
    from gametheory.games.normal import NormalForm as NormalForm
    from gametheory.games.tree import chance as chance
    from gametheory.games.tree import end as end
    from gametheory.games.tree import move as move
    from gametheory.mediation.bayesian import BayesianGame as BayesianGame
    from gametheory.mediation.censorship import Censorship as Censorship
    from gametheory.mediation.censorship import censorship as censorship
    from gametheory.mediation.communication import arbitration as arbitration
    from gametheory.mediation.communication import bayes_correlated as bayes_correlated
    from gametheory.mediation.communication import communication_equilibrium as communication_equilibrium
    from gametheory.mediation.communication import mediated_talk as mediated_talk
    from gametheory.mediation.communication import public_talk as public_talk
    from gametheory.mediation.concavification import ConcaveClosure as ConcaveClosure
    from gametheory.mediation.concavification import concave_closure as concave_closure
    from gametheory.mediation.correlated import MediatedOutcome as MediatedOutcome
    from gametheory.mediation.correlated import check_correlated as check_correlated
    from gametheory.mediation.correlated import correlated as correlated
    from gametheory.mediation.correlated_set import CorrelatedSet as CorrelatedSet
    from gametheory.mediation.correlated_set import correlated_set as correlated_set
    from gametheory.mediation.deviations import check_mediation as check_mediation
    from gametheory.mediation.device import Mediation as Mediation
    from gametheory.mediation.device import Temptation as Temptation
    from gametheory.mediation.disclosure import both_or_nothing as both_or_nothing
    from gametheory.mediation.extensive_form import extensive_correlated as extensive_correlated
    from gametheory.mediation.extensive_result import DisobedienceInTree as DisobedienceInTree
    from gametheory.mediation.extensive_result import MediatedPlay as MediatedPlay
    from gametheory.mediation.mediator import with_envoy as with_envoy
    from gametheory.mediation.mediator import with_mediator as with_mediator
    from gametheory.mediation.messenger import coarsen as coarsen
    from gametheory.mediation.messenger import delay as delay
    from gametheory.mediation.messenger import friction as friction
    from gametheory.mediation.messenger import garble as garble
    from gametheory.mediation.obedience import check_extensive_correlated as check_extensive_correlated
    from gametheory.mediation.persuasion import Persuasion as Persuasion
    from gametheory.mediation.persuasion import persuasion as persuasion
    from gametheory.mediation.talk import with_signal as with_signal
    from gametheory.mediation.talk import with_talk as with_talk
    from gametheory.mediation.third_party import arbitrated as arbitrated
    from gametheory.mediation.third_party import audience_costs as audience_costs
    from gametheory.mediation.third_party import guaranteed as guaranteed
    from gametheory.mediation.trade import BilateralTrade as BilateralTrade
    from gametheory.mediation.trade import bilateral_trade as bilateral_trade
    from gametheory.mediation.value import ValueOfMediation as ValueOfMediation
    from gametheory.mediation.value import value_of_mediation as value_of_mediation
    from gametheory.modelling import Model as Model
    from gametheory.modelling import Question as Question
    from gametheory.modelling import catalogue as catalogue
    from gametheory.pictures.figure import draw as draw
    from gametheory.pictures.tikz import tikz as tikz
    from gametheory.refinements.beliefs import best_replies_by_belief as best_replies_by_belief
    from gametheory.refinements.beliefs import draw_replies as draw_replies
    from gametheory.refinements.criteria import Refined as Refined
    from gametheory.refinements.criteria import d1 as d1
    from gametheory.refinements.criteria import d2 as d2
    from gametheory.refinements.criteria import intuitive_criterion as intuitive_criterion
    from gametheory.refinements.criteria import universal_divinity as universal_divinity
    from gametheory.refinements.parametric import (
        survives_intuitive_criterion as survives_intuitive_criterion,
    )
    from gametheory.refinements.perfection import perfect as perfect
    from gametheory.refinements.signalling import classify as classify
    from gametheory.refinements.signalling import signalling_game as signalling_game
    from gametheory.refinements.trembles import Trembles as Trembles
    from gametheory.refinements.trembles import extensive_form_perfect as extensive_form_perfect
    from gametheory.refinements.trembles import proper as proper
    from gametheory.refinements.undefeated import undefeated as undefeated
    from gametheory.strategic import interop as interop
    from gametheory.strategic.batch import BatchEquilibria as BatchEquilibria
    from gametheory.strategic.batch import nash_batch as nash_batch
    from gametheory.strategic.dominance import iterated_dominance as iterated_dominance
    from gametheory.strategic.dominance import rationalizable as rationalizable
    from gametheory.strategic.methods import LabelBranching as LabelBranching
    from gametheory.strategic.methods import Lemke as Lemke
    from gametheory.strategic.methods import LemkeHowson as LemkeHowson
    from gametheory.strategic.methods import SupportEnumeration as SupportEnumeration
    from gametheory.strategic.methods import VertexEnumeration as VertexEnumeration
    from gametheory.strategic.nash import nash as nash
    from gametheory.strategic.one import OneEquilibrium as OneEquilibrium
    from gametheory.strategic.one import nash_one as nash_one
    from gametheory.strategic.pure import pure_equilibria as pure_equilibria
    from gametheory.strategic.quantal import LogitBranch as LogitBranch
    from gametheory.strategic.quantal import QuantalResponse as QuantalResponse
    from gametheory.strategic.quantal import QuantalResponses as QuantalResponses
    from gametheory.strategic.quantal import logit_branch as logit_branch
    from gametheory.strategic.quantal import quantal_response as quantal_response
    from gametheory.strategic.result import NashEquilibria as NashEquilibria
    from gametheory.strategic.result import NashSet as NashSet
    from gametheory.strategic.structure import potential as potential
    from gametheory.strategic.structure import structure as structure
    from gametheory.strategic.structure import supermodular as supermodular
    from gametheory.strategic.zero_sum import ZeroSumSolution as ZeroSumSolution
    from gametheory.strategic.zero_sum import zero_sum as zero_sum

__version__ = "0.1.0"

_HOME = {
    "gametheory.algebra.decide": ("Answer", "Budget"),
    "gametheory.algebra.expressions": ("parameters",),
    "gametheory.algebra.proof": ("Proof", "Step", "Theorem", "prove"),
    "gametheory.algebra.region": ("Region", "region"),
    "gametheory.algebra.boundaries": ("Threshold",),
    "gametheory.mediation.bayesian": ("BayesianGame",),
    "gametheory.mediation.communication": (
        "arbitration",
        "bayes_correlated",
        "communication_equilibrium",
        "mediated_talk",
        "public_talk",
    ),
    "gametheory.mediation.device": ("Mediation", "Temptation"),
    "gametheory.mediation.deviations": ("check_mediation",),
    "gametheory.mediation.correlated": (
        "MediatedOutcome",
        "check_correlated",
        "correlated",
    ),
    "gametheory.mediation.correlated_set": ("CorrelatedSet", "correlated_set"),
    "gametheory.mediation.extensive_form": ("extensive_correlated",),
    "gametheory.mediation.extensive_result": ("DisobedienceInTree", "MediatedPlay"),
    "gametheory.mediation.obedience": ("check_extensive_correlated",),
    "gametheory.mediation.trade": ("BilateralTrade", "bilateral_trade"),
    "gametheory.mediation.censorship": ("Censorship", "censorship"),
    "gametheory.mediation.concavification": ("ConcaveClosure", "concave_closure"),
    "gametheory.mediation.persuasion": ("Persuasion", "persuasion"),
    "gametheory.mediation.disclosure": ("both_or_nothing",),
    "gametheory.mediation.mediator": ("with_envoy", "with_mediator"),
    "gametheory.mediation.messenger": ("coarsen", "delay", "friction", "garble"),
    "gametheory.mediation.talk": ("with_signal", "with_talk"),
    "gametheory.mediation.third_party": ("arbitrated", "audience_costs", "guaranteed"),
    "gametheory.mediation.value": ("ValueOfMediation", "value_of_mediation"),
    "gametheory.modelling": ("Model", "Question", "catalogue"),
    "gametheory.equilibria.derived": ("Derived", "DerivedEquilibrium"),
    "gametheory.equilibria.result": ("Equilibria", "Equilibrium"),
    "gametheory.equilibria.sequential": ("sequential", "weak_perfect_bayesian"),
    "gametheory.equilibria.subgame_perfect": ("subgame_perfect",),
    "gametheory.equilibria.verification": ("Verification", "verify"),
    "gametheory.extensive.backward": ("BackwardInduction", "backward_induction", "backward_induction_arrays"),
    "gametheory.extensive.large": ("RegretMinimization", "regret_minimization"),
    "gametheory.extensive.lemke_tree": ("one_equilibrium_of_tree",),
    "gametheory.extensive.sequence_form": ("SequenceForm", "sequence_form"),
    "gametheory.extensive.zero_sum_tree": ("TreeSolution", "zero_sum_tree"),
    "gametheory.files.efg": ("from_efg", "to_efg"),
    "gametheory.files.json_text": ("from_json", "to_json"),
    "gametheory.files.nfg": ("from_nfg", "to_nfg"),
    "gametheory.files.reading": ("read", "write"),
    "gametheory.games.game": ("Game",),
    "gametheory.games.normal": ("NormalForm",),
    "gametheory.equilibria.events": ("certain", "payoff", "plays", "possible", "probability", "value"),
    "gametheory.games.tree": ("chance", "end", "move"),
    "gametheory.pictures.figure": ("draw",),
    "gametheory.pictures.tikz": ("tikz",),
    "gametheory.refinements.beliefs": ("best_replies_by_belief", "draw_replies"),
    "gametheory.refinements.trembles": ("Trembles", "extensive_form_perfect", "proper"),
    "gametheory.refinements.undefeated": ("undefeated",),
    "gametheory.refinements.criteria": ("Refined", "d1", "d2", "intuitive_criterion", "universal_divinity"),
    "gametheory.refinements.parametric": ("survives_intuitive_criterion",),
    "gametheory.refinements.perfection": ("perfect",),
    "gametheory.refinements.signalling": ("classify", "signalling_game"),
    "gametheory.strategic.batch": ("BatchEquilibria", "nash_batch"),
    "gametheory.strategic.dominance": ("iterated_dominance", "rationalizable"),
    "gametheory.strategic.methods": (
        "LabelBranching",
        "Lemke",
        "LemkeHowson",
        "SupportEnumeration",
        "VertexEnumeration",
    ),
    "gametheory.strategic.nash": ("nash",),
    "gametheory.strategic.one": ("OneEquilibrium", "nash_one"),
    "gametheory.strategic.pure": ("pure_equilibria",),
    "gametheory.strategic.quantal": (
        "LogitBranch",
        "QuantalResponse",
        "QuantalResponses",
        "logit_branch",
        "quantal_response",
    ),
    "gametheory.strategic.result": ("NashEquilibria", "NashSet"),
    "gametheory.strategic.structure": ("potential", "structure", "supermodular"),
    "gametheory.strategic.zero_sum": ("ZeroSumSolution", "zero_sum"),
}
_MODULES = {
    "bargaining": "bargaining",
    "examples": "examples",
    "interop": "strategic.interop",
    "plot": "plot",
    "repeated": "repeated",
}
_WHERE = {name: module for module, names in _HOME.items() for name in names}

__all__ = ["__version__", *_MODULES, *sorted(_WHERE)]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"gametheory.{_MODULES[name]}")
    if name not in _WHERE:
        raise AttributeError(f"module 'gametheory' has no attribute {name!r}")
    value = getattr(import_module(_WHERE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
