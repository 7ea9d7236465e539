"""A floor at home: a legislature that vetoes poor deals may be a constraint, leverage, or the end of the talks.

W and S divide one unit by alternating offers, W first, and discount a period by d.  W's legislature ratifies only deals
that give W at least h, so that no offer below h can be accepted; S's ratifies only deals that give S at least k.  A deal
that cannot be ratified is none, and talks go on.  In the basic game only W has a floor (k = 0).

Whether the floors bind is for the solution to say; with two of them only stationary equilibria are listed.  If the
legislature could be chosen, W would want the most hawkish one that S can still live with, h = 1 - k, and one a little
more hawkish would cost it everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

d, h, k = gt.parameters("d h k")

ASSUMING = [0 < d, d < 1, 0 <= h, h < 1, 0 <= k, k < 1]

W_FIRST, S_FIRST = "W proposes", "S proposes"


def talks(W_floor: Any = h, S_floor: Any = k) -> gt.bargaining.Bargaining:
    """Build alternating offers in which both legislatures can veto."""
    return gt.bargaining.Bargaining(
        surplus={W_FIRST: 1, S_FIRST: 1},
        discount={"W": d, "S": d},
        proposer={W_FIRST: "W", S_FIRST: "S"},
        transition={W_FIRST: S_FIRST, S_FIRST: W_FIRST},
        floor={"W": W_floor, "S": S_floor},
        assuming=ASSUMING,
        name="ratification",
    )


@dataclass(frozen=True)
class Data:
    """W's share against its floor for three floors of S, and the boundaries in the plane of both floors."""

    floor: Any
    share: dict[str, Any]
    corner: float
    other: Any
    last: Any


def data(*, quick: bool = False) -> Data:
    """Evaluate the exact solution at d = 9/10 over a grid of floors."""
    solved = MODEL.solve()
    number = 30 if quick else 150
    grid = [Fraction(i, number) for i in range(number)]
    share = {
        name: _shares(solved.equilibria["two floors"], grid, Fraction(name)) for name in ("0", "3/10", "3/5")
    }
    ((corner, _),) = solved.threshold("leverage").boundaries
    ((last, _),) = solved.threshold("no deal").boundaries
    other = np.linspace(0.0, 1.0, 11)
    floors = np.array([float(floor) for floor in grid])
    return Data(floors, share, float(corner.evaluate(d=0.9)), other, last.evaluate(k=other))


def _shares(found: Any, grid: list[Fraction], other: Fraction) -> Any:
    """Return W's share when it proposes, for each of its floors, in the only equilibrium that exists there."""
    result = []
    for floor in grid:
        point = {"d": Fraction(9, 10), "h": floor, "k": other}
        (only,) = (e for e in found if point in e.when)
        result.append(float(only.value("W", W_FIRST).subs({d: 0.9, h: float(floor), k: float(other)})))
    return np.array(result)


def draw(data: Data) -> Any:
    """Draw the plane of floors, and W's share against its own."""
    figure = gt.plot.new_figure(figsize=(8.4, 4.0))
    left, right = figure.subplots(1, 2)
    c = data.corner
    left.fill_between(data.other, data.last, 1, color=gt.plot.FILL[1], lw=0)
    left.fill([c, 1, 1 - c, c], [0, 0, c, c], color=gt.plot.FILL[2], lw=0)
    left.fill([0, 0, 1 - c], [c, 1, c], color=gt.plot.FILL[0], lw=0)
    left.plot(data.other, data.last, color=gt.plot.LINE[1])
    left.plot([c, c], [0, c], color=gt.plot.LINE[2])
    left.plot([0, 1 - c], [c, c], color=gt.plot.LINE[0])
    left.text(0.66, 0.74, "no deal can be\nratified", ha="center", fontsize=9)
    left.text(0.22, 0.24, "neither floor\nchanges\nanything", ha="center", fontsize=9)
    left.text(0.64, 0.13, "W's floor is\nleverage", ha="center", fontsize=9)
    left.text(0.17, 0.6, "S's floor rules,\nW's changes\nnothing", ha="center", va="center", fontsize=9)
    left.annotate(
        "$d/(1+d)$", (c, 0.02), (0.25, 0.06), arrowprops={"arrowstyle": "-"}, fontsize=9, va="center"
    )
    left.text(0.84, 0.19, "$h+k=1$", color=gt.plot.LINE[1], fontsize=9)
    left.set(xlim=(0, 1), ylim=(0, 1), xlabel="$W$'s floor $h$", ylabel="$S$'s floor $k$")
    left.set_title("Where $W$'s floor helps it, proposing first", fontsize=10)
    for share, colour in zip(data.share.values(), gt.plot.LINE, strict=False):
        dead = share == 0
        right.plot(data.floor[~dead], share[~dead], color=colour)
        if dead.any():
            last = data.floor[~dead][-1]
            right.plot([last, last], [share[~dead][-1], 0], color=colour, lw=0.8, ls=":")
            right.plot([last, 1], [0, 0], color=colour)
    for x, y, name, colour in ((0.8, 0.88, "0", 0), (0.64, 0.74, "3/10", 1), (0.05, 0.43, "3/5", 2)):
        right.text(x, y, f"$k={name}$", color=gt.plot.LINE[colour], ha="right" if x > 0.3 else "left")
    right.axvline(c, color=gt.plot.INK, lw=0.6, ls=":")
    right.text(c + 0.01, 0.06, "$d/(1+d)$", fontsize=9)
    right.set(
        xlim=(0, 1), ylim=(-0.02, 1.02), xlabel="$W$'s floor $h$", ylabel="$W$'s share when it proposes"
    )
    right.set_title("Leverage up to $1-k$, then nothing ($d=9/10$)", fontsize=10)
    return figure


MODEL = gt.Model(
    title="A floor at home",
    claim="Both sides operate under heavy domestic constraints; the fear of alienating one's base can be leverage in the talks.",
    source="Essay 2 (a middle power as mediator); essay 3 (conditions for success); Schelling, The Strategy of Conflict (1960)",
    games={
        "game": lambda: talks(h, 0),
        "no floors": lambda: talks(0, 0),
        "two floors": talks,
        "S's floor alone": lambda: talks(0, k),
    },
    concept=lambda g: g.equilibria(),
    questions={
        "leverage": gt.Question(
            "Does W get more because of its floor, when it proposes first?",
            lambda found: found["game"].when(
                gt.value("W", W_FIRST) > gt.value("W", W_FIRST, among=found["no floors"])
            ),
            h,
        ),
        "leverage when responding": gt.Question(
            "Does W get more because of its floor, when S proposes first?",
            lambda found: found["game"].when(
                gt.value("W", S_FIRST) > gt.value("W", S_FIRST, among=found["no floors"])
            ),
            h,
        ),
        "leverage against a floor": gt.Question(
            "Does W get more because of its floor if S has one too, when W proposes first?",
            lambda found: found["two floors"].when(
                gt.value("W", W_FIRST) > gt.value("W", W_FIRST, among=found["S's floor alone"])
            ),
            h,
        ),
        "no deal": gt.Question(
            "Do the two floors together end the talks?",
            lambda found: found["two floors"].delay(W_FIRST) & found["two floors"].delay(S_FIRST),
            h,
        ),
    },
    message=(
        "A floor at home is leverage exactly when it exceeds what W would get as the responder, h > d/(1 + d), and then W gets "
        "1 - d (1 - h) when it proposes; the claim fails for lower floors, which change nothing, against an S whose own floor is "
        "at least d/(1 + d), and if h + k > 1, where no deal can be ratified on both sides and all is lost."
    ),
    data=data,
    draw=draw,
)
