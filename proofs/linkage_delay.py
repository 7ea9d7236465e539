"""Theorem: X waits for Y iff beta > 2a/(a^2 + 2a - 1); S always gains from linkage, W iff beta > a/(2a - 1).

Waiting is worth beta to W and a beta to S (in units of X), whatever either does, for each can refuse until Y comes up.
If the whole is worth less than that with X settled now, nothing can be agreed; if it is worth more, bounds as Shaked and
Sutton's leave one division.  The last part is the contract on both issues, and the package itself.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, Not, diff

import gametheory as gt
from models.essays.linkage_delay import ASSUMING, DELTA, MODEL, a, beta, m

HALF_W, HALF_S = 1 / (2 * a), a / 2
SETTLED = 1 + beta * (HALF_W + HALF_S)
"""All that there is if X is settled now."""

BETA_STAR = 2 * a / (a**2 + 2 * a - 1)
GAIN = a / (2 * a - 1)
SHARE = (1 - beta * (a - 1) ** 2 / (2 * a)) / 2
"""W's share of X, if it is settled now."""

EARLY = 2 * a > beta * (a**2 + 2 * a - 1)


def after_w(value: Any) -> Any:
    """Return what a refusal leaves to W if X, still without Y, is worth that to it a period later."""
    return DELTA * (m + (1 - m) * value)


def after_s(value: Any) -> Any:
    """Return what a refusal leaves to S if X, still without Y, is worth that to it a period later."""
    return DELTA * (m * a + (1 - m) * value)


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    M_W, m_W, M_S, m_S, e, s, x, y, t, d = gt.parameters("M_W m_W M_S m_S e s x y t d")
    agree = next(found for found in solved.equilibria["linked"] if found.agrees("X open"))
    (apart,), (whole,) = solved.equilibria["separate"], solved.equilibria["whole"]
    # In gains over waiting: e discounts them until the next offer over X alone, s is what settling X now gains in all.
    ranges = [0 <= e, e < 1, 0 < s, 0 <= m_W, m_W <= M_W, M_W <= s, 0 <= m_S, m_S <= M_S, M_S <= s]
    bounds = [
        2 * M_W <= s - e * m_S + e * M_W,
        2 * m_W >= s - e * M_S + e * m_W,
        2 * M_S <= s - e * m_W + e * M_S,
        2 * m_S >= s - e * M_W + e * m_S,
    ]
    return gt.Theorem(
        name="linkage_delay",
        statement=(
            "X waits for Y iff beta > beta* = 2a/(a^2 + 2a - 1); below, X is settled at once and W gets "
            "(1 - beta (a - 1)^2/(2a))/2 of it. Against settling the issues apart, S gains for every beta, W iff beta > a/(2a - 1). "
            "A contract on both issues is signed at once for every beta."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "Refusing until Y comes up is worth beta and a beta: these values repeat themselves.",
                And(Eq(after_w(beta), beta), Eq(after_s(a * beta), a * beta), Eq(DELTA.subs(m, 1), beta)),
            ),
            gt.Step(
                "So X can be settled only if that leaves enough: the whole is worth less than both refusals iff beta > beta*.",
                Equivalent(SETTLED < beta + a * beta, beta > BETA_STAR),
            ),
            gt.Step(
                "If it is worth more, a refused proposer gets no more than by buying the other's consent.",
                And(
                    after_w(SETTLED - m_S) <= SETTLED - after_s(m_S),
                    after_s(SETTLED - m_W) <= SETTLED - after_w(m_W),
                ),
                given=EARLY,
            ),
            gt.Step(
                "A gain t over waiting for Y, had a period later, is worth that times a factor e below 1.",
                And(
                    Eq(after_w(beta + t), beta + DELTA * (1 - m) * t),
                    Eq(after_s(a * beta + t), a * beta + DELTA * (1 - m) * t),
                    DELTA * (1 - m) < 1,
                ),
            ),
            gt.Step(
                "The least and the most that each can gain, before the lot is drawn, leave one value: half of all that is "
                "gained, s.",
                And(*(Eq(2 * gain, s) for gain in (M_W, m_W, M_S, m_S))),
                given=[*ranges, *bounds],
            ),
            gt.Step(
                "So W gets beta and half the gain, S a beta and half: the values of the equilibrium that the solver finds. "
                "How many offers can be made, m, is not in them.",
                And(
                    Eq(agree.value("W"), beta + (SETTLED - beta - a * beta) / 2),
                    Eq(agree.value("S"), a * beta + (SETTLED - beta - a * beta) / 2),
                    Eq(agree.value("W"), SHARE + beta * HALF_W),
                ),
            ),
            gt.Step(
                "Both gain from settling then, and W's share of X lies between 0 and 1/2.",
                And(SHARE > 0, 2 * SHARE < 1, agree.value("W") > beta, agree.value("S") > a * beta),
                given=EARLY,
            ),
            gt.Step(
                "Delay is efficient among divisions of X: in no shares x and 1 - x of X is each "
                "side at least as well off as by waiting.",
                Not(And(a * x + beta / 2 >= a * beta, 1 - x + a * beta / 2 >= a * beta)),
                given=beta > BETA_STAR,
            ),
            gt.Step(
                "The sum of payoffs is largest with all of X for W; it falls short of waiting only if beta > 2a/(3a - 1) > beta*.",
                And(
                    Equivalent(a + beta * (1 + a) / 2 < 2 * a * beta, beta > 2 * a / (3 * a - 1)),
                    2 * a / (3 * a - 1) > BETA_STAR,
                ),
            ),
            gt.Step(
                "Apart, each gets half of both; linked and settled, W gets less and S more.",
                And(
                    Eq(apart.value("W"), (1 + beta / a) / 2),
                    Eq(apart.value("S"), (1 + a * beta) / 2),
                    agree.value("W") < apart.value("W"),
                    agree.value("S") > apart.value("S"),
                ),
            ),
            gt.Step(
                "Linked and delayed, W gets beta: more than apart iff beta > a/(2a - 1), which exceeds beta*.",
                And(Equivalent(beta > apart.value("W"), beta > GAIN), GAIN > BETA_STAR, GAIN < 1),
            ),
            gt.Step(
                "S gets a beta: more than apart, wherever there is delay.",
                a * beta > apart.value("S"),
                given=beta > BETA_STAR,
            ),
            gt.Step(
                "Both thresholds fall in the asymmetry: the less alike the sides, the more distant an issue can delay.",
                And(diff(BETA_STAR, a) < 0, diff(GAIN, a) < 0, BETA_STAR > 0, BETA_STAR < 1),
            ),
            gt.Step(
                "A contract that promises Y to S leaves more to both than waiting.",
                And(whole.value("W") > beta, whole.value("S") > a * beta),
            ),
            gt.Step(
                "The package: with discount d a proposer leaves the other y of its own lesser issue, and the other is "
                "indifferent iff its payoff is d times the proposer's: the proposer gets a (1 + a)/(a + d).",
                And(Eq(a + y, a * (1 + a) / (a + d)), y > 0, y < 1),
                given=[0 < d, d < 1, Eq(a * (1 - y), d * (a + y))],
            ),
            gt.Step(
                "So the package is worth a to each in the limit: proposer and responder lie within (1 - d) a of it.",
                And(t > a, t < a + (1 - d) * a, d * t < a, d * t > a - (1 - d) * a),
                given=[0 < d, d < 1, Eq(t, a * (1 + a) / (a + d))],
            ),
        ],
        conclusions=[
            ("X waits for Y", beta > BETA_STAR, lambda: solved.region("delay")),
            ("W gains from linkage", beta > GAIN, lambda: solved.region("W gains")),
            ("S gains from linkage, everywhere", True, lambda: solved.region("S gains")),
            (
                "X waits and the sum of payoffs suffers",
                And(beta > BETA_STAR, beta < 2 * a / (3 * a - 1)),
                lambda: solved.region("delay loses"),
            ),
            ("no delay with whole contracts", False, lambda: solved.region("delay with whole contracts")),
        ],
    )
