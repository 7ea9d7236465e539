"""Sequential equilibrium: consistency of beliefs in the full sense, and signalling games against a direct encoding."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import pytest
import z3
from hypothesis import given, settings

import gametheory as gt
from gametheory.algebra.conditions import ZERO, cell, compare
from gametheory.algebra.decide import Answer, satisfiable
from gametheory.algebra.polynomials import RationalFunction
from gametheory.games.game import read_profile
from tests.strategies import HALF, entry, signalling_games, trees


def has_assessment(e, profile, beliefs):
    """Whether a set contains strategies together with beliefs `{(player, knows): {label: probability}}`."""
    conditions = [*e.family.where]
    for mine, given_ in zip(e.family.strategies, read_profile(e.game, profile), strict=True):
        for p, value in zip(mine, given_, strict=True):
            conditions += compare(p - value, ZERO)
    for h, belief in zip(e.game.information_sets, e.family.beliefs, strict=True):
        for label, p in zip(e.beliefs.get(h.player, {}).get(h.knows, {}), belief or (), strict=False):
            conditions += compare(
                p - RationalFunction.constant(Fraction(beliefs[h.player, h.knows][label])), ZERO
            )
    joined = cell(conditions)
    return joined is not None and satisfiable(joined) is Answer.YES


def horse():
    """Selten's horse (Selten 1975, Figure 1)."""

    def three(left, right):
        ends = {
            "L": gt.end(payoffs=dict(zip("123", left, strict=True))),
            "R": gt.end(payoffs=dict(zip("123", right, strict=True))),
        }
        return gt.move("3", knows="3", actions=ends)

    two = gt.move(
        "2", actions={"d": three((4, 4, 0), (0, 0, 1)), "a": gt.end(payoffs={"1": 1, "2": 1, "3": 1})}
    )
    return gt.Game(gt.move("1", actions={"D": three((3, 3, 2), (0, 0, 0)), "A": two}))


def test_seltens_horse():
    """Two sequential sets: (A, a, R) with mu(D) in [0, 1/3], and (A, a) with 0 < P(L) <= 1/4 at mu(D) = 1/3."""
    found = gt.sequential(horse())
    assert found.complete == "all"
    assert len(found) == 2
    pure, mixed = sorted(found, key=lambda e: not e.is_pure)
    assert [str(pure.where), str(mixed.where)] == ["0 <= mu(D|3) <= 1/3", "0 < P(L|3) <= 1/4"]
    for e in found:
        assert e.strategy["1"]["start"]["A"] == e.strategy["2"]["A"]["a"] == 1
        assert e.payoffs == {"1": 1, "2": 1, "3": 1}
    assert pure.strategy["3"]["3"] == {"L": 0, "R": 1}
    assert mixed.beliefs == {"3": {"3": {"D": Fraction(1, 3), "A,d": Fraction(2, 3)}}}


def test_seltens_horse_has_a_nash_component_that_is_not_sequential():
    """(D, L) with P(d) <= 2/3 is Nash, because player 2 is never reached, but no such profile is sequential.

    Against L, player 1 gets 3 from D and 4 P(d) + 1 - P(d) from A; player 2, if reached, prefers d (4 > 1).
    """
    found = gt.nash(horse())
    (bad,) = [e for e in found if e.strategy["1"]["start"]["D"] == 1]
    (free,) = bad.free
    assert str(bad.where) == f"0 <= {free} <= 2/3"

    def profile(d):
        return {"1": {"start": "D"}, "2": {"A": {"d": d, "a": 1 - d}}, "3": {"3": "L"}}

    assert bad.contains(profile(Fraction(2, 3))) is Answer.YES
    assert bad.contains(profile(Fraction(3, 4))) is Answer.NO
    for d in (Fraction(0), HALF, Fraction(2, 3), Fraction(1)):
        assert all(e.contains(profile(d)) is Answer.NO for e in gt.sequential(horse()))


def shared_deviation():
    """Nature draws a type; 1 knows it and stays or deviates; then 2 and, not knowing 2's reply, 3 see the deviation.

    2 and 3 earn 1 for guessing the type with opposite stakes; 1 loses by deviating whatever they do.
    """

    def after(t):
        def three(y):
            right = {"s": "u", "t": "v"}[t]
            ends = {
                z: gt.end(
                    one=-1, two=int(y == right), three=2 * int(z == right) if t == "s" else int(z == right)
                )
                for z in "uv"
            }
            return gt.move("three", knows="saw", actions=ends)

        return gt.move("two", knows="saw", actions={y: three(y) for y in "uv"})

    stay = gt.end(one=0, two=0, three=0)
    return gt.Game(
        gt.chance(
            {"s": HALF, "t": HALF},
            lambda t: gt.move("one", knows=t, actions={"stay": stay, "deviate": after(t)}),
        )
    )


def test_two_receivers_of_the_same_deviation_share_their_beliefs():
    """Consistency forces equal beliefs about the type at two off-path sets, which weak perfect Bayes does not."""
    found = gt.sequential(shared_deviation())
    assert found.complete == "all"
    assert len(found) > 1
    for e in found:
        sample = e.sample()
        two, three = (sample.beliefs[p]["saw"] for p in ("two", "three"))
        of_s = sum(b for label, b in three.items() if label.split(",")[0] == "s")
        assert two["s"] == of_s


def test_an_inconsistent_assessment_is_in_no_set():
    """Two believes t and three believes s: each reply is optimal and Bayes is silent, but no trembles explain it."""
    game = shared_deviation()
    found = gt.sequential(game)

    def believed(two, three):
        profile = {
            "one": {"s": "stay", "t": "stay"},
            "two": {"saw": "u" if two > HALF else "v"},
            "three": {"saw": "u" if 2 * three > 1 - three else "v"},
        }
        reply = profile["two"]["saw"]
        beliefs = {("two", "saw"): {"s": two, "t": 1 - two}}
        beliefs["three", "saw"] = {
            f"{t},{y}": (b if y == reply else 0) for t, b in (("s", three), ("t", 1 - three)) for y in "uv"
        }
        return any(has_assessment(e, profile, beliefs) for e in found)

    for one, other in product(
        [Fraction(0), Fraction(1, 4), Fraction(2, 5), Fraction(3, 4), Fraction(1)], repeat=2
    ):
        assert believed(one, other) == (one == other)


def direct(game):
    """The action supports of all weak perfect Bayesian equilibria of a 2 × 2 × 2 signalling game, asked of z3 directly."""
    prior = dict(zip("st", map(game.field.present, game.nodes[0].probabilities), strict=True))
    pay = {}
    for v in game.nodes:
        if v.kind == "end":
            pay[v.path] = tuple(map(game.field.present, v.payoffs))

    def number(f):
        return z3.RealVal(f.numerator) / f.denominator

    subsets = [s for k in (1, 2) for s in combinations((0, 1), k)]
    result = set()
    send = {t: z3.Real(f"send_{t}") for t in "st"}
    reply = {x: z3.Real(f"reply_{x}") for x in "lr"}
    belief = {x: z3.Real(f"belief_{x}") for x in "lr"}
    chances = {**{(t, "l"): send[t] for t in "st"}, **{(t, "r"): 1 - send[t] for t in "st"}}
    replies = {**{(x, "u"): reply[x] for x in "lr"}, **{(x, "v"): 1 - reply[x] for x in "lr"}}
    conditions = []
    for x in "lr":
        conditions += [belief[x] >= 0, belief[x] <= 1]
        arrived = {t: number(prior[t]) * chances[t, x] for t in "st"}
        conditions.append(belief[x] * (arrived["s"] + arrived["t"]) == arrived["s"])
        worth = {
            y: belief[x] * number(pay["s", x, y][1]) + (1 - belief[x]) * number(pay["t", x, y][1])
            for y in "uv"
        }
        conditions += [z3.Implies(replies[x, y] > 0, worth[y] >= worth[z]) for y, z in ("uv", "vu")]
    for t in "st":
        worth = {x: sum(replies[x, y] * number(pay[t, x, y][0]) for y in "uv") for x in "lr"}
        conditions += [z3.Implies(chances[t, x] > 0, worth[x] >= worth[y]) for x, y in ("lr", "rl")]
    unknowns = {("a", "s"): send["s"], ("a", "t"): send["t"], ("b", "l"): reply["l"], ("b", "r"): reply["r"]}
    for chosen in product(subsets, repeat=4):
        solver = z3.SolverFor("QF_NRA")
        solver.add(conditions)
        for unknown, s in zip(unknowns.values(), chosen, strict=True):
            solver.add({(0,): unknown == 1, (1,): unknown == 0, (0, 1): z3.And(unknown > 0, unknown < 1)}[s])
        if solver.check() == z3.sat:
            result.add(frozenset(zip(unknowns, chosen, strict=True)))
    return result


@settings(max_examples=12)
@given(signalling_games())
def test_signalling_games_against_a_direct_encoding(game):
    """The supports found are exactly those for which Bayes' rule and optimality, put to z3 as they stand, have a solution.

    In these games every off-path set follows one deviation, so weak perfect Bayesian and sequential coincide.
    """
    found = gt.sequential(game)
    assert found.complete == "all"
    ours = {
        frozenset(
            ((h.player, h.knows), s) for h, s in zip(game.information_sets, e.family.supports, strict=True)
        )
        for e in found
    }
    assert ours == direct(game)


@settings(max_examples=15)
@given(trees())
def test_beliefs_follow_bayes_rule_and_make_every_choice_optimal(game):
    """In a sample of every set: Bayes' rule wherever play arrives, and no gain at any set given the beliefs."""
    for e in gt.sequential(game):
        sample = e.sample()
        for h in game.information_sets:
            weights = [arrival(game, x, sample.strategy) for x in h.nodes]
            belief = list(sample.beliefs[h.player][h.knows].values()) if len(h.nodes) > 1 else [1]
            assert sum(belief) == 1 and min(belief) >= 0
            if sum(weights):
                assert belief == [w / sum(weights) for w in weights]
            values = [
                sum(
                    b * worth(game, game.nodes[x].children[i], h.player_index, sample.strategy)
                    for b, x in zip(belief, h.nodes, strict=True)
                )
                for i in range(len(h.actions))
            ]
            for p, v in zip(sample.strategy[h.player][h.knows].values(), values, strict=True):
                assert p == 0 or v == max(values)


def odds(game, node, strategy):
    v = game.nodes[node]
    if v.kind == "chance":
        return [game.field.present(p) for p in v.probabilities]
    h = game.information_sets[v.information_set]
    return [strategy[h.player][h.knows][a] for a in h.actions]


def worth(game, node, player, strategy):
    v = game.nodes[node]
    if v.kind == "end":
        return game.field.present(v.payoffs[player])
    return sum(
        p * worth(game, c, player, strategy)
        for p, c in zip(odds(game, node, strategy), v.children, strict=True)
    )


def arrival(game, node, strategy):
    v = game.nodes[node]
    if v.parent < 0:
        return Fraction(1)
    branch = game.nodes[v.parent].children.index(node)
    return arrival(game, v.parent, strategy) * odds(game, v.parent, strategy)[branch]


def test_sequential_drops_the_incredible_threat():
    """Entry deterrence has one sequential equilibrium, and it is certified."""
    (e,) = gt.sequential(entry())
    assert e.payoffs == {"entrant": 1, "incumbent": 1}
    assert (e.certificate.status, e.certificate.gain) == ("proved", 0)
    assert e.beliefs == {}


@pytest.mark.parametrize("prior", [Fraction(1, 3), Fraction(2, 3)])
def test_a_pooling_equilibrium_believes_the_prior(prior):
    """If both types must send the same message, the receiver believes the prior and guesses the likelier type."""
    game = gt.Game(
        gt.chance(
            {"s": prior, "t": 1 - prior},
            lambda t: gt.move(
                "receiver", knows="nothing", actions={y: gt.end(receiver=int(y == t)) for y in "st"}
            ),
        )
    )
    (e,) = gt.sequential(game)
    assert e.beliefs == {"receiver": {"nothing": {"s": prior, "t": 1 - prior}}}
    assert e.strategy["receiver"]["nothing"]["s"] == (prior > HALF)
