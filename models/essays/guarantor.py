"""The guarantor: a third party holds a bond of each side, and whoever breaks the understanding forfeits it.

Two sides keep an understanding or break it, round after round, and weigh the future by d.  A round pays each R if both
keep, P if both break, and T and S to the one who breaks and the one who is let down.  Each has left a bond g with the
guarantor, forfeited when it breaks.  After a break there is no understanding and no bond any more: P for ever, below
which no side can be held, because it can stay away.

`round_` is one round; what another kept round is worth, V_A and V_B, are parameters, and in a stationary equilibrium
they are what the round yields.  There the bond is sure.  `enforcement` is the same temptation of one side (the other
keeps) when the guarantor must want to seize the bond: that costs it k at home or abroad, and waiving costs it the
standing h.  Payoffs are averages: (1 - d) for this round and d for what follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any

import numpy as np

import gametheory as gt

T, R, P, S, g, d, h, k, V_A, V_B = gt.parameters("T R P S g d h k V_A V_B")

PRIMITIVES = [T > R, R > P, P > S, 0 < d, d < 1, g > 0]

STANDING = [h > 0, k > 0]

STAGE = {
    ("keep", "keep"): (R, R),
    ("keep", "break"): (S, T),
    ("break", "keep"): (T, S),
    ("break", "break"): (P, P),
}


def round_() -> gt.Game:
    """Build a round in which both sides choose at once, and bonds are forfeited for certain."""

    def after(a: str, b: str) -> gt.End:
        if a == b == "keep":
            return gt.end(A=(1 - d) * R + d * V_A, B=(1 - d) * R + d * V_B, outcome="kept")
        one, other = (
            (1 - d) * (pay - (g if side == "break" else 0)) + d * P
            for pay, side in zip(STAGE[a, b], (a, b), strict=True)
        )
        return gt.end(A=one, B=other, outcome="both break" if a == b else "one breaks")

    def reply(a: str) -> gt.Move:
        return gt.move("B", knows="nothing", actions={b: after(a, b) for b in ("keep", "break")})

    root = gt.move("A", knows="nothing", actions={a: reply(a) for a in ("keep", "break")})
    return gt.Game(root, assuming=PRIMITIVES, name="a round under a sure bond")


def enforcement() -> gt.Game:
    """Build the temptation of one side, A, where the guarantor decides whether to seize its bond."""
    later = {
        "seize": gt.end(A=(1 - d) * (T - g) + d * P, guarantor=-k, outcome="forfeited"),
        "waive": gt.end(A=(1 - d) * T + d * P, guarantor=-h, outcome="unpunished"),
    }
    broken = gt.move("guarantor", knows="A broke", actions=later)
    root = gt.move(
        "A", knows="nothing", actions={"keep": gt.end(A=R, guarantor=0, outcome="kept"), "break": broken}
    )
    return gt.Game(root, assuming=[*PRIMITIVES, *STANDING], name="the guarantor's choice")


STATIONARY = (gt.payoff("A") == V_A) & (gt.payoff("B") == V_B)


def _can(*profiles: tuple[str, str]) -> Any:
    """Return the question where in some stationary equilibrium the round is played so."""

    def ask(found: Any) -> gt.Region:
        regions = [
            found["round"].when(STATIONARY & (gt.plays("A", a) == 1) & (gt.plays("B", b) == 1))
            for a, b in profiles
        ]
        return reduce(or_, regions).eliminate("V_A", "V_B")

    return ask


@dataclass(frozen=True)
class Data:
    """The patience needed against the bond, without a guarantor, and the bond that makes breaking no reply to a break."""

    bond: Any
    patience: Any
    alone: float
    against_breaking: float
    no_patience: float


AT = {T: 4, R: Fraction(5, 2), P: 1, S: 0}
"""What the figure shows: T - R = 3/2 and P - S = 1."""


def data(*, quick: bool = False) -> Data:
    """Evaluate the solver's thresholds at T = 4, R = 5/2, P = 1, S = 0."""
    solved = MODEL.solve()
    point = {str(name): value for name, value in AT.items()}
    kept = solved.region("kept").substitute(**point).solve_for(d)
    (boundary,) = {b for b, _ in kept.boundaries if g in b.value.free_symbols}
    (against,) = {b.value for b, _ in solved.region("both break").substitute(**point).solve_for(g).boundaries}
    weak = solved.region("guaranteed").substitute(**point, h=1, k=2).solve_for(d)
    (alone,) = {b.value for b, _ in weak.boundaries if not b.value.free_symbols}
    bond = np.linspace(0.0, 2.0, 41 if quick else 401)
    patience = boundary.evaluate(g=bond)
    (end,) = np.flatnonzero(np.isclose(patience, 0, atol=1e-12))
    return Data(bond, np.maximum(patience, 0.0), float(alone), float(against), float(bond[end]))


def draw(data: Data) -> Any:
    """Draw what can happen in the plane of the bond and patience."""
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    low, high = data.bond <= data.against_breaking, data.bond >= data.against_breaking
    for part, above, below in ((low, 0, 1), (high, 2, 3)):
        bond, patience = data.bond[part], data.patience[part]
        axes.fill_between(bond, patience, 1, color=gt.plot.FILL[above], lw=0)
        axes.fill_between(bond, 0, patience, color=gt.plot.FILL[below], lw=0)
    shown = data.bond <= data.no_patience
    axes.plot(data.bond[shown], data.patience[shown], color=gt.plot.LINE[0], lw=1.6)
    axes.axvline(data.against_breaking, color=gt.plot.INK, lw=0.8)
    axes.axhline(data.alone, color=gt.plot.LINE[1], lw=1.1, ls="--")
    axes.text(0.5, 0.74, "both keep,\nor both break", ha="center", va="center")
    axes.text(1.5, 0.74, "both keep", ha="center", va="center")
    axes.text(0.38, 0.18, "both break", ha="center", va="center")
    axes.annotate(
        "one breaks,\nthe other keeps", (1.1, 0.09), (1.38, 0.33), arrowprops={"arrowstyle": "-"}, fontsize=9
    )
    axes.text(1.98, data.alone + 0.015, "needed if the bond is never seized", ha="right", fontsize=9)
    axes.annotate(
        r"$d^*=\frac{T-g-R}{T-g-P}$",
        (0.62, float(np.interp(0.62, data.bond, data.patience))),
        (0.62, 0.56),
        ha="center",
        arrowprops={"arrowstyle": "-"},
    )
    axes.set(xlim=(0, 2), ylim=(0, 1), xlabel="bond $g$ held by the guarantor", ylabel="patience $d$")
    axes.set_xticks([0, 0.5, 1, 1.5, 2], ["0", "0.5", "$P-S$", "$T-R$", "2"])
    axes.set_title(r"What a bond does, in pure stationary play ($T=4$, $R=5/2$, $P=1$, $S=0$)")
    return figure


MODEL = gt.Model(
    title="The guarantor",
    claim="A mediator who acts as the guarantor of the dialogue keeps both sides to it.",
    source=(
        "Essay 2 (a middle power as mediator); trigger strategies as in Friedman, Review of Economic Studies 38 (1971), with a bond"
    ),
    games={"round": round_, "enforcement": enforcement},
    concept=gt.subgame_perfect,
    questions={
        "kept": gt.Question("With a sure bond, can both keep for ever?", _can(("keep", "keep")), d),
        "both break": gt.Question("With a sure bond, can both break?", _can(("break", "break")), g),
        "one breaks": gt.Question(
            "With a sure bond, can one side break and the other put up with it?",
            _can(("break", "keep"), ("keep", "break")),
            g,
        ),
        "guaranteed": gt.Question(
            "If the guarantor need not seize the bond, can a side be kept to its word?",
            lambda found: found["enforcement"].when(gt.certain("kept")),
            d,
        ),
        "idle": gt.Question(
            "Can it be that a side breaks and its bond is not seized?",
            lambda found: found["enforcement"].when(gt.possible("unpunished")),
            d,
        ),
    },
    message=(
        "A guarantor's bond lowers the patience at which both sides can keep an understanding to (T - g - R)/(T - g - P), and to "
        "none at all from g = T - R on; the claim fails where seizing costs the guarantor more than its standing, k > h (then "
        "(T - R)/(T - P) is needed as without it), and for bonds g <= P - S keeping is not assured: both breaking stays an "
        "equilibrium whatever their patience. A larger bond that is still too small for their patience makes one side break and "
        "the other put up with it."
    ),
    data=data,
    draw=draw,
)
