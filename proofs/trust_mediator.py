"""Theorem: for whom a mediator can vouch.

What a word is worth to the mediator, with the payoffs of the games themselves; the derivation never looks at the solver, and
its end is proved equal to what `gametheory.sequential` finds.  The last steps are about the game in which both sides step at
once, which needs both conditions.  With letters for all payoffs that game has more equilibria than the solver can list; it finds the
honest one at a point, with its whole region.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import And, Eq, Equivalent, Implies, Or, diff

import gametheory as gt
from models.essays.trust_mediator import ASSUMING, MODEL, P, R, S, T, T_g, beta, meeting, one, th, two

KAPPA = (P - S) / (T - S)
ALONE = (P - S) / (R - S)
AT_ONCE = (P - S) / ((P - S) + (R - T_g))

EVEN_HANDED = {
    **{"T": 2, "R": Fraction(3, 2), "P": 1, "S": Fraction(-1, 2), "T_g": 1},
    **{"beta": Fraction(11, 20), "th": Fraction(2, 5)},
}
"""A point with kappa = 3/5 where the meeting has an honest equilibrium."""


def _honest_meeting() -> gt.Region:
    """Return the whole region of the honest equilibrium of the meeting, which the solver finds at a point."""

    def honest(e: gt.Equilibrium) -> bool:
        told = e.strategy
        says = [told["mediator"][kinds]["go"] for kinds in ("gg", "gb", "bg")]
        steps = [told[side][f"told: {word}"]["step"] for side in ("one", "two") for word in ("go", "no")]
        return says == [1, 0, 0] and steps == [1, 0, 1, 0]

    found = [e.when for e in gt.sequential(meeting(), near=EVEN_HANDED) if honest(e)]
    return gt.Region([cell for when in found for cell in when.cells], assuming=found[0].assuming)


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    x, y, v, w, g, b = gt.parameters("x y v w g b")
    chances = [0 <= p for p in (x, y, v, w, g, b)] + [p <= 1 for p in (x, y, v, w, g, b)]
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

    def played(player: str, says: tuple[Any, Any, Any], one: tuple[Any, Any], two: tuple[Any, Any]) -> Any:
        """Return a payoff of the meeting: how often he says "go" (of gg, gb, bg), and how often they step when told "go" ("no")."""
        profile: dict[str, Any] = {
            "mediator": {kinds: mixed(go) for kinds, go in zip(("gg", "gb", "bg"), says, strict=True)}
        }
        for side, steps in (("one", one), ("two", two)):
            profile[side] = {
                f"told: {word}": {"step": p, "stay": 1 - p}
                for word, p in zip(("go", "no"), steps, strict=True)
            }
        return both.payoffs(profile)[player]

    def joint(side: str, told: str, bad: Any = b, other: tuple[Any, Any] = (x, y)) -> Any:
        """Return what stepping when told so adds for a side; `bad` is how often he says "go" where only it is good."""
        says = (g, y, bad) if side == "two" else (g, bad, y)
        one_, none_ = ((1, w), (0, w)) if told == "go" else ((v, 1), (v, 0))
        if side == "two":
            return played(side, says, other, one_) - played(side, says, other, none_)
        return played(side, says, one_, other) - played(side, says, none_, other)

    def told_alone(side: str) -> Any:
        """Return what "go" rather than "no" adds for the mediator where only this side is good; it steps with v (w) then."""
        if side == "two":
            return played("mediator", (g, y, 1), (x, y), (v, w)) - played(
                "mediator", (g, y, 0), (x, y), (v, w)
            )
        return played("mediator", (g, 1, y), (v, w), (x, y)) - played("mediator", (g, 0, y), (v, w), (x, y))

    def steps_only_if(side: str) -> Any:
        """Return that the side and the mediator, who likes it to be exploited, reply best."""
        return And(
            Or(v <= 0, joint(side, "go") >= 0),
            Or(w <= 0, joint(side, "no") >= 0),
            Or(v <= w, b >= 1),
            Or(w <= v, b <= 0),
        )

    return gt.Theorem(
        name="trust_mediator",
        statement=(
            "A mediator can vouch for side two to side one iff beta >= 1 - kappa, for side one to side two iff beta <= kappa, with "
            "kappa = (P - S)/(T - S), and to both iff 1 - kappa <= beta <= kappa, which is possible iff 2 P >= T + S; nothing of this "
            "depends on th. Outside, what he knows makes no difference, and a side steps only if th >= (P - S)/(R - S). If both step at once, "
            "he can be honest to both iff 1 - kappa <= beta <= kappa; outside, nobody steps in any equilibrium unless "
            "th >= (P - S)/((P - S) + (R - T_g)), where both can step whatever they are told."
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
            gt.Step(
                "Where only one side is good he likes it to be exploited, all the more the likelier it steps, iff beta > kappa if that is "
                "side two, and iff beta < 1 - kappa if that is side one.",
                And(
                    *(Eq(told_alone(side), th * (1 - th) * (v - w) * harm[side]) for side in harm),
                    Equivalent(harm["two"] > 0, beta > KAPPA),
                    Equivalent(harm["one"] > 0, beta < 1 - KAPPA),
                ),
                given=chances,
            ),
            gt.Step(
                "A good side whose own trust is too small, th < (P - S)/((P - S) + (R - T_g)), steps only on a word that he says oftener where "
                "both are good than where it alone is. But then he says it to a side that he likes to be exploited for sure: it never steps.",
                And(
                    *(Implies(And(joint(side, "go") >= 0, g + b > 0), g > b) for side in harm),
                    *(Implies(And(joint(side, "no") >= 0, g + b < 2), g < b) for side in harm),
                    *(Implies(steps_only_if(side), And(v <= 0, w <= 0)) for side in harm),
                ),
                given=[*chances, th < AT_ONCE],
            ),
            gt.Step(
                "Against a side that never steps, the other loses by a step when told a word that is said at all.",
                And(
                    *(Implies(g + b > 0, joint(side, "go", other=(0, 0)) < 0) for side in harm),
                    *(Implies(g + b < 2, joint(side, "no", other=(0, 0)) < 0) for side in harm),
                ),
                given=chances,
            ),
            gt.Step(
                "From that trust on both can step whatever they are told, by a mediator whose word says nothing.",
                And(
                    *(
                        Equivalent(joint(side, told, bad=g, other=(1, 1)) >= 0, th >= AT_ONCE)
                        for side in harm
                        for told in ("go", "no")
                    ),
                    *(Eq(told_alone(side).subs({v: 1, w: 1}), 0) for side in harm),
                ),
                given=[*chances, 0 < g, g < 1],
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
            ("both step at once, and he is honest", And(1 - KAPPA <= beta, beta <= KAPPA), _honest_meeting),
            ("side one can step whatever it is told", th >= ALONE, lambda: solved.region("without him")),
        ],
    )
