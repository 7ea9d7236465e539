"""Talk, signals, mediators and envoys."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import (
    InvalidGameError,
)
from tests.mediation.mediated_games import HALF, stalling


@st.composite
def _decisions(draw, actions="uv"):
    """Nature draws a state, `b` acts without knowing it, and `a`, who may know it, has a stake; payoffs that often tie."""
    number = st.integers(-1, 2)
    pays = {k: {"a": draw(number), "b": draw(number)} for k in product("st", actions)}
    prior = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(3, 4)]))
    return gt.Game(
        gt.chance(
            {"s": prior, "t": 1 - prior},
            lambda s: gt.move(
                "b", knows="nothing", actions={x: gt.end(**pays[s, x], outcome=x) for x in actions}
            ),
        ),
        players=("a", "b"),
    )


OBJECTIVES = [{"a": 1}, {"b": 1}, {"a": 1, "b": 2}, {"b": -1}]


@settings(max_examples=25, deadline=None)
@given(_decisions(), st.sampled_from(OBJECTIVES))
def test_talk_that_can_be_ignored_never_lowers_the_best(game, objective):
    """Babbling repeats every equilibrium of the silent game; and nobody says more than the best experiment."""
    talk = gt.with_talk(game, speaker="a", messages=["m", "n"], knows={"s": "s", "t": "t"})
    found = gt.value_of_mediation(game, talk, objective, without="silence")
    assert found.complete and found.difference >= 0


@settings(max_examples=15, deadline=None)
@given(_decisions(), st.sampled_from(OBJECTIVES), st.integers(-2, 2), st.integers(0, 4))
def test_a_mediator_who_can_be_ignored_never_lowers_the_best(game, objective, weight, noise):
    """Whatever she wants and sees, babbling is an equilibrium."""
    wrong = Fraction(noise, 8)
    mediated = gt.with_mediator(
        game,
        messages=["m", "n"],
        observes={"s": {"s": 1 - wrong, "t": wrong}, "t": {"t": 1 - wrong, "s": wrong}},
        heard_by="b",
        weights={"a": 1, "b": weight},
        costs={"u": 1},
    )
    found = gt.value_of_mediation(game, mediated, objective, without="silence")
    assert found.complete and found.difference >= 0


def test_rounds_of_talk():
    """What is added last is said first: `b` asks, `a` hears it and answers, and `b` acts knowing both."""
    pays = {("s", "u"): (2, 2), ("s", "v"): (0, 0), ("t", "u"): (0, -3), ("t", "v"): (1, 1)}
    game = gt.Game(
        gt.chance(
            {"s": HALF, "t": HALF},
            lambda s: gt.move(
                "b", knows="nothing", actions={x: gt.end(a=pays[s, x][0], b=pays[s, x][1]) for x in "uv"}
            ),
        )
    )
    one = gt.with_talk(game, speaker="a", messages=["m", "n"], knows={"s": "s", "t": "t"})
    two = gt.with_talk(one, speaker="b", messages=["ask", "pass"])
    assert [(s.player, s.knows) for s in two.information_sets[:5]] == [
        ("b", "s or t"),
        ("a", ("s", "ask")),
        ("b", ("nothing", "m", "ask")),
        ("b", ("nothing", "n", "ask")),
        ("a", ("s", "pass")),
    ]
    # Interests agree, so one round is enough for the first best: (2 + 1)/2 for both, against 1/2 in silence.
    found = gt.value_of_mediation(game, one, {"b": 1}, without="silence")
    assert (found.with_mediation, found.without_mediation, found.baseline) == (
        Fraction(3, 2),
        HALF,
        "silence",
    )
    assert gt.value_of_mediation(game, game, {"b": 1}, without=one).difference == -1


@settings(max_examples=8, deadline=None)
@given(_decisions("uvw"), st.integers(0, 4), st.integers(0, 4))
def test_a_committed_sender_is_worth_what_persuasion_says_and_noise_takes_from_it(game, one, two):
    """The optimal experiment as a transform earns its value; garbled it earns no more, and talk without commitment neither."""
    prior = dict(zip(game.nodes[0].labels, game.nodes[0].probabilities, strict=True))
    tables = {p: {s: {} for s in prior} for p in "ab"}
    for v in game.nodes:
        if v.kind == "end":
            for p, u in zip("ab", v.payoffs, strict=True):
                tables[p][v.path[0]][v.path[1]] = Fraction(int(u.p), int(u.q))
    prior = {s: Fraction(int(p.p), int(p.q)) for s, p in prior.items()}
    best = gt.persuasion(prior, tables["a"], tables["b"])
    told = gt.with_signal(game, of=best.signals, heard_by="b")
    assert gt.value_of_mediation(game, told, {"a": 1}, without="silence").with_mediation == best.value
    noise = {"u": one, "v": two, "w": 2}
    rows = {
        s.knows: {"x": Fraction(noise[s.knows[1]], 4), "y": 1 - Fraction(noise[s.knows[1]], 4)}
        for s in told.information_sets
    }
    garbled = gt.garble(told, observer="b", of=rows)
    assert gt.value_of_mediation(game, garbled, {"a": 1}, without="silence").with_mediation <= best.value
    talk = gt.with_talk(game, speaker="a", messages=["m", "n"], knows={"s": "s", "t": "t"})
    assert gt.value_of_mediation(game, talk, {"a": 1}, without="silence").with_mediation <= best.value


def test_the_window_of_a_biased_mediator():
    """Kydd (2003): advice is followed iff eps c_M/((1-eps) c_H - c_L) <= b <= mu c_M/((1-mu) c_H - c_L).

    Prior 1/2, accuracy 4/5, so eps = 1/5 and mu = 4/5 (`models.md` 6 and literature section 5); c_L = 1/20, c_H = 3/10, c_1 = 1/10.  For
    mu the denominator is positive here only with c_L small: (1/5)(3/10) - 1/20 = 1/100.
    """
    b, c_m = gt.parameters("b c_M")
    low, high, own, power = Fraction(1, 20), Fraction(3, 10), Fraction(1, 10), Fraction(1, 2)
    accepted = {
        ("tough", "modest"): True,
        ("tough", "bold"): False,
        ("weak", "modest"): True,
        ("weak", "bold"): True,
    }
    demand = {"modest": power + low, "bold": power + high}

    def close(resolve, asked):
        if accepted[resolve, asked]:
            return gt.end(strong=demand[asked], outcome="deal")
        return gt.end(strong=power - own, outcome="war")

    crisis = gt.Game(
        gt.chance(
            {"tough": HALF, "weak": HALF},
            lambda resolve: gt.move(
                "strong", knows="nothing", actions={d: close(resolve, d) for d in demand}
            ),
        )
    )
    right, wrong = Fraction(4, 5), Fraction(1, 5)
    mediated = gt.with_mediator(
        crisis,
        messages=["concede", "press"],
        observes={"tough": {"tough": right, "weak": wrong}, "weak": {"weak": right, "tough": wrong}},
        heard_by="strong",
        weights={"strong": b},
        # She is paid b p - c_M in a war, and strong's own payoff there is p - c_1.
        costs={"war": c_m - b * own},
        assuming=[b >= 0, c_m > 0],
    )
    found = gt.value_of_mediation(crisis, mediated, gt.payoff("strong"), without="silence")
    eps, mu = wrong, right
    bottom, top = eps / ((1 - eps) * high - low), mu / ((1 - mu) * high - low)
    assert (bottom, top) == (Fraction(20, 19), 80)
    window = gt.region([bottom * c_m <= b, b <= top * c_m], assuming=[b >= 0, c_m > 0])
    assert found.complete and found.helps.equivalent(window)
    assert found.hurts.is_empty()
    # An unbiased mediator who fears war is never believed; models.md gives .2105 for c_M = .2.
    assert not found.helps.contains(b=0, c_M="1/5") and not found.helps.contains(b="0.21", c_M="0.2")
    assert found.helps.contains(b="0.2106", c_M="0.2")


def test_an_envoy_is_believed_only_if_her_interest_allows():
    """An envoy who always wants a strike is ignored: the best is what silence gives."""
    pays = {("threat", "strike"): 1, ("threat", "wait"): -2, ("calm", "strike"): -2, ("calm", "wait"): 0}
    crisis = gt.Game(
        gt.chance(
            {"threat": Fraction(1, 4), "calm": Fraction(3, 4)},
            lambda s: gt.move(
                "strong",
                knows=s,
                actions={a: gt.end(strong=pays[s, a], outcome=a) for a in ("strike", "wait")},
            ),
        )
    )
    silent = gt.coarsen(crisis, observer="strong", into={"nothing": ["threat", "calm"]})
    given = {"observer": "strong", "instead_of": ["threat", "calm"], "messages": ["yes", "no"]}
    hawk = gt.with_envoy(crisis, **given, costs={"wait": 1})
    friend = gt.with_envoy(crisis, **given, weights={"strong": 1})
    assert gt.value_of_mediation(silent, hawk, {"strong": 1}, without="silence").difference == 0
    # Silence: wait, -2/4; told the truth: 1/4.
    assert gt.value_of_mediation(silent, friend, {"strong": 1}, without="silence").difference == Fraction(
        3, 4
    )


def test_speaking_at_the_same_time():
    """Neither hears the other before both have spoken."""
    battle = gt.NormalForm([[2, 0], [0, 1]], [[1, 0], [0, 2]], actions=[("l", "r")] * 2, players=("a", "b"))
    talk = gt.with_talk(battle, speaker=["a", "b"], messages=["m", "n"])
    known = [(s.player, s.knows, len(s.nodes)) for s in talk.information_sets[:3]]
    assert known == [("a", "start", 1), ("b", "start", 2), ("a", ("start", "m", "m"), 1)]
    assert talk.perfect_recall() and len(talk.information_sets) == 10
    with pytest.raises(InvalidGameError, match="each once"):
        gt.with_talk(battle, speaker=["a", "a"], messages=["m"])


def test_evidence_that_others_cannot_produce():
    """Where the good can prove it the buyer learns the truth (Milgrom 1981), although every seller wants to sell."""

    def buyer(kind):
        bought = gt.end(buyer=1 if kind == "good" else -1, seller=1)
        return gt.move("buyer", knows="nothing", actions={"buy": bought, "leave": gt.end(buyer=0, seller=0)})

    game = gt.Game(gt.chance({"good": Fraction(1, 3), "bad": Fraction(2, 3)}, buyer))
    knows = {"good": "good", "bad": "bad"}
    evidence = {"good": ["proof", "silence"], "bad": ["silence"]}
    proof = gt.with_talk(game, speaker="seller", messages=evidence, knows=knows)
    assert {e.payoffs["buyer"] for e in gt.sequential(proof)} == {Fraction(1, 3)}
    words = gt.with_talk(game, speaker="seller", messages=["m", "n"], knows=knows)
    assert gt.value_of_mediation(game, proof, {"buyer": 1}, without=words).difference == Fraction(1, 3)
    with pytest.raises(InvalidGameError, match="says nothing about 'bad'"):
        gt.with_talk(game, speaker="seller", messages={"good": ["proof"]}, knows=knows)


def test_who_speaks_in_private_remembers_it():
    """The speaker's later sets know her message, those of who did not hear it do not."""
    talk = gt.with_talk(stalling(), speaker="weak", messages=["m", "n"], heard_by="strong")
    known = {p: {s.knows for s in talk.information_sets if s.player == p} for p in talk.players}
    assert known["strong"] == {("stalling", "m"), ("stalling", "n")}
    assert {("resolute", "m"), ("irresolute", "n"), "resolute"} <= known["weak"]
    game = gt.Game(
        gt.move(
            "a", actions={x: gt.move("b", knows=("b",), actions={"z": gt.end(a=0, b=0, c=0)}) for x in "lr"}
        )
    )
    private = gt.with_talk(game, speaker="a", messages=["m", "n"], heard_by="c")
    assert [s.knows for s in private.information_sets if s.player == "b"] == [("b",)]
    public = gt.with_talk(game, speaker="a", messages=["m", "n"])
    assert [s.knows for s in public.information_sets if s.player == "b"] == [(("b",), "m"), (("b",), "n")]


def test_what_an_envoy_said_is_remembered():
    """Of two reports the second is heard with the first in mind, and the envoy knows what she said."""

    def second(s):
        return gt.move("d", knows=f"later {s}", actions={b: gt.end(d=int(b == s)) for b in "st"})

    game = gt.Game(
        gt.chance({"s": HALF, "t": HALF}, lambda s: gt.move("d", knows=s, actions={"go": second(s)}))
    )
    sent = gt.with_envoy(game, observer="d", instead_of=["s", "t"], messages=["m", "n"])
    assert ("later s", "m") in {s.knows for s in sent.information_sets}
    twice = gt.with_envoy(
        game, observer="d", instead_of=["s", "t", "later s", "later t"], messages=["m", "n"], weights={"d": 1}
    )
    known = {p: {s.knows for s in twice.information_sets if s.player == p} for p in twice.players}
    assert known["d"] == {"m", "n"} | set(product("mn", "mn"))
    assert known["envoy"] == {"s", "t"} | set(product(["later s", "later t"], "mn"))
    with pytest.raises(InvalidGameError, match="no information set 'angry'"):
        gt.with_envoy(stalling(), observer="weak", instead_of=["resolute", "angry"], messages=["m"])
    mixed = gt.Game(
        gt.chance(
            {"s": HALF, "t": HALF},
            lambda s: gt.move("d", knows=s, actions={a: gt.end(d=0) for a in (s, "go")}),
        )
    )
    with pytest.raises(InvalidGameError, match="offer different actions"):
        gt.with_envoy(mixed, observer="d", instead_of=["s", "t"], messages=["m"])
    with pytest.raises(InvalidGameError, match="what she can do would tell her which"):
        gt.coarsen(mixed, observer="d", into={"x": ["s", "t"]})
