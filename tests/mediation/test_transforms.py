"""Games with messengers, talk and third parties, made from games without."""

from __future__ import annotations

import pickle
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import ImperfectRecallError, InvalidGameError, MixedFieldError, ParameterError
from models.essays import both_or_nothing_mediator
from tests.strategies import signalling_games

HALF = Fraction(1, 2)


def _inform(prior, actions, pays, *, player="judge", knows=None):
    """Nature draws a state; one player acts, knowing what `knows` makes of it."""
    return gt.Game(
        gt.chance(
            prior,
            lambda s: gt.move(
                player,
                knows=s if knows is None else knows,
                actions={a: gt.end(payoffs={player: pays[s, a]}, outcome=a) for a in actions},
            ),
        )
    )


TRIAL = _inform(
    {"guilty": Fraction(3, 10), "innocent": Fraction(7, 10)},
    ("convict", "acquit"),
    {
        (s, a): int((s == "guilty") == (a == "convict"))
        for s in ("guilty", "innocent")
        for a in ("convict", "acquit")
    },
)


def _payoffs(game, player):
    """All payoffs of a player, as intervals' ends do not matter where all equilibria pin them down."""
    return {e.payoffs[player] for e in gt.sequential(game)}


def _crisis():
    """A weak side of unknown resolve concedes or stalls; the strong side waits or escalates (README)."""
    q, b, k, h, w = gt.parameters("q b k h w")
    war = {
        "resolute": gt.end(weak=w, strong=-h, outcome="war"),
        "irresolute": gt.end(weak=-w, strong=1, outcome="war"),
    }
    return gt.Game(
        gt.chance(
            {"resolute": q, "irresolute": 1 - q},
            lambda resolve: gt.move(
                "weak",
                knows=resolve,
                actions={
                    "concede": gt.end(weak=0, strong=1, outcome="deal"),
                    "stall": gt.move(
                        "strong",
                        knows="stalling",
                        actions={
                            "wait": gt.end(weak=b, strong=-k, outcome="delay"),
                            "escalate": war[resolve],
                        },
                    ),
                },
            ),
        ),
        assuming=[0 < q, q < 1, b > 0, k > 0, h > k, w > 0],
        name="crisis",
    )


# -- messengers -----------------------------------------------------------------------------------------------------


def test_what_is_delivered_under_its_own_name_is_the_same_game():
    """The identity garbling returns an equal value, also over parameters."""
    crisis = _crisis()
    assert gt.garble(crisis, observer="weak", of={t: {t: 1} for t in ("resolute", "irresolute")}) == crisis
    assert gt.garble(crisis, observer="strong", of={"stalling": "stalling"}) == crisis


@settings(max_examples=25, deadline=None)
@given(signalling_games(), st.fractions(Fraction(1, 5), Fraction(4, 5)))
def test_a_message_delivered_under_two_names_changes_no_payoff(game, share):
    """An uninformative split: the receiver's information is the same, so the best and worst payoffs are."""
    of = {x: {f"{x}1": share, f"{x}2": 1 - share} for x in "lr"}
    split = gt.garble(game, observer="b", of=of)
    assert split != game
    for player, sign in product("ab", (1, -1)):
        found = gt.value_of_mediation(game, split, {player: sign}, without="silence")
        assert found.difference == 0


@settings(max_examples=25, deadline=None)
@given(signalling_games())
def test_total_garbling_is_babbling(game):
    """If nothing gets through, the receiver does what is best at the prior against what the sender's types do, as if deaf."""
    rows = {x: {"x": HALF, "y": HALF} for x in "lr"}
    garbled = gt.garble(game, observer="b", of=rows)
    deaf = gt.coarsen(game, observer="b", into={"nothing": ["l", "r"]})
    for player, sign in product("ab", (1, -1)):
        assert gt.value_of_mediation(deaf, garbled, {player: sign}, without="silence").difference == 0


def test_a_receiver_who_hears_noise_alone_earns_what_he_earns_in_silence():
    """Kamenica and Gentzkow's judge acquits at 3/10: 7/10."""
    silent = gt.coarsen(TRIAL, observer="judge", into={"nothing": ["guilty", "innocent"]})
    rows = {s: {"x": Fraction(1, 3), "y": Fraction(2, 3)} for s in ("guilty", "innocent")}
    assert (
        _payoffs(silent, "judge")
        == _payoffs(gt.garble(TRIAL, observer="judge", of=rows), "judge")
        == {Fraction(7, 10)}
    )


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(-3, 3), min_size=4, max_size=4),
    st.lists(st.integers(0, 4), min_size=2, max_size=2),
    st.lists(st.integers(0, 4), min_size=2, max_size=2),
)
def test_more_noise_is_worth_less_to_who_decides_alone(numbers, first, second):
    """Blackwell (1953): a garbling of a garbling is worth no more, and none is worth less than silence."""
    pays = dict(zip(product("st", "lr"), numbers, strict=True))
    game = _inform({"s": Fraction(1, 3), "t": Fraction(2, 3)}, "lr", pays, player="d")

    def garbled(once, of="st", into="xy"):
        rows = {
            a: {into[0]: Fraction(p, 4), into[1]: 1 - Fraction(p, 4)} for a, p in zip(of, first, strict=True)
        }
        del once
        return rows

    rows = garbled(None)
    one = gt.garble(game, observer="d", of=rows)
    names = {label for row in rows.values() for label, p in row.items() if p}
    again = {
        a: {"u": Fraction(p, 4), "v": 1 - Fraction(p, 4)}
        for a, p in zip("xy", second, strict=True)
        if a in names
    }
    two = gt.garble(one, observer="d", of=again)
    none = gt.coarsen(game, observer="d", into={"nothing": ["s", "t"]})
    (full,), (once,), (twice,), (silent,) = (_payoffs(g, "d") for g in (game, one, two, none))
    assert full >= once >= twice >= silent


def test_a_noisy_report_over_parameters():
    """The judge of 3/10 follows "guilty" iff (1 - e) 3/10 >= e 7/10, as long as that is likelier than not: e <= 3/10."""
    e = gt.parameters("e")
    rows = {
        "guilty": {"guilty": 1 - e, "innocent": e},
        "innocent": {"innocent": 1 - e, "guilty": e},
    }
    noisy = gt.garble(TRIAL, observer="judge", of=rows, assuming=[0 < e, 2 * e < 1])
    assert noisy.parameters == ("e",)
    follows = gt.sequential(noisy).when(gt.plays("judge", "convict", knows="guilty") == 1)
    assert follows.solve_for(e).value == Fraction(3, 10)
    silent = gt.coarsen(TRIAL, observer="judge", into={"nothing": ["guilty", "innocent"]})
    helps = gt.value_of_mediation(silent, noisy, gt.payoff("judge"), without="silence").helps
    assert helps.equivalent(gt.region(e < Fraction(3, 10), assuming=[0 < e, 2 * e < 1]))


def test_what_was_delivered_is_remembered_and_others_see_it_only_if_named():
    """Later sets of the observer know it; those of others know it if they are named."""
    game = gt.Game(
        gt.chance(
            {"s": HALF, "t": HALF},
            lambda s: gt.move(
                "a",
                knows=s,
                actions={
                    x: gt.move(
                        "b",
                        knows=x,
                        actions={
                            y: gt.move("a", knows=(s, x, y), actions={"z": gt.end(a=0, b=0)}) for y in "uv"
                        },
                    )
                    for x in "lr"
                },
            ),
        )
    )
    rows = {"s": {"S": HALF, "T": HALF}, "t": "T"}
    private = gt.garble(game, observer="a", of=rows)
    assert [s.knows for s in private.information_sets if s.player == "b"] == ["l", "r"]
    assert ("s", "l", "u", "T") in [s.knows for s in private.information_sets]
    public = gt.garble(game, observer="a", of=rows, seen_by="b")
    assert [s.knows for s in public.information_sets if s.player == "b"] == [
        ("l", "S"), ("r", "S"), ("l", "T"), ("r", "T"),
    ]  # fmt: skip
    assert private.perfect_recall() and public.perfect_recall()


def test_a_receiver_cannot_be_made_to_forget_what_he_did():
    """Pooling what he knows after two of his own actions breaks recall, and says so."""
    game = gt.Game(
        gt.move(
            "a",
            knows="first",
            actions={x: gt.move("a", knows=x, actions={y: gt.end(a=0) for y in "uv"}) for x in "lr"},
        )
    )
    with pytest.raises(ImperfectRecallError, match="forget"):
        gt.coarsen(game, observer="a", into={"either": ["l", "r"]})


def test_both_or_nothing_is_the_model():
    """The transform of the direct game has the payoffs and equilibria of the mediated one in `models/essays`."""
    direct, model = both_or_nothing_mediator.direct(), both_or_nothing_mediator.mediated()
    protocol = gt.both_or_nothing(
        direct,
        accept={"strong": "engage", "weak": "engage"},
        otherwise={"strong": "refuse", "weak": "refuse"},
    )
    assert [v.payoffs for v in protocol.nodes] == [v.payoffs for v in model.nodes]
    assert protocol.information_sets == model.information_sets
    both = gt.certain("engagement")
    assert gt.nash(protocol).when(both).equivalent(gt.nash(model).when(both))


def test_an_acceptance_in_vain_is_known_to_the_one_who_made_it():
    """What comes after a refusal: the other sees no difference, the one who accepted remembers."""
    after = gt.move(
        "b", knows="nothing came of it", actions={"go": gt.end(a=0, b=0), "stay": gt.end(a=1, b=1)}
    )
    later = gt.move("a", knows="alone", actions={"go": after, "stay": after})
    done = gt.end(a=2, b=2, outcome="deal")
    game = gt.Game(
        gt.move(
            "a",
            knows="offer?",
            actions={
                "yes": gt.move("b", knows="offer?", actions={"yes": done, "no": gt.end(a=-1, b=0)}),
                "no": gt.move("b", knows="offer?", actions={"yes": gt.end(a=0, b=-1), "no": later}),
            },
        )
    )
    made = gt.both_or_nothing(game, accept={"a": "yes", "b": "yes"}, otherwise={"a": "no", "b": "no"})
    known = {p: [s.knows for s in made.information_sets if s.player == p] for p in "ab"}
    assert known == {
        "a": ["offer?", ("alone", "yes was not revealed"), "alone"],
        "b": ["offer?", "nothing came of it", ("nothing came of it", "yes was not revealed")],
    }
    seen = gt.Game(
        gt.move(
            "a", actions={x: gt.move("b", actions={y: done for y in ("yes", "no")}) for x in ("yes", "no")}
        )
    )
    with pytest.raises(InvalidGameError, match="seen by the next player"):
        gt.both_or_nothing(seen, accept={"a": "yes", "b": "yes"}, otherwise={"a": "no", "b": "no"})


def test_delay_and_friction_move_a_threshold_as_they_should():
    """Delta times 4 against 3 (docstring); a cost of f on the same channel: 4 - f against 3."""
    f = gt.parameters("f")
    offer = gt.Game(gt.move("weak", actions={"direct": gt.end(weak=3), "envoy": gt.end(weak=4)}))
    costly = gt.friction(offer, costs={"weak": f}, after={"weak": "envoy"}, assuming=[f > 0])
    assert gt.sequential(costly).when(gt.plays("weak", "envoy") == 1).solve_for(f).value == 1
    with pytest.raises(InvalidGameError, match="at most 1"):
        gt.delay(offer, discount=2)
    with pytest.raises(InvalidGameError, match="no action 'walk'"):
        gt.friction(offer, costs={"weak": 1}, after={"weak": "walk"})
    with pytest.raises(InvalidGameError, match="no end carries"):
        gt.delay(offer, discount=HALF, outcomes="war")


# -- talk and mediators ---------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(signalling_games(), st.sampled_from("ab"), st.sampled_from([{"a": 1}, {"b": 1}, {"a": 1, "b": 2}]))
def test_talk_that_can_be_ignored_never_lowers_the_best(game, speaker, objective):
    """Babbling repeats every equilibrium of the silent game."""
    knows = None if speaker == "a" else dict.fromkeys("st", "nothing")
    talk = gt.with_talk(
        game, speaker=speaker, messages=["m", "n"], heard_by="b" if speaker == "a" else "a", knows=knows
    )
    found = gt.value_of_mediation(game, talk, objective, without="silence", budget=gt.Budget(seconds=60))
    if found.complete:
        assert found.difference >= 0
