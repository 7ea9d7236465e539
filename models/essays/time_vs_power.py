"""Time against power: what patience is worth at the table, and what power is worth.

W and S divide one unit.  Period after period of length h a lot decides who proposes; a refusal costs a period.  Player
i discounts it by 1 - r_i h (r_i is her impatience) and lives, as long as talks last, on the flow f_i: what her power
yields without an agreement, in units of the whole (a period of it is worth r_i h f_i).  W is weak: f_W < 1/2.

With the lot, h leaves the value: it is the limit of alternating offers as the periods shrink.  The second game has
those, W and S in turn, and shows what the right to speak first adds.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

r_W, r_S, f_W, f_S, h = gt.parameters("r_W r_S f_W f_S h")

ASSUMING = [r_W > 0, r_S > 0, h > 0, r_W * h < 1, r_S * h < 1, f_W >= 0, 2 * f_W < 1, f_S >= 0, f_W + f_S < 1]

PATIENCE = {"W": 1 - r_W * h, "S": 1 - r_S * h}
FLOW = {"W": r_W * h * f_W, "S": r_S * h * f_S}

W_FIRST, S_FIRST = "W proposes", "S proposes"


def lots() -> gt.bargaining.Bargaining:
    """Build the game in which a fair lot decides, in every period, who proposes."""
    return gt.bargaining.Bargaining(
        surplus={"talks": 1},
        discount=PATIENCE,
        proposer={"talks": {"W": Fraction(1, 2), "S": Fraction(1, 2)}},
        flow=FLOW,
        assuming=ASSUMING,
        name="offers by lot",
    )


def turns() -> gt.bargaining.Bargaining:
    """Build the game in which W and S propose in turn."""
    return gt.bargaining.Bargaining(
        surplus={W_FIRST: 1, S_FIRST: 1},
        discount=PATIENCE,
        proposer={W_FIRST: "W", S_FIRST: "S"},
        transition={W_FIRST: S_FIRST, S_FIRST: W_FIRST},
        flow=FLOW,
        assuming=ASSUMING,
        name="offers in turn",
    )


@dataclass(frozen=True)
class Data:
    """The impatience (relative to S's) up to which W gets half, against S's power, for several powers of W."""

    power: Any
    impatience: dict[str, Any]


def data(*, quick: bool = False) -> Data:
    """Evaluate the exact threshold at r_S = 1."""
    grid = np.linspace(0.0, 0.5, 21 if quick else 101)
    ((boundary, _),) = MODEL.solve().threshold("half").boundaries
    powers = {"0": 0.0, "1/5": 0.2, "1/3": 1 / 3}
    return Data(grid, {name: boundary.evaluate(r_S=1.0, f_W=f, f_S=grid) for name, f in powers.items()})


def draw(d: Data) -> Any:
    """Draw the impatience that W can afford against S's power."""
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    axes.fill_between(d.power, 0, d.impatience["0"], color=gt.plot.FILL[0], lw=0)
    axes.axvspan(0.5, 1, color=gt.plot.FILL[1], lw=0)
    for (power, edge), colour in zip(d.impatience.items(), gt.plot.LINE, strict=False):
        axes.plot(d.power, edge, color=colour, label=f"$f_W={power}$")
    axes.axvline(0.5, color=gt.plot.INK, lw=0.8, ls=":")
    axes.text(0.02, 0.15, "W gets half,\neven without power")
    axes.text(0.27, 2.0, "S gets more\nthan half", ha="left")
    axes.text(0.53, 1.1, "power decides:\nno patience of W helps")
    axes.set(
        xlim=(0, 1),
        ylim=(0, 3.1),
        xlabel="power of S: its flow $f_S$ while talks last",
        ylabel="impatience of W, $r_W/r_S$",
    )
    axes.set_title("Below its line, W gets at least half: time can stand in for power")
    axes.legend(loc="upper right")
    return figure


MODEL = gt.Model(
    title="Time against power",
    claim="Time matters as much as power.",
    source=(
        "Essay 1 (asymmetric diplomacy); inside options: Muthoo, Bargaining Theory with Applications (1999), chapter 6; "
        "Rubinstein, Econometrica 50 (1982)"
    ),
    games={"lots": lots, "turns": turns},
    concept=lambda g: g.equilibria(),
    questions={
        "half": gt.Question(
            "Does W get at least half?", lambda found: found["lots"].when(2 * gt.value("W") >= 1), r_W
        ),
        "patience enough": gt.Question(
            "Is there a patience that brings W half?",
            lambda found: found["lots"].when(2 * gt.value("W") >= 1).eliminate("r_W"),
            f_S,
        ),
        "half when S opens": gt.Question(
            "Does W get at least half though S proposes first?",
            lambda found: found["turns"].when(2 * gt.value("W", S_FIRST) >= 1),
            r_W,
        ),
        "half when W opens": gt.Question(
            "Does W get at least half if it proposes first?",
            lambda found: found["turns"].when(2 * gt.value("W", W_FIRST) >= 1),
            r_W,
        ),
        "agreement at once": gt.Question(
            "Is there agreement at once, whoever proposes?",
            lambda found: found["lots"].agreement("talks"),
            f_S,
        ),
    },
    message=(
        "Time makes up for power as long as S lives on less than half without an agreement: W gets half or more exactly "
        "if r_W/r_S <= (1 - 2 f_S)/(1 - 2 f_W); the claim fails for f_S >= 1/2, where S gets more than half however "
        "patient W is, and in no case is time used: agreement comes at once, and what counts is who could wait."
    ),
    data=data,
    draw=draw,
)
