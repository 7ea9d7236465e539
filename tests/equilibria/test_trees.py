"""Nash and subgame-perfect equilibria of trees: exactly the profiles from which nobody gains, and nothing else."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings

import gametheory as gt
from gametheory.algebra.decide import Answer
from gametheory.errors import ImperfectRecallError, InvalidProfileError
from tests.oracles import gain, pure_profiles
from tests.strategies import HALF, entry, trees

few = settings(max_examples=25)


def somewhere(found, profile):
    return any(e.contains(profile) is Answer.YES for e in found)


def size(game, node):
    return 1 + sum(size(game, c) for c in game.nodes[node].children)


def subgame_gain(game, profile):
    """The largest gain in any subgame, found by cutting each subgame out as a game of its own."""
    gains = []
    for root in range(len(game.nodes)):
        inside = set(range(root, root + size(game, root)))
        own = [h for h in game.information_sets if set(h.nodes) & inside]
        if game.nodes[root].kind != "end" and all(set(h.nodes) <= inside for h in own):
            cut = gt.Game(_cut(game, root), players=game.players)
            inner = {
                player: {h.knows: profile[player][h.knows] for h in own if h.player == player}
                for player in game.players
            }
            gains.append(gain(cut, inner))
    return max(gains)


def _cut(game, node):
    v = game.nodes[node]
    if v.kind == "end":
        return gt.end(payoffs=dict(zip(game.players, map(game.field.present, v.payoffs), strict=True)))
    below = {label: _cut(game, c) for label, c in zip(v.labels, v.children, strict=True)}
    if v.kind == "chance":
        return gt.chance(dict(zip(v.labels, map(game.field.present, v.probabilities), strict=True)), below)
    h = game.information_sets[v.information_set]
    return gt.move(h.player, knows=h.knows, actions=below)


@few
@given(trees())
def test_a_pure_profile_is_listed_by_nash_exactly_if_nobody_gains(game):
    """Of all pure profiles, off-path choices included, exactly those without a gain lie in a set."""
    found = gt.nash(game)
    assert found.complete == "all"
    for profile in pure_profiles(game):
        assert somewhere(found, profile) == (gain(game, profile) == 0)


@few
@given(trees())
def test_a_pure_profile_is_listed_as_subgame_perfect_exactly_if_nobody_gains_in_any_subgame(game):
    """Of all pure profiles exactly those without a gain in any subgame lie in a set."""
    found = gt.subgame_perfect(game)
    assert found.complete == "all"
    for profile in pure_profiles(game):
        assert somewhere(found, profile) == (subgame_gain(game, profile) == 0)


@few
@given(trees())
def test_samples_have_no_gain(game):
    """Every set is certified, and brute force finds no gain from its sample."""
    for solve, regret in ((gt.nash, gain), (gt.subgame_perfect, subgame_gain), (gt.sequential, subgame_gain)):
        found = solve(game)
        assert len(found) > 0
        for e in found:
            assert (e.certificate.status, e.certificate.gain) == ("proved", 0)
            sample = e.sample()
            assert regret(game, sample.strategy) == 0
            assert game.payoffs(sample.strategy) == sample.payoffs


@settings(max_examples=15)
@given(trees())
def test_the_reduced_normal_form_has_the_same_equilibrium_payoffs(game):
    """A pure equilibrium of the tree and of its reduced normal form pay the same, both ways."""
    table = game.normal_form()

    def paid(solved):
        return {tuple(solved.payoffs(p).values()) for p in pure_profiles(solved) if gain(solved, p) == 0}

    listed, moves = gt.nash(table), table.to_game()
    assert paid(moves) == paid(game)
    for profile in pure_profiles(moves):
        assert somewhere(listed, profile) == (gain(moves, profile) == 0)


@settings(max_examples=10)
@given(trees())
def test_a_float_tree_has_the_same_sets(game):
    """The float game has the same supports, the same payoffs to nine digits, within tolerance."""
    for solve in (gt.nash, gt.subgame_perfect, gt.sequential):
        exact, rough = solve(game), solve(game.float())
        assert rough.field == "float64"
        assert [e.family.supports for e in rough] == [e.family.supports for e in exact]
        for one, two in zip(rough, exact, strict=True):
            assert one.certificate.status == "within tolerance"
            assert one.certificate.gain <= 1e-9
            mine, other = one.sample().payoffs, two.sample().payoffs
            assert {k: float(v) for k, v in other.items()} == pytest.approx(mine, abs=1e-9)


def test_the_incredible_threat():
    """Entry deterrence has two Nash components; only entering and sharing is subgame perfect."""
    game = entry()
    found = gt.nash(game)
    assert len(found) == 2
    (threat,) = [e for e in found if e.strategy["entrant"]["start"]["out"] == 1]
    # Staying out is a best reply iff fighting is likely enough: -f + (1 - f) <= 0.
    assert threat.contains({"entrant": "out", "incumbent": {"fight": HALF, "share": HALF}}) is Answer.YES
    assert (
        threat.contains({"entrant": "out", "incumbent": {"fight": Fraction(2, 5), "share": Fraction(3, 5)}})
        is Answer.NO
    )
    (perfect,) = gt.subgame_perfect(game)
    assert perfect.payoffs == {"entrant": 1, "incumbent": 1}
    assert perfect.outcomes == {"monopoly": 0, "war": 0, "duopoly": 1}


def test_every_combination_of_stage_equilibria_is_subgame_perfect():
    """A choice between two coordination stages with 3 equilibria each: 9 combinations, times the first move.

    Stages worth (2, 1 or 2/3) on the left, (2, 1 or 2/3) on the right: where both pay the same (3 of 9) the first
    mover may also mix, or take either: 3·3 sets; elsewhere the better stage is chosen: 6 sets.
    """

    def stage(side):
        worth = {("u", "u"): 2, ("v", "v"): 1}
        ends = {(m, w): gt.end(a=worth.get((m, w), 0), b=worth.get((m, w), 0)) for m in "uv" for w in "uv"}
        replies = {m: gt.move("b", knows=side, actions={w: ends[m, w] for w in "uv"}) for m in "uv"}
        return gt.move("a", knows=side, actions=replies)

    game = gt.Game(gt.move("a", knows="first", actions={s: stage(s) for s in ("left", "right")}))
    found = gt.subgame_perfect(game)
    assert found.complete == "all"
    assert len(found) == 3 * 3 + 6
    assert {e.payoffs["a"] for e in found if e.is_pure} == {1, 2}
    by_stage = {}
    for e in found:
        inner = tuple(tuple(e.strategy["a"][s].values()) for s in ("left", "right"))
        by_stage[inner] = by_stage.get(inner, 0) + 1
    assert sorted(by_stage.values()) == [1] * 6 + [3] * 3


def test_backward_induction_in_a_centipede():
    """Taking at once is the only subgame-perfect equilibrium, and the outcome of every Nash equilibrium."""

    def node(k):
        if k == 4:
            return gt.end(a=4, b=3, outcome="end")
        taker, other = ("a", "b") if k % 2 == 0 else ("b", "a")
        take = gt.end(payoffs={taker: k + 1, other: k - 1 if k else 0}, outcome=f"take {k}")
        return gt.move(taker, actions={"take": take, "pass": node(k + 1)})

    game = gt.Game(node(0))
    (perfect,) = gt.subgame_perfect(game)
    assert all(mix["take"] == 1 for sets in perfect.strategy.values() for mix in sets.values())
    assert all(e.outcomes["take 0"] == 1 for e in gt.nash(game))


def test_three_players_in_a_tree():
    """Two candidates who promise at once, and a voter who sees both: exactly the profiles without a gain are Nash."""

    def vote(c, o):
        elect = {"c": gt.end(c=2, o=0, v=int(c == "much")), "o": gt.end(c=0, o=2, v=int(o == "much"))}
        return gt.move("v", knows=(c, o), actions=elect)

    amounts = ("much", "little")
    replies = {c: gt.move("o", knows="o", actions={o: vote(c, o) for o in amounts}) for c in amounts}
    game = gt.Game(gt.move("c", knows="c", actions=replies))
    found = gt.nash(game)
    for profile in pure_profiles(game):
        assert somewhere(found, profile) == (gain(game, profile) == 0)


def forgetful():
    """A player who moves twice and does not know at the second move what she did at the first."""
    again = {x: gt.move("a", knows="later", actions={y: gt.end(a=int(x == y)) for y in "lr"}) for x in "lr"}
    return gt.Game(gt.move("a", knows="first", actions=again))


@pytest.mark.parametrize("solve", [gt.nash, gt.subgame_perfect, gt.sequential])
def test_imperfect_recall_is_refused(solve):
    """A player who forgets an own action is named and refused."""
    with pytest.raises(ImperfectRecallError, match="`a` forgets"):
        solve(forgetful())


def test_contains_refuses_a_profile_that_does_not_fit():
    """A profile that leaves out an information set is refused, not answered."""
    with pytest.raises(InvalidProfileError, match="nothing is said"):
        gt.nash(entry())[0].contains({"entrant": "out"})


def test_a_game_without_labels_and_without_moves():
    """Without outcome labels there are no outcomes; a lottery without players' moves has one empty equilibrium."""
    plain = gt.Game(gt.move("a", actions={"l": gt.end(a=1), "r": gt.end(a=0)}))
    (e,) = gt.nash(plain)
    assert e.outcomes == {}
    assert "outcomes" not in str(e)
    lottery = gt.Game(gt.chance({"h": HALF, "t": HALF}, lambda side: gt.end(a=int(side == "h"))))
    for solve in (gt.nash, gt.subgame_perfect, gt.sequential):
        (only,) = solve(lottery)
        assert only.payoffs == {"a": HALF}


def test_a_mixed_behaviour_grid():
    """Matching pennies with an outside option: on a grid of behaviour, listed exactly if nobody gains."""
    replies = {x: {y: gt.end(a=int(x == y), b=int(x != y)) for y in "lr"} for x in "lr"}
    pennies = gt.move(
        "a", knows="on", actions={x: gt.move("b", knows="on", actions=replies[x]) for x in "lr"}
    )
    game = gt.Game(gt.move("a", knows="first", actions={"in": pennies, "out": gt.end(a=HALF, b=HALF)}))
    grid = [Fraction(n, 4) for n in range(5)]
    for solve, regret in ((gt.nash, gain), (gt.subgame_perfect, subgame_gain)):
        found = solve(game)
        for i, x, y in product(grid, repeat=3):
            profile = {
                "a": {"first": {"in": i, "out": 1 - i}, "on": {"l": x, "r": 1 - x}},
                "b": {"on": {"l": y, "r": 1 - y}},
            }
            assert somewhere(found, profile) == (regret(game, profile) == 0)
