"""What mediation is worth; what holds of every transform; bad input."""

from __future__ import annotations

import pickle
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import (
    ImperfectRecallError,
    InvalidGameError,
    MixedFieldError,
    ParameterError,
    Undecided,
)
from tests.mediation.mediated_games import HALF, TRIAL, stalling


def _every_transform(game):
    """Each of them on the README's crisis."""
    e, f = gt.parameters("e f")
    new = {"assuming": [0 < e, e < 1]}
    yield gt.garble(game, observer="strong", of={"stalling": {"x": e, "y": 1 - e}}, **new)
    yield gt.coarsen(game, observer="weak", into={"one": ["resolute", "irresolute"]})
    yield gt.delay(game, discount=e, outcomes="delay", **new)
    yield gt.friction(game, costs={"weak": f}, reaching={"strong": "stalling"})
    yield gt.with_talk(game, speaker="weak", messages=["peace", "war"])
    yield gt.with_signal(
        game, of={"resolute": {"r": e, "i": 1 - e}, "irresolute": "i"}, heard_by="strong", **new
    )
    yield gt.with_mediator(
        game,
        messages=["m", "n"],
        observes={"resolute": "r", "irresolute": "i"},
        weights={"weak": f},
        costs={"war": 1},
    )
    yield gt.with_envoy(
        game, observer="strong", instead_of="stalling", messages=["m", "n"], weights={"weak": f}
    )
    yield gt.guaranteed(game, bonds={"weak": f}, cover={"strong": f}, outcomes="delay")
    yield gt.audience_costs(game, speaker="weak", costs={"weak": f}, outcomes=["deal", "delay"])
    yield gt.arbitrated(game, award={"weak": f, "strong": -f}, outcomes="war")


def test_what_comes_out_is_an_ordinary_game():
    """Hashable, pickled and read back from JSON as an equal value, drawn, of perfect recall, with all parameters kept."""
    crisis = stalling()
    for made in _every_transform(crisis):
        assert pickle.loads(pickle.dumps(made)) == made and hash(made) == hash(
            pickle.loads(pickle.dumps(made))
        )
        assert gt.from_json(gt.to_json(made)) == made
        assert made.name == crisis.name and made != crisis
        assert made.perfect_recall() and "strong @" in str(made)
        assert set(crisis.parameters) - {"k", "h", "w", "b"} <= set(made.parameters)
        assert crisis.given <= made.given
        assert gt.tikz(made)


def test_numbers_stay_what_they_are():
    """Exact games stay exact, floats stay floats, and a float does not meet a parameter."""
    exact = gt.garble(TRIAL, observer="judge", of={"guilty": {"g": Fraction(9, 10), "i": Fraction(1, 10)}})
    assert exact.field.name == "exact"
    floats = gt.friction(TRIAL.float(), costs={"judge": 0.5})
    assert floats.field.name == "float64"
    found = gt.value_of_mediation(TRIAL.float(), floats, {"judge": 1}, without="silence")
    assert isinstance(found.difference, float) and found.difference == -0.5
    with pytest.raises(MixedFieldError, match="is the float"):
        gt.friction(stalling(), costs={"weak": 0.5})
    with pytest.raises(MixedFieldError, match="in floats"):
        gt.friction(TRIAL.float(), costs={"judge": gt.parameters("f")})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gt.garble(TRIAL, observer="jury", of={"guilty": "g"}), "`jury` is not a player"),
        (lambda: gt.garble(TRIAL, observer="judge", of={"drunk": "g"}), "no information set 'drunk'"),
        (
            lambda: gt.garble(TRIAL, observer="judge", of={"guilty": {"g": HALF, "i": Fraction(1, 3)}}),
            "sums to 5/6",
        ),
        (lambda: gt.garble(TRIAL, observer="judge", of={"guilty": {"g": 2, "i": -1}}), "negative"),
        (lambda: gt.garble(TRIAL, observer="judge", of={}), "write a mapping"),
        (lambda: gt.coarsen(TRIAL, observer="judge", into={"x": ["guilty"], "y": ["guilty"]}), "pooled both"),
        (lambda: gt.coarsen(TRIAL, observer="judge", into={"x": "guilty"}), "write a list"),
        (lambda: gt.with_talk(TRIAL, speaker="judge", messages=["m"]), "nobody hears"),
        (lambda: gt.with_talk(stalling(), speaker="weak", messages="peace"), "write a list"),
        (lambda: gt.with_talk(stalling(), speaker="weak", messages=["m", "m"]), "each once"),
        (lambda: gt.with_signal(stalling(), of={"resolute": "r"}), "0 of the keys"),
        (lambda: gt.with_signal(stalling(), of={"stall": "r"}), "an action of `weak` that is chosen later"),
        (
            lambda: gt.with_mediator(stalling(), messages=["m"], observes={"war": "w"}),
            "cannot know 'war', an outcome",
        ),
        (lambda: gt.with_mediator(stalling(), messages=["m"], mediator="weak"), "name of a new player"),
        (
            lambda: gt.with_mediator(stalling(), messages=["m"], costs={"peace": 1}),
            "no end carries the outcome `peace`",
        ),
        (
            lambda: gt.with_mediator(stalling(), messages=["m"], weights={"friend": 1}),
            "`friend` is not a player",
        ),
        (lambda: gt.guaranteed(TRIAL), "give `bonds`"),
        (lambda: gt.arbitrated(TRIAL, award={"jury": 1}), "`jury` is not a player"),
        (
            lambda: gt.audience_costs(stalling(), speaker="weak", costs={"weak": 1}, outcomes="peace"),
            "no end carries",
        ),
        (lambda: gt.garble("trial", observer="judge", of={}), "is not a game"),
    ],
)
def test_bad_input(call, message):
    """Each with one sentence that says what was given."""
    with pytest.raises(InvalidGameError, match=message):
        call()


def test_a_speaker_cannot_know_what_she_will_not_know():
    """A player who knows less when she moves cannot know more when she talks: she would forget."""
    game = gt.Game(
        gt.chance(
            {"s": HALF, "t": HALF},
            lambda s: gt.move("a", knows="nothing", actions={x: gt.end(a=int(s == "s"), b=0) for x in "lr"}),
        )
    )
    with pytest.raises(ImperfectRecallError, match="forget"):
        gt.with_talk(game, speaker="a", messages=["m", "n"], knows={"s": "s", "t": "t"})
    with pytest.raises(InvalidGameError, match="does not move"):
        gt.with_talk(game, speaker="b", messages=["m", "n"])


@pytest.mark.parametrize(
    ("objective", "message"),
    [
        ({"jury": 1}, "no player `jury`"),
        (gt.payoff("jury"), "no player `jury`"),
        (gt.probability("war"), "no end carries"),
        (gt.plays("judge", "drink"), "0 information sets"),
        (3, "write a quantity"),
    ],
)
def test_a_wrong_objective(objective, message):
    """Refused before anything is solved."""
    with pytest.raises(ParameterError, match=message):
        gt.value_of_mediation(TRIAL, TRIAL, objective, without="silence")


def test_the_baseline_has_to_be_named():
    """It is a keyword without a default."""
    with pytest.raises(TypeError, match="without"):
        gt.value_of_mediation(TRIAL, TRIAL, {"judge": 1})
    with pytest.raises(ParameterError, match="the baseline is 'talk'"):
        gt.value_of_mediation(TRIAL, TRIAL, {"judge": 1}, without="talk")


def test_an_outcome_that_mediation_removes_is_impossible_with_it():
    """Arbitration leaves no war: in the stalling game peace is then certain, and it was not where war had to be feared."""
    crisis = stalling()
    bound = gt.arbitrated(crisis, award={"weak": 0, "strong": 0}, outcomes="war")
    assert "war" not in bound.outcome_labels
    found = gt.value_of_mediation(crisis, bound, 1 - gt.probability("war"), without="silence")
    # Without it war is possible unless everybody stalls and the strong side waits: q >= (1 + k)/(1 + h) (README).
    q, k, h = gt.parameters("q k h")
    assert found.helps.equivalent(gt.region(q * (1 + h) < 1 + k, assuming=crisis.assuming))
    with pytest.raises(ParameterError, match="no end carries the outcome `peace`"):
        gt.value_of_mediation(crisis, bound, gt.probability("peace"), without="silence")


def test_a_list_that_is_not_complete_proves_nothing_it_should_not():
    """With a budget of no cases: numbers are refused, the regions empty, and everything unknown."""
    b = gt.parameters("b")
    game = gt.Game(gt.move("a", actions={"l": gt.end(a=b), "r": gt.end(a=1)}), assuming=[b > 0])
    paid = gt.guaranteed(game, cover={"a": 1})
    full = gt.value_of_mediation(game, paid, {"a": 1}, without="silence")
    assert full.complete and full.helps.is_everything() and full.unknown.is_empty() and full.hurts.is_empty()
    assert full.helps_by(1).is_empty() and full.helps_by(HALF).is_everything()
    none = gt.value_of_mediation(game, paid, {"a": 1}, without="silence", budget=gt.Budget(cases=0))
    assert not none.complete and none.helps.is_empty() and none.unknown.is_everything()
    assert "unknown: everywhere" in str(none)
    # Here the mediated list alone is cut short: what is found still helps, the rest is unknown.
    some = gt.ValueOfMediation(full.objective, "silence", _cut(full.mediated), full.direct)
    assert not some.complete and (some.helps | some.unknown).is_everything() and not some.helps.is_empty()
    with pytest.raises(ParameterError, match=r"depends on b"):
        _ = full.difference
    cut = some.at(b=2)
    with pytest.raises(Undecided, match="not complete"):
        _ = cut.with_mediation
    assert full.at(b=2).difference == 1 and full.at(b=2).without_mediation == 2


def _cut(listed):
    from dataclasses import replace

    return replace(listed, sets=listed.sets[:1], complete="some", reason="cut short")


def test_a_best_value_that_is_not_pinned_down():
    """Where a set of equilibria leaves the objective free, its upper end counts: the indifferent side may do either."""
    game = gt.Game(gt.move("a", actions={"l": gt.end(a=0, b=3), "r": gt.end(a=0, b=-1)}))
    found = gt.value_of_mediation(game, gt.friction(game, costs={"b": 1}), {"b": 2}, without="silence")
    assert (found.with_mediation, found.without_mediation, found.difference) == (4, 6, -2)
    assert found.hurts.is_everything()


def test_a_best_value_inside_a_set():
    """`a` is indifferent, and `b` takes X while l has probability at most 1/2: so (l, X) comes about with at most 1/2.

    In no pure equilibrium does it, and where `b` mixes it is less likely.
    """
    ends = {
        "l": {"X": gt.end(a=0, b=0, outcome="lX"), "Y": gt.end(a=0, b=1)},
        "r": {"X": gt.end(a=0, b=1), "Y": gt.end(a=0, b=0)},
    }
    game = gt.Game(gt.move("a", actions={x: gt.move("b", knows="nothing", actions=ends[x]) for x in "lr"}))
    found = gt.value_of_mediation(
        game, gt.coarsen(game, observer="b", into={"": ["nothing"]}), gt.probability("lX"), without="silence"
    )
    assert (found.with_mediation, found.without_mediation) == (HALF, HALF)


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.integers(-1, 2), min_size=8, max_size=8),
    st.sampled_from([{"a": 1}, {"b": 1}, {"a": -1, "b": 2}]),
    st.integers(0, 2),
)
def test_regions_say_what_numbers_say(numbers, objective, noise):
    """Over a prior and a threat, at points on and beside the boundaries: the region holds where the difference is positive."""
    q, x = gt.parameters("q x")
    pays = dict(zip(product("st", "uv", "ab"), numbers, strict=True))

    def act(s):
        ends = {y: {p: pays[s, y, p] + (x if (y, p) == ("u", "b") else 0) for p in "ab"} for y in "uv"}
        return gt.move("b", knows="nothing", actions={y: gt.end(**paid) for y, paid in ends.items()})

    game = gt.Game(gt.chance({"s": q, "t": 1 - q}, act), assuming=[0 < q, q < 1], players=("a", "b"))
    talk = gt.with_talk(game, speaker="a", messages=["m", "n"], knows={"s": "s", "t": "t"})
    if noise:
        talk = gt.garble(
            talk,
            observer="b",
            of={
                ("nothing", "m"): {"m": 1 - Fraction(noise, 3), "n": Fraction(noise, 3)},
                ("nothing", "n"): "n",
            },
        )
    found = gt.value_of_mediation(game, talk, objective, without="silence")
    assert found.complete
    for point in product((Fraction(1, 4), HALF, Fraction(2, 3)), (-1, 0, HALF, 1)):
        values = dict(zip(("q", "x"), point, strict=True))
        difference = found.at(**values).difference
        assert found.helps.contains(**values) == (difference > 0)
        assert found.hurts.contains(**values) == (difference < 0)
