"""Theorem: for whom a mediator can vouch.

What a word is worth to the mediator, with the payoffs of the games themselves; the derivation never looks at the solver, and
its end is proved equal to what `gametheory.sequential` finds.  The last steps are about the game in which both sides step at
once, which needs both conditions.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, diff

import gametheory as gt
from models.essays.trust_mediator import ASSUMING, MODEL, P, R, S, T, T_g, beta, meeting, one, th, two

KAPPA = (P - S) / (T - S)
ALONE = (P - S) / (R - S)
AT_ONCE = (P - S) / ((P - S) + (R - T_g))


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    x, y, v, w = gt.parameters("x y v w")
    chances = [0 <= p for p in (x, y, v, w)] + [p <= 1 for p in (x, y, v, w)]
    games = {"one": one(), "two": two()}
    both = meeting()

    def mixed(go: Any) -> dict[str, Any]:
        return {"go": go, "no": 1 - go}

    def payoff(side: str, player: str, says: tuple[Any, Any], steps: tuple[Any, Any]) -> Any:
        """Return a payoff if the mediator says "go" of the good (bad), and the exposed side steps when told "go" ("no")."""
        profile = {
            "mediator": {"good": mixed(says[0]), "bad": mixed(says[1])},
            side: {
                f"told: {word}": {"step": p, "stay": 1 - p}
                for word, p in zip(("go", "no"), steps, strict=True)
            },
        }
        return games[side].payoffs(profile)[player]

    def word(side: str, kind: str) -> Any:
        """Return what saying "go" rather than "no" adds for the mediator (counted with its probability)."""
        says = ((1, y), (0, y)) if kind == "good" else ((x, 1), (x, 0))
        return payoff(side, "mediator", says[0], (v, w)) - payoff(side, "mediator", says[1], (v, w))

    def step(side: str, told: str) -> Any:
        """Return what stepping rather than staying adds when told so."""
        steps = ((1, w), (0, w)) if told == "go" else ((v, 1), (v, 0))
        return payoff(side, side, (x, y), steps[0]) - payoff(side, side, (x, y), steps[1])

    harm = {"one": beta * S + (1 - beta) * T - P, "two": (1 - beta) * S + beta * T - P}

    def at_once(player: str, says: dict[str, int], **steps: int) -> Any:
        """Return a payoff of the meeting: where the mediator says "go", and who steps when told (one_go, two_no, ...)."""
        chosen = {"one_go": 1, "one_no": 0, "two_go": 1, "two_no": 0, **steps}
        profile: dict[str, Any] = {"mediator": {kinds: mixed(go) for kinds, go in says.items()}}
        for side in ("one", "two"):
            profile[side] = {
                f"told: {w_}": {"step": chosen[f"{side}_{w_}"], "stay": 1 - chosen[f"{side}_{w_}"]}
                for w_ in ("go", "no")
            }
        return both.payoffs(profile)[player]

    honest = {"gg": 1, "gb": 0, "bg": 0}
    half = {"gg": 1, "gb": 0, "bg": 1}

    def gain(player: str, says: dict[str, int], **change: int) -> Any:
        """Return what a deviation adds; a change of the mediator's is written as gg=0 and the like."""
        if player == "mediator":
            return at_once(player, {**says, **change}) - at_once(player, says)
        return at_once(player, says, **change) - at_once(player, says)

    return gt.Theorem(
        name="trust_mediator",
        statement=(
            "A mediator can vouch for side two to side one iff beta >= 1 - kappa, for side one to side two iff beta <= kappa, with "
            "kappa = (P - S)/(T - S), and to both iff 1 - kappa <= beta <= kappa, which is possible iff 2 P >= T + S; nothing of this "
            "depends on th. Outside, what he knows makes no difference, and a side steps only if th >= (P - S)/(R - S)."
        ),
        assuming=[*ASSUMING, T_g < R],
        steps=[
            gt.Step(
                "What 'go' adds for the mediator is (v - w) times what a step is worth to him: R - P of a good side,",
                And(*(Eq(word(side, "good"), th * (v - w) * (R - P)) for side in games)),
                given=chances,
            ),
            gt.Step(
                "and beta S + (1 - beta) T - P of a bad side two, (1 - beta) S + beta T - P of a bad side one.",
                And(*(Eq(word(side, "bad"), (1 - th) * (v - w) * harm[side]) for side in games)),
                given=chances,
            ),
            gt.Step(
                "If the word matters (v > w) he says 'go' of a good side for sure; and of a bad one too if that is worth something to "
                "him, so that his word says nothing. It does say something only if exploitation is worth no more to him than no deal: "
                "for side one, iff beta >= 1 - kappa,",
                And(
                    word("one", "good") > 0,
                    Equivalent(word("one", "bad") <= 0, beta >= 1 - KAPPA),
                ),
                given=[*chances, v > w],
            ),
            gt.Step(
                "for side two, iff beta <= kappa.",
                And(word("two", "good") > 0, Equivalent(word("two", "bad") <= 0, beta <= KAPPA)),
                given=[*chances, v > w],
            ),
            gt.Step(
                "Then honest words are believed: told 'go' the exposed side steps, told 'no' it stays, for every th.",
                And(
                    *(step(side, "go").subs({x: 1, y: 0}) > 0 for side in games),
                    *(step(side, "no").subs({x: 1, y: 0}) < 0 for side in games),
                ),
                given=chances,
            ),
            gt.Step(
                "Both conditions can hold iff 2 P >= T + S, that is kappa >= 1/2.",
                And(Equivalent(1 - KAPPA <= KAPPA, 2 * P >= T + S), 0 < KAPPA, KAPPA < 1),
            ),
            gt.Step(
                "kappa rises in P and falls in T and in S.",
                And(diff(KAPPA, P) > 0, diff(KAPPA, T) < 0, diff(KAPPA, S) < 0),
            ),
            gt.Step(
                "Without information the exposed side steps iff th >= (P - S)/(R - S).",
                Equivalent(step("one", "go").subs({x: 1, y: 1}) >= 0, th >= ALONE),
                given=chances,
            ),
            gt.Step(
                "If both step at once and he says 'go' only where both are good, they follow: a good side gains by it, and by staying "
                "when told 'no'.",
                And(
                    gain("one", honest, one_go=0) < 0,
                    gain("two", honest, two_go=0) < 0,
                    gain("one", honest, one_no=1) < 0,
                    gain("two", honest, two_no=1) < 0,
                ),
            ),
            gt.Step(
                "He is honest there iff 1 - kappa <= beta <= kappa.",
                And(
                    gain("mediator", honest, gg=0) < 0,
                    Equivalent(
                        And(gain("mediator", honest, gb=1) <= 0, gain("mediator", honest, bg=1) <= 0),
                        And(1 - KAPPA <= beta, beta <= KAPPA),
                    ),
                ),
            ),
            gt.Step(
                "A mediator partial to side one can be half honest there, and say 'no' only if side two is bad: iff beta >= kappa and "
                "beta >= 1 - kappa, and if side two trusts enough by itself, th >= (P - S)/((P - S) + (R - T_g)).",
                And(
                    gain("mediator", half, gg=0) < 0,
                    Equivalent(
                        And(gain("mediator", half, gb=1) <= 0, gain("mediator", half, bg=0) <= 0),
                        And(beta >= KAPPA, beta >= 1 - KAPPA),
                    ),
                    gain("one", half, one_go=0) < 0,
                    gain("one", half, one_no=1) < 0,
                    Equivalent(gain("two", half, two_go=0) <= 0, th >= AT_ONCE),
                ),
            ),
        ],
        conclusions=[
            (
                "he can vouch to both",
                And(1 - KAPPA <= beta, beta <= KAPPA),
                lambda: solved.region("both believe"),
            ),
            ("he can vouch to side one", beta >= 1 - KAPPA, lambda: solved.region("one believes")),
            ("he can vouch to side two", beta <= KAPPA, lambda: solved.region("two believes")),
            (
                "he can make a difference to side one",
                beta >= 1 - KAPPA,
                lambda: solved.region("any influence"),
            ),
            ("side one can step whatever it is told", th >= ALONE, lambda: solved.region("without him")),
        ],
    )
