"""Theorem: when a hotline prevents accidents, and when it would cause them.

Backward induction with the payoffs of the game itself; the derivation never looks at the solver.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, diff

import gametheory as gt
from models.essays.hotline_value import ASSUMING, MODEL, E, G, R, e, game, k, p, t

K_RESTRAINED = (1 - t) * e * G / (R + e)
K_PRESSED = (1 - t) * E * G / (R + E)
K_EMBOLDENED = (e - t * E) * G / (R + e)
P_TALKS = G * t * (E - e) / (R + t * e)
P_SILENCE = G * (E - e) / (R + e)


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    tree = game()
    r, m, V, D, eta, f = gt.parameters("r m V D eta f")

    def payoff(player: str, W: str, conduct: str) -> Any:
        return tree.payoffs({"W": W, "S": {"talks": conduct, "silence": conduct}})[player]

    def presses(W: str) -> Any:
        return payoff("S", W, "press") >= payoff("S", W, "restrain")

    restrained = payoff("S", "stay silent", "restrain")
    return gt.Theorem(
        name="hotline_value",
        statement=(
            "S presses in silence iff p >= G (E - e)/(R + e) and with talks iff p >= G t (E - e)/(R + t e), which is less. W "
            "talks up to k = (1 - t) e G/(R + e) if S is restrained either way, up to (1 - t) E G/(R + E) if it presses either "
            "way, and up to (e - t E) G/(R + e) if talks embolden it: never if t E >= e."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "A crisis that ends in a deal at rate m, worth V, or in an accident at rate eta, at a loss D, with a flow f, is "
                "worth (m V - eta D + f)/(r + m + eta): that is (G + f)/(R + eta) - D with G = m V + (r + m) D, R = r + m.",
                Eq(
                    (m * V - eta * D + f) / (r + m + eta),
                    (m * V + (r + m) * D + f) / (r + m + eta) - D,
                ),
                given=[r > 0, m > 0, V > 0, D > 0, eta > 0],
            ),
            gt.Step(
                "In silence S presses iff p >= G (E - e)/(R + e).",
                Equivalent(presses("stay silent"), p >= P_SILENCE),
            ),
            gt.Step(
                "With talks it presses iff p >= G t (E - e)/(R + t e).",
                Equivalent(presses("talk"), p >= P_TALKS),
            ),
            gt.Step(
                "Pressing for a moment adds p and costs the accidents (E - e) times what is then lost: this pays iff pressing "
                "for ever does, so S would not change its conduct later.",
                Equivalent(p >= (E - e) * restrained, presses("stay silent")),
            ),
            gt.Step(
                "Talks make pressing pay at smaller gains: they embolden, never restrain.",
                P_TALKS < P_SILENCE,
            ),
            gt.Step(
                "If S is restrained either way, W talks iff k <= (1 - t) e G/(R + e).",
                Equivalent(
                    payoff("W", "talk", "restrain") >= payoff("W", "stay silent", "restrain"),
                    k <= K_RESTRAINED,
                ),
            ),
            gt.Step(
                "If it presses either way, W talks iff k <= (1 - t) E G/(R + E), which is more.",
                And(
                    Equivalent(
                        payoff("W", "talk", "press") >= payoff("W", "stay silent", "press"), k <= K_PRESSED
                    ),
                    K_PRESSED > K_RESTRAINED,
                ),
            ),
            gt.Step(
                "If talks embolden S, W talks iff k <= (e - t E) G/(R + e): less than with restraint, and never if t E >= e.",
                And(
                    Equivalent(
                        payoff("W", "talk", "press") >= payoff("W", "stay silent", "restrain"),
                        k <= K_EMBOLDENED,
                    ),
                    K_EMBOLDENED < K_RESTRAINED,
                    Equivalent(K_EMBOLDENED <= 0, t * E >= e),
                ),
            ),
            gt.Step(
                "S, who pays nothing for them, gains from talks in every case.",
                And(
                    payoff("S", "talk", "restrain") > payoff("S", "stay silent", "restrain"),
                    payoff("S", "talk", "press") > payoff("S", "stay silent", "press"),
                ),
            ),
            gt.Step(
                "With restraint the largest cost rises in what is at stake, in the danger and in protection (1 - t), and falls "
                "in R.",
                And(
                    diff(K_RESTRAINED, G) > 0,
                    diff(K_RESTRAINED, e) > 0,
                    diff(K_RESTRAINED, t) < 0,
                    diff(K_RESTRAINED, R) < 0,
                ),
            ),
        ],
        conclusions=[
            (
                "W talks and S is restrained either way",
                And(p <= P_TALKS, k <= K_RESTRAINED),
                lambda: solved.region("talks with restraint"),
            ),
            (
                "W talks and S presses either way",
                And(p >= P_SILENCE, k <= K_PRESSED),
                lambda: solved.region("talks with pressure"),
            ),
            ("talks embolden S", And(p >= P_TALKS, p <= P_SILENCE), lambda: solved.region("emboldens")),
            (
                "talks would cause accidents",
                And(p >= P_TALKS, p <= P_SILENCE, t * E > e),
                lambda: solved.region("backfires"),
            ),
            (
                "W talks although this emboldens S",
                And(p >= P_TALKS, p <= P_SILENCE, k <= K_EMBOLDENED),
                lambda: solved.region("talks anyhow"),
            ),
        ],
    )
