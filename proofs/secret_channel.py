"""Theorem: what a secret channel compels.  Gains of A's types and of B from the stakes; the derivation never looks at the lists.

The second half is about A choosing the channel knowing w_A: p and s are then how likely B resists in public and in
private, x is a type of A, and the resolute are those with w_A >= 0.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Eq, Equivalent, Implies, Or, diff

import gametheory as gt
from models.essays.secret_channel import ASSUMING, MEANT, MODEL, POOLED, PRIVATE, UNREFUTED, H, W, a, t, w


def theorem() -> gt.Theorem:
    """State the theorem."""
    solved = MODEL.solve()
    q, r, v, x, p, s, m, n = gt.parameters("q r v x p s m n")

    def demand(worth: Any, resisted: Any = r) -> Any:
        """Return what a demand brings to A if B resists with this probability and resistance is then worth this."""
        return (1 - resisted) + resisted * worth

    resisting = q * -v + (1 - q) - (-t)
    resists = [0 <= r, r <= 1]
    share = [0 < q, q <= 1]
    chances = [0 < p, p <= 1, 0 <= s, s <= 1]
    thought = (1 + t) / (1 + p * W)
    t_star = a / H
    mixed = (1 + a) * (1 + t) / (W + 1 + a)
    return gt.Theorem(
        name="secret_channel",
        statement=(
            "B resists a public demand with probability min{1/(1 + a), (1 - g + t)/(g W)}, g = (H + a)/(H + w), if t (1 + a) <= W, and "
            "min{1, t/W} otherwise; a private one with min{1, w/(H W)}. If t (1 + a) <= W the private demand is resisted no more iff "
            "t >= a/H and H W >= w (1 + a); otherwise iff t >= W or t >= w/H. If A chooses the channel knowing w_A, and H <= 1, there are for "
            "all parameters an equilibrium in which all demand in private and one in which all the resolute demand in public, resisted as "
            "before; besides these only one in which B resists both with t/W, iff w/H < t < W. D1 keeps all in private iff t >= w/H or "
            "t >= W, exactly where every belief supports it; it keeps the others always."
        ),
        assuming=ASSUMING,
        steps=[
            gt.Step(
                "A bluffer, who would back down at the cost a, gains by a demand iff r <= 1/(1 + a); whoever would fight gains more.",
                And(
                    Equivalent(demand(-a) >= 0, r * (1 + a) <= 1),
                    Implies(And(x >= -a, r > 0), demand(x) >= demand(-a)),
                ),
                given=resists,
            ),
            gt.Step(
                "B resists iff its cost of war is at most (1 - q + t)/q.",
                Equivalent(resisting >= 0, v <= (1 - q + t) / q),
                given=share,
            ),
            gt.Step(
                "The more mean it, the less B resists; at least the share g does, and at most all.",
                And(diff((1 - q + t) / q, q) < 0, 0 < MEANT, MEANT <= 1),
                given=share,
            ),
            gt.Step(
                "Bluffers can be so many that they gain nothing, r = 1/(1 + a), iff (1 - g + t)(1 + a) >= g W and t (1 + a) <= W.",
                And(
                    Eq((1 - mixed + t) / (mixed * W), 1 / (1 + a)),
                    Equivalent(And(mixed >= MEANT, mixed <= 1), And(POOLED * (1 + a) >= 1, t * (1 + a) <= W)),
                ),
            ),
            gt.Step(
                "If t (1 + a) > W, B resists more than bluffers bear even if all mean it: none bluffs, and B resists with probability t/W "
                "or 1.",
                Implies(And(t * (1 + a) > W, t <= W), t / W > 1 / (1 + a)),
            ),
            gt.Step(
                "Then A's types with w_A >= -(1 - r)/r demand, all of whom would fight.",
                Implies(And(r * (1 + a) > 1, demand(x) >= 0), x > -a),
                given=resists,
            ),
            gt.Step(
                "In private a bluff costs nothing, so all demand, and those with w_A >= 0 would fight: B resists with probability w/(H W).",
                And(demand(0) >= 0, Equivalent(v <= (1 - H / (H + w)) / (H / (H + w)), v <= PRIVATE * W)),
                given=resists,
            ),
            gt.Step(
                "All demanding in public, B resists no less than in private iff t >= a/H.",
                Equivalent(POOLED >= PRIVATE, t >= t_star),
            ),
            gt.Step(
                "Where the demand is resisted with 1/(1 + a), iff H W >= w (1 + a).",
                Equivalent(1 / (1 + a) >= PRIVATE, H * W >= w * (1 + a)),
            ),
            gt.Step(
                "The threshold a/H rises in a and falls in H, and what the sides may lose does not matter.",
                And(diff(t_star, a) > 0, diff(t_star, H) < 0),
            ),
            gt.Step(
                "If A knows w_A when it chooses: a private demand is worth no less than none, and more to the resolute, so that these demand.",
                And(demand(0, s) >= 0, Implies(x > 0, demand(x, s) > 0)),
                given=[0 <= s, s <= 1],
            ),
            gt.Step(
                "Whatever B thinks of a public demand, it resists with probability min{1, t/W} at least, and any probability from there to 1 "
                "follows from some belief; in private any probability does.",
                And(
                    (1 - q + t) / q >= t,
                    Implies(
                        t <= p * W, And(Eq((1 - thought + t) / thought, p * W), 0 < thought, thought <= 1)
                    ),
                    Eq((1 - 1 / (1 + s * W)) / (1 / (1 + s * W)), s * W),
                ),
                given=[*share, *chances],
            ),
            gt.Step(
                "If B resists in public more, p > s, every type prefers a private demand: as if there were no other, s = w/(H W) < 1.",
                And(
                    demand(0, s) > 0,
                    Implies(x >= 0, demand(x, s) > demand(x, p)),
                    Implies(And(-a <= x, x < 0), demand(0, s) > demand(x, p)),
                    demand(0, s) > demand(-a, p),
                ),
                given=[*chances, s < p, x < 1],
            ),
            gt.Step(
                "Conversely all in private is an equilibrium wherever B resists public demands no less, surely for instance.",
                And(
                    Implies(x >= 0, demand(x, s) >= demand(x, p)),
                    Implies(And(-a <= x, x < 0), demand(0, s) >= demand(x, p)),
                    demand(0, s) >= demand(-a, p),
                ),
                given=[*chances, s <= p, x <= 1],
            ),
            gt.Step(
                "If B resists both alike and not surely, all but the resolute demand in private. So who demands in public means it, p = t/W, and "
                "B resists in private as much iff w/t of the H resolute demand there: fewer than all, iff t > w/H.",
                And(
                    Implies(And(-a <= x, x < 0), demand(0, p) > demand(x, p)),
                    demand(0, p) > demand(-a, p),
                    demand(0, p) > 0,
                    Equivalent(Eq(w / m, t), Eq(m, w / t)),
                    Equivalent(w / t < H, t > w / H),
                ),
                given=[*chances, p < 1, m > 0],
            ),
            gt.Step(
                "If B resists both surely, either some resolute demand in public, t >= W; or all in private, with at most w who bluff, "
                "w >= H W.",
                And(
                    Equivalent(t / W >= 1, t >= W),
                    Implies(And(n <= w, n / H >= W), w >= H * W),
                    Equivalent(PRIVATE >= 1, w >= H * W),
                ),
                given=[0 <= n],
            ),
            gt.Step(
                "If B resists in private more, p < s, the resolute demand in public: a private demand comes from bluffers only, and B resists "
                "it surely.",
                And(
                    Implies(x >= 0, demand(x, p) > demand(x, s)),
                    (resisting - t).subs(q, 0) > 0,
                ),
                given=[*chances, p < s, x < 1],
            ),
            gt.Step(
                "So s = 1, and a private demand is worth no more than none or a public one, which leaves the equilibria of the public demand;",
                And(Eq(demand(0, 1), 0), Implies(x >= 0, demand(x, p) >= demand(x, 1))),
                given=[*chances, x <= 1],
            ),
            gt.Step(
                "or nobody demands in private and s < 1: then even bluffers gain in public, iff s >= p (1 + a), so that all demand there.",
                And(
                    Equivalent(demand(-a, p) >= demand(0, s), s >= p * (1 + a)),
                    Implies(s >= p * (1 + a), demand(-a, p) > 0),
                    Implies(And(s >= p * (1 + a), -a <= x, x < 0), demand(x, p) >= demand(0, s)),
                ),
                given=[*chances, s < 1],
            ),
            gt.Step(
                "D1, all in private: if a public demand is worth trying for a type with w_A < 0, it is worth more than trying, p < s, for "
                "the resolute. B takes it for theirs and resists with probability min{1, t/W}.",
                And(
                    Implies(x >= 0, Equivalent(demand(x, p) > demand(x, s), p < s)),
                    Implies(And(-a <= x, x < 0, demand(x, p) >= demand(0, s)), p < s),
                    Implies(demand(-a, p) >= demand(0, s), p < s),
                ),
                given=[*chances, x < 1],
            ),
            gt.Step(
                "That is no less than s = min{1, w/(H W)} iff t >= w/H or t >= W; then it is no less for any belief, and else it is less for D1's.",
                And(
                    Implies(PRIVATE <= 1, Equivalent(t / W >= PRIVATE, UNREFUTED)),
                    Implies(PRIVATE > 1, Equivalent(t / W >= 1, UNREFUTED)),
                ),
            ),
            gt.Step(
                "With beliefs as before a public demand, all in private holds (where B resists neither surely) from t = a/H on already; and "
                "the intuitive criterion lets B think of bluffers as long as t (1 + a) <= s W.",
                And(
                    Equivalent(POOLED >= PRIVATE, t >= t_star),
                    Equivalent(demand(-a, t / W) >= demand(0, s), t * (1 + a) <= s * W),
                ),
                given=[0 <= s, s <= 1],
            ),
            gt.Step(
                "D1, all in public: if a private demand is worth trying for a type that would fight in public, it is worth more than "
                "trying, s < p (1 + a), for bluffers. B takes it for theirs and resists.",
                And(
                    Equivalent(demand(0, s) > demand(-a, p), s < p * (1 + a)),
                    Implies(And(x >= 0, demand(x, s) >= demand(x, p)), s < p * (1 + a)),
                    Implies(And(-a < x, x < 0, demand(0, s) >= demand(x, p)), s < p * (1 + a)),
                ),
                given=[*chances, p * (1 + a) <= 1, x < 1],
            ),
            gt.Step(
                "The same where those who get nothing do not demand in public: they gain iff s < 1, and whoever gets something only then.",
                And(
                    Equivalent(demand(0, s) > 0, s < 1),
                    Implies(And(x >= 0, demand(x, s) >= demand(x, p)), s < 1),
                    Implies(And(-a < x, x < 0, demand(x, p) > 0, demand(0, s) >= demand(x, p)), s < 1),
                ),
                given=[*chances, p < 1, x < 1],
            ),
            gt.Step(
                "Where D1 keeps all in private, it compels at least as well; not conversely, if w > a.",
                And(
                    w / H >= t_star,
                    Implies(And(t >= w / H, t * (1 + a) <= W), And(t >= t_star, H * W >= w * (1 + a))),
                    Implies(And(w > a, H * W >= w * (1 + a)), And(w / H > t_star, t_star * (1 + a) < W)),
                ),
            ),
        ],
        conclusions=[
            (
                "private compels",
                And(t * (1 + a) <= W, t >= t_star, H * W >= w * (1 + a)),
                lambda: solved.region("private compels"),
            ),
            (
                "private compels anyhow",
                Or(
                    And(t * (1 + a) <= W, t >= t_star, H * W >= w * (1 + a)),
                    And(t * (1 + a) > W, Or(t >= W, t >= w / H)),
                ),
                lambda: solved.region("private compels anyhow"),
            ),
            ("all in private if A chooses knowing", H <= 1, lambda: solved.region("chosen private")),
            ("all the resolute in public", H <= 1, lambda: solved.region("chosen public")),
            ("both channels", And(H <= 1, w / H < t, t < W), lambda: solved.region("chosen both")),
            (
                "all in private, kept by D1",
                And(H <= 1, Or(t >= w / H, t >= W)),
                lambda: solved.region("plausibly private"),
            ),
            (
                "it compels in advance only",
                And(H <= 1, t >= t_star, t < w / H, H * W >= w * (1 + a)),
                lambda: solved.region("comes apart"),
            ),
        ],
    )
