"""Theorem: W gets the better of its outside option and of what the table yields; the option matters above a threshold.

Shaked and Sutton's argument: M_i and m_i are the supremum and infimum of what player i gets in subgame-perfect
equilibria, of all kinds, of subgames in which she proposes.  Where the option lies among the values of W's refusals is
not known at first, so there are three cases; in each, one value is left.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, Or, diff

import gametheory as gt
from models.essays.from_what_position import ASSUMING, MODEL, S_OFFERS, W_OFFERS, d, f, g, w

TABLE = (f + d * (1 - g)) / (1 + d)
"""What W's consent costs S where W cannot leave."""


def after_w(value: Any) -> Any:
    """Return what staying after a refusal is worth to W, if it gets that value as the next to propose."""
    return (1 - d) * f + d * value


def after_s(value: Any) -> Any:
    """Return what a refusal is worth to S, if she gets that value as the next to propose."""
    return (1 - d) * g + d * value


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    M_W, m_W, M_S, m_S = gt.parameters("M_W m_W M_S m_S")
    (without,) = solved.equilibria["without"]
    ranges = [f <= m_W, m_W <= M_W, M_W <= 1, 0 <= m_S, m_S <= M_S, w <= 1]
    offers_w = [m_W >= 1 - after_s(M_S), M_W <= 1 - after_s(m_S)]
    buys = [M_S <= 1 - after_w(m_W), M_S <= 1 - w]
    return gt.Theorem(
        name="from_what_position",
        statement=(
            "If w <= 1, in every subgame-perfect equilibrium there is agreement at once, and W's consent costs "
            "max(w, (f + d (1 - g))/(1 + d)): the option matters iff it is the larger, and then f does not. If w > 1, W "
            "leaves (if w = 1, it may)."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "A refused offer leaves W no more than buying S's consent would, and S no more than buying W's, if W then "
                "stays. (If W leaves, S gets 0, and by buying at w <= 1 no less.)",
                And(after_w(1 - m_S) <= 1 - after_s(m_S), after_s(1 - m_W) <= 1 - after_w(m_W)),
            ),
            gt.Step(
                "The option is worth less to W than staying at worst: then S buys what staying is worth, and one value "
                "is left, that of the talks without an option.",
                And(Eq(M_W, m_W), Eq(M_S, m_S), Eq(after_w(M_W), TABLE), TABLE >= w),
                given=[*ranges, *offers_w, *buys, m_S >= 1 - after_w(M_W), w <= after_w(m_W)],
            ),
            gt.Step(
                "It is worth more than staying at best: then S buys the option itself, and W gets 1 less S's refusal.",
                And(Eq(m_S, 1 - w), Eq(M_S, 1 - w), Eq(M_W, m_W), Eq(M_W, 1 - after_s(1 - w)), TABLE <= w),
                given=[*ranges, *offers_w, *buys, m_S >= 1 - w, w >= after_w(M_W)],
            ),
            gt.Step(
                "It lies between: only if it equals the value of staying, so this case adds nothing.",
                And(Eq(w, TABLE), Eq(M_S, m_S), Eq(M_W, m_W), Eq(after_w(M_W), w)),
                given=[
                    *ranges,
                    *offers_w,
                    *buys,
                    m_S >= 1 - after_w(M_W),
                    after_w(m_W) <= w,
                    w <= after_w(M_W),
                ],
            ),
            gt.Step(
                "Without an option the solver finds that value too.",
                And(
                    Eq(without.value("W", S_OFFERS), TABLE), Eq(after_w(without.value("W", W_OFFERS)), TABLE)
                ),
            ),
            gt.Step(
                "If w > 1, no share makes W stay without a loss to S: the option exceeds the whole, and the threshold.",
                And(1 - w < 0, w > TABLE),
                given=w > 1,
            ),
            gt.Step("The threshold is more than the flow, and less than 1.", And(TABLE > f, TABLE < 1)),
            gt.Step(
                "It rises in patience and in W's flow, and falls in S's flow.",
                And(diff(TABLE, d) > 0, diff(TABLE, f) > 0, diff(TABLE, g) < 0),
            ),
            gt.Step(
                "At the table alone, half takes a flow of (1 - d (1 - 2 g))/2: less than half the unit if S lives on less than that.",
                Equivalent(2 * TABLE >= 1, 2 * f >= 1 - d * (1 - 2 * g)),
            ),
            gt.Step(
                "With neither, f = 0 and w too small to matter, W still gets something, and more the more patient both are.",
                And(TABLE.subs(f, 0) > 0, diff(TABLE.subs(f, 0), d) > 0),
            ),
        ],
        conclusions=[
            ("the option matters", w > TABLE, lambda: solved.region("option matters")),
            ("W gets at least half", Or(2 * w >= 1, 2 * TABLE >= 1), lambda: solved.region("half")),
            (
                "where the option matters without W leaving, W's consent costs w in every equilibrium",
                True,
                lambda: _or_not(
                    And(w > TABLE, w <= 1),
                    solved.equilibria["with option"].when(gt.value("W", S_OFFERS) == w, "every"),
                ),
            ),
            (
                "elsewhere it costs what the table yields",
                True,
                lambda: _or_not(
                    w <= TABLE,
                    solved.equilibria["with option"].when(gt.value("W", S_OFFERS) == TABLE, "every"),
                ),
            ),
            (
                "a quarter from nothing",
                4 * TABLE.subs(f, 0) >= 1,
                lambda: solved.region("a quarter from nothing"),
            ),
            ("W leaves", w > 1, lambda: solved.region("leaves")),
        ],
    )


def _or_not(case: Any, holds: gt.Region) -> Any:
    """Return where something holds or a case does not apply."""
    return holds | ~gt.region(case, assuming=ASSUMING)
