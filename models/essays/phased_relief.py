"""Phased relief: sanctions are phased out against commitments, step by step, with nobody to enforce the next step.

W holds a stock of concessions, which cost it b a unit and are worth a a unit to S; S holds relief, which costs it c a
unit and is worth e a unit to W.  They move in turn, W first, and discount the time between two moves by d.  A plan is a
share 1 - q of what is left of both stocks, exchanged in each round, at r units of relief for a unit of concession.  After
a stop nothing follows: that is an equilibrium by itself, and nobody can be made worse off than by it.

What is left after a round is the same game with stocks q times as large.  So a round is a finite game whose values V_W,
V_S of the next round (for stocks of the same size) are parameters; in a stationary equilibrium they are what the round
yields.  Plans with other shares in other rounds can do no more (theorem).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

a, b, c, e, d, r, q, V_W, V_S = gt.parameters("a b c e d r q V_W V_S")

ASSUMING = [a > 0, b > 0, c > 0, e > 0, 0 < d, d < 1, r > 0, 0 <= q, q < 1]


def game() -> gt.Game:
    """Build a round: W delivers its share or stops, then S relieves or stops."""
    concession, relief = 1 - q, r * (1 - q)
    exchanged = gt.end(
        W=-b * concession + d * e * relief + d**2 * q * V_W,
        S=a * concession - d * c * relief + d**2 * q * V_S,
        outcome="next round",
    )
    betrayed = gt.end(W=-b * concession, S=a * concession, outcome="stop")
    answer = gt.move("S", knows="its turn", actions={"relieve": exchanged, "stop": betrayed})
    stopped = gt.end(W=0, S=0, outcome="stop")
    return gt.Game(
        gt.move("W", knows="its turn", actions={"deliver": answer, "stop": stopped}),
        assuming=ASSUMING,
        name="a round of phased relief",
    )


STATIONARY = (gt.payoff("W") == V_W) & (gt.payoff("S") == V_S)


def _delivers(found: Any) -> gt.Region:
    """Return the plans, shares and terms alike, in whose round W delivers in some stationary equilibrium."""
    return found["game"].when(STATIONARY & (gt.plays("W", "deliver") > 0)).eliminate("V_W", "V_S")


@dataclass(frozen=True)
class Data:
    """What is left after each round of the fastest plan, and the smallest share left against patience."""

    rounds: Any
    left: dict[str, Any]
    patience: Any
    share: dict[str, Any]
    threshold: dict[str, float]


def data(*, quick: bool = False) -> Data:
    """Evaluate the solver's thresholds at a = e = 1: b c is then the product of costs over that of benefits."""
    solved = MODEL.solve()
    ((share, _),) = solved.region("share left").solve_for(q).boundaries
    needed = solved.threshold("relief").value
    rounds = np.arange(0, 13)
    left = {}
    for patience in ("18/25", "4/5", "9/10", "99/100"):
        kept = share.evaluate(a=1.0, e=1.0, b=1.0, c=0.5, d=float(Fraction(patience)))
        left[patience] = kept**rounds
    grid = np.linspace(0.02, 0.999, 50 if quick else 400)
    shares, thresholds = {}, {}
    for costs in ("1/4", "1/2", "3/4"):
        kept = share.evaluate(a=1.0, e=1.0, b=1.0, c=float(Fraction(costs)), d=grid)
        shares[costs] = np.where(kept < 1, kept, np.nan)
        thresholds[costs] = float(needed.subs({a: 1, e: 1, b: 1, c: Fraction(costs)}))
    return Data(rounds, left, grid, shares, thresholds)


def draw(data: Data) -> Any:
    """Draw the fastest self-enforcing plans, and how fast they are."""
    figure = gt.plot.new_figure(figsize=(8.2, 3.9))
    first, second = figure.subplots(1, 2)
    for (patience, left), colour in zip(data.left.items(), gt.plot.LINE, strict=True):
        first.plot(
            data.rounds, left, "o-", ms=3, lw=0.9, color=colour, label=f"$d={float(Fraction(patience)):g}$"
        )
    first.set(xlim=(0, 12), ylim=(0, 1.03), xlabel="round", ylabel="sanctions and commitments still open")
    first.set_title("Fastest plan ($bc/ae=1/2$)", fontsize=10)
    first.legend(loc="upper right", bbox_to_anchor=(1.0, 0.62), fontsize=9)
    for (costs, share), colour in zip(data.share.items(), gt.plot.LINE, strict=False):
        second.plot(data.patience, share, color=colour, label=f"$bc/ae={costs}$")
        second.plot([data.threshold[costs]], [1], "o", ms=4, color=colour, clip_on=False)
    second.plot([], [], "o", ms=4, color=gt.plot.INK, label=r"$d^*=\sqrt{bc/ae}$")
    second.text(0.03, 0.5, "no plan\nis kept", fontsize=9)
    second.set(xlim=(0, 1), ylim=(0, 1), xlabel="patience $d$", ylabel="smallest share left after a round")
    second.set_title("How large the steps can be", fontsize=10)
    second.legend(loc="lower left", fontsize=9)
    return figure


MODEL = gt.Model(
    title="Phased relief",
    claim="Sanctions can be phased out gradually in exchange for vague security commitments.",
    source="Essay 4 (secret diplomacy); own model, in the manner of Admati and Perry, Review of Economic Studies 58 (1991)",
    games={"game": game},
    concept=gt.subgame_perfect,
    questions={
        "relief": gt.Question(
            "Is there a plan, on some terms, that both sides keep?",
            lambda found: _delivers(found).eliminate("r", "q"),
            d,
        ),
        "share left": gt.Question(
            "Is there a plan, on some terms, that leaves the share q open in each round?",
            lambda found: _delivers(found).eliminate("r"),
            q,
        ),
        "terms": gt.Question(
            "Is there a plan on the terms r that both sides keep?",
            lambda found: _delivers(found).eliminate("q"),
            r,
        ),
        "all at once": gt.Question(
            "Can a plan end: can the last step of each side be kept?",
            lambda found: _delivers(found).substitute(q=0),
            d,
        ),
        "nothing": gt.Question(
            "Can it be that W delivers nothing?",
            lambda found: (
                found["game"]
                .when(STATIONARY & (gt.plays("W", "deliver") == 0))
                .eliminate("V_W", "V_S", "r", "q")
            ),
            d,
        ),
    },
    message=(
        "A plan of alternating steps enforces itself on some terms exactly when both are patient enough, d > sqrt(bc/(ae)), and "
        "on the terms r exactly when b/(d e) <= r < a d/c; the claim fails below that, and always for plans that end: a last "
        "step is never answered, so steps must shrink for ever, leaving at least bc/(ae d^2) of what is open after each "
        "round; stopping at once stays an equilibrium for all parameters."
    ),
    data=data,
    draw=draw,
)
