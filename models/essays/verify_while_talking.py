"""Verify while talking: talks as a pause that one side may use for building.

The strong side S talks or strikes at once.  While they talk, the weak side W, an opportunist with probability b,
may build.  Building is detected with probability Delta (S then decides whether to strike, and a strike costs W the
loss l); undetected, it gains W g and costs S L.  A strike costs S c.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

b, Delta, g, l, c, L = gt.parameters("b Delta g l c L")

ASSUMING = [0 < b, b < 1, 0 < Delta, Delta < 1, g > 0, l > 0, c > 0, c < L]


def game() -> gt.Game:
    """Build the game: S moves first, then W if it is an opportunist, then S if building is detected."""
    nothing_built = gt.end(S=0, W=0, outcome="peace")
    built_unseen = gt.end(S=-L, W=g, outcome="built")
    built_seen = gt.move(
        "S",
        knows="building detected",
        actions={"strike": gt.end(S=-c, W=-l, outcome="strike"), "let be": built_unseen},
    )
    opportunist = gt.move(
        "W",
        knows="opportunist",
        actions={
            "build": gt.chance(
                {"detected": Delta, "undetected": 1 - Delta},
                {"detected": built_seen, "undetected": built_unseen},
            ),
            "abstain": nothing_built,
        },
    )
    talks = gt.chance(
        {"opportunist": b, "sincere": 1 - b}, {"opportunist": opportunist, "sincere": nothing_built}
    )
    strike = gt.end(S=-c, W=0, outcome="strike")
    return gt.Game(
        gt.move("S", knows="prior", actions={"talk": talks, "strike": strike}),
        assuming=ASSUMING,
        name="verify while talking",
    )


@dataclass(frozen=True)
class Data:
    """The boundary of the talking region for several detection probabilities."""

    detection: Any
    suspicion: Any
    deterrence: float


def data(*, quick: bool = False) -> Data:
    """Evaluate the exact thresholds at c = 2/5, L = 2, g = l = 1."""
    solved = MODEL.solve()
    talk = solved.region("talk").substitute(c=Fraction(2, 5), L=2, g=1, l=1)
    grid = np.linspace(0.0, 1.0, 41 if quick else 201)
    ((b_star, _),) = talk.solve_for(b).boundaries
    ((deterrence, _),) = solved.threshold("no building").boundaries
    return Data(grid, b_star.evaluate(Delta=grid), deterrence.evaluate(g=1.0, l=1.0))


def draw(d: Data) -> Any:
    """Draw where S talks, in the plane of detection and suspicion."""
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    left = d.detection <= d.deterrence
    axes.fill_between(d.detection[left], 0, d.suspicion[left], color=gt.plot.FILL[0], lw=0)
    axes.axvspan(d.deterrence, 1, color=gt.plot.FILL[2], lw=0)
    axes.plot(d.detection[left], d.suspicion[left], color=gt.plot.LINE[0])
    axes.axvline(d.deterrence, color=gt.plot.LINE[2])
    axes.text(0.04, 0.08, "talks: building is\nrare enough to risk")
    axes.text(0.06, 0.62, "strike at once")
    axes.text(d.deterrence + 0.06, 0.5, "talks are safe:\nnobody builds,\nwhatever the suspicion")
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel=r"probability of detection $\Delta$", ylabel=r"suspicion $b$")
    axes.set_title("S talks below the curve or right of the line")
    axes.annotate(
        r"$b^*=c/((1-\Delta)L+\Delta c)$", (0.2, 0.25), (0.06, 0.36), arrowprops={"arrowstyle": "-"}
    )
    axes.annotate(
        r"$\Delta^*=g/(g+l)$", (d.deterrence, 0.9), (d.deterrence + 0.06, 0.9), arrowprops={"arrowstyle": "-"}
    )
    return figure


MODEL = gt.Model(
    title="Verify while talking",
    claim="Talks are a pause that the other side uses for building, so the durability of its commitment must be tested.",
    source="Essay 5 (negotiation as an instrument of power); essay 3 (conditions for success)",
    games={"game": game},
    concept=gt.sequential,
    questions={
        "talk": gt.Question(
            "Can S talk in equilibrium?", lambda found: found["game"].when(gt.plays("S", "talk") > 0), b
        ),
        "no building": gt.Question(
            "Does W abstain in some equilibrium?",
            lambda found: found["game"].when(gt.plays("W", "build") == 0),
            Delta,
        ),
        "must talk": gt.Question(
            "Does S talk in every equilibrium?",
            lambda found: found["game"].when(gt.plays("S", "talk") == 1, "every"),
            b,
        ),
    },
    message=(
        "Talks are used for building only if detection is unlikely, Delta <= g/(g + l), and S then still talks if its "
        "suspicion is low, b <= c/((1 - Delta) L + Delta c); the claim fails for Delta > g/(g + l): nobody builds and talks "
        "are safe whatever the suspicion."
    ),
    data=data,
    draw=draw,
)
