"""Mediators as transforms of a game, and what they are worth."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.decide import Answer
from gametheory.errors import InvalidGameError, ParameterError

HALF = Fraction(1, 2)
numbers = st.integers(-3, 3)
chances = st.sampled_from([Fraction(k, 4) for k in range(5)])


def silent(payoffs, prior=HALF):
    """A state, which the sender knows and cannot act on, and a receiver's choice: payoffs[state][action] = (sender, receiver)."""

    def receiver(state):
        pairs = payoffs[int(state)]
        return gt.move("receiver", knows="nothing", actions={
            a: gt.end(sender=pairs[int(a)][0], receiver=pairs[int(a)][1], outcome=a) for a in "01"
        })  # fmt: skip

    return gt.Game(gt.chance({"0": prior, "1": 1 - prior}, receiver), players=("sender", "receiver"))


tables = st.lists(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=2), min_size=2, max_size=2)


@settings(max_examples=5, deadline=None)
@given(tables, st.sampled_from(["sender", "receiver", "welfare"]))
def test_talk_that_can_be_ignored_never_lowers_the_best_equilibrium(payoffs, who):
    """Whoever's payoff it is: babbling repeats every equilibrium of silence."""
    found = gt.value_of_mediation(silent(payoffs), lambda g: gt.with_talk(g, "sender", ["a", "b"]), who)
    assert found.gain >= 0
    assert found.harms.is_empty() is Answer.YES


@settings(max_examples=12, deadline=None)
@given(tables, chances, chances, chances, chances)
def test_garbling_never_helps_a_single_decider(payoffs, p, q, r, s):
    """Blackwell (1953): what is told through a second noisy channel is worth no more, and through an identity as much."""

    def best(game):
        return max(e.payoffs["receiver"] for e in gt.sequential(game))

    told = gt.advised(silent(payoffs), {"0": {"x": p, "y": 1 - p}, "1": {"x": q, "y": 1 - q}})
    known = [s.knows for s in told.information_sets]
    rows = dict(zip(known, ({"m": r, "n": 1 - r}, {"m": s, "n": 1 - s}), strict=False))
    same = {k: {str(k): 1} for k in known}
    assert best(gt.garbled(told, "receiver", rows)) <= best(told) == best(gt.garbled(told, "receiver", same))
    assert (
        best(gt.garbled(told, "receiver", {k: {"nothing": 1} for k in known}))
        == best(silent(payoffs))
        <= best(told)
    )


def test_the_window_of_bias():
    """Kydd (2003), minimal: a mediator who hears a noisy signal is believed iff her bias lies in a window.

    With eps and mu the probabilities of a tough opponent after either signal, and demands c_L (safe) or c_H, derived from her two
    incentives: b ((1 - eps) c_H - c_L) >= eps c_M and b ((1 - mu) c_H - c_L) <= mu c_M; the first side follows iff
    eps (c_1 + c_H) <= c_H - c_L <= mu (c_1 + c_H).
    """
    low, high, c1, war, b = gt.parameters("c_L c_H c_1 c_M b")
    given_ = [low > 0, high > low, c1 > 0, war > 0, b > 0]

    def dispute(kind):
        pressed = gt.end(one=-c1, outcome="war") if kind == "tough" else gt.end(one=high, outcome="high")
        return gt.move(
            "one", knows="nothing", actions={"press": pressed, "ask little": gt.end(one=low, outcome="low")}
        )

    game = gt.Game(gt.chance({"tough": HALF, "soft": HALF}, dispute), assuming=given_[:3])
    right, wrong = Fraction(4, 5), Fraction(1, 5)
    mediated = gt.with_mediator(
        game, ["restraint", "press"], weights={"one": b}, outcomes={"war": b * c1 - war},
        observes={"tough": {"bad": right, "good": wrong}, "soft": {"bad": wrong, "good": right}},
        assuming=[war > 0, b > 0],
    )  # fmt: skip
    found = gt.sequential(mediated)
    assert found.complete == "all"
    honest = (
        (gt.plays("mediator", "restraint", knows="bad") == 1)
        & (gt.plays("mediator", "press", knows="good") == 1)
        & (gt.plays("one", "ask little", knows=("nothing", "restraint")) == 1)
        & (gt.plays("one", "press", knows=("nothing", "press")) == 1)
    )
    eps, mu = wrong, right
    window = [
        b * ((1 - eps) * high - low) >= eps * war,
        b * ((1 - mu) * high - low) <= mu * war,
        eps * (c1 + high) <= high - low,
        high - low <= mu * (c1 + high),
    ]
    assert found.when(honest).equivalent(gt.region(window, assuming=given_)) is Answer.YES


def test_both_or_nothing_makes_engaging_weakly_dominant():
    """The transform gives the model of the essays: exposure no longer matters."""
    from models.essays.both_or_nothing_mediator import ASSUMING, G, pi, x

    alone = -pi - x
    direct = gt.NormalForm(
        [[G - pi, alone], [0, 0]], [[G - pi, 0], [alone, 0]], players=("strong", "weak"),
        actions=[["engage", "refuse"]] * 2, assuming=ASSUMING,
    )  # fmt: skip
    both = {"strong": "engage", "weak": "engage"}
    mediated = gt.both_or_nothing(direct, both, {"strong": "refuse", "weak": "refuse"})
    expected = gt.NormalForm(
        [[G - pi, 0], [0, 0]], [[G - pi, 0], [0, 0]], players=("strong", "weak"),
        actions=[["engage", "refuse"]] * 2, assuming=ASSUMING,
    )  # fmt: skip
    assert mediated.tables == expected.tables and mediated.actions == expected.actions
    sure = gt.value_of_mediation(
        direct, lambda g: gt.both_or_nothing(g, both, {p: "refuse" for p in both}), "welfare"
    )
    # The best equilibrium is the same with and without: what changes is the risk.
    assert sure.helps.is_empty() is sure.harms.is_empty() is Answer.YES


def test_costs_delays_and_awards_change_only_their_ends():
    """Payoffs of other ends stay; the results are values, with parameters old and new."""
    d, c = gt.parameters("d c")
    game = gt.Game(gt.move("weak", actions={
        "accept": gt.end(weak=d, strong=1, outcome="deal"),
        "refuse": gt.move("strong", knows="refused", actions={"wait": gt.end(weak=0, strong=0, outcome="delay"),
                                                              "fight": gt.end(weak=-2, strong=-1, outcome="war")}),
    }), assuming=[d > 0])  # fmt: skip
    pure = (
        {"weak": "refuse", "strong": "wait"},
        {"weak": "refuse", "strong": "fight"},
        {"weak": "accept", "strong": "wait"},
    )

    def paid(changed):
        return [tuple(map(str, changed.payoffs(profile).values())) for profile in pure]

    audience = gt.charged(game, {"strong": c}, outcomes=["delay"], after=("weak", "refuse"), assuming=[c > 0])
    assert paid(audience) == [("0", "-c"), ("-2", "-1"), ("d", "1")]
    assert paid(gt.delayed(game, c, outcomes=["war"], assuming=[c > 0])) == [
        ("0", "0"),
        ("-2*c", "-c"),
        ("d", "1"),
    ]
    bound = gt.arbitrated(game, "strong", "refused", {"weak": c, "strong": 1 - c})
    assert bound.outcome_labels == ("deal", "award") and bound.parameters == ("d", "c")
    assert pickle.loads(pickle.dumps(audience)) == audience and hash(audience) == hash(
        pickle.loads(pickle.dumps(audience))
    )


def test_value_over_parameters_and_against_talk():
    """A state and a receiver with a small conflict: talk tells as much as the best committed adviser who is asked by the receiver."""
    q = gt.parameters("q")
    game = silent([[(1, 1), (0, 0)], [(0, 0), (1, 1)]])
    rule = {"0": {"x": 1}, "1": {"y": 1}}

    def adviser(g):
        return gt.advised(g, rule)

    def talk(g):
        return gt.with_talk(g, "sender", ["l", "r"])

    assert gt.value_of_mediation(game, adviser, "receiver").gain == HALF
    against = gt.value_of_mediation(game, adviser, "receiver", without=talk)
    assert against.gain == 0 and against.without == "talk"

    def noisy(g):
        return gt.advised(g, {"0": {"x": q, "y": 1 - q}, "1": {"y": q, "x": 1 - q}}, assuming=[q > 0, q < 1])

    assert str(gt.value_of_mediation(game, noisy, "receiver").helps.solve_for(q)) == "q < 1/2; or q > 1/2"


def a_game():
    return gt.advised(silent([[(1, 1), (0, 0)], [(0, 0), (1, 1)]]), {"0": {"x": 1}, "1": {"y": 1}})


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda g: gt.garbled(g, "nobody", {}), "`nobody` is not a player"),
        (lambda g: gt.garbled(g, "receiver", {"z": {"m": 1}}), "has no information set 'z'"),
        (lambda g: gt.garbled(g, "receiver", {("nothing", "x"): {"m": HALF, "n": HALF / 2}}), "3/4"),
        (lambda g: gt.garbled(g, "receiver", {("nothing", "x"): {("nothing", "y"): 1}}), "not garbled"),
        (lambda g: gt.charged(g, {"receiver": 1}, outcomes=["war"]), "no end has the outcome 'war'"),
        (lambda g: gt.charged(g, {"nobody": 1}), "`nobody` is not a player"),
        (lambda g: gt.delayed(g, HALF, after=("receiver", "2")), "has no action '2'"),
        (lambda g: gt.arbitrated(g, "receiver", "z", {}), "has no information set 'z'"),
        (lambda g: gt.with_talk(g, "sender", []), "no message"),
        (lambda g: gt.advised(g, {"2": {"m": 1}}), "'2' is nothing that chance draws; chance draws '0', '1'"),
        (lambda g: gt.advised(g, {"0": {"m": 1}}), "'1' is left out"),
        (lambda g: gt.with_mediator(g, ["m"], weights={"nobody": 1}), "`nobody` is not a player"),
        (
            lambda g: gt.with_mediator(g, ["m"], weights={}, outcomes={"war": 1}),
            "no end has the outcome 'war'",
        ),
        (lambda g: gt.with_mediator(g, ["m"], weights={}, name="sender"), "is a player already"),
    ],
)
def test_bad_input(build, message):
    """What a mediator cannot do is refused, and said."""
    with pytest.raises(InvalidGameError, match=message):
        build(a_game())


def test_a_mediator_cannot_take_away_what_somebody_knew():
    """Two moves in a row: garbling only the second would make the player forget."""

    def second(state):
        return gt.move("weak", knows=(state, "again"), actions={"go": gt.end(weak=1), "stop": gt.end(weak=0)})

    game = gt.Game(gt.chance({"a": HALF, "b": HALF}, lambda state: gt.move("weak", knows=state, actions={
        "wait": second(state), "leave": gt.end(weak=0)})))  # fmt: skip
    with pytest.raises(InvalidGameError, match="a mediator cannot take it away"):
        gt.garbled(game, "weak", {("a", "again"): {"m": 1}, ("b", "again"): {"m": 1}})


def test_objectives_are_checked():
    """An unknown player, nothing, and a word that is no baseline."""
    game = a_game()
    for objective in ("nobody", {"nobody": 1}, {}):
        with pytest.raises(ParameterError):
            gt.value_of_mediation(game, lambda g: g, objective)
    with pytest.raises(ParameterError, match="without='noise'"):
        gt.value_of_mediation(game, lambda g: g, "sender", without="noise")
