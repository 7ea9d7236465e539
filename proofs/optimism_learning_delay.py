"""Theorem: how long optimism that events correct delays a deal.

Offers are h apart, a period is discounted by d, and N = n + t is the firmness of the beliefs at date t.  A side that gives
itself the initiative with probability p gives it (p N + h)/(N + h) after having it once more and p N/(N + h) after not.
The first steps are exact for every h; the limit h -> 0 is taken by comparing first-order terms.
"""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Implies, diff, log

import gametheory as gt
from models.essays.optimism_learning_delay import ASSUMING, CONSTANT, MODEL, Del, d, n, r, t, y


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    N, h, p, q, L, s, S, n_star = gt.parameters("N h p q L s S n_star")

    def had(chance: object) -> object:
        return (chance * N + h) / (N + h)

    def had_not(chance: object) -> object:
        return chance * N / (N + h)

    now, later = Del / N, Del / (N + h)
    deal = p * (1 - d * had_not(q) * L) + (1 - p) * d * had_not(p) * L
    wait = p * d * had(p) * L + (1 - p) * d * had_not(p) * L
    period = [N >= Del, h > 0, 0 <= p, p <= 1, 0 <= q, q <= 1, 0 < d, d < 1, L > 0, Eq(p + q, 1 + now)]
    pie = (1 + now) * (1 - (1 - r * h) * later * (1 + h * s) / (1 + later))
    residual = (pie - (1 + h * s)).together()
    first_order = diff(residual, h).subs(h, 0).together()
    speed = -diff(log(1 + Del / N), N).together()
    excess = Del - r * n * (n + Del)
    return gt.Theorem(
        name="optimism_learning_delay",
        statement=(
            "In the limit of frequent offers there is a deal at date t iff Del <= r (t + n)(t + n + Del): both wait iff "
            "n < n* = (sqrt(Del^2 + 4 Del/r) - Del)/2, until the date n* - n, and can do so only if Del < 1/(2 r). "
            "Optimism that nothing corrects delays no deal."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "Seeing who has the initiative makes one side more and the other less confident: whoever has it, the two "
                "probabilities add up to 1 + Del/(N + h) next.",
                And(Eq(had(p) + had_not(q), 1 + later), Eq(had(q) + had_not(p), 1 + later)),
                given=period,
            ),
            gt.Step(
                "Suppose that each side's value next period is its probability times L. If there is a deal now, a side expects its "
                "probability times 1 - d y' L, y' being next period's optimism.",
                Eq(deal, p * (1 - d * later * L)),
                given=period,
            ),
            gt.Step(
                "If there is none it expects its probability times d L, because it does not expect to change its mind.",
                Eq(wait, p * d * L),
                given=period,
            ),
            gt.Step(
                "There is a deal iff what both expect next, d L (1 + y'), is at most 1, which is to say 1 - d y' L >= d L; so by "
                "induction values are probabilities times L_t = max(1 - d y' L', d L'), and the equilibrium is unique.",
                Equivalent(d * L * (had(p) + had_not(q)) <= 1, 1 - d * later * L >= d * L),
                given=period,
            ),
            gt.Step(
                "Let S = (1 + y) L be what both expect together. While there are deals, S = 1 + h s up to higher orders: the terms of "
                "order 0 agree, and those of order 1 (with d = 1 - r h) iff (1 + y) s = r y + Del/(N (N + Del)).",
                And(
                    Eq(residual.subs(h, 0), 0),
                    Equivalent(Eq(first_order, 0), Eq((1 + now) * s, r * now + Del / (N * (N + Del)))),
                ),
                given=[N >= Del],
            ),
            gt.Step(
                "Errors die out going backward: in the limit an error in next period's S enters this one's with the factor -y, "
                "which lies above -1 after date 0.",
                And(
                    Eq(diff((1 + now) * (1 - now * S / (1 + now)), S), -now),
                    -now > -1,
                ),
                given=[N > Del],
            ),
            gt.Step(
                "A deal means d S <= 1, so s <= r: iff optimism wears off no faster than time is discounted, "
                "Del/(N (N + Del)) <= r.",
                Implies(
                    Eq((1 + now) * s, r * now + Del / (N * (N + Del))),
                    Equivalent(s <= r, Del <= r * N * (N + Del)),
                ),
                given=[N >= Del],
            ),
            gt.Step(
                "Del/(N (N + Del)) is the rate at which ln(1 + y) falls. While both wait L grows at rate r, so that what both expect "
                "together falls over time as long as 1 + y falls faster: before the deal it is above 1.",
                Eq(speed, Del / (N * (N + Del))),
                given=[N >= Del],
            ),
            gt.Step(
                "That rate falls in N: once it is at most r it stays so, and deals are made from one date on.",
                diff(speed, N) < 0,
                given=[N >= Del],
            ),
            gt.Step(
                "The date is n* - n, n* being the positive root of Del = r n* (n* + Del), or 2 n* = sqrt(Del^2 + 4 Del/r) - Del: "
                "a unit of firmness is a unit of time.",
                And(
                    Equivalent(Del > r * (t + n) * (t + n + Del), t < n_star - n),
                    Eq((2 * n_star + Del) ** 2, Del**2 + 4 * Del / r),
                ),
                given=[n_star > 0, Eq(Del, r * n_star * (n_star + Del))],
            ),
            gt.Step(
                "At the root, Del - r n (n + Del) falls in n and r and rises in Del: n* rises in Del and falls in r, and the date "
                "falls in n one for one.",
                And(diff(excess, n) < 0, diff(excess, r) < 0, diff(excess, Del) > 0),
                given=[Eq(excess, 0)],
            ),
            gt.Step(
                "Because n >= Del there is delay for some n iff Del < 1/(2 r): very optimistic sides do not wait.",
                And(
                    Implies(excess > 0, Del < 1 / (2 * r)),
                    Equivalent(excess.subs(n, Del) > 0, Del < 1 / (2 * r)),
                ),
            ),
            gt.Step(
                "Constant optimism: with deals, S = (1 + y)(1 - d y S/(1 + y)) = 1 + y (1 - d S), iff S = (1 + y)/(1 + d y); and "
                "then d S < 1, so that there is a deal at once, however great y is. Far from a deadline this is the only case: "
                "errors enter with the factor -d y, and waiting, S = d S, cannot go on for ever.",
                And(
                    Equivalent(Eq(S, 1 + y * (1 - d * S)), Eq(S, (1 + y) / (1 + d * y))),
                    d * (1 + y) / (1 + d * y) < 1,
                    -d * y > -1,
                ),
                given=CONSTANT,
            ),
        ],
        conclusions=[
            (
                "delay: n < n*, squared",
                (2 * n + Del) ** 2 < Del**2 + 4 * Del / r,
                lambda: solved.region("delay"),
            ),
            (
                "delay at t: t + n < n*, squared",
                (2 * (t + n) + Del) ** 2 < Del**2 + 4 * Del / r,
                lambda: solved.region("delay at t"),
            ),
            (
                "delay for the loosest beliefs",
                2 * r * Del < 1,
                lambda: solved.region("delay at all"),
            ),
        ],
    )
