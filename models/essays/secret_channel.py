"""A secret channel: a demand made in private lets the other side give in unseen, and lets one's own side back down unseen.

A demands a prize worth 1 to either side, in public or in private.  If B resists, A fights or backs down.  War is worth w_A to A, uniform on
[-w, H], and -v to B, v uniform on [0, W]; both are private.  In public A pays a <= w for backing down and B pays t for giving in; in private
neither does.  Keeping the prize is worth 1 to B, giving it up 0 (less t).

A type of A with w_A >= -a would rather fight than back down; the others bluff.  If a share q of those who demand mean it, B resists at costs
of war up to (1 - q + t)/q: with probability min{1, (1 - q + t)/(q W)}.  How many bluffers demand decides which of three forms the equilibrium
takes.  The channel is chosen before A learns w_A.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sympy import And

import gametheory as gt

H, w, W, a, t = gt.parameters("H w W a t")

ASSUMING = [H > 0, w > 0, W > 0, a > 0, t > 0, a <= w]

MEANT = (H + a) / (H + w)
"""The share of A's types that would fight rather than back down in public."""

POOLED = (1 - MEANT + t) / (MEANT * W)
"""The probability that B resists if all types of A demand, where it is at most 1."""

PRIVATE = w / (H * W)
"""The same in private."""


def public() -> gt.Derived:
    """State the equilibrium of a public demand, in its three forms."""
    free = POOLED * (1 + a) <= 1
    doubt = t * (1 + a) > W
    return gt.Derived(
        "perfect Bayesian equilibrium",
        [
            gt.DerivedEquilibrium("all demand", free, {"resists": POOLED, "bluffs": 1}),
            gt.DerivedEquilibrium(
                "some bluff",
                And(POOLED * (1 + a) > 1, t * (1 + a) <= W),
                {"resists": 1 / (1 + a), "bluffs": 1},
            ),
            gt.DerivedEquilibrium("nobody bluffs", And(doubt, t <= W), {"resists": t / W, "bluffs": 0}),
            gt.DerivedEquilibrium("B always resists", t > W, {"resists": 1, "bluffs": 0}),
        ],
        assuming=ASSUMING,
        complete="all",
        reason="the forms exclude each other and cover everything: steps of the theorem",
    )


def private() -> gt.Derived:
    """State the equilibrium of a private demand: backing down costs nothing, so all demand."""
    return gt.Derived(
        "perfect Bayesian equilibrium",
        [
            gt.DerivedEquilibrium("B gives in at times", PRIVATE <= 1, {"resists": PRIVATE}),
            gt.DerivedEquilibrium("B always resists", PRIVATE > 1, {"resists": 1}),
        ],
        assuming=ASSUMING,
        complete="all",
        reason="a bluff costs nothing in private: step of the theorem",
    )


def compared(found: Mapping[str, gt.Derived], relation: Any) -> gt.Region:
    """Return where a relation holds between the probabilities of resistance in private and in public."""
    region = gt.region(False, assuming=ASSUMING)
    for one in found["private"]:
        for other in found["public"]:
            holds = relation(one.values["resists"], other.values["resists"])
            region = region | (
                gt.region(one.when, assuming=ASSUMING)
                & gt.region(other.when, assuming=ASSUMING)
                & gt.region(holds, assuming=ASSUMING)
            )
    return region


@dataclass(frozen=True)
class Data:
    """Resistance against B's audience cost, and where the channel compels at least as well as a public demand."""

    cost: Any
    public: Any
    private: float
    limit: float
    stakes: Any
    own: Any


def data(*, quick: bool = False) -> Data:
    """Evaluate the closed forms at H = 1/2, w = 1, W = 4, a = 1/10."""
    cost = np.linspace(0.001, 1.2, 60 if quick else 600)
    meant = 0.6 / 1.5
    pooled = (1 - meant + cost) / (meant * 4)
    resists = np.where(cost * 1.1 > 4, np.minimum(1, cost / 4), np.minimum(1 / 1.1, pooled))
    here = MODEL.solve().region("private compels").substitute(H="1/2", w=1, W=4, a="1/10").solve_for(t)
    limit = min(float(boundary.evaluate()) for boundary, _ in here.boundaries)
    own = np.linspace(0, 0.5, 50)
    return Data(cost, resists, 0.5, limit, own / 0.5, own)


def draw(d: Data) -> Any:
    """Draw how often B resists, and the threshold."""
    figure = gt.plot.new_figure(figsize=(8.4, 3.8))
    left, right = figure.subplots(1, 2)
    left.plot(d.cost, d.public, color=gt.plot.LINE[1], label="a public demand")
    left.axhline(d.private, color=gt.plot.LINE[2], label="a private one")
    left.axvline(d.limit, color=gt.plot.INK, lw=0.6, ls=":")
    left.text(d.limit + 0.02, 0.1, "$t^*=a/H$", fontsize=9)
    left.set(
        xlim=(0, 1.2),
        ylim=(0, 1),
        xlabel="cost to B of giving in publicly $t$",
        ylabel="probability that B resists",
    )
    left.set_title("Secrecy shields the one who gives in", fontsize=10)
    left.legend(loc="lower right")
    right.fill_between(d.own, d.stakes, 1, color=gt.plot.FILL[2], lw=0)
    right.plot(d.own, d.stakes, color=gt.plot.LINE[1])
    right.text(0.04, 0.7, "the secret channel\ncompels at least as well")
    right.text(0.28, 0.2, "the public\ndemand does")
    right.set(
        xlim=(0, 0.5),
        ylim=(0, 1),
        xlabel="cost to A of backing down publicly $a$",
        ylabel="cost to B of giving in publicly $t$",
    )
    right.set_title("($H=1/2$, $w=1$, $W=4$)", fontsize=10)
    return figure


MODEL = gt.Model(
    title="A secret channel",
    claim="Back channels let leaders save face: a hard line in public, and a way out in private.",
    source="Essay 4 (secret diplomacy) and essay 2; Kurizaki, American Political Science Review 101 (2007)",
    games={"public": public, "private": private},
    concept=lambda g: g,
    questions={
        "private compels": gt.Question(
            "Is B no likelier to resist in private, where giving in publicly costs it little enough for bluffs, t (1 + a) <= W?",
            lambda found: (
                compared(found, lambda one, other: one <= other)
                & gt.region(t * (1 + a) <= W, assuming=ASSUMING)
            ),
            t,
        ),
        "private compels anyhow": gt.Question(
            "Is B no likelier to resist in private?",
            lambda found: compared(found, lambda one, other: one <= other),
            t,
        ),
        "public compels": gt.Question(
            "Is B likelier to resist in private?",
            lambda found: compared(found, lambda one, other: one > other),
            t,
        ),
    },
    message=(
        "A private demand compels at least as well exactly if giving in publicly costs B enough, t >= a/H, and A's word is good enough "
        "unaided, H W >= w (1 + a): secrecy shields the one who gives in. The claim fails below either bound, where a public demand ties "
        "A's hands and B resists it less. Where publicity costs B so much that nobody bluffs, t (1 + a) > W, the comparison is another one: "
        "the channel compels iff t >= W or t >= w/H, and a hard public line is then what makes B resist."
    ),
    data=data,
    draw=draw,
)
