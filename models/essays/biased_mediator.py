"""The biased mediator: who is believed when he counsels a concession.

A presses a demand on B, which is tough (probability q; war costs it c_L) or weak (war costs it c_H > c_L), and which
accepts what leaves it no worse than war.  Measured from what war would divide, A can ask c_L, which both accept, or c_H,
which only a weak B does; war then costs A c_A.  (More is refused by all, and anything between is refused by a tough B and
brings less than c_H from a weak one.)

A mediator has seen a sign of B's resolve, right with probability al > 1/2, and says to A that B is tough or weak.  He
cares for A's share with the weight b (his bias; negative if he is on B's side), and war costs himself c_M: it spills
over.  `alone` is the game without him.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

s, eps, mu, c_L, c_H, c_A, c_M, b = gt.parameters("s eps mu c_L c_H c_A c_M b")

ASSUMING = [0 < s, s < 1, 0 < eps, eps < mu, mu < 1, 0 < c_L, c_L < c_H, c_A > 0, c_M > 0]

TOUGH = {"weak": eps, "tough": mu}
"""How likely B is tough, by the sign that the mediator has seen."""


def advised() -> gt.Game:
    """Build the game with the mediator: his sign, what he says, and what A asks."""

    def mediator(sign: str) -> gt.Move:
        says = {word: _demand(TOUGH[sign], word) for word in ("tough", "weak")}
        return gt.move("mediator", knows=f"sign: {sign}", actions=says)

    return gt.Game(
        gt.chance({"weak": s, "tough": 1 - s}, mediator),
        assuming=ASSUMING,
        players=("A", "mediator"),
        name="a mediator's advice",
    )


def alone() -> gt.Game:
    """Build A's choice without a mediator."""
    prior = s * eps + (1 - s) * mu
    return gt.Game(
        _demand(prior, "nothing"), assuming=ASSUMING, players=("A", "mediator"), name="nobody to ask"
    )


def _demand(tough: Any, word: str) -> gt.Move:
    replies = {
        "war": gt.end(A=-c_A, mediator=-c_M, outcome="war"),
        "yields": gt.end(A=c_H, mediator=b * c_H, outcome="large share"),
    }
    press = gt.chance({"war": tough, "yields": 1 - tough}, lambda reply: replies[reply])
    concede = gt.end(A=c_L, mediator=b * c_L, outcome="small share")
    return gt.move("A", knows=f"told: {word}", actions={"concede": concede, "press": press})


SAYS_WEAK, SAYS_WEAK_FALSELY = (gt.plays("mediator", "weak", knows=f"sign: {s}") for s in ("weak", "tough"))
PRESSES, PRESSES_ALL_THE_SAME = (gt.plays("A", "press", knows=f"told: {s}") for s in ("weak", "tough"))

INFLUENCE = (SAYS_WEAK - SAYS_WEAK_FALSELY) * (PRESSES - PRESSES_ALL_THE_SAME)
"""By how much likelier A presses after a sign of weakness than after a sign of resolve."""


def _believed(found: Any) -> gt.Region:
    return found["advised"].when(INFLUENCE == 1)


def _war(compare: Any) -> Any:
    """Return the question where war with a mediator who is believed compares so with war without one."""

    def ask(found: Any) -> gt.Region:
        without = gt.probability("war", among=found["alone"])
        return found["advised"].when((INFLUENCE == 1) & compare(gt.probability("war"), without))

    return ask


@dataclass(frozen=True)
class Data:
    """The window of bias against the mediator's own cost of war, and war with and without him against the prior."""

    cost: Any
    low: Any
    high: Any
    prior: Any
    war: Any
    war_alone: Any
    switch: float


AT = {"eps": Fraction(1, 5), "mu": Fraction(1, 2), "c_L": Fraction(1, 20), "c_H": Fraction(3, 10)}
"""What the figure shows, with c_A = 2/5."""


def data(*, quick: bool = False) -> Data:
    """Evaluate the solver's window, and the probability of war at c_M = 1/5, b = 1/2 in its equilibria."""
    solved = MODEL.solve()
    window = solved.region("believed").substitute(**AT, c_A=Fraction(2, 5)).solve_for(b)
    (piece,) = window.pieces
    (low,), (high,) = piece.lower, piece.upper
    cost = np.linspace(0.0, 0.4, 21 if quick else 201)
    shares = [Fraction(i, 16 if quick else 128) for i in range(1, 16 if quick else 128)]
    point = {**AT, "c_A": Fraction(2, 5), "c_M": Fraction(1, 5), "b": Fraction(1, 2)}
    war, alone_ = [], []
    (advice,) = (
        e
        for e in solved.equilibria["advised"].generic
        if e.is_pure
        and e.strategy["mediator"]["sign: weak"]["weak"] == 1
        and e.strategy["A"]["told: weak"]["press"] == 1
        and e.strategy["A"]["told: tough"]["press"] == 0
        and e.strategy["mediator"]["sign: tough"]["weak"] == 0
    )
    for share in shares:
        (here,) = [e for e in [advice.at(**point, s=share)] if e is not None]
        war.append(float(here.outcomes["war"]))
        alone_.append(max(float(e.outcomes["war"]) for e in solved.equilibria["alone"].at(**point, s=share)))
    prior = np.array([float(x * AT["eps"] + (1 - x) * AT["mu"]) for x in shares])
    (switch,) = {
        bound.value
        for bound, _ in solved.region("more war").substitute(**point).solve_for(s).boundaries
        if 0 < bound.value < 1
    }
    at_switch = float(switch) * float(AT["eps"]) + (1 - float(switch)) * float(AT["mu"])
    return Data(
        cost,
        low.evaluate(c_M=cost),
        high.evaluate(c_M=cost),
        prior,
        np.array(war),
        np.array(alone_),
        at_switch,
    )


def draw(data: Data) -> Any:
    """Draw who is believed, and what that does to war."""
    figure = gt.plot.new_figure(figsize=(8.6, 3.9))
    left, right = figure.subplots(1, 2)
    left.fill_between(data.cost, 0, data.low, color=gt.plot.FILL[1], lw=0)
    left.fill_between(data.cost, data.low, np.minimum(data.high, 1), color=gt.plot.FILL[2], lw=0)
    left.fill_between(data.cost, np.minimum(data.high, 1), 1, color=gt.plot.FILL[3], lw=0)
    left.plot(data.cost, data.low, color=gt.plot.LINE[1])
    left.plot(data.cost, data.high, color=gt.plot.LINE[3])
    left.text(0.23, 0.72, "believed", ha="center", fontsize=9)
    left.text(
        0.27, 0.1, "too neutral: would always\ncounsel to concede", ha="center", va="center", fontsize=9
    )
    left.text(0.012, 0.86, "too partial: would\nnever counsel it", fontsize=9)
    left.set_xticks([0, 0.1, 0.2, 0.3, 0.4])
    left.set(
        xlim=(0, 0.4),
        ylim=(0, 1),
        xlabel="what war costs the mediator, $c_M$",
        ylabel="his bias $b$ towards the side he advises",
    )
    left.set_title("Whose advice is believed", fontsize=10)
    order = np.argsort(data.prior)
    prior, war, alone_ = data.prior[order], data.war[order], data.war_alone[order]
    right.plot(prior, war, color=gt.plot.LINE[2], label="with a mediator who is believed")
    below = prior <= data.switch
    right.plot(prior[below], alone_[below], color=gt.plot.LINE[1], label="without one")
    right.plot(prior[~below], alone_[~below], color=gt.plot.LINE[1])
    right.axvline(data.switch, ymax=0.8, color=gt.plot.INK, lw=0.6, ls=":")
    right.text(data.switch + 0.004, 0.3, "$q^*$: A would\nconcede alone", fontsize=9, va="center")
    right.set(
        xlim=(float(AT["eps"]), float(AT["mu"])),
        ylim=(-0.01, 0.5),
        xlabel="prior probability $q$ that B is tough",
        ylabel="probability of war",
    )
    right.set_title("What his advice does to war", fontsize=10)
    right.legend(loc="upper left")
    return figure


MODEL = gt.Model(
    title="The biased mediator",
    claim="A mediator is neutral ground, and messages that pass through him are believed.",
    source=(
        "Essay 2 (a middle power as mediator) and essay 1 (asymmetric diplomacy); in the manner of Kydd, American Journal of "
        "Political Science 47 (2003)"
    ),
    games={"advised": advised, "alone": alone},
    concept=gt.sequential,
    questions={
        "believed": gt.Question(
            "Can it be that A presses after a sign of weakness and concedes after a sign of resolve?",
            _believed,
            b,
        ),
        "any influence": gt.Question(
            "Can the mediator's sign make any difference to what A does?",
            lambda found: found["advised"].when(INFLUENCE != 0),
            b,
        ),
        "neutral": gt.Question(
            "Can an unbiased mediator (b = 0) make any difference?",
            lambda found: found["advised"].when(INFLUENCE != 0).substitute(b=0),
            c_M,
        ),
        "less war": gt.Question(
            "Can war be less likely with a mediator who is believed than without one?",
            _war(lambda with_him, without: with_him < without),
            s,
        ),
        "more war": gt.Question(
            "Can war be more likely with a mediator who is believed than without one?",
            _war(lambda with_him, without: with_him > without),
            s,
        ),
    },
    message=(
        "A follows a mediator's advice exactly where he is biased enough towards A, b >= eps c_M/((1 - eps) c_H - c_L), not too biased, "
        "b ((1 - mu) c_H - c_L) <= mu c_M, and tells A something of use, eps <= (c_H - c_L)/(c_A + c_H) <= mu; the claim fails for a "
        "neutral mediator, whatever he knows, and the more a war costs himself the more partial he must be. Advice that is believed "
        "prevents war only where A would otherwise press; where it would concede, the advice brings war about."
    ),
    data=data,
    draw=draw,
)
