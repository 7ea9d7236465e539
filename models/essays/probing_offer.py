"""Probing offers: asking much first, to learn how far the other side can go, at the price of delay.

W makes an offer, and a second one if S refuses the first; a period is discounted by d.  What W asks is worth h to S if
it is soft (probability pi), and l < h if it is firm: S gets that less what it concedes.  W gets what S concedes.

Offers are real numbers, and this loses nothing:
- In the last period S accepts whatever leaves it something (and if it refused what leaves it nothing, W would ask a
  sliver less); so W asks l, which both accept, or h, which only a soft S does: anything between is worse than h.
- A first offer of at most l is accepted by all, so W would ask l and settle; one of h or more is refused by all, or
  leaves W no more than the holding out below does (a step of the theorem).
- First offers strictly between, which a firm S refuses, are parameters: `probe` is the game after an offer x that a
  soft S prefers to waiting even for l, x < h - d (h - l), and `hold_out` the game after a higher one, y.  W's best offer is
  found by eliminating x and y, over the whole continuum.  Its payoff rises in x and in y, so in equilibrium it
  asks what makes a soft S exactly indifferent, x = h - d (h - l) or y = h, and a soft S accepts as in the limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

pi, h, l, d, x, y = gt.parameters("pi h l d x y")

SKIM = h - d * (h - l)
"""The highest first offer that a soft S accepts although W would settle for l next."""

PRIMITIVES = [0 < pi, pi < 1, 0 < l, l < h, 0 < d, d < 1]


def probe() -> gt.Game:
    """Build the game after a first offer x that a soft S prefers to any later one."""
    return _after(x, [*PRIMITIVES, l < x, x < SKIM], "probe")


def hold_out() -> gt.Game:
    """Build the game after a first offer y that a soft S accepts only for want of a better one."""
    return _after(y, [*PRIMITIVES, SKIM < y, y < h], "hold out")


def _after(offer: Any, assuming: Any, name: str) -> gt.Game:
    worth = {"soft": h, "firm": l}

    def reply(kind: str) -> gt.Move:
        settled = gt.end(W=d * l, S=d * (worth[kind] - l), outcome="delay")
        pressed = {
            "soft": gt.end(W=d * h, S=0, outcome="delay"),
            "firm": gt.end(W=0, S=0, outcome="breakdown"),
        }[kind]
        again = gt.move("W", knows="refused", actions={"ask l": settled, "ask h": pressed})
        now = gt.end(W=offer, S=worth[kind] - offer, outcome="at once")
        return gt.move("S", knows=kind, actions={"accept": now, "refuse": again})

    return gt.Game(gt.chance({"soft": pi, "firm": 1 - pi}, reply), assuming=assuming, name=name)


def _best(found: Any) -> gt.Region:
    """Return where some high first offer y leaves W more than every probing offer x."""
    higher, probing = found["hold out"], found["probe"]
    beaten = higher.when(gt.payoff("W") <= gt.payoff("W", among=probing)).eliminate("x")
    return (~beaten).eliminate("y")


@dataclass(frozen=True)
class Data:
    """The two thresholds against patience, and what happens against the belief at one patience."""

    patience: Any
    settle: float
    hold: Any
    belief: Any
    delay: Any
    breakdown: Any
    thresholds: tuple[float, float]
    patience_shown: float


def data(*, quick: bool = False) -> Data:
    """Evaluate the solver's thresholds and outcomes at h = 2, l = 1; outcomes at d = 3/5."""
    solved = MODEL.solve()
    point = {h: 2, l: 1}
    low = float(solved.threshold("probe").value.subs(point))
    high = solved.threshold("hold out").value.subs(point)
    patience = np.linspace(0.0, 1.0, 21 if quick else 201)
    shown = Fraction(3, 5)
    hold = np.array([float(high.subs(d, float(t))) for t in patience])
    between = float(high.subs(d, shown))
    (skims,) = solved.equilibria["probe"]
    (mixes,) = (e for e in solved.equilibria["hold out"].generic if not e.is_pure)
    belief = np.linspace(0.005, 0.995, 100 if quick else 400)
    at = {**point, d: shown}
    delay, breakdown = np.zeros_like(belief), np.zeros_like(belief)
    for i, q in enumerate(belief):
        if low < q <= between:
            delay[i] = float(skims.outcomes["delay"].subs({**at, pi: q}))
        elif q > between:
            limit = {**at, pi: q, y: 2}
            delay[i] = float(mixes.outcomes["delay"].subs(limit))
            breakdown[i] = float(mixes.outcomes["breakdown"].subs(limit))
    return Data(patience, low, hold, belief, delay, breakdown, (low, between), float(shown))


def draw(data: Data) -> Any:
    """Draw what W does in the plane of patience and belief, and how it ends."""
    figure = gt.plot.new_figure(figsize=(8.4, 3.9))
    left, right = figure.subplots(1, 2)
    left.fill_between(data.patience, 0, data.settle, color=gt.plot.FILL[2], lw=0)
    left.fill_between(data.patience, data.settle, data.hold, color=gt.plot.FILL[0], lw=0)
    left.fill_between(data.patience, data.hold, 1, color=gt.plot.FILL[1], lw=0)
    left.axhline(data.settle, color=gt.plot.LINE[2])
    left.plot(data.patience, data.hold, color=gt.plot.LINE[1])
    left.text(0.5, 0.25, "settle: ask $l$ at once", ha="center", fontsize=9)
    left.text(0.05, 0.6, "probe: ask much,\nthen $l$", fontsize=9)
    left.text(0.97, 0.87, "hold out:\nask $h$ twice", ha="right", fontsize=9)
    left.annotate(r"$\pi=l/h$", (0.78, data.settle), (0.8, 0.4), arrowprops={"arrowstyle": "-"}, fontsize=9)
    left.annotate(
        r"$\hat\pi$",
        (0.4, np.interp(0.4, data.patience, data.hold)),
        (0.5, 0.86),
        arrowprops={"arrowstyle": "-"},
    )
    left.set(xlim=(0, 1), ylim=(0, 1), xlabel="patience $d$", ylabel=r"belief $\pi$ that S is soft")
    left.set_title("What W asks ($h=2$, $l=1$)", fontsize=10, pad=14)
    right.fill_between(data.belief, 0, data.breakdown, color=gt.plot.FILL[1], lw=0)
    right.fill_between(data.belief, data.breakdown, data.breakdown + data.delay, color=gt.plot.FILL[0], lw=0)
    right.plot(data.belief, data.breakdown + data.delay, color=gt.plot.INK, lw=1)
    for threshold in data.thresholds:
        right.axvline(threshold, color=gt.plot.INK, lw=0.6, ls=":")
    right.text(0.25, 0.5, "deal at once", ha="center", fontsize=9)
    right.text(0.6, 0.2, "delay", ha="center", fontsize=9)
    right.text(0.72, 0.06, "breakdown", fontsize=9)
    right.text(0.86, 0.6, "deal at once", ha="center", fontsize=9)
    right.annotate(
        "delay", (0.77, 0.34), (0.9, 0.38), va="center", fontsize=9, arrowprops={"arrowstyle": "-"}
    )
    for threshold, name in zip(data.thresholds, ("$l/h$", r"$\hat\pi$"), strict=True):
        right.text(threshold, 1.0, name, ha="center", va="bottom", fontsize=9)
    right.set(xlim=(0, 1), ylim=(0, 1), xlabel=r"belief $\pi$ that S is soft", ylabel="probability")
    right.set_title("How it ends ($d=3/5$)", fontsize=10, pad=14)
    return figure


MODEL = gt.Model(
    title="The probing offer",
    claim="Talks identify the other side's red lines: one negotiates to test how far the other is able to go.",
    source=(
        "Essay 5 (negotiation as an instrument of power); Fudenberg and Tirole, Review of Economic Studies 50 (1983), reduced "
        "to one-sided information"
    ),
    games={"probe": probe, "hold out": hold_out},
    concept=gt.sequential,
    questions={
        "probe": gt.Question(
            "Does some offer that a firm S refuses pay W more than settling at once?",
            lambda found: (
                found["probe"].when(gt.payoff("W") > l).eliminate("x")
                | found["hold out"].when(gt.payoff("W") > l).eliminate("y")
            ),
            pi,
        ),
        "hold out": gt.Question("Does holding out pay W more than every probing offer?", _best, pi),
        "breakdown": gt.Question(
            "Is there a high first offer after which talks can break down?",
            lambda found: found["hold out"].when(gt.possible("breakdown")).eliminate("y"),
            pi,
        ),
        "soft gains": gt.Question(
            "Does a soft S keep something for every probing offer?",
            lambda found: ~found["probe"].when(gt.payoff("S") <= 0).eliminate("x"),
            pi,
        ),
    },
    message=(
        "Probing pays, and the firm settle late (with probability 1 - pi), exactly when S is more likely soft than l/h, however "
        "patient W is; the claim fails for pi <= l/h, where W settles at once and learns nothing, and for beliefs above "
        "l(h - d l)/(h(d h + (1 - 2d) l)) W holds out for h: then a firm S never agrees, which is breakdown and not delay."
    ),
    data=data,
    draw=draw,
)
