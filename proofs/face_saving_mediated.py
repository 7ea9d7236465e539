"""Theorem: how far a communique carries.  Beliefs by Bayes' rule and the payoffs of the game; the derivation never looks at the solver."""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, Implies, diff

import gametheory as gt
from models.essays.face_saving_mediated import ASSUMING, MODEL, W_STAR, G, K, k, mediated, nu, s, tau, w

NU_LEAST = (w - tau) / (w * (1 - tau))
"""How often the weak must be named for clean words to be believed."""


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    tree = mediated()
    z = gt.parameters("z")

    def pay(player: str, weak: str, strong: str, clean: str, capitulation: str) -> Any:
        leaders = {"weak": weak, "strong": strong}
        return tree.payoffs({"leader": leaders, "observer": {"clean": clean, "capitulation": capitulation}})[
            player
        ]

    everybody = ("settle", "settle")
    doubt = pay("observer", *everybody, "challenge", "challenge") - pay(
        "observer", *everybody, "refrain", "challenge"
    )
    stays = pay("leader", *everybody, "refrain", "challenge") - pay(
        "leader", "hold out", "settle", "refrain", "challenge"
    )
    named = pay("observer", *everybody, "refrain", "challenge") - pay(
        "observer", *everybody, "refrain", "refrain"
    )
    settling = w * z + 1 - w
    return gt.Theorem(
        name="face_saving_mediated",
        statement=(
            "Everybody settles in some equilibrium under the rule nu iff (w - tau)/(w (1 - tau)) <= nu <= G/K; there is such a rule "
            "iff w <= w* = tau/(tau + (1 - tau)(1 - G/K)) > tau. Beyond, at least (w - w*)/(1 - w*) hold out under every rule."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "If all settle, clean words are left alone iff nu >= (w - tau)/(w (1 - tau)).",
                Equivalent(doubt <= 0, nu >= NU_LEAST),
            ),
            gt.Step("A capitulation is always challenged: it proves weakness.", named > 0),
            gt.Step("Then a weak leader settles iff nu <= G/K.", Equivalent(stays >= 0, nu <= G / K)),
            gt.Step(
                "A strong leader, whose settlement is called clean, gains s by it.",
                pay("leader", "settle", "settle", "refrain", "challenge")
                > pay("leader", "settle", "hold out", "refrain", "challenge"),
            ),
            gt.Step(
                "If clean words were challenged, a weak leader would hold out: G < K.",
                pay("leader", "settle", "settle", "challenge", "challenge")
                < pay("leader", "hold out", "settle", "challenge", "challenge"),
            ),
            gt.Step("The two bounds leave room iff w <= w*.", Equivalent(NU_LEAST <= G / K, w <= W_STAR)),
            gt.Step("The limit exceeds tau.", W_STAR > tau),
            gt.Step(
                "It rises in tau and G and falls in K.",
                And(diff(W_STAR, tau) > 0, diff(W_STAR, G) > 0, diff(W_STAR, K) < 0),
            ),
            gt.Step(
                "If the weak settle with probability z, the observer meets a prior w z/(w z + 1 - w) among those who settle; it is at "
                "most w* only if w (1 - z) >= (w - w*)/(1 - w*) hold out.",
                Implies(w * z / settling <= W_STAR, w * (1 - z) >= (w - W_STAR) / (1 - W_STAR)),
                given=[0 <= z, z <= 1],
            ),
            gt.Step(
                "With z at that bound and nu = G/K, clean words leave the observer indifferent and the weak gain nothing either way.",
                Implies(
                    Eq(w * (1 - z), (w - W_STAR) / (1 - W_STAR)),
                    Eq(w * z * (1 - G / K) * (1 - tau), (1 - w) * tau),
                ),
                given=[0 <= z, z <= 1],
            ),
        ],
        conclusions=[
            ("no delay", And(nu >= NU_LEAST, nu <= G / K), lambda: solved.region("no delay")),
            ("no delay for some rule", w <= W_STAR, lambda: solved.region("no delay for some rule")),
            (
                "the mediator is needed",
                And(w > tau, w <= W_STAR),
                lambda: solved.region("the mediator is needed"),
            ),
            ("delay all the same", s <= k, lambda: solved.region("delay all the same")),
        ],
    )
