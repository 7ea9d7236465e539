"""Theorem: a floor is leverage iff it exceeds the responder's share, the other's is low, and the two leave room.

For one floor the argument is Shaked and Sutton's and covers all subgame-perfect equilibria: M and m are the supremum and
infimum of what a side gets in subgames in which it proposes.
"""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Implies, Or, diff

import gametheory as gt
from models.essays.ratification_floor import ASSUMING, MODEL, S_FIRST, W_FIRST, d, h, k

RUBINSTEIN = 1 / (1 + d)
THRESHOLD = d / (1 + d)
SHARE = 1 - d * (1 - h)
GAIN = SHARE - RUBINSTEIN
TURN = d * (2 + d) / (1 + d) ** 2


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    M_W, m_W, M_S, m_S = gt.parameters("M_W m_W M_S m_S")
    ranges = [h <= m_W, m_W <= M_W, M_W <= 1, 0 <= m_S, m_S <= M_S, M_S <= 1]
    bounds = [m_W >= 1 - d * M_S, M_W <= 1 - d * m_S, M_S <= 1 - h, M_S <= 1 - d * m_W]
    accepted = Or(m_S >= 1 - h, m_S >= 1 - d * M_W)
    one = solved.equilibria["game"]
    two = solved.equilibria["two floors"]
    return gt.Theorem(
        name="ratification_floor",
        statement=(
            "If only W has a floor, W gets 1/(1 + d) when it proposes in every subgame-perfect equilibrium if h <= d/(1 + d), and "
            "1 - d (1 - h), which is more, if h > d/(1 + d). If S has a floor k too, W's raises its share iff h > d/(1 + d) > k and "
            "h + k <= 1; if h + k > 1 there is never a deal."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "S cannot buy W's consent for less than h nor for less than d m_W, so M_S <= 1 - h and M_S <= 1 - d m_W; W accepts "
                "whatever beats both h and d M_W, so m_S >= 1 - max(h, d M_W). A rejected offer leaves S at most d (1 - m_W), "
                "which is no more than the first two bounds.",
                And(d * (1 - m_W) <= 1 - h, d * (1 - m_W) <= 1 - d * m_W),
                given=[*ranges, m_W >= 1 - d * M_S, M_S <= 1 - h],
            ),
            gt.Step(
                "S, without a floor, accepts whatever beats d M_S and nothing below d m_S; a rejected offer leaves W at most "
                "d (1 - m_S), which is no more than 1 - d m_S. And what W keeps, 1 - d M_S or more, can be ratified.",
                And(d * (1 - m_S) <= 1 - d * m_S, 1 - d * M_S >= h),
                given=[*ranges, M_S <= 1 - h],
            ),
            gt.Step(
                "A floor of at most d/(1 + d) leaves Rubinstein's value: M_W = m_W = 1/(1 + d).",
                Implies(accepted, And(Eq(M_W, RUBINSTEIN), Eq(m_W, RUBINSTEIN))),
                given=[*ranges, *bounds, h <= THRESHOLD],
            ),
            gt.Step(
                "A higher one leaves 1 - d (1 - h): S must pay h, and W's price for waiting follows.",
                Implies(accepted, And(Eq(M_W, SHARE), Eq(m_W, SHARE), Eq(M_S, 1 - h), Eq(m_S, 1 - h))),
                given=[*ranges, *bounds, h > THRESHOLD],
            ),
            gt.Step(
                "That is more than Rubinstein's share iff h > d/(1 + d).", Equivalent(GAIN > 0, h > THRESHOLD)
            ),
            gt.Step(
                "The threshold is Rubinstein's responder's share, below one half, and rises in patience.",
                And(Eq(THRESHOLD, 1 - RUBINSTEIN), 2 * THRESHOLD < 1, diff(THRESHOLD, d) > 0),
            ),
            gt.Step("The gain rises in the floor.", diff(GAIN, h) > 0),
            gt.Step(
                "In patience it rises iff h > d (2 + d)/(1 + d)^2, which is above the threshold: a floor just above d/(1 + d) helps "
                "the less the more patient the sides.",
                And(Equivalent(diff(GAIN, d) > 0, h > TURN), TURN > THRESHOLD, TURN < 1),
            ),
            gt.Step(
                "With floors on both sides a division that both ratify exists iff h + k <= 1; otherwise both wait for ever.",
                Equivalent(And(M_W >= h, 1 - M_W >= k), And(Eq(M_W, 1 - k), Eq(h, 1 - k))),
                given=[h + k >= 1],
            ),
            gt.Step(
                "If S's floor is at least d/(1 + d), its price is that floor, whatever W's: W can wait to keep 1 - k, so that S gets "
                "at most 1 - d (1 - k) by waiting, which is worth no more than k now.",
                Equivalent(d * (1 - d * (1 - k)) <= k, k >= THRESHOLD),
            ),
            gt.Step(
                "If S's floor is lower and W's binds, S's price max(k, d (1 - h)) falls short of Rubinstein's d/(1 + d) iff "
                "h > d/(1 + d).",
                Equivalent(And(k < THRESHOLD, d * (1 - h) < THRESHOLD), And(k < THRESHOLD, h > THRESHOLD)),
            ),
            gt.Step(
                "So W's best floor is the last that leaves room, 1 - k: there it keeps 1 - k, which no lower floor beats.",
                And(1 - k >= 1 - d * (1 - h), 1 - k >= RUBINSTEIN, d * (1 - (1 - k)) <= k),
                given=[k < THRESHOLD, d * (1 - h) >= k],
            ),
        ],
        conclusions=[
            ("the floor is leverage", h > THRESHOLD, lambda: solved.region("leverage")),
            ("and so when S proposes", h > THRESHOLD, lambda: solved.region("leverage when responding")),
            (
                "W's value in every equilibrium, if it proposes",
                True,
                lambda: (
                    one.when((gt.value("W", W_FIRST) == SHARE), "every")
                    | one.when((gt.value("W", W_FIRST) == RUBINSTEIN), "every")
                ),
            ),
            (
                "and where it is 1 - d (1 - h)",
                h >= THRESHOLD,
                lambda: one.when(gt.value("W", W_FIRST) == SHARE, "every"),
            ),
            (
                "with two floors: leverage",
                And(h > THRESHOLD, k < THRESHOLD, h + k <= 1),
                lambda: solved.region("leverage against a floor"),
            ),
            ("with two floors: no deal", h + k > 1, lambda: solved.region("no deal")),
            (
                "where there is no deal both sides get nothing",
                h + k > 1,
                lambda: two.when((gt.value("W", W_FIRST) == 0) & (gt.value("S", S_FIRST) == 0), "every"),
            ),
        ],
    )
