"""A rift in the opposing bloc: is it better to face n members of whom m must agree, or one voice?

A target T bargains with a bloc over one unit.  In a period somebody proposes a division; it is settled if T and m of the n
members agree, the proposer included; otherwise the next period comes, discounted by d by all.  T's consent is always
needed.  If the bloc speaks with one voice there are two sides, and each proposes with probability 1/2.  If it is split, T
and every member propose with probability 1/(n + 1) each; `kept` is the variant in which T still proposes with
probability 1/2.  A proposer buys the m - 1 or m consents it needs from members at random.

n and m are treated as real numbers, so that thresholds can be read between whole ones.  Equilibria are stationary and
treat members alike; with majority rule there are many others.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

import gametheory as gt

d, n, m = gt.parameters("d n m")

ASSUMING = [0 < d, d < 1, n >= 2, 1 <= m, m <= n]

TALKS = "talks"


def split(T_proposes: Any = 1 / (n + 1), needed: Any = m) -> gt.bargaining.Bargaining:
    """Build the talks with a split bloc, of which a number of members must agree."""
    return gt.bargaining.Bargaining(
        surplus={TALKS: 1},
        discount={"T": d, "bloc": d},
        proposer={TALKS: {"T": T_proposes, "bloc": 1 - T_proposes}},
        count={"bloc": n},
        consents={"bloc": needed},
        assuming=ASSUMING,
        name="a split bloc",
    )


def united() -> gt.bargaining.Bargaining:
    """Build the talks with a bloc that speaks with one voice."""
    return gt.bargaining.Bargaining(
        surplus={TALKS: 1},
        discount={"T": d, "bloc": d},
        proposer={TALKS: {"T": Fraction(1, 2), "bloc": Fraction(1, 2)}},
        assuming=ASSUMING,
        name="a united bloc",
    )


@dataclass(frozen=True)
class Data:
    """The boundary between gain and loss for blocs of several sizes, and T's share against patience for five members."""

    patience: Any
    boundary: dict[int, Any]
    share: dict[int, Any]


def data(*, quick: bool = False) -> Data:
    """Evaluate the exact threshold and the exact share."""
    import sympy

    solved = MODEL.solve()
    ((most, _),) = solved.threshold("a rift pays").boundaries
    (found,) = solved.equilibria["game"]
    share = sympy.lambdify((d, n, m), found.value("T"), "numpy")
    patience = np.linspace(0.5, 0.9995, 51 if quick else 501)
    boundary = {size: most.evaluate(d=patience, n=float(size)) / size for size in (2, 3, 5, 10)}
    return Data(patience, boundary, {needed: share(patience, 5.0, float(needed)) for needed in (1, 3, 4, 5)})


def draw(data: Data) -> Any:
    """Draw where a rift pays, and what the target gets from five members."""
    figure = gt.plot.new_figure(figsize=(8.4, 4.0))
    left, right = figure.subplots(1, 2)
    for (size, edge), colour in zip(data.boundary.items(), gt.plot.LINE, strict=True):
        inside = edge >= 1 / size
        left.plot(data.patience[inside], edge[inside], color=colour, label=f"$n={size}$")
        left.plot(data.patience[inside][0], edge[inside][0], "o", ms=4, color=colour)
    five = data.boundary[5]
    left.fill_between(data.patience, 0.2, five, where=five >= 0.2, color=gt.plot.FILL[2], lw=0)
    left.text(0.69, 0.06, "shaded: a rift\npays if $n=5$", fontsize=9)
    left.text(0.52, 0.93, "above its line, a rift hurts $T$", fontsize=9)
    left.set(
        xlim=(0.5, 1),
        ylim=(0, 1.02),
        xlabel="patience $d$",
        ylabel="share $m/n$ of the members who must agree",
    )
    left.set_title("A rift pays below the line", fontsize=10)
    left.legend(loc="lower left")
    for (needed, share), colour in zip(data.share.items(), gt.plot.LINE, strict=True):
        right.plot(data.patience, share, color=colour, label=f"$m={needed}$")
    right.axhline(0.5, color=gt.plot.INK, lw=0.8, ls="--")
    right.text(0.51, 0.515, "united bloc", fontsize=9)
    right.set(xlim=(0.5, 1), ylim=(0, 1.02), xlabel="patience $d$", ylabel="$T$'s expected share")
    right.set_title("What $T$ gets from five members", fontsize=10)
    right.legend(loc="upper left")
    return figure


MODEL = gt.Model(
    title="A rift in the bloc",
    claim="The weak side multilateralises the talks and creates rifts within the opposing power bloc.",
    source="Essay 1 (asymmetric diplomacy); Baron and Ferejohn, American Political Science Review 83 (1989)",
    games={
        "game": split,
        "united": united,
        "kept": lambda: split(Fraction(1, 2)),
        "one suffices": lambda: split(needed=1),
        "unanimity": lambda: split(needed=n),
    },
    concept=lambda g: g.equilibria(),
    questions={
        "a rift pays": gt.Question(
            "Does the target get more from a split bloc?",
            lambda found: found["game"].when(gt.value("T") > gt.value("T", among=found["united"])),
            m,
        ),
        "patience": gt.Question(
            "Are the sides patient enough that the target gets more from a split bloc?",
            lambda found: found["game"].when(gt.value("T") > gt.value("T", among=found["united"])),
            d,
        ),
        "one consent suffices": gt.Question(
            "Does a rift pay the target if a single member's consent is enough?",
            lambda found: found["one suffices"].when(gt.value("T") > gt.value("T", among=found["united"])),
            d,
        ),
        "all must agree": gt.Question(
            "Does a rift hurt the target if all members must agree?",
            lambda found: found["unanimity"].when(gt.value("T") < gt.value("T", among=found["united"])),
            n,
        ),
        "proposing kept": gt.Question(
            "Does a rift pay the target if it proposes as often as before?",
            lambda found: found["kept"].when(gt.value("T") > gt.value("T", among=found["united"])),
            m,
        ),
    },
    message=(
        "A rift pays the target exactly when few enough members must agree, m < n (1 - n (1 - d))/d, so that it can play them off; "
        "the claim fails if all must agree, where the target gets 1/(n + 1) instead of 1/2, and in a hurry, d <= n/(n + 1), where "
        "even one sufficient consent does not make up for proposing less often. If the target proposes as often as before, any "
        "rift short of unanimity pays."
    ),
    data=data,
    draw=draw,
)
