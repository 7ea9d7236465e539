"""A secret channel: a demand made in private lets the other side give in unseen, and lets one's own side back down unseen.

A demands a prize worth 1 to either side, in public or in private.  If B resists, A fights or backs down.  War is worth w_A to A, uniform on
[-w, H], and -v to B, v uniform on [0, W]; both are private.  In public A pays a <= w for backing down and B pays t for giving in; in private
neither does.  Keeping the prize is worth 1 to B, giving it up 0 (less t).

A type of A with w_A >= -a would rather fight than back down; the others bluff.  If a share q of those who demand mean it, B resists at costs
of war up to (1 - q + t)/q: with probability min{1, (1 - q + t)/(q W)}.  How many bluffers demand decides which of three forms the equilibrium
takes.  There the channel is chosen before A learns w_A.

In `chosen` A knows w_A and chooses between no demand, a public one and a private one, so that the choice tells B something; war is worth no
more to A than the prize, H <= 1.  The resolute are the types with w_A >= 0, who fight in either channel: they take the channel that B resists
less.  `refined` keeps what D1 keeps: B takes whoever turns up in the unused channel for one of the types that gain there most easily.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sympy import And, Or

import gametheory as gt

H, w, W, a, t = gt.parameters("H w W a t")

ASSUMING = [H > 0, w > 0, W > 0, a > 0, t > 0, a <= w]

MEANT = (H + a) / (H + w)
"""The share of A's types that would fight rather than back down in public."""

POOLED = (1 - MEANT + t) / (MEANT * W)
"""The probability that B resists if all types of A demand, where it is at most 1."""

PRIVATE = w / (H * W)
"""The same in private."""

KNOWING = [*ASSUMING, H <= 1]
"""What is assumed where A chooses the channel knowing w_A."""

UNREFUTED = Or(t >= w / H, t >= W)
"""Where B resists a public demand that it takes for the resolute's no less than it resists a private one of everybody."""


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


def chosen() -> gt.Derived:
    """State the equilibria if A chooses the channel knowing w_A."""
    return _chosen(
        "perfect Bayesian equilibrium",
        True,
        "either B resists one channel less, and the resolute use that one only, or both alike: steps of the theorem (up to B's reply in "
        "an unused channel, at least `elsewhere`, and up to which channel is used where B always resists)",
    )


def refined() -> gt.Derived:
    """State those that D1 keeps."""
    return _chosen(
        "perfect Bayesian equilibrium that D1 keeps",
        UNREFUTED,
        "D1 takes a public demand that nobody should make for the resolute's, a private one for the bluffers': steps of the theorem",
    )


def _chosen(concept: str, kept: Any, reason: str) -> gt.Derived:
    """Return the equilibria: everything in private (only where that is kept), everything in public, or both channels.

    Their values are how likely B resists, how likely it must at least resist in the channel that the resolute do not use (in public it
    does with min{1, t/W} whatever it believes), and which share of the resolute demands in public.
    """
    threat = {"all demand": (1 + a) * POOLED}
    return gt.Derived(
        concept,
        [
            gt.DerivedEquilibrium(
                "all in private",
                And(PRIVATE <= 1, kept),
                {"resists": PRIVATE, "elsewhere": PRIVATE, "public": 0},
            ),
            gt.DerivedEquilibrium(
                "in private, B always resists",
                And(PRIVATE > 1, kept),
                {"resists": 1, "elsewhere": 1, "public": 0},
            ),
            gt.DerivedEquilibrium(
                "both channels",
                And(w / H < t, t < W),
                {"resists": t / W, "elsewhere": t / W, "public": 1 - w / (t * H)},
            ),
            *(
                gt.DerivedEquilibrium(
                    f"in public, {e.name}",
                    e.when,
                    {"resists": e.values["resists"], "elsewhere": threat.get(e.name, 1), "public": 1},
                )
                for e in public()
            ),
        ],
        assuming=KNOWING,
        complete="all",
        reason=reason,
    )


def knowing(listed: gt.Derived, event: Any) -> gt.Region:
    """Return where H <= 1 and an event holds in some equilibrium, among all parameters."""
    region = gt.region(False, assuming=ASSUMING)
    for e in listed:
        region = region | gt.region(And(H <= 1, e.when, event(e.values)), assuming=ASSUMING)
    return region


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
    """Resistance against B's audience cost; and, against H, from which audience cost on the channel compels, chosen either way."""

    cost: Any
    public: Any
    private: float
    limit: float
    resolve: Any
    fixed: Any
    known: Any


def data(*, quick: bool = False) -> Data:
    """Evaluate the closed forms at H = 1/2, w = 1, W = 4, a = 1/10."""
    cost = np.linspace(0.001, 1.2, 60 if quick else 600)
    meant = 0.6 / 1.5
    pooled = (1 - meant + cost) / (meant * 4)
    resists = np.where(cost * 1.1 > 4, np.minimum(1, cost / 4), np.minimum(1 / 1.1, pooled))
    here = MODEL.solve().region("private compels").substitute(H="1/2", w=1, W=4, a="1/10").solve_for(t)
    limit = min(float(boundary.evaluate()) for boundary, _ in here.boundaries)
    # Both bounds need A's word to be good enough unaided, H W >= w (1 + a).
    resolve = np.linspace(1.1 / 4, 1, 30 if quick else 300)
    return Data(cost, resists, 0.5, limit, resolve, 0.1 / resolve, 1 / resolve)


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
    top = 4.2
    right.fill_between(d.resolve, d.known, top, color=gt.plot.FILL[2], lw=0)
    right.fill_between(d.resolve, d.fixed, d.known, color=gt.plot.FILL[1], lw=0)
    right.plot(d.resolve, d.known, color=gt.plot.LINE[2])
    right.plot(d.resolve, d.fixed, color=gt.plot.LINE[1])
    right.text(
        0.62, 3.0, "the secret channel compels,\nand the resolute can keep to it", ha="center", fontsize=9
    )
    right.text(
        0.55,
        0.85,
        "if fixed in advance only:\nknowing $w_A$, the resolute\nwould leave it",
        ha="center",
        fontsize=9,
    )
    right.annotate(
        "the public demand compels more", (0.5, 0.1), (0.38, 0.42), fontsize=9, arrowprops={"arrowstyle": "-"}
    )
    right.text(0.87, 1.3, "$t=w/H$", fontsize=9)
    right.set(
        xlim=(d.resolve[0], 1),
        ylim=(0, top),
        xlabel="what war is worth at best to A $H$",
        ylabel="cost to B of giving in publicly $t$",
    )
    right.set_title("Choosing secrecy is a sign ($w=1$, $W=4$)", fontsize=10)
    return figure


MODEL = gt.Model(
    title="A secret channel",
    claim="Back channels let leaders save face: a hard line in public, and a way out in private.",
    source="Essay 4 (secret diplomacy) and essay 2; Kurizaki, American Political Science Review 101 (2007)",
    games={"public": public, "private": private, "chosen": chosen, "refined": refined},
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
        "chosen private": gt.Question(
            "If A chooses knowing w_A (H <= 1): can all demands be made in private?",
            lambda found: knowing(found["chosen"], lambda v: v["public"] <= 0),
            t,
        ),
        "chosen public": gt.Question(
            "And can all the resolute demand in public?",
            lambda found: knowing(found["chosen"], lambda v: v["public"] >= 1),
            t,
        ),
        "chosen both": gt.Question(
            "And can the resolute use both channels, with B giving in to some?",
            lambda found: knowing(found["chosen"], lambda v: And(v["public"] > 0, v["public"] < 1)),
            t,
        ),
        "plausibly private": gt.Question(
            "If A chooses knowing w_A (H <= 1): can all demands be made in private, and D1 keeps it?",
            lambda found: knowing(found["refined"], lambda v: v["public"] <= 0),
            t,
        ),
        "comes apart": gt.Question(
            "Does a private demand compel at least as well if the channel is fixed in advance, but D1 does not keep it if A chooses knowing "
            "w_A (H <= 1)?",
            lambda found: (
                compared(found, lambda one, other: one <= other)
                & gt.region(H <= 1, assuming=ASSUMING)
                & ~knowing(found["refined"], lambda v: v["public"] <= 0)
            ),
            t,
        ),
    },
    message=(
        "A private demand compels at least as well exactly if giving in publicly costs B enough, t >= a/H, and A's word is good enough "
        "unaided, H W >= w (1 + a): secrecy shields the one who gives in. The claim fails below either bound, where a public demand ties "
        "A's hands and B resists it less. Where publicity costs B so much that nobody bluffs, t (1 + a) > W, the comparison is another one: "
        "the channel compels iff t >= W or t >= w/H, and a hard public line is then what makes B resist. All this is about a channel fixed in "
        "advance. If A chooses it knowing w_A (and H <= 1), the choice speaks too: all demands in private is then an equilibrium for all "
        "parameters, and so is a public demand by all who would fight anyhow, by what B would think of the other channel. The first withstands "
        "whatever B may think, and D1, only if t >= w/H or t >= W; for smaller t the claim fails by D1 even where t >= a/H, because whoever "
        "would fight anyhow says so in public."
    ),
    data=data,
    draw=draw,
)
