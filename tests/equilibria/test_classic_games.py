"""Games of the literature, solved wholly in their parameters, against what their papers say."""

from __future__ import annotations

from fractions import Fraction

import gametheory as gt
from gametheory.algebra.decide import Answer


def noisy_commitment(e):
    """Bagwell (1995), example of section 2: the follower sees the leader's move, with probability e the other one."""
    payoffs = {("S", "S"): (5, 2), ("S", "C"): (3, 1), ("C", "S"): (6, 3), ("C", "C"): (4, 4)}

    def seen(move):
        def follower(signal):
            ends = {r: gt.end(leader=payoffs[move, r][0], follower=payoffs[move, r][1]) for r in "SC"}
            return gt.move("follower", knows=signal, actions=ends)

        other = "C" if move == "S" else "S"
        return gt.chance({move: 1 - e, other: e}, follower)

    return gt.Game(
        gt.move("leader", actions={m: seen(m) for m in "SC"}), assuming=[e > 0, e < Fraction(1, 2)]
    )


def test_noise_takes_away_the_value_of_commitment():
    """The only pure equilibrium is that of simultaneous moves; the leader may mix iff the noise is at most 1/4.

    Both gain 1 from C, and what S changes in the reply is worth 2 (1 - 2 e) at most.
    """
    e = gt.parameters("e")
    found = gt.sequential(noisy_commitment(e))
    assert found.complete == "all" and found.covers()
    for pure in (s for s in found.generic if s.is_pure):
        assert pure.strategy["leader"]["start"] == {"S": 0, "C": 1}
    assert found.when(gt.plays("leader", "S") == 1).is_empty() is Answer.YES
    mixes = found.when(gt.plays("leader", "S") > 0)
    assert (
        mixes.equivalent(gt.region([e <= Fraction(1, 4)], assuming=[e > 0, e < Fraction(1, 2)])) is Answer.YES
    )


def crisis():
    """A challenger of unknown resolve, who pays an audience cost a for backing down (Fearon 1994, in two types)."""
    q, a, w, t, s = gt.parameters("q a w t s")
    war = {"resolute": s, "irresolute": -w}

    def challenge(kind):
        after = gt.move("challenger", knows=(kind, "resisted"), actions={
            "fight": gt.end(challenger=war[kind], target=-t, outcome="war"),
            "back down": gt.end(challenger=-a, target=1, outcome="retreat"),
        })  # fmt: skip
        return gt.move("target", knows="challenged", actions={
            "concede": gt.end(challenger=1, target=0, outcome="concession"), "resist": after,
        })  # fmt: skip

    def choice(kind):
        peace = gt.end(challenger=0, target=1, outcome="status quo")
        return gt.move("challenger", knows=kind, actions={"challenge": challenge(kind), "wait": peace})

    game = gt.Game(
        gt.chance({"resolute": q, "irresolute": 1 - q}, choice),
        assuming=[0 < q, q < 1, a > 0, w > 0, t > 0, s > 0],
        players=("challenger", "target"),
    )
    return game, (q, a, w, t, s)


def test_audience_costs_and_bluffs():
    """Five parameters: bluffs are called with probability 1/(1 + a) where the target doubts; a cost above that of war ends doubt."""
    game, (q, a, w, t, s) = crisis()
    found = gt.sequential(game)
    assert found.complete == "all" and found.covers()
    given = [0 < q, q < 1, a > 0, w > 0, t > 0, s > 0]
    bluffs = gt.plays("challenger", "challenge", knows="irresolute")
    called = found.when((bluffs > 0) & (bluffs < 1) & (gt.plays("target", "resist") * (1 + a) == 1))
    assert gt.region([a < w, q * (1 + t) < 1], assuming=given).implies(called) is Answer.YES
    assert (called & gt.region([q * (1 + t) > 1], assuming=given)).is_empty() is Answer.YES
    # Whoever would fight rather than pay needs no resolve: then nobody resists a challenge.
    feared = found.when((bluffs == 1) & (gt.plays("target", "resist") == 0))
    assert gt.region([a > w], assuming=given).implies(feared) is Answer.YES
    assert gt.region([q * (1 + t) >= 1], assuming=given).implies(feared) is Answer.YES


def test_two_period_screening():
    """A seller probes with the price that a high type just accepts exactly if the high type is likely enough, whatever the discount."""
    p, h, d = gt.parameters("p h d")
    price = h - d * (h - 1)

    def second(kind):
        value = h if kind == "high" else 1
        sold = gt.end(seller=d * h, buyer=0) if kind == "high" else gt.end(seller=0, buyer=0)
        return gt.move("seller", knows="refused", actions={
            "low": gt.end(seller=d, buyer=d * (value - 1), outcome="late"), "high": sold,
        })  # fmt: skip

    def reply(kind):
        value = h if kind == "high" else 1
        return gt.move("buyer", knows=kind, actions={
            "buy": gt.end(seller=price, buyer=value - price, outcome="early"), "refuse": second(kind),
        })  # fmt: skip

    kinds = {"high": p, "low": 1 - p}
    game = gt.Game(
        gt.move("seller", actions={
            "probe": gt.chance(kinds, reply),
            "settle": gt.chance(kinds, lambda kind: gt.end(seller=1, buyer=(h if kind == "high" else 1) - 1)),
        }),
        assuming=[0 < p, p < 1, h > 1, 0 < d, d < 1],
    )  # fmt: skip
    found = gt.sequential(game)
    assert found.complete == "all" and found.covers()
    probes = found.when(gt.plays("seller", "probe", knows="start") == 1)
    given = [0 < p, p < 1, h > 1, 0 < d, d < 1]
    assert probes.equivalent(gt.region([p * h >= 1], assuming=given)) is Answer.YES


def test_a_centipede_with_altruists():
    """McKelvey and Palfrey (1992), four moves: with more than one altruist in seven the selfish pass at first; 1/49 is the other bound."""
    q = gt.parameters("q")
    pots = [("2/5", "1/10"), ("1/5", "4/5"), ("8/5", "2/5"), ("4/5", "16/5")]
    last = ("32/5", "8/5")

    def node(k, one, two):
        if k == 4:
            return gt.end(one=Fraction(last[0]), two=Fraction(last[1]))
        mover, kind = ("one", one) if k % 2 == 0 else ("two", two)
        onward = node(k + 1, one, two)
        if kind == "altruist":
            return onward
        taken = gt.end(one=Fraction(pots[k][0]), two=Fraction(pots[k][1]))
        return gt.move(mover, knows=k, actions={"take": taken, "pass": onward})

    kinds = {"selfish": 1 - q, "altruist": q}
    game = gt.Game(
        gt.chance(kinds, lambda one: gt.chance(kinds, lambda two: node(0, one, two))),
        assuming=[0 < q, q < 1],
        players=("one", "two"),
    )
    found = gt.sequential(game)
    assert found.complete == "all" and found.covers()
    inside = [0 < q, q < 1]
    passes = found.when(gt.plays("one", "pass", knows=0) == 1)
    assert passes.equivalent(gt.region([q >= Fraction(1, 49)], assuming=inside)) is Answer.YES
    both = found.when((gt.plays("one", "pass", knows=0) == 1) & (gt.plays("two", "pass", knows=1) == 1))
    assert both.equivalent(gt.region([q >= Fraction(1, 7)], assuming=inside)) is Answer.YES


def test_a_chain_store_with_two_entrants():
    """Kreps and Wilson (1982, Reputation and imperfect information): the first of two entrants stays out if p > b^2."""
    p, b, a = gt.parameters("p b a")

    def second(kind, seen, gained, before):
        share = gt.end(store=gained, first=before, second=b)
        fight = gt.end(store=gained - (1 if kind == "weak" else 0), first=before, second=b - 1)
        fought = (
            fight
            if kind == "tough"
            else gt.move("store", knows=(seen, "last"), actions={"share": share, "fight": fight})
        )
        stay = gt.end(store=gained + a, first=before, second=0)
        return gt.move("second", knows=seen, actions={"enter": fought, "out": stay})

    def start(kind):
        fight = second(kind, "fought", -1 if kind == "weak" else 0, b - 1)
        share = second(kind, "shared", 0, b)
        entered = (
            fight
            if kind == "tough"
            else gt.move("store", knows="first", actions={"share": share, "fight": fight})
        )
        return gt.move("first", knows="first", actions={"enter": entered, "out": second(kind, "quiet", a, 0)})

    game = gt.Game(
        gt.chance({"tough": p, "weak": 1 - p}, start),
        assuming=[0 < p, p < 1, 0 < b, b < 1, a > 1],
        players=("store", "first", "second"),
    )
    found = gt.sequential(game)
    assert found.complete == "all" and found.covers()
    given = [0 < p, p < 1, 0 < b, b < 1, a > 1]
    deterred = found.when(gt.plays("first", "out") == 1, "every")
    assert gt.region([p > b**2, p < b], assuming=given).implies(deterred) is Answer.YES
    enters = found.when(gt.plays("first", "enter") == 1, "every")
    assert gt.region([p < b**2], assuming=given).implies(enters) is Answer.YES


def test_education_as_a_signal():
    """Spence (1973), two types and two wages: types separate exactly if education pays the able worker alone, c_H <= 1 <= c_L.

    Productivity is 1 or 2, and a firm that loses the square of what it misses pays the nearer wage; so education is worth the difference, 1.
    """
    p, able, plain = gt.parameters("p c_H c_L")

    def worker(kind):
        cost, worth = (able, 2) if kind == "able" else (plain, 1)

        def firm(school):
            paid = {
                f"wage {w}": gt.end(worker=w - (cost if school == "school" else 0), firm=-((w - worth) ** 2))
                for w in (1, 2)
            }
            return gt.move("firm", knows=school, actions=paid)

        return gt.move("worker", knows=kind, actions={s: firm(s) for s in ("school", "no school")})

    given = [0 < p, p < 1, 0 < able, able < plain]
    game = gt.Game(gt.chance({"able": p, "plain": 1 - p}, worker), assuming=given, players=("worker", "firm"))
    found = gt.sequential(game)
    assert found.complete == "all" and found.covers()
    school = {kind: gt.plays("worker", "school", knows=kind) for kind in ("able", "plain")}
    separate = found.when((school["able"] == 1) & (school["plain"] == 0))
    assert separate.equivalent(gt.region([able <= 1, plain >= 1], assuming=given)) is Answer.YES
    # Nobody goes to school if school would not be taken for ability, or where ability is what is expected anyhow.
    assert found.when((school["able"] == 0) & (school["plain"] == 0)).is_everything() is Answer.YES
