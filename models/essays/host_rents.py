"""Host rents: a mediator who lives off the process, and what keeps it from stalling.

A dispute ends in a deal, at the rate of the pace, or in an accident, at rate eta.  The host earns a net rent phi while talks last and
a prize B at a deal, and loses D at an accident.  It picks a slow pace s or a fast one f.  Before that the parties decide whether to meet
at the host's or directly, at a pace d of their own; a deal is worth V to them and an accident costs them L.

With discount rate r, talks at pace m are worth (rent + m prize - eta loss)/(r + m + eta) to whoever gets these.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

r, eta, s, f, d, phi, B, D, V, L = gt.parameters("r eta s f d phi B D V L")

ASSUMING = [r > 0, eta > 0, s > 0, f > s, d > 0, phi > 0, B > 0, D > 0, V > 0, L > 0]


def worth(pace: Any, rent: Any, prize: Any, loss: Any) -> Any:
    """Return the present value of talks at a pace."""
    return (rent + pace * prize - eta * loss) / (r + pace + eta)


def game() -> gt.Game:
    """Build the game: the parties choose where to meet, then the host chooses the pace."""

    def talks(pace: Any, hosted: bool) -> gt.End:
        return gt.end(
            parties=worth(pace, 0, V, L),
            host=worth(pace, phi, B, D) if hosted else 0,
            outcome="hosted talks" if hosted else "direct talks",
        )

    pace = gt.move("host", knows="hosted", actions={"stall": talks(s, True), "hurry": talks(f, True)})
    return gt.Game(
        gt.move("parties", actions={"host": pace, "direct": talks(d, False)}),
        assuming=ASSUMING,
        name="host rents",
    )


STALLS = gt.plays("host", "stall") == 1
HOSTED = gt.certain("hosted talks")


@dataclass(frozen=True)
class Data:
    """What the host gets at every pace for three dangers, and where it stalls in the plane of danger and rent."""

    paces: Any
    values: dict[float, Any]
    danger: Any
    rent: Any


def data(*, quick: bool = False) -> Data:
    """Evaluate at r = 1/10, B = 1, D = 3 (and a rent of 1/2 on the left)."""
    boundary = MODEL.solve().region("stalls").substitute(r=Fraction(1, 10), B=1, D=3, s=1, f=2).solve_for(phi)
    ((rent, _),) = boundary.boundaries
    danger = np.linspace(0.0, 0.3, 16 if quick else 151)
    paces = np.linspace(0.0, 4.0, 20 if quick else 200)
    values = {e: (0.5 + paces - 3 * e) / (0.1 + paces + e) for e in (0.05, 0.1, 0.2)}
    return Data(paces, values, danger, rent.evaluate(eta=danger))


def draw(data: Data) -> Any:
    """Draw the host's value against the pace, and where it stalls."""
    figure = gt.plot.new_figure(figsize=(8.4, 3.8))
    left, right = figure.subplots(1, 2)
    for (danger, value), colour, height in zip(
        data.values.items(), gt.plot.LINE, (1.65, 1.14, 0.44), strict=False
    ):
        left.plot(data.paces, value, color=colour)
        left.text(1.7, height, rf"$\eta={danger:g}$", color=colour, fontsize=9)
    left.set(
        xlim=(0, 4), ylim=(-0.6, 2.6), xlabel="pace of the talks", ylabel="worth of the talks to the host"
    )
    left.set_title(r"A rent of $\varphi=0.5$", fontsize=10)
    right.fill_between(data.danger, data.rent, 1.4, color=gt.plot.FILL[1], lw=0)
    right.fill_between(data.danger, 0, data.rent, color=gt.plot.FILL[2], lw=0)
    right.plot(data.danger, data.rent, color=gt.plot.LINE[1])
    right.text(0.03, 1.0, "the host stalls")
    right.text(0.17, 0.3, "the host hurries")
    right.annotate(
        r"$\varphi=rB+\eta(B+D)$",
        (0.2, float(np.interp(0.2, data.danger, data.rent))),
        (0.19, 0.62),
        arrowprops={"arrowstyle": "-"},
        fontsize=9,
    )
    right.set(xlim=(0, 0.3), ylim=(0, 1.4), xlabel=r"danger $\eta$", ylabel=r"rent $\varphi$")
    right.set_title("Danger disciplines the host", fontsize=10)
    return figure


MODEL = gt.Model(
    title="Host rents",
    claim="A middle power that hosts talks gains standing from the process itself, and so may let it drag on.",
    source="Essay 1 (asymmetric diplomacy) and essay 2 (a middle power as mediator); own model",
    games={"game": game},
    concept=gt.subgame_perfect,
    questions={
        "stalls": gt.Question(
            "Is there an equilibrium in which the host would stall?",
            lambda found: found["game"].when(STALLS),
            phi,
        ),
        "hurries": gt.Question(
            "Is there an equilibrium in which the host would hurry?",
            lambda found: found["game"].when(gt.plays("host", "hurry") == 1),
            eta,
        ),
        "stalls and is chosen": gt.Question(
            "Do the parties meet at a host who stalls?", lambda found: found["game"].when(STALLS & HOSTED), d
        ),
        "is avoided": gt.Question(
            "Do the parties meet directly because the host would stall, where they would prefer one that hurries?",
            lambda found: found["game"].when(STALLS & gt.certain("direct talks")) & gt.region(d < f),
            d,
        ),
    },
    message=(
        "A host who profits from the process stalls exactly when its rent is at least r B + eta (B + D), whatever the two paces are: "
        "impatience, danger and a larger prize or loss discipline it; the claim fails beyond eta = (phi - r B)/(B + D), where even "
        "the keenest host hurries. The parties put up with a host who stalls as long as their own pace is no faster than its slow one."
    ),
    data=data,
    draw=draw,
)
