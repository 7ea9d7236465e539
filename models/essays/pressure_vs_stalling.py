"""Pressure against stalling: one side raises the cost of having no deal, the other slows the process.

W first sets the pace of the talks, fast or slow; S, seeing it, exerts the pressure s or holds back.  Then they wait for an
opportunity to make a deal.  When one comes, S (with probability w) or W offers a division of one unit; a rejected offer
means waiting for the next opportunity.  Without a deal W has a flow worth f_W for ever and S one worth f_S; pressure
lowers them by s and by kap s.  All is known, and nothing can be learned.

In continuous time, with discount rate r and opportunities that arrive at rate m, all that counts of the pace is
mu = m/(r + m), the discount until the next opportunity (nu if talks are slow): a flow until then is worth its (1 - mu)-th
part.  So a threshold mu > mu* reads m > r mu*/(1 - mu*).  Values are those at the outset, before the first opportunity.

The pace and the pressure are choices of two values each.  S's value is linear in s, so that no pressure in between is
better; W's best slow pace among all, nu = mu* = kap/(w (1 + kap)), is the fastest one at which S holds back.  The two
continuation games are solved by themselves (`talks`), and their values are the ends of the tree (`process`).  There the
pressure takes from W at most the flow that it has (s <= f_W), and from S likewise; `talks` itself allows any pressure on
W, and as no share can be negative, it is there that the limits of pressure show.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

import gametheory as gt

mu, nu, w, kap, s, f_W, f_S = gt.parameters("mu nu w kap s f_W f_S")

BARGAINING = [0 < mu, mu < 1, 0 < w, w < 1, kap > 0, s >= 0, f_W > 0, f_S > 0, f_W + f_S < 1, kap * s <= f_S]
ASSUMING = [*BARGAINING, 0 < nu, nu < mu, s > 0, s <= f_W]

OUTSET, TABLE = "outset", "opportunity"


def talks(assuming: Any = BARGAINING) -> gt.bargaining.Bargaining:
    """Build the talks at the pace mu under the pressure s; nothing can be divided at the outset."""
    return gt.bargaining.Bargaining(
        surplus={OUTSET: 0, TABLE: 1},
        discount={"W": mu, "S": mu},
        proposer={OUTSET: "S", TABLE: {"S": w, "W": 1 - w}},
        transition={OUTSET: TABLE},
        flow={"W": (1 - mu) * (f_W - s), "S": (1 - mu) * (f_S - kap * s)},
        floor={"W": 0, "S": 0},
        assuming=assuming,
        name="talks under pressure",
    )


@cache
def values() -> dict[str, Any]:
    """Return what the talks are worth at the outset, in their only equilibrium while W keeps a flow."""
    (only,) = talks([*BARGAINING, s <= f_W]).equilibria()
    return {player: only.value(player, OUTSET) for player in ("W", "S")}


def process() -> gt.Game:
    """Build the tree: W sets the pace, S sees it and chooses the pressure, and the talks are worth what they are."""

    def under(pace: Any, name: str) -> gt.Move:
        def ends(pressure: Any) -> gt.End:
            worth = {i: v.subs({mu: pace, s: pressure}, simultaneous=True) for i, v in values().items()}
            return gt.end(**worth, outcome=f"{name}, {'press' if pressure == s else 'hold back'}")

        return gt.move("S", knows=name, actions={"press": ends(s), "hold back": ends(0)})

    paces = {"fast": under(mu, "fast"), "slow": under(nu, "slow")}
    return gt.Game(gt.move("W", knows="outset", actions=paces), assuming=ASSUMING, name="pace and pressure")


def solve(game: Any) -> Any:
    """Solve the tree by subgame perfection, the talks by stationary subgame perfection."""
    return gt.subgame_perfect(game) if isinstance(game, gt.Game) else game.equilibria()


@dataclass(frozen=True)
class Data:
    """W's threshold over the fast pace, and S's value against the pressure at three paces, with its kink."""

    disarm: float
    pace: Any
    slowing: Any
    most: float
    pressure: Any
    value: dict[str, Any]
    kink: dict[str, tuple[float, float]]


def data(*, quick: bool = False) -> Data:
    """Evaluate the exact solution at kap = 1/4, w = 1/2.

    W's threshold is drawn for nu = mu* = 2/5 at f_W = 2/5, f_S = 1/5, S's value at f_W = 1/5, f_S = 1/4.
    """
    solved = MODEL.solve()
    pressing = solved.region("pressure pays").substitute(kap=Fraction(1, 4), w=Fraction(1, 2))
    ((disarm, _),) = pressing.solve_for(mu).boundaries
    ((slowing, _),) = solved.threshold("W slows").boundaries
    ((squeeze, _),) = solved.threshold("W is squeezed").boundaries
    plane = {"kap": 0.25, "w": 0.5, "f_W": 0.4, "f_S": 0.2}
    line = {"kap": 0.25, "w": 0.5, "f_W": 0.2, "f_S": 0.25}
    pace = np.linspace(0.4, 0.999, 61 if quick else 601)
    pressure = np.linspace(0.0, 1.0, 61 if quick else 601)
    inside, at_floor = by_floor(solved.equilibria["talks"])
    value, kink = {}, {}
    for name, speed in (("3/10", 0.3), ("3/5", 0.6), ("4/5", 0.8)):
        edge = squeeze.evaluate(mu=speed, **line)
        below, beyond = (_at(e.value("S", OUTSET), mu=speed, **line) for e in (inside, at_floor))
        value[name] = np.where(pressure <= edge, below(pressure), beyond(pressure))
        kink[name] = (edge, below(edge))
    slow = slowing.evaluate(mu=pace, nu=0.4, **plane)
    return Data(float(disarm.value), pace, slow, plane["f_W"], pressure, value, kink)


def by_floor(found: Any) -> tuple[Any, Any]:
    """Return the equilibrium in which W's share is not at its floor, and that in which it is."""
    bound = ["floor" in e.patterns[TABLE, "S"].binding for e in found]
    return found[bound.index(False)], found[bound.index(True)]


def _at(expression: Any, **numbers: float) -> Any:
    """Return an expression as a function of the pressure."""
    import sympy

    return sympy.lambdify(
        s, expression.subs({sympy.Symbol(n, real=True): v for n, v in numbers.items()}), "numpy"
    )


def draw(d: Data) -> Any:
    """Draw where W slows the talks, and S's value against its own pressure."""
    figure = gt.plot.new_figure(figsize=(8.4, 4.0))
    left, right = figure.subplots(1, 2)
    left.axvspan(0, d.disarm, color=gt.plot.FILL[2], lw=0)
    left.fill_between(d.pace, d.slowing, d.most, where=d.slowing <= d.most, color=gt.plot.FILL[0], lw=0)
    left.fill_between(d.pace, 0, np.minimum(d.slowing, d.most), color=gt.plot.FILL[1], lw=0)
    inside = d.slowing <= d.most
    left.plot(d.pace[inside], d.slowing[inside], color=gt.plot.LINE[0])
    left.axvline(d.disarm, color=gt.plot.LINE[2])
    left.text(0.2, 0.24, "no pressure\nat this pace:\nW does not slow", ha="center", va="center", fontsize=9)
    left.text(0.61, 0.33, "W slows to $\\mu^*$,\nS holds back", ha="center", va="center", fontsize=9)
    left.text(0.79, 0.07, "S presses,\nW bears it", ha="center", va="center", fontsize=9)
    left.text(d.disarm + 0.015, 0.375, r"$\mu^*$", color=gt.plot.LINE[2])
    left.text(0.745, 0.155, r"$\hat s$", color=gt.plot.LINE[0])
    left.set(xlim=(0, 1), ylim=(0, d.most), xlabel=r"pace $\mu=m/(r+m)$ of fast talks", ylabel="pressure $s$")
    left.set_title("A weak side slows to disarm strong pressure", fontsize=10)
    for (pace, value), colour in zip(d.value.items(), gt.plot.LINE, strict=False):
        right.plot(d.pressure, value, color=colour)
        right.plot(*d.kink[pace], "o", ms=4, color=colour)
        right.text(1.01, value[-1], rf"$\mu={pace}$", color=colour, va="center", fontsize=9)
    right.annotate(
        "here W's value is 0", d.kink["4/5"], (0.1, 0.665), arrowprops={"arrowstyle": "-"}, fontsize=9
    )
    right.set(
        xlim=(0, 1.12),
        xlabel="pressure $s$",
        ylabel="$S$'s value at the outset",
        xticks=[0, 0.25, 0.5, 0.75, 1],
    )
    right.set_title("Pressure pays until W is squeezed", fontsize=10)
    return figure


MODEL = gt.Model(
    title="Pressure against stalling",
    claim=(
        "The weak side manages time to erode the other's will and reduce pressure; the strong side raises the costs of "
        "non-agreement."
    ),
    source="Essay 1 (asymmetric diplomacy); essay 3 (conditions for success)",
    games={"game": process, "talks": talks},
    concept=solve,
    questions={
        "pressure pays": gt.Question(
            "Does S press in every equilibrium if talks are fast?",
            lambda found: found["game"].when(gt.plays("S", "press", knows="fast") == 1, "every"),
            mu,
        ),
        "W slows": gt.Question(
            "Does W slow the talks in some equilibrium?",
            lambda found: found["game"].when(gt.plays("W", "slow") == 1),
            s,
        ),
        "W must slow": gt.Question(
            "Does W slow the talks in every equilibrium?",
            lambda found: found["game"].when(gt.plays("W", "slow") == 1, "every"),
            s,
        ),
        "W is squeezed": gt.Question(
            "Does pressure leave W nothing at the outset?",
            lambda found: found["talks"].when(gt.value("W", OUTSET) <= 0),
            s,
        ),
    },
    message=(
        "Slowing the talks pays W, though nothing is learned, because it disarms S: pressure pays S only at a pace mu > mu* = "
        "kap/(w (1 + kap)), that is m > r kap/(w (1 + kap) - kap); so W slows to mu* if the pressure it would face exceeds "
        "(mu - mu*)(1 - w)(1 - f_W - f_S)/(1 - mu (1 - w)(1 + kap)), and always if S can press until W is left with nothing. The "
        "claim fails for weaker pressure, which W bears, and where mu <= mu*: there no pressure comes and slowing only costs."
    ),
    data=data,
    draw=draw,
)
