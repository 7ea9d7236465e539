"""Theorem: who talks, and what that buys.  Gains of an opportunist and of S from the stakes, and Bayes' rule."""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Implies, diff

import gametheory as gt
from models.essays.burden_shift import ASSUMING, HIGH, LOW, MODEL, SHARE, D, E, ell, n, s


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    e, q, x, y, p = gt.parameters("e q x y p")

    def belief(share: object) -> object:
        """Return the probability that who talks is sincere, if opportunists do with this probability."""
        return s / (s + (1 - s) * share)

    def gain(escalated: object) -> object:
        """Return what talking brings an opportunist: staying away is answered by escalation for sure."""
        return (-n - D * escalated) - -D

    def risk(share: object) -> object:
        """Return how often S escalates against talks, where that is not never."""
        return 1 - ell * belief(share) / E

    shares = [0 <= x, x <= 1, 0 <= y, y <= 1]
    return gt.Theorem(
        name="burden_shift",
        statement=(
            "Only the sincere talk iff ell <= nE/D; all talk iff ell >= nE/(Ds); in between an opportunist talks with probability "
            "s (D ell - nE)/((1 - s) nE), and S escalates against talks with probability 1 - n/D, whatever ell is."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "S escalates against talks iff its gain exceeds ell q: with probability 1 - ell q/E, or never if that is negative.",
                And(
                    Equivalent(e - ell * q > 0, e > ell * q),
                    Implies(ell * q <= E, And(1 - ell * q / E >= 0, 1 - ell * q / E <= 1)),
                ),
                given=[0 <= q, q <= 1, 0 <= e, e <= E],
            ),
            gt.Step(
                "An opportunist talks iff that is at most 1 - n/D.", Equivalent(gain(p) >= 0, p <= 1 - n / D)
            ),
            gt.Step(
                "The more opportunists talk, the less who talks is believed, and the more S escalates: the gain falls, so there is one "
                "equilibrium.",
                Implies(x < y, And(belief(x) > belief(y), gain(risk(x)) > gain(risk(y)))),
                given=shares,
            ),
            gt.Step("None talks iff ell <= nE/D.", Equivalent(gain(risk(0)) <= 0, ell <= LOW)),
            gt.Step("All talk iff ell >= nE/(Ds).", Equivalent(gain(risk(1)) >= 0, ell >= HIGH)),
            gt.Step(
                "In between the gain vanishes at the stated share, which is a probability, and S escalates with 1 - n/D.",
                Implies(
                    And(ell > LOW, ell < HIGH),
                    And(Eq(gain(risk(SHARE)), 0), 0 < SHARE, SHARE < 1, Eq(risk(SHARE), 1 - n / D)),
                ),
            ),
            gt.Step(
                "Where S never escalates, ell s >= E, all talk: n < D.",
                Implies(ell * s >= E, And(ell >= HIGH, gain(0) > 0)),
            ),
            gt.Step(
                "The share rises in ell, D and s, and falls in n and E.",
                Implies(
                    ell > LOW,
                    And(
                        diff(SHARE, ell) > 0,
                        diff(SHARE, D) > 0,
                        diff(SHARE, s) > 0,
                        diff(SHARE, n) < 0,
                        diff(SHARE, E) < 0,
                    ),
                ),
            ),
        ],
        conclusions=[
            ("opportunists talk", ell > LOW, lambda: solved.region("opportunists talk")),
            ("all talk", ell >= HIGH, lambda: solved.region("all talk")),
            (
                "talk buys nothing more",
                And(ell > LOW, ell <= HIGH),
                lambda: solved.region("talk buys nothing more"),
            ),
            ("never", ell * s >= E, lambda: solved.region("never")),
        ],
    )
