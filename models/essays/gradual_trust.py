"""Gradual trust: two steps instead of one treaty, so that the first can show who means it.

Two sides, each of good faith with probability th.  A step puts the stake x at risk, and if both have taken it, a second step
the rest 1 - x.  Each side steps or takes at once, not knowing the other.  At stake 1 two who step get R each, two who take
P, and one who steps alone S; taking from one who steps brings T_b > R to a side of bad faith, T_g < R to one of good
faith.  A breach ends the plan: what is left is worth P.

In the second step bad faith always takes.  The equilibria looked for are those in which both sides behave alike and good
faith takes both steps: the game is that of one side which faces another whose good faith steps twice, and whose bad faith
steps first with probability m: never (`honest`), always (`imitated`), or with 0 < m < 1 (`mixed`), where m must be what
bad faith chooses itself.  `treaty` is everything in one step.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

th, x, R, P, S, T_b, T_g, m = gt.parameters("th x R P S T_b T_g m")

PRIMITIVES = [0 < th, th < 1, S < P, P < R, T_b > R, T_g < R]

STAKE = [0 < x, x < 1]


def honest() -> gt.Game:
    """Build the plan against a side whose bad faith does not step."""
    return _plan(0, [], "bad faith takes at once")


def mixed() -> gt.Game:
    """Build the plan against a side whose bad faith steps first with probability m."""
    return _plan(m, [0 < m, m < 1], "bad faith sometimes imitates")


def imitated() -> gt.Game:
    """Build the plan against a side whose bad faith steps first and takes later."""
    return _plan(1, [], "bad faith imitates")


def treaty() -> gt.Game:
    """Build the single step with everything at stake; only good faith has a choice."""
    step = gt.chance({"good": th, "bad": 1 - th}, {"good": _end(R, "agreement"), "bad": _end(S, "breach")})
    take = gt.chance({"good": th, "bad": 1 - th}, {"good": _end(T_g, "breach"), "bad": _end(P, "breach")})
    root = gt.move("side", knows="good", actions={"step": step, "take": take})
    return gt.Game(root, assuming=[*PRIMITIVES, *STAKE], name="a treaty")


def _end(payoff: Any, outcome: str) -> gt.End:
    return gt.end(side=payoff, outcome=outcome)


def _plan(imitates: Any, more: list[Any], name: str) -> gt.Game:
    odds = {"good": th, "imitator": (1 - th) * imitates, "taker": (1 - th) * (1 - imitates)}
    odds = {kind: chance for kind, chance in odds.items() if chance != 0}
    rest = 1 - x

    def second(own: str, other: str) -> Any:
        """Build what follows if both have stepped."""
        took = _end(
            x * R + rest * (P if other == "imitator" else T_b if own == "bad" else T_g), "late breach"
        )
        if own == "bad":
            return took
        if other == "good":
            went_on = _end(R, "agreement")
        else:
            went_on = _end(x * R + rest * S, "late breach")
        return gt.move("side", knows="both stepped", actions={"go on": went_on, "take": took})

    def first(own: str) -> gt.Move:
        alone = _end(x * S + rest * P, "breach")
        stepped = gt.chance(odds, lambda other: alone if other == "taker" else second(own, other))
        prize = T_b if own == "bad" else T_g
        took = gt.chance(odds, lambda other: _end(P if other == "taker" else x * prize + rest * P, "breach"))
        return gt.move("side", knows=own, actions={"step": stepped, "take": took})

    root = gt.chance({"good": th, "bad": 1 - th}, first)
    return gt.Game(root, assuming=[*PRIMITIVES, *STAKE, *more], name=name)


GOOD = (gt.plays("side", "step", knows="good") == 1) & (gt.plays("side", "go on", knows="both stepped") == 1)
"""Good faith takes both steps."""

BAD = gt.plays("side", "step", knows="bad")
"""How likely bad faith takes the first."""


AT = {"R": 1, "P": 0, "S": -1, "T_b": Fraction(3, 2), "T_g": Fraction(1, 2)}
"""The payoffs of the figure's first part."""

MILD = {"R": 1, "P": 0, "S": Fraction(-1, 10), "T_b": 2, "T_g": 0}
"""Payoffs at which being exploited costs little, of its second part."""


def _separates(found: Any) -> gt.Region:
    return found["honest"].when(GOOD & (BAD == 0))


@dataclass(frozen=True)
class Data:
    """The window of first steps against trust, and the least trust against imitation."""

    trust: Any
    least: Any
    largest: Any
    some_step: float
    treaty: float
    imitation: Any
    needed: Any
    needed_without: float
    treaty_mild: float


def data(*, quick: bool = False) -> Data:
    """Evaluate the solver's thresholds at the two tables of payoffs."""
    solved = MODEL.solve()
    window = solved.region("separates").substitute(**AT).solve_for(x)
    (low, high), *_ = ((p.lower[0], p.upper[0]) for p in window.pieces if p.lower and p.upper)
    trust = np.linspace(0.002, 1.0, 60 if quick else 500)
    least = low.evaluate(th=trust)
    with np.errstate(divide="ignore"):
        largest = high.evaluate(th=trust)
    largest = np.where((largest < 0) | (largest > 1), 1.0, largest)

    def at(question: str, point: Any) -> float:
        return float(solved.region(question).substitute(**point).solve_for(th).value)

    (piece,) = solved.threshold("partly imitated").pieces
    imitation = np.linspace(0.002, 0.998, 60 if quick else 500)
    needed = np.max([b.evaluate(m=imitation) for b in piece.lower], axis=0)
    return Data(
        trust,
        least,
        largest,
        at("some step", AT),
        at("treaty", AT),
        imitation,
        needed,
        at("some step", MILD),
        at("treaty", MILD),
    )


def draw(data: Data) -> Any:
    """Draw the window of first steps, and what imitation does to the trust that is needed."""
    figure = gt.plot.new_figure(figsize=(8.8, 3.9))
    left, right = figure.subplots(1, 2)
    inside = data.trust >= data.some_step
    left.fill_between(
        data.trust[inside], data.least[inside], data.largest[inside], color=gt.plot.FILL[2], lw=0
    )
    left.fill_between(data.trust, 0, data.least, color=gt.plot.FILL[1], lw=0)
    left.plot(data.trust, data.least, color=gt.plot.LINE[1])
    left.plot(data.trust[data.largest < 1], data.largest[data.largest < 1], color=gt.plot.LINE[0])
    left.axvline(data.treaty, color=gt.plot.INK, lw=0.8, ls="--")
    left.text(data.treaty + 0.015, 0.035, "a treaty\nholds too", fontsize=9)
    left.text(0.4, 0.2, "too small: imitated", ha="center", fontsize=9)
    left.text(0.04, 0.7, "too large for\ngood faith", fontsize=9)
    left.text(0.83, 0.85, "only good\nfaith steps", fontsize=9, ha="center", va="center")
    left.annotate(
        r"$\theta_{min}$",
        (data.some_step, float(np.interp(data.some_step, data.trust, data.least))),
        (0.2, 0.5),
        ha="center",
        arrowprops={"arrowstyle": "-"},
    )
    left.set(xlim=(0, 1), ylim=(0, 1), xlabel=r"trust $\theta$", ylabel="first step $x$")
    left.set_title("The first step ($R=1$, $P=0$, $S=-1$, $T_b=3/2$, $T_g=1/2$)", fontsize=10)
    right.plot(data.imitation, data.needed, color=gt.plot.LINE[0])
    right.plot([0], [data.needed_without], "o", ms=5, color=gt.plot.LINE[2], clip_on=False, zorder=5)
    right.annotate(
        "without imitation",
        (0, data.needed_without),
        (0.1, 0.045),
        fontsize=9,
        arrowprops={"arrowstyle": "-"},
    )
    right.axhline(data.treaty_mild, color=gt.plot.INK, lw=0.8, ls="--")
    right.text(0.98, data.treaty_mild + 0.002, "a treaty", ha="right", fontsize=9)
    right.text(0.6, 0.046, "two steps", fontsize=9, color=gt.plot.LINE[0])
    right.set(
        xlim=(0, 1),
        ylim=(0, 0.11),
        xlabel="imitation $m$ of the first step by bad faith",
        ylabel=r"least trust $\theta$",
    )
    right.set_title("Imitation can help ($R=1$, $P=T_g=0$, $S=-1/10$, $T_b=2$)", fontsize=10)
    return figure


MODEL = gt.Model(
    title="Gradual trust",
    claim="Conflicts are resolved by small, trust-based steps instead of grand treaties.",
    source=(
        "Essay 2 (a middle power as mediator) and essay 4 (secret diplomacy); in the manner of Kydd, Trust and Mistrust in "
        "International Relations (2005)"
    ),
    games={"honest": honest, "imitated": imitated, "mixed": mixed, "treaty": treaty},
    concept=gt.sequential,
    questions={
        "separates": gt.Question(
            "Can the first step x show who is of good faith, because only good faith takes it?", _separates, x
        ),
        "some step": gt.Question(
            "Is there a first step that only good faith takes?",
            lambda found: _separates(found).eliminate("x"),
            th,
        ),
        "treaty": gt.Question(
            "Can good faith keep a treaty that puts everything at stake at once?",
            lambda found: found["treaty"].when(gt.plays("side", "step") == 1),
            th,
        ),
        "imitated": gt.Question(
            "Can good faith take both steps if bad faith takes the first for sure?",
            lambda found: found["imitated"].when(GOOD & (BAD == 1)),
            x,
        ),
        "partly imitated": gt.Question(
            "At R = 1, P = 0, S = -1/10, T_b = 2, T_g = 0, can good faith take both steps, of some size, if bad faith takes the "
            "first with probability m?",
            lambda found: found["mixed"].when(GOOD & (BAD == m)).substitute(**MILD).eliminate("x"),
            th,
        ),
    },
    message=(
        "Two steps can show who is of good faith, with less trust than a treaty needs, exactly if th >= N/(N + M), N = (P - S)(T_b - R), "
        "M = (R - P)(T_b - R) + (T_b - P)(R - T_g); the claim fails below, and for small steps: one below th (T_b - P)/(th (T_b - P) + "
        "th (T_b - R) + (1 - th)(P - S)) is imitated, so that the more trust there is the larger the first must be, and more than half of "
        "everything once th (R - P) > (1 - th)(P - S). A step that bad faith imitates sometimes can do with less trust still."
    ),
    data=data,
    draw=draw,
)
