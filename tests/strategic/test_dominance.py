"""Iterated dominance and rationalizability, against definitions and known games; options that are refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import ParameterError, Undecided
from gametheory.strategic import _domination
from gametheory.strategic.dominance import best_reply_belief
from gametheory.strategic.rationalizable import never_best_reply
from tests.oracles import nash_by_supports
from tests.strategies import HALF, bimatrices, three_player_tables

DILEMMA = gt.NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]], actions=[("cooperate", "defect")] * 2)


def paid(game, k, chosen):
    return game.field.present(game.payoff_element(k, chosen))


def advantage(game, step):
    """What a dominating strategy gains over the eliminated action, by joint action of the others, in the whole game."""
    k = game.players.index(step.player)
    gone = game.actions[k].index(step.action)
    for others in product(*(range(1 if j == k else size) for j, size in enumerate(game.shape))):
        gains = [
            p
            * (
                paid(game, k, (*others[:k], game.actions[k].index(a), *others[k + 1 :]))
                - paid(game, k, (*others[:k], gone, *others[k + 1 :]))
            )
            for a, p in step.by.items()
        ]
        yield sum(gains)


@given(bimatrices(most=4, payoffs=st.integers(0, 4)))
def test_eliminated_actions_are_in_no_equilibrium(tables):
    """Strictly dominated actions have probability 0 in all equilibria, and the reduced game has the same ones."""
    game = gt.NormalForm(*tables)
    found = gt.iterated_dominance(game)
    used = [set(), set()]
    for supports in nash_by_supports(*tables):
        for mine, support in zip(used, supports, strict=True):
            mine |= {str(i + 1) for i in support}
    for mine, left in zip(used, found.actions.values(), strict=True):
        assert mine <= set(left)
    assert len(gt.nash(found.game).extreme) == len(gt.nash(game).extreme)
    for step in found.steps:
        assert sum(step.by.values()) == 1 and step.action not in step.by
        if step.round == 1:
            assert min(advantage(game, step)) == step.margin > 0


@settings(max_examples=25)
@given(st.one_of(bimatrices(most=4), three_player_tables()))
def test_the_order_of_strict_elimination_does_not_matter(tables):
    """One at a time leaves the same game as all at once; what is left is rationalizable, each action with a belief."""
    game = gt.NormalForm(*tables)
    left = gt.iterated_dominance(game)
    assert (
        gt.iterated_dominance(game, order="one at a time").actions == left.actions == gt.rationalizable(game)
    )
    assert gt.iterated_dominance(game, mixed=False).game.shape >= left.game.shape
    for k, (player, actions) in enumerate(left.actions.items()):
        for action in actions:
            belief = best_reply_belief(left.game, player, action)
            assert sum(belief.values()) == 1 and min(belief.values()) > 0
            earned = {
                a: sum(
                    q
                    * paid(
                        left.game,
                        k,
                        tuple(
                            left.game.actions[j].index(n) for j, n in enumerate((*others[:k], a, *others[k:]))
                        ),
                    )
                    for others, q in belief.items()
                )
                for a in left.game.actions[k]
            }
            assert earned[action] == max(earned.values())


@given(bimatrices(most=4))
def test_weak_dominance_by_definition(tables):
    """Every weakly dominated action of the first round loses nowhere and somewhere; pure dominators are always found."""
    game = gt.NormalForm(*tables)
    first = [s for s in gt.iterated_dominance(game, kind="weak").steps if s.round == 1]
    for step in first:
        assert min(advantage(game, step)) >= 0 and max(advantage(game, step)) > 0
    listed = {(s.player, s.action) for s in first}
    a, b = tables
    for i, row in enumerate(a):
        if any(all(u >= v for u, v in zip(o, row, strict=True)) and o != row for o in a):
            assert ("row", str(i + 1)) in listed
    for j, column in enumerate(zip(*b, strict=True)):
        if any(
            all(u >= v for u, v in zip(o, column, strict=True)) and o != column for o in zip(*b, strict=True)
        ):
            assert ("column", str(j + 1)) in listed


def test_weak_elimination_depends_on_the_order():
    """The game of Osborne and Rubinstein (1994), section 4.3: M weakly dominates T and B; T first, and L goes next, but not M or B.

    A mixture can dominate weakly where no pure action does.
    """
    game = gt.NormalForm([[1, 1, 0], [0, 1, 1]], [[1, 1, 0], [0, 2, 2]], actions=[list("LR"), list("TMB")])
    at_once = gt.iterated_dominance(game, kind="weak").actions
    one_by_one = gt.iterated_dominance(game, kind="weak", order="one at a time").actions
    assert at_once == {"row": ("L", "R"), "column": ("M",)}
    assert one_by_one == {"row": ("R",), "column": ("M", "B")}
    mixed = gt.NormalForm([[4, 0], [0, 4], [2, 2], [0, 2]], [[0, 0]] * 4)
    weak = gt.iterated_dominance(mixed, kind="weak")
    assert "4" not in weak.actions["row"]
    assert "weakly dominated" in str(weak)


def test_weak_elimination_in_a_given_order():
    """The same game again: T and then L go, or B and then R; what is left pays differently, as in the book."""
    game = gt.NormalForm([[1, 1, 0], [0, 1, 1]], [[1, 1, 0], [0, 2, 2]], actions=[list("LR"), list("TMB")])
    first = gt.iterated_dominance(game, kind="weak", order=[("column", "T"), ("row", "L")])
    other = gt.iterated_dominance(game, kind="weak", order=[("column", "B"), ("row", "R")])
    assert first.actions == {"row": ("R",), "column": ("M", "B")}
    assert other.actions == {"row": ("L",), "column": ("T", "M")}
    assert first.order == "as given" and "another order may leave other actions" in str(first)
    assert [s.action for s in other.steps] == ["B", "R"]


@settings(max_examples=40)
@given(st.one_of(bimatrices(most=4, payoffs=st.integers(0, 3)), three_player_tables()))
def test_an_action_has_a_belief_or_a_better_mixture(tables):
    """Exactly one of the two certificates exists, each as defined; and strict dominance is never being a best reply."""
    game = gt.NormalForm(*tables)
    first = {(s.player, s.action) for s in gt.iterated_dominance(game).steps if s.round == 1}
    for k, player in enumerate(game.players):
        others = list(product(*(range(size) for j, size in enumerate(game.shape) if j != k)))
        for i, action in enumerate(game.actions[k]):
            found = never_best_reply(game, player, action)
            assert found.never == bool(found) == ((player, action) in first)

            def earns(a, cell, k=k):
                return paid(game, k, (*cell[:k], a, *cell[k:]))

            if found.never:
                by = {game.actions[k].index(a): p for a, p in found.by.items()}
                assert sum(by.values()) == 1 and not found.belief
                least = min(sum(p * earns(a, c) for a, p in by.items()) - earns(i, c) for c in others)
                assert least == found.margin > 0
            else:
                names = [n for j, n in enumerate(game.actions) if j != k]
                belief = {
                    tuple(n.index(a) for n, a in zip(names, cell, strict=True)): q
                    for cell, q in found.belief.items()
                }
                assert sum(belief.values()) == 1 and min(belief.values()) > 0 and not found.by
                totals = [sum(q * earns(a, c) for c, q in belief.items()) for a in range(game.shape[k])]
                assert totals[i] == max(totals)


@pytest.mark.parametrize("floats_help_above", [500, 0])
def test_a_best_reply_to_a_pure_action_can_be_weakly_dominated_by_a_mixture(floats_help_above, monkeypatch):
    """A mixture of the first two, neither below 1/4, loses nowhere to (1, 1, 1); no pure action does, and against the last column all tie."""
    monkeypatch.setattr(_domination, "_FLOATS_HELP_ABOVE", floats_help_above)
    game = gt.NormalForm([[4, 0, 1], [0, 4, 1], [1, 1, 1]], [[0, 0, 0]] * 3)
    (step,) = gt.iterated_dominance(game, kind="weak").steps
    assert step.action == "3" and step.kind == "weak" and step.margin == 0
    assert sum(step.by.values()) == 1 and all(Fraction(1, 4) <= p <= Fraction(3, 4) for p in step.by.values())
    assert (
        gt.iterated_dominance(game).steps == () == gt.iterated_dominance(game, kind="weak", mixed=False).steps
    )


def mixture_dominates(one, two, row, kind):
    """Whether some mixture of two rows dominates a third, by the interval of weights at which it loses nowhere."""
    low, high = Fraction(0), Fraction(1)
    for u, v, w in zip(one, two, row, strict=True):
        if u != v:
            bound = Fraction(w - v, u - v)
            low, high = (max(low, bound), high) if u > v else (low, min(high, bound))
        elif u < w:
            return False
    if low > high:
        return False
    gained = [
        [p * u + (1 - p) * v - w for u, v, w in zip(one, two, row, strict=True)]
        for p in (low, (low + high) / 2, high)
    ]
    return any(min(g) > 0 if kind == "strict" else max(g) > 0 for g in gained)


@given(
    st.integers(1, 3).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=3, max_size=3)
    ),
    st.sampled_from(["strict", "weak"]),
)
def test_domination_by_mixtures_of_two_is_always_found(rows, kind):
    """Of three actions, those go in the first round that a mixture of the other two dominates, and no others."""
    game = gt.NormalForm(rows, [[0] * len(rows[0])] * 3)
    found = {s.action for s in gt.iterated_dominance(game, kind=kind).steps if s.round == 1}
    wanted = {
        str(i + 1)
        for i in range(3)
        if mixture_dominates(*(rows[j] for j in range(3) if j != i), rows[i], kind)
    }
    assert found == wanted


@settings(max_examples=25)
@given(bimatrices(most=4, payoffs=st.integers(0, 3)), st.sampled_from(["strict", "weak"]))
def test_quick_beliefs_change_nothing(tables, kind):
    """Without the shortcuts, or with beliefs from floats in every game, the same actions go."""
    game = gt.NormalForm(*tables)
    usual = gt.iterated_dominance(game, kind=kind).actions
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_domination, "_is_best_reply", lambda gains, kind: False)
        assert gt.iterated_dominance(game, kind=kind).actions == usual
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_domination, "_FLOATS_HELP_ABOVE", 0)
        assert gt.iterated_dominance(game, kind=kind).actions == usual


def test_beliefs_beyond_floats_are_left_to_the_integers(monkeypatch):
    """Payoffs too large for a float are decided exactly, and so is a margin that floats do not see."""
    huge, gap = 10**400, Fraction(1, 10**30)
    rows = [[huge * int(i == j) for j in range(3)] for i in range(3)]
    monkeypatch.setattr(_domination, "_FLOATS_HELP_ABOVE", 0)
    edge = gt.NormalForm([*rows, [Fraction(huge, 3) - gap] * 3], [[0] * 3] * 4)
    (step,) = gt.iterated_dominance(edge).steps
    assert step.action == "4" and step.margin == gap
    over = gt.NormalForm([*rows, [Fraction(huge, 3) + gap] * 3], [[0] * 3] * 4)
    assert gt.iterated_dominance(over).steps == ()


def test_a_spent_budget_is_said():
    """Elimination that stops early says so; rationalizability, which is a claim about what is left, refuses."""
    found = gt.iterated_dominance(DILEMMA, budget=gt.Budget(seconds=0))
    assert found.completeness == "some" and "perhaps not all" in str(found)
    assert gt.iterated_dominance(DILEMMA).completeness == "all"
    with pytest.raises(Undecided, match="budget"):
        gt.rationalizable(DILEMMA, budget=gt.Budget(seconds=0))
    three = gt.NormalForm([[3, 0], [0, 3], [1, 1]], [[0, 0]] * 3)
    with pytest.raises(Undecided, match="budget"):
        never_best_reply(three, "row", "3", budget=gt.Budget(seconds=0))


def test_known_eliminations():
    """The prisoners' dilemma, a domination by a mixture only, and guessing games with their reasons in words."""
    found = gt.iterated_dominance(DILEMMA)
    assert found.solves and found.actions == {"row": ("defect",), "column": ("defect",)}
    assert "row: cooperate is strictly dominated by defect (by at least 1)" in str(found)
    three = gt.NormalForm([[3, 0], [0, 3], [1, 1]], [[0, 0]] * 3)
    (step,) = gt.iterated_dominance(three).steps
    assert step.by == {"1": HALF, "2": HALF} and step.margin == HALF
    assert gt.iterated_dominance(three, mixed=False).steps == ()
    # Two players name 0 to 4; the nearer to 2/3 of the mean wins 1 (a tie is shared).  0 is all that is left.
    prize = [
        [
            Fraction(int(abs(i - Fraction(i + j, 3)) < abs(j - Fraction(i + j, 3))))
            + Fraction(int(i == j), 2)
            for j in range(5)
        ]
        for i in range(5)
    ]
    guess = gt.NormalForm(prize, [list(column) for column in zip(*prize, strict=True)])
    assert gt.iterated_dominance(guess, kind="weak").actions == {"row": ("1",), "column": ("1",)}


def test_bad_options_are_refused():
    """Options, orders, names and parameters are checked."""
    for options in ({"kind": "very"}, {"order": "any"}):
        with pytest.raises(ParameterError, match="must be"):
            gt.iterated_dominance(DILEMMA, **options)
    for order in ([("row", "wait")], [("nobody", "defect")], ["row"]):
        with pytest.raises(ParameterError, match="of this game"):
            gt.iterated_dominance(DILEMMA, order=order)
    with pytest.raises(ParameterError, match="has no action"):
        never_best_reply(DILEMMA, "row", "wait")
    with pytest.raises(ParameterError, match="does not name each"):
        gt.supermodular(DILEMMA, [("cooperate", "cooperate"), ("cooperate", "defect")])
    with pytest.raises(ParameterError, match="orders for"):
        gt.supermodular(DILEMMA, [("cooperate", "defect")])
    with pytest.raises(ParameterError, match="has no action"):
        best_reply_belief(DILEMMA, "row", "wait")
    x = gt.parameters("x")
    for solve in (gt.iterated_dominance, gt.pure_equilibria, gt.potential, gt.supermodular, gt.structure):
        with pytest.raises(ParameterError, match="set the parameters"):
            solve(gt.NormalForm([[x, 0], [0, 1]], [[1, 0], [0, 1]]))
