"""Theorem: when a refusal of direct talks separates the firm from the eager, and when it tells nothing.

All payoffs are the game's own, ex ante: gains of one type carry its probability, which is positive.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, Implies, Or, Rational, diff

import gametheory as gt
from models.essays.refuse_direct_talks import ASSUMING, MODEL, channels, d, pi, v_H, v_L, x

X_STAR = v_H / (2 * v_H - v_L)
"""What the least separating delay leaves."""

PI_STAR = v_L * (1 - d) / (v_H - d * v_L)
"""The belief that W is eager above which S is hard."""


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    game = channels()
    a, b, p, q = gt.parameters("a b p q")
    chances = [0 <= a, a <= 1, 0 <= b, b <= 1, 0 <= p, p <= 1, 0 <= q, q <= 1]
    told = {"eager": "agree", "firm": "insist"}

    def profile(eager: Any, firm: Any, direct: Any, indirect: Any, change: Any = ()) -> Any:
        """Return the profile in which types meet S with these chances, S is soft with these, and replies are as told."""
        replies = {
            (kind, channel, "hard"): {
                "agree": int(told[kind] == "agree"),
                "insist": int(told[kind] == "insist"),
            }
            for kind in told
            for channel in ("direct", "indirect")
        }
        return {
            "W": {
                "eager": {"direct": eager, "indirect": 1 - eager},
                "firm": {"direct": firm, "indirect": 1 - firm},
                **replies,
                **dict(change),
            },
            "S": {
                "direct": {"soft": direct, "hard": 1 - direct},
                "indirect": {"soft": indirect, "hard": 1 - indirect},
            },
        }

    def pay(player: str, *chances: Any, change: Any = ()) -> Any:
        return game.payoffs(profile(*chances, change=change))[player]

    def reply_gain(kind: str, channel: str) -> Any:
        """Return what a type gains by agreeing to a hard price instead of insisting, all types using this channel."""
        use = 1 if channel == "direct" else 0
        one, other = (
            pay("W", use, use, 0, 0, change={(kind, channel, "hard"): {"agree": y, "insist": 1 - y}})
            for y in (1, 0)
        )
        return one - other

    eager_meets = pay("W", 1, b, p, q) - pay("W", 0, b, p, q)
    firm_meets = pay("W", a, 1, p, q) - pay("W", a, 0, p, q)
    soft_direct = pay("S", a, b, 1, q) - pay("S", a, b, 0, q)
    soft_indirect = pay("S", a, b, p, 1) - pay("S", a, b, p, 0)
    keen, firm = a * pi, b * (1 - pi)
    shy, aloof = (1 - a) * pi, (1 - b) * (1 - pi)
    apart = {a: 1, b: 0, p: 0, q: 1}
    few = pi * (v_H - v_L) / (v_L * (1 - d) * (1 - pi))
    many = v_L * (1 - d) * (1 - pi) / (pi * (v_H - v_L))
    half_hard = (x - d) / (1 - d)
    half_soft = v_H * (1 - x) / (x * (v_H - v_L))
    return gt.Theorem(
        name="refuse_direct_talks",
        statement=(
            "Exactly the firm refuse direct talks in some equilibrium iff d <= x <= x* = v_H/(2 v_H - v_L), where "
            "x = exp(-r tau): the delay is at least tau* = ln((2 v_H - v_L)/v_H)/r. A refusal is a signal, perhaps a noisy one, "
            "in some equilibrium iff d <= min(x, x*), unless x > x* and pi = pi* = v_L (1 - d)/(v_H - d v_L). It never shows "
            "eagerness, and nobody need refuse."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "An eager W agrees to a hard price, on either channel; a firm one insists.",
                And(
                    *(reply_gain("eager", c) > 0 for c in ("direct", "indirect")),
                    *(reply_gain("firm", c) < 0 for c in ("direct", "indirect")),
                ),
            ),
            gt.Step(
                "So S prefers to be soft iff it thinks W eager with less than pi* = v_L (1 - d)/(v_H - d v_L), after either "
                "channel, and pi* is a probability.",
                And(
                    Implies(keen + firm > 0, Equivalent(soft_direct > 0, keen < PI_STAR * (keen + firm))),
                    Implies(shy + aloof > 0, Equivalent(soft_indirect > 0, shy < PI_STAR * (shy + aloof))),
                    0 < PI_STAR,
                    PI_STAR < 1,
                ),
                given=chances,
            ),
            gt.Step(
                "If only the firm refuse, S is hard in person and soft otherwise; an eager W then does not imitate iff x <= x*.",
                And(
                    (soft_direct).subs({a: 1, b: 0}) < 0,
                    (soft_indirect).subs({a: 1, b: 0}) > 0,
                    Equivalent(eager_meets.subs(apart) >= 0, x <= X_STAR),
                ),
            ),
            gt.Step(
                "And a firm W does not give it up iff x >= d: it compares two delays, that of the channel and that of "
                "proving its value.",
                Equivalent(firm_meets.subs(apart) <= 0, x >= d),
            ),
            gt.Step(
                "A price of half the known value means d > 2 - v_H/v_L: so x >= d is more than x >= max(0, 2 - v_H/v_L).",
                And(Implies(x >= d, x > 2 - v_H / v_L), X_STAR > 2 - v_H / v_L),
            ),
            gt.Step(
                "x* lies between 1/2 and 1; it falls in v_H and rises in v_L, so that tau* = -ln(x*)/r rises in v_H and falls "
                "in v_L (and in r).",
                And(X_STAR > Rational(1, 2), X_STAR < 1, diff(X_STAR, v_H) < 0, diff(X_STAR, v_L) > 0),
            ),
            gt.Step(
                "If the eager refused more often than the firm (a < b), S would think W eager with more than pi after a refusal "
                "and with less in person, so that it would be at least as soft in person as after a refusal.",
                Implies(a < b, And(keen < pi * (keen + firm), shy > pi * (shy + aloof))),
                given=chances,
            ),
            gt.Step(
                "But if S is at least as soft in person as after a refusal, an eager W meets it: a refusal never shows eagerness.",
                eager_meets > 0,
                given=[*chances, q <= p],
            ),
            gt.Step(
                "With x < d no firm W refuses, whatever S does: nothing can be signalled.",
                firm_meets > 0,
                given=[*chances, x < d],
            ),
            gt.Step(
                "In an informative equilibrium some firm W refuses and some eager W meets S; both are best replies only if "
                "d <= x*, whatever S's replies are.",
                Implies(And(firm_meets <= 0, eager_meets >= 0), d <= X_STAR),
                given=[*chances, x >= d],
            ),
            gt.Step(
                "A noisy signal, pi < pi*: some of the firm meet S, just so many that S is indifferent in person; it is soft there "
                "with probability (x - d)/(1 - d), which makes the firm indifferent, and the eager meet S iff d <= x*.",
                And(
                    Eq(soft_direct.subs({a: 1, b: few}), 0),
                    0 < few,
                    few < 1,
                    Eq(firm_meets.subs({p: half_hard, q: 1}), 0),
                    Equivalent(eager_meets.subs({p: half_hard, q: 1}) >= 0, d <= X_STAR),
                ),
                given=[pi < PI_STAR, x > d],
            ),
            gt.Step(
                "A noisy signal, pi > pi* and x > x*: some of the eager refuse, just so many that S is indifferent after a refusal; "
                "it is soft there with probability v_H (1 - x)/(x (v_H - v_L)) < 1, which makes the eager indifferent, and "
                "the firm refuse iff d <= x*.",
                And(
                    Eq(soft_indirect.subs({a: 1 - many, b: 0}), 0),
                    0 < many,
                    many < 1,
                    0 < half_soft,
                    half_soft < 1,
                    Eq(eager_meets.subs({p: 0, q: half_soft}), 0),
                    Equivalent(firm_meets.subs({p: 0, q: half_soft}) <= 0, d <= X_STAR),
                ),
                given=[pi > PI_STAR, x > X_STAR],
            ),
            gt.Step(
                "Nobody need refuse: if S takes whoever refuses for eager and is hard, both types meet it.",
                And(eager_meets.subs(q, 0) > 0, firm_meets.subs(q, 0) > 0),
                given=chances,
            ),
            gt.Step(
                "But where S is hard in person (pi > pi*) and d < x < x*, that is not plausible: even a soft reply to a refusal is of "
                "no use to an eager W, and it would serve a firm one (the intuitive criterion).",
                And(eager_meets.subs({p: 0, q: 1}) > 0, firm_meets.subs({p: 0, q: 1}) < 0),
                given=[d < x, x < X_STAR],
            ),
        ],
        conclusions=[
            ("exactly the firm refuse", And(d <= x, x <= X_STAR), lambda: solved.region("separation")),
            (
                "a refusal is a signal",
                And(d <= x, d <= X_STAR, Or(x <= X_STAR, pi < PI_STAR, pi > PI_STAR)),
                lambda: solved.region("signal"),
            ),
            ("a refusal never shows eagerness", x > 1, lambda: solved.region("contrary signal")),
            ("nobody need refuse", x < 1, lambda: solved.region("no refusal")),
        ],
    )
