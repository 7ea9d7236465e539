"""The independent checker of bargaining equilibria: one-shot deviations, recomputed from the protocol's rows alone."""

from __future__ import annotations

from collections.abc import Mapping

from gametheory.algebra.conditions import NONNEGATIVE, POSITIVE, ZERO, Atom, Cell, compare
from gametheory.algebra.decide import Answer, implies
from gametheory.algebra.polynomials import RationalFunction
from gametheory.bargaining.protocol import BREAKDOWN, Bargaining, leaving_payoffs
from gametheory.bargaining.result import CONTINUE, LEAVE, ONE_, ZERO_, Pattern
from gametheory.equilibria.certificate import Certificate


def certify(
    game: Bargaining,
    patterns: Mapping[tuple[str, str], Pattern],
    exact: Mapping[str, RationalFunction],
    where: Cell,
) -> Certificate:
    """Recompute, from the protocol's rows alone, that no one-shot deviation gains anything."""
    d = game.data
    count = 0

    def proved(value: RationalFunction, relation: str) -> bool:
        return all(
            a is True or (isinstance(a, Atom) and implies(where, a) is Answer.YES)
            for a in compare(value, relation)
        )

    for i, s in enumerate(d.states):
        reject = {p: d.flow[i][k] for k, p in enumerate(d.players)}
        for row in d.table:
            if row.state == s and row.event == "reject":
                for k, p in enumerate(d.players):
                    later = (
                        d.breakdown_payoff[k]
                        if row.target == BREAKDOWN
                        else d.discount[k] * exact[f"v({p}|{row.target})"]
                    )
                    reject[p] = reject[p] + row.probability * later
        worth = dict.fromkeys(d.players, ZERO_)
        for k, proposer in enumerate(d.players):
            if (s, proposer) not in patterns:
                continue
            pattern = patterns[s, proposer]
            count += 2
            after = dict(reject)
            option = leaving_payoffs(d.option, i, k)
            if option is None and pattern.instead != CONTINUE:
                return Certificate(None, "failed", count, f"the responder cannot leave in {s}")
            if option is not None:
                better = option[1 - k] - reject[d.players[1 - k]]
                leaving = {CONTINUE: ZERO_, LEAVE: ONE_}.get(pattern.instead)
                sides = {CONTINUE: (-better,), LEAVE: (better,)}.get(pattern.instead, (better, -better))
                if leaving is None:
                    leaving = exact[pattern.leaving]
                if not all(proved(x, NONNEGATIVE) for x in (*sides, leaving, 1 - leaving)):
                    return Certificate(None, "failed", count, f"the responder's choice in {s}")
                after = {p: leaving * option[j] + (1 - leaving) * reject[p] for j, p in enumerate(d.players)}
            price = dict(after)
            for j, p in enumerate(d.players):
                if pattern.binding[j] == "floor" and d.floor is not None:
                    if not proved(d.floor[j] - after[p], NONNEGATIVE):
                        return Certificate(None, "failed", count, f"the floor of {p} in {s}")
                    price[p] = d.floor[j]
            bought = [d.consents[j] - (1 if j == k else 0) for j in range(len(d.players))]
            lefts = [
                (
                    edge.limit
                    - sum(
                        (q * w * price[p] for q, w, p in zip(bought, edge.weights, d.players, strict=True)),
                        ZERO_,
                    )
                )
                / edge.weights[k]
                for edge in d.frontier[i]
            ]
            keeps = lefts[pattern.edge]
            if not all(proved(left - keeps, NONNEGATIVE) for left in lefts):
                return Certificate(None, "failed", count, f"the frontier in {s}")
            floor = d.floor[k] if d.floor is not None else None
            if pattern.agree:
                fine = proved(keeps - after[proposer], NONNEGATIVE) and (
                    floor is None or proved(keeps - floor, NONNEGATIVE)
                )
            else:
                fine = proved(after[proposer] - keeps, NONNEGATIVE) or (
                    floor is not None and proved(floor - keeps, POSITIVE)
                )
            chance = exact[pattern.agreement] if pattern.agreement else ONE_ if pattern.agree else ZERO_
            if pattern.agreement:
                fine = fine and all(
                    proved(x, NONNEGATIVE) for x in (after[proposer] - keeps, chance, 1 - chance)
                )
            if not fine:
                return Certificate(None, "failed", count, f"the offer of {proposer} in {s}")
            for j, p in enumerate(d.players):
                own = 1 if j == k else 0
                deal = ((d.consents[j] - own) * price[p] + (keeps if own else ZERO_)) / d.count[j]
                worth[p] = worth[p] + d.beliefs[j][i][k] * (chance * deal + (1 - chance) * after[p])
        for p in d.players:
            if not proved(worth[p] - exact[f"v({p}|{s})"], ZERO):
                return Certificate(None, "failed", count, f"the value of {p} in {s}")
    return Certificate(0, "proved", count)
