"""A truce as breathing space: W accepts poor terms today and will be stronger tomorrow.

In every period one unit of benefits is divided.  W proposes a division; if none is agreed there is war, whoever wants it:
S fights by refusing, W by proposing what S cannot accept.  War ends the game: its winner, W with probability p1 today
and p2 > p1 from tomorrow on, has all benefits for ever; fighting costs S, once, c.  Both discount a period by d.  Payoffs
are averages per period (sums times 1 - d), so that war today is worth p1 to W and 1 - p1 - c (1 - d) to S.

Nobody can sign away tomorrow: whatever is agreed today, each keeps d times what tomorrow brings, the `floor` of the game
`now`.  Tomorrow (`later`) is solved first; power no longer moves then, so to divide for good and period by period is the
same.  There are two cases, for S's threat to fight may not survive the rise of W: it does if c (1 - d) <= 1 - p2 (`now`); if
not, W takes all from tomorrow on (`now, no threat later`).  The questions put the two together again.

S's share today is x = 1 + (d p2 - p1)/(1 - d) - c (1 - d) in the first case, and there is a truce iff x <= 1.  In the second
what p2 adds no longer matters: at p1 = 3/10, d = 3/5, c = 4/5, p2 = 9/10 that formula would say war, and there is a truce.
The last game lets S propose, today and later: there W can gain from its rise, and war is rarer.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from sympy import lambdify

import gametheory as gt
from gametheory.algebra.region import Region

p1, p2, c, d = gt.parameters("p1 p2 c d")

ASSUMING = [0 < p1, p1 < p2, p2 < 1, c > 0, 0 < d, d < 1]
THREAT = [*ASSUMING, c * (1 - d) <= 1 - p2]
NO_THREAT = [*ASSUMING, c * (1 - d) > 1 - p2]


CASES = ("now", "now, no threat later")


def _talks(
    proposer: str, state: str, power: Any, floor: dict[str, Any], assuming: Any
) -> gt.bargaining.Bargaining:
    """Build talks in which no agreement means war, at a given power of W."""
    return gt.bargaining.Bargaining(
        surplus={state: 1},
        discount={"W": d, "S": d},
        proposer={state: proposer},
        breakdown=1,
        breakdown_payoff={"W": power, "S": 1 - power - c * (1 - d)},
        floor=floor,
        assuming=assuming,
        name=f"{state}, {proposer} proposes",
    )


def later(assuming: Any = ASSUMING, proposer: str = "W") -> gt.bargaining.Bargaining:
    """Build the game from tomorrow on."""
    return _talks(proposer, "later", p2, {"W": 0, "S": 0}, assuming)


def now(assuming: Any = THREAT, proposer: str = "W") -> gt.bargaining.Bargaining:
    """Build the game of today, if S can threaten to fight tomorrow."""
    (tomorrow,) = later(assuming, proposer).equilibria()
    return _talks(proposer, "now", p1, {i: d * tomorrow.value(i) for i in ("W", "S")}, assuming)


def now_no_threat() -> gt.bargaining.Bargaining:
    """Build the game of today, if it cannot."""
    return now(NO_THREAT)


def now_s_proposes() -> gt.bargaining.Bargaining:
    """Build the game of today, if S makes the offers."""
    return now(ASSUMING, "S")


def _either(now: Region, no_threat: Region) -> Region:
    """Put the two cases together: what each of the games assumes becomes a condition."""
    cells = [cell | r.assuming for r in (now, no_threat) for cell in r.cells]
    return Region(cells, parameters=now.parameters, assuming=gt.region(ASSUMING).cells[0])


def _truce(found: Any) -> Region:
    """Return where there is a truce."""
    return _either(*(found[game].agreement("now") for game in CASES))


def _poor(found: Any) -> Region:
    """Return where there is a truce that leaves W less of today's unit than its power today."""
    today = gt.value("W") - gt.value("W", among=found["later"]) * d
    return _truce(found) & _when(found, today < p1 * (1 - d))


def _when(found: Any, event: Any) -> Region:
    """Return where something holds in the game of today that applies."""
    return _either(*(found[game].when(event) for game in CASES))


@dataclass(frozen=True)
class Data:
    """Borders in the plane of W's power tomorrow and S's cost of war: S's threat, truces, truces on poor terms."""

    power: Any
    threat: Any
    truce: Any
    poor: Any


def data(*, quick: bool = False) -> Data:
    """Evaluate the exact borders at p1 = 3/10, d = 3/5."""
    solved = MODEL.solve()
    rest = {"p1": Fraction(3, 10), "d": Fraction(3, 5)}
    grid = np.linspace(0.3, 1.0, 36 if quick else 141)

    def least(region: Region) -> Any:
        """Return the least c of a region at each p2: the smallest of its borders."""
        borders = [b.value for b, _ in region.substitute(**rest).irredundant.solve_for(c).boundaries]
        return np.min([lambdify(p2, value)(grid) + 0 * grid for value in borders], axis=0)

    truce, poor = solved.region("truce"), solved.region("poor terms")
    no_threat = gt.region(c * (1 - d) > 1 - p2, assuming=ASSUMING)
    return Data(grid, least(no_threat), least(truce), least(truce - poor))


def draw(d: Data) -> Any:
    """Draw where there is war, a truce on poor terms, and a truce on terms that match W's power."""
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    axes.fill_between(d.power, 0, d.truce, color=gt.plot.FILL[1], lw=0)
    axes.fill_between(d.power, d.truce, d.poor, color=gt.plot.FILL[0], lw=0)
    axes.fill_between(d.power, d.poor, 1.3, color=gt.plot.FILL[2], lw=0)
    axes.plot(d.power, d.truce, color=gt.plot.LINE[1])
    axes.plot(d.power, d.poor, color=gt.plot.LINE[0])
    axes.plot(d.power, d.threat, color=gt.plot.INK, lw=0.8, ls=":")
    axes.text(0.56, 0.06, "war: the rise is too large")
    axes.text(0.53, 0.62, "truce on\npoor terms")
    axes.text(0.33, 0.95, "truce: W gets at\nleast $p_1$ today")
    axes.text(
        0.71, 1.18, "right of the dots S has no threat\nleft tomorrow: $p_2$ no longer matters", fontsize=8
    )
    axes.set(
        xlim=(0.3, 1), ylim=(0, 1.3), xlabel="power of W tomorrow $p_2$", ylabel="cost of war for S, $c$"
    )
    axes.set_title("Breathing space must be small or war dear ($p_1=3/10$, $d=3/5$)")
    return figure


MODEL = gt.Model(
    title="A truce as breathing space",
    claim="Unfavourable terms accepted now create breathing space: what appears as concession becomes a breakthrough.",
    source=(
        "Essay 5 (negotiation as an instrument of power); Fearon, International Organization 49 (1995); Powell, "
        "International Organization 60 (2006)"
    ),
    games={"now": now, "now, no threat later": now_no_threat, "later": later, "S proposes": now_s_proposes},
    concept=lambda game: game.equilibria(),
    questions={
        "truce": gt.Question("Is there a truce?", _truce, p2),
        "poor terms": gt.Question(
            "Is there a truce that leaves W less of today than its power p1?", _poor, c
        ),
        "rise pays": gt.Question(
            "Does W get more, in all, than its power today and S's cost of war are worth?",
            lambda found: _when(found, gt.value("W") > p1 + c * (1 - d)),
            p2,
        ),
        "truce, S proposes": gt.Question(
            "Is there a truce if S makes the offers?",
            lambda found: found["S proposes"].agreement("now"),
            p2,
        ),
        "rise pays, S proposes": gt.Question(
            "Does W get more than by war if S makes the offers?",
            lambda found: found["S proposes"].when(gt.value("W") > p1),
            p2,
        ),
    },
    message=(
        "W gets a truce if its rise is moderate, p2 <= (p1 + c (1 - d)^2)/d, or war dear, c >= (d - p1)/(1 - d), on terms worse "
        "than its power unless c is larger still; the claim of a breakthrough fails: for a larger rise there is war at once, and "
        "otherwise W pays for its rise in advance. If it makes the offers it gets in all p1 + c (1 - d), whatever p2, or "
        "everything where S never had a threat; if S makes them the rise can bring W more than war, but no more than that."
    ),
    data=data,
    draw=draw,
)
