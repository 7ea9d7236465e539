"""Theorem: a host stalls exactly when its rent outweighs the prize and the danger.  Backward induction with the game's payoffs."""

from __future__ import annotations

from typing import Any

from sympy import And, Equivalent, diff

import gametheory as gt
from models.essays.host_rents import ASSUMING, MODEL, B, D, L, V, d, eta, f, game, phi, r, s, worth

ETA_STAR = (phi - r * B) / (B + D)
"""The danger beyond which the host hurries."""


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    tree = game()
    m = gt.parameters("m")

    def payoff(player: str, where: str, pace: str) -> Any:
        return tree.payoffs({"parties": where, "host": pace})[player]

    return gt.Theorem(
        name="host_rents",
        statement=(
            "The host stalls iff eta <= (phi - r B)/(B + D), whatever the two paces are. The parties go to a host who stalls iff their "
            "own pace is at most s, and to one who hurries iff it is at most f."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "The worth of talks to the host rises in the pace iff eta (B + D) > phi - r B, at every pace.",
                Equivalent(diff(worth(m, phi, B, D), m) > 0, eta * (B + D) > phi - r * B),
                given=[m > 0],
            ),
            gt.Step(
                "So it prefers the slow pace iff eta <= (phi - r B)/(B + D), whatever the paces are.",
                Equivalent(
                    payoff("host", "host", "stall") >= payoff("host", "host", "hurry"), eta <= ETA_STAR
                ),
            ),
            gt.Step(
                "The parties want speed: their worth rises in the pace.",
                diff(worth(m, 0, V, L), m) > 0,
                given=[m > 0],
            ),
            gt.Step(
                "They meet at a host who stalls iff d <= s, at one who hurries iff d <= f.",
                And(
                    Equivalent(
                        payoff("parties", "host", "stall") >= payoff("parties", "direct", "stall"), d <= s
                    ),
                    Equivalent(
                        payoff("parties", "host", "hurry") >= payoff("parties", "direct", "stall"), d <= f
                    ),
                ),
            ),
            gt.Step(
                "The danger that disciplines falls in the prize, the loss and impatience, and rises in the rent, where it is positive.",
                And(
                    diff(ETA_STAR, B) < 0,
                    diff(ETA_STAR, D) < 0,
                    diff(ETA_STAR, r) < 0,
                    diff(ETA_STAR, phi) > 0,
                ),
                given=[phi > r * B],
            ),
        ],
        conclusions=[
            ("the host stalls", eta <= ETA_STAR, lambda: solved.region("stalls")),
            ("the host hurries", eta >= ETA_STAR, lambda: solved.region("hurries")),
            (
                "a host who stalls is chosen",
                And(eta <= ETA_STAR, d <= s),
                lambda: solved.region("stalls and is chosen"),
            ),
            ("it is avoided", And(eta <= ETA_STAR, d >= s, d < f), lambda: solved.region("is avoided")),
        ],
    )
