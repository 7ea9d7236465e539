"""Theorem: when an envoy is sent and believed.  Backward induction and Bayes' rule with the payoffs of the games."""

from __future__ import annotations

from typing import Any

from sympy import And, Equivalent, diff

import gametheory as gt
from models.essays.deniable_envoy import (
    ASSUMING,
    MODEL,
    PRIVATE,
    b,
    c,
    g,
    kappa,
    known,
    o,
    private,
    r,
    rho,
    v,
)

SPEED = o * (r + b) / (b * (r + o))
"""What the officials' slowness leaves of a deal, relative to the envoy's."""


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    plain, hidden = known(), private()
    q = gt.parameters("q")

    def pay(player: str, sent: str, reply: str) -> Any:
        return plain.payoffs({"S": sent, "W": {"envoy": reply, "official": "act"}})[player]

    def paid(player: str, reliable: str, unreliable: Any, reply: str) -> Any:
        strategies = {
            "S": {"reliable": reliable, "unreliable": unreliable},
            "W": {"envoy": reply, "official": "act"},
        }
        return hidden.payoffs(strategies)[player]

    mixed = {"envoy": q, "official": 1 - q}
    return gt.Theorem(
        name="deniable_envoy",
        statement=(
            "With a known envoy S sends it and W acts iff kappa >= c/v and kappa >= o (r + b)/(b (r + o)). If only S knows its envoy, both "
            "kinds are sent and believed iff g >= o (r + b)/(b (r + o)) and rho >= c/v, exactly the reliable iff g <= that, exactly the "
            "unreliable never; and none may be sent for all parameters."
        ),
        assuming=[*ASSUMING, *PRIVATE],
        steps=[
            gt.Step(
                "W acts on an envoy's word iff kappa >= c/v.",
                Equivalent(pay("W", "envoy", "act") >= 0, kappa >= c / v),
            ),
            gt.Step("It always acts on the officials' word.", pay("W", "official", "act") > 0),
            gt.Step(
                "If W would act, S sends the envoy iff kappa >= o (r + b)/(b (r + o)).",
                Equivalent(pay("S", "envoy", "act") >= pay("S", "official", "act"), kappa >= SPEED),
            ),
            gt.Step(
                "If W would wait, S goes through officials.",
                pay("S", "envoy", "wait") < pay("S", "official", "act"),
            ),
            gt.Step(
                "The reliability that speed demands rises in the officials' speed and falls in the envoy's and in impatience.",
                And(diff(SPEED, o) > 0, diff(SPEED, b) < 0, diff(SPEED, r) < 0, SPEED < 1),
            ),
            gt.Step(
                "Only S knowing, with both kinds sent W acts iff rho >= c/v.",
                Equivalent(paid("W", "envoy", "envoy", "act") >= 0, rho >= c / v),
            ),
            gt.Step(
                "A reliable envoy who is believed is always worth sending, an unreliable one iff g >= o (r + b)/(b (r + o)).",
                And(
                    paid("S", "envoy", "official", "act") > paid("S", "official", "official", "act"),
                    Equivalent(
                        paid("S", "envoy", "envoy", "act") >= paid("S", "envoy", "official", "act"),
                        g >= SPEED,
                    ),
                ),
            ),
            gt.Step(
                "If exactly the unreliable were sent, with any probability, W would lose by acting.",
                paid("W", "official", mixed, "act") < paid("W", "official", mixed, "wait"),
                given=[0 < q, q <= 1],
            ),
            gt.Step(
                "If exactly the reliable are sent, W gains by acting.",
                paid("W", "envoy", "official", "act") > paid("W", "envoy", "official", "wait"),
            ),
            gt.Step(
                "Where envoys are not believed neither kind is sent.",
                And(
                    paid("S", "envoy", "official", "wait") < paid("S", "official", "official", "wait"),
                    paid("S", "official", "envoy", "wait") < paid("S", "official", "official", "wait"),
                ),
            ),
        ],
        conclusions=[
            ("the envoy is sent", And(kappa >= c / v, kappa >= SPEED), lambda: solved.region("envoy")),
            ("both kinds are sent", And(rho >= c / v, g >= SPEED), lambda: solved.region("all send envoys")),
            ("only the reliable", g <= SPEED, lambda: solved.region("only the reliable")),
            ("only the unreliable", False, lambda: solved.region("only the unreliable")),
            ("nobody trusts envoys", True, lambda: solved.region("nobody trusts envoys")),
        ],
    )
