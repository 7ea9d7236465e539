"""Saving face with a mediator: a communique that names only some of those who gave in.

As in the face-saving exit a leader is weak with probability w, settling is worth G to a weak leader and s to a strong one, and an
observer challenges a settlement if it believes weakness more likely than tau, which costs the leader K if weak and k if strong.  But
what the observer sees is a mediator's communique.  The mediator learns the type and is committed to a rule: a strong leader's
settlement is called clean, a weak leader's a capitulation with probability nu, else clean.  The settlement stands before the communique
is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt
from models.essays.face_saving_exit import game as exit_game

w, tau, G, K, s, k, nu = gt.parameters("w tau G K s k nu")

ASSUMING = [0 < w, w < 1, 0 < tau, tau < 1, G > 0, G < K, s > 0, k > 0, 0 < nu, nu < 1]

W_STAR = tau / (tau + (1 - tau) * (1 - G / K))
"""The prior up to which a communique lets everybody settle."""


def mediated() -> gt.Game:
    """Build the game: the leader settles or not, the communique follows its rule, and the observer challenges it or not."""
    worth = {"weak": G, "strong": s}
    cost = {"weak": K, "strong": k}
    prize = {"weak": 1 - tau, "strong": -tau}

    def leader(kind: str) -> gt.Move:
        def seen(words: str) -> gt.Move:
            challenged = gt.end(leader=worth[kind] - cost[kind], observer=prize[kind], outcome="challenged")
            left = gt.end(leader=worth[kind], observer=0, outcome="settled")
            return gt.move("observer", knows=words, actions={"challenge": challenged, "refrain": left})

        named = gt.chance({"capitulation": nu, "clean": 1 - nu}, seen) if kind == "weak" else seen("clean")
        held_out = gt.end(leader=0, observer=0, outcome="delay")
        return gt.move("leader", knows=kind, actions={"settle": named, "hold out": held_out})

    return gt.Game(
        gt.chance({"weak": w, "strong": 1 - w}, leader), assuming=ASSUMING, name="a mediator's communique"
    )


NO_DELAY = gt.probability("delay") == 0


@dataclass(frozen=True)
class Data:
    """The least delay against the prior with and without a communique, and how often it must and may name the weak."""

    prior: Any
    direct: Any
    mediated: Any
    must: Any
    may: float
    limits: tuple[float, float]


def data(*, quick: bool = False) -> Data:
    """Evaluate at tau = 1/5, G/K = 1/2: the limits from the solver, the least delay from the theorem."""
    point = {"tau": Fraction(1, 5), "G": 1, "K": 2, "s": 1, "k": Fraction(1, 2)}
    solved = MODEL.solve()
    star = float(solved.region("no delay for some rule").substitute(**point).solve_for(w).value)
    prior = np.linspace(0.001, 0.999, 50 if quick else 500)
    must = np.clip(1 - 0.2 * (1 - prior) / (prior * 0.8), 0, 1)
    direct, with_rule = (np.maximum(0, (prior - edge) / (1 - edge)) for edge in (0.2, star))
    return Data(prior, direct, with_rule, must, 0.5, (0.2, star))


def draw(d: Data) -> Any:
    """Draw the least delay, and the window of rules."""
    figure = gt.plot.new_figure(figsize=(8.4, 3.8))
    left, right = figure.subplots(1, 2)
    left.plot(d.prior, d.direct, color=gt.plot.LINE[0], label="without a mediator")
    left.plot(d.prior, d.mediated, color=gt.plot.LINE[2], label="with the best communique")
    left.fill_between(d.prior, d.mediated, d.direct, color=gt.plot.FILL[2], lw=0)
    for edge, name in zip(d.limits, (r"$\tau$", "$w^*$"), strict=True):
        left.axvline(edge, color=gt.plot.INK, lw=0.6, ls=":")
        left.text(edge + 0.01, 0.6, name, fontsize=9)
    left.set(
        xlim=(0, 1),
        ylim=(0, 1),
        xlabel="prior probability of weakness $w$",
        ylabel="least probability of delay",
    )
    left.set_title("A communique puts delay off", fontsize=10)
    left.legend(loc="upper left")
    shown = d.prior <= d.limits[1]
    right.fill_between(d.prior[shown], d.must[shown], d.may, color=gt.plot.FILL[2], lw=0)
    right.plot(d.prior, d.must, color=gt.plot.LINE[1])
    right.axhline(d.may, color=gt.plot.LINE[3])
    right.text(0.04, 0.62, "named too often:\nthe weak hold out", fontsize=8)
    right.text(0.48, 0.2, "named too rarely:\nclean words are doubted", fontsize=8)
    right.text(0.03, 0.22, "everybody\nsettles", fontsize=8)
    right.text(0.9, d.may + 0.02, "$G/K$", fontsize=9)
    right.set(
        xlim=(0, 1),
        ylim=(0, 1),
        xlabel="prior probability of weakness $w$",
        ylabel=r"how often the weak are named $\nu$",
    )
    right.set_title("The window of rules", fontsize=10)
    return figure


MODEL = gt.Model(
    title="Saving face with a mediator",
    claim="A mediator's communique creates a narrative in which nobody surrendered.",
    source="Essay 4 (secret diplomacy); Kamenica and Gentzkow, American Economic Review 101 (2011), for committed communication",
    games={"mediated": mediated, "direct": exit_game},
    concept=gt.sequential,
    questions={
        "no delay": gt.Question(
            "Can everybody settle at once under the rule nu?",
            lambda found: found["mediated"].when(NO_DELAY),
            nu,
        ),
        "no delay for some rule": gt.Question(
            "Is there a rule under which everybody can settle at once, or is none needed?",
            lambda found: found["mediated"].when(NO_DELAY).eliminate(nu),
            w,
        ),
        "the mediator is needed": gt.Question(
            "Can everybody settle at once with a mediator and not without?",
            lambda found: found["mediated"].when(NO_DELAY).eliminate(nu) - found["direct"].when(NO_DELAY),
            w,
        ),
        "delay all the same": gt.Question(
            "Is there an equilibrium with delay for sure under the rule nu?",
            lambda found: found["mediated"].when(gt.certain("delay")),
            nu,
        ),
    },
    message=(
        "A communique removes all delay exactly up to the prior w* = tau/(tau + (1 - tau)(1 - G/K)), which exceeds tau: it must name "
        "the weak often enough for clean words to be believed, nu >= 1 - tau (1 - w)/(w (1 - tau)), and rarely enough for them to "
        "settle, nu <= G/K. The claim that nobody surrenders in it fails for every w > tau: some must be named. It fails altogether "
        "for w > w*, where (w - w*)/(1 - w*) hold out at least, and where a strong leader cannot bear a challenge, s <= k, all may hold "
        "out whatever the rule."
    ),
    data=data,
    draw=draw,
)
