"""Theorem: whose name for not yielding makes the other give in at once.

In continuous time what a side gains by waiting dt instead of conceding is a rate; every claim below is about such rates, or
about the logarithms of probabilities, in which an exponential decline is a straight line.
"""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Implies, Or, diff

import gametheory as gt
from models.essays.reputation_for_toughness import (
    ASSUMING,
    DATE,
    HAZARD,
    MODEL,
    D,
    a_S,
    a_W,
    l_S,
    l_W,
    r_S,
    r_W,
)

SHARE_W, SHARE_S = 1 - a_S, 1 - a_W
"""What the other's demand leaves."""

WEIGHT = r_S * SHARE_S / (r_W * SHARE_W)
"""The exponent of the threshold z_W* = z_S**WEIGHT."""


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    g, q, tie, T, s_W, s_S, left = gt.parameters("g q tie T s_W s_S left")
    w_first, s_first = solved.equilibria["concessions"]
    ends = [Eq(s_W, -l_W + HAZARD["W"] * T), Eq(s_S, -l_S + HAZARD["S"] * T)]
    wait_W = g * (a_W - SHARE_W) - r_W * SHARE_W
    wait_S = g * (a_S - SHARE_S) - r_S * SHARE_S
    atom = q * a_W + (1 - q) * SHARE_W
    w_strong, s_strong = l_W < WEIGHT * l_S, l_W > WEIGHT * l_S
    return gt.Theorem(
        name="reputation_for_toughness",
        statement=(
            "W concedes at the rate r_S (1 - a_W)/D and S at r_W (1 - a_S)/D until both are known as stubborn, at the earlier "
            "of l_W D/(r_S (1 - a_W)) and l_S D/(r_W (1 - a_S)); the side whose date is later concedes at once with positive "
            "probability. So S does iff z_W > z_S^k with k = r_S (1 - a_W)/(r_W (1 - a_S)), and only then is W's name worth "
            "anything to it."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "If S concedes at rate g, what W gains by waiting, per unit of time, is g (a_W - (1 - a_S)) - r_W (1 - a_S): W is "
                "indifferent iff g is S's hazard, waits if g is greater and concedes if it is smaller; likewise S.",
                And(
                    Equivalent(wait_W > 0, g > HAZARD["S"]),
                    Equivalent(Eq(wait_W, 0), Eq(g, HAZARD["S"])),
                    Equivalent(wait_S > 0, g > HAZARD["W"]),
                    Equivalent(Eq(wait_S, 0), Eq(g, HAZARD["W"])),
                ),
            ),
            gt.Step(
                "No pause: while one side does not concede, the other loses by waiting, and so concedes before or not until the "
                "pause is over; then the first had no reason to wait for the end of the pause either.",
                And(wait_W.subs(g, 0) < 0, wait_S.subs(g, 0) < 0),
            ),
            gt.Step(
                "No mass after date 0, and not two at date 0: if S concedes with probability q > 0 at a moment, W gains by waiting "
                "that moment, whatever a tie gives it below a_W; so W does not concede then or just before, which a pause would be.",
                And(atom > q * tie + (1 - q) * SHARE_W, atom > SHARE_W),
                given=[0 < q, q <= 1, tie < a_W],
            ),
            gt.Step(
                "Once the other is known as stubborn, conceding at once is best: delay leaves a part of the same share. Hence a "
                "mass if only one were known, which is excluded: both become known at the same date T.",
                And(SHARE_W > left * SHARE_W, SHARE_S > left * SHARE_S),
                given=[0 < left, left < 1],
            ),
            gt.Step(
                "Up to T the logarithm of not having conceded falls from s_i <= 0 at its hazard and reaches -l_i at T. One of s_W, "
                "s_S is 0; so T is the earlier of the dates l_i/hazard_i.",
                Implies(
                    And(s_W <= 0, s_S <= 0, Eq(s_W * s_S, 0)),
                    Or(
                        And(Eq(T, DATE["W"]), DATE["W"] <= DATE["S"], Eq(s_W, 0)),
                        And(Eq(T, DATE["S"]), DATE["S"] <= DATE["W"], Eq(s_S, 0)),
                    ),
                ),
                given=ends,
            ),
            gt.Step(
                "It is an equilibrium: conceding at t yields P(t) with P'(t) proportional to h a_W - (r_W + h)(1 - a_S), h being S's "
                "hazard, and this is 0: every date up to T is as good, and later ones are worse; likewise S.",
                And(
                    Eq(HAZARD["S"] * a_W - (r_W + HAZARD["S"]) * SHARE_W, 0),
                    Eq(HAZARD["W"] * a_S - (r_S + HAZARD["W"]) * SHARE_S, 0),
                ),
            ),
            gt.Step(
                "The list: the end is positive, both logarithms are at most 0, and one is 0.",
                And(
                    *(
                        Implies(
                            e.when,
                            And(
                                e.values["horizon"] > 0,
                                e.values["staying W"] <= 0,
                                e.values["staying S"] <= 0,
                                Eq(e.values["staying W"] * e.values["staying S"], 0),
                            ),
                        )
                        for e in (w_first, s_first)
                    )
                ),
            ),
            gt.Step(
                "If S concedes at date 0 with probability q, W expects 1 - a_S + q D: more than its share iff q > 0. A name that "
                "does not make W strong is worth nothing.",
                And(Eq(atom, SHARE_W + q * D), Equivalent(atom > SHARE_W, q > 0)),
            ),
            gt.Step(
                "Where W is strong, its payoff rises in its own name and falls in S's: ln(1 - q) rises in l_W and falls in l_S.",
                And(
                    diff(w_first.values["staying S"], l_W) > 0,
                    diff(w_first.values["staying S"], l_S) < 0,
                ),
            ),
            gt.Step(
                "A greedier demand makes W concede more slowly, and so its name grows more slowly: k falls in a_W and in r_W and "
                "rises in a_S and in r_S, and a smaller k means that a greater z_W* = z_S^k is needed.",
                And(
                    diff(HAZARD["W"], a_W) < 0,
                    diff(DATE["W"], a_W) > 0,
                    diff(WEIGHT, a_W) < 0,
                    diff(WEIGHT, r_W) < 0,
                    diff(WEIGHT, a_S) > 0,
                    diff(WEIGHT, r_S) > 0,
                ),
            ),
            gt.Step(
                "With equal names W is strong iff it loses less by delay, r_W (1 - a_S) < r_S (1 - a_W).",
                Equivalent(w_strong.subs(l_W, l_S), r_W * SHARE_W < r_S * SHARE_S),
            ),
            gt.Step(
                "However impatient and greedy W is, some name makes it strong, and however patient, some does not.",
                And(
                    WEIGHT * l_S > 0,
                    Implies(Eq(l_W, WEIGHT * l_S / 2), w_strong),
                    Implies(Eq(l_W, 2 * WEIGHT * l_S), s_strong),
                ),
            ),
        ],
        conclusions=[
            ("S concedes at once", w_strong, lambda: solved.region("W strong")),
            ("W concedes at once", s_strong, lambda: solved.region("S strong")),
            (
                "nobody does",
                Eq(l_W * r_W * SHARE_W, l_S * r_S * SHARE_S),
                lambda: solved.region("nobody at once"),
            ),
            (
                "W concedes more slowly",
                r_S * SHARE_S < r_W * SHARE_W,
                lambda: solved.region("W quits more slowly"),
            ),
        ],
    )
