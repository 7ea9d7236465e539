"""Trees: what is refused and in which words, values, fields, profiles, and structure."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
from fractions import Fraction

import pytest
import sympy

from gametheory.algebra.expressions import parameters
from gametheory.algebra.fields import Float64, RationalFunctions, Rationals
from gametheory.algebra.region import Region
from gametheory.errors import (
    GameTheoryError,
    InvalidGameError,
    InvalidProfileError,
    MixedFieldError,
    ParameterError,
)
from gametheory.games.draw import draw
from gametheory.games.game import Game, read_profile
from gametheory.games.tree import chance, end, move

HALF = Fraction(1, 2)
q, b, k = parameters("q b k")


def crisis(q=q, b=b, k=k, assuming=(0 < q, q < 1, b > 0, k > 0)):
    """A weak side of unknown resolve concedes or stalls; the strong side waits or escalates."""
    war = {"resolute": 1, "irresolute": -2}
    return Game(
        chance(
            {"resolute": q, "irresolute": 1 - q},
            lambda resolve: move(
                "weak",
                knows=resolve,
                actions={
                    "concede": end(weak=0, strong=1, outcome="deal"),
                    "stall": move(
                        "strong",
                        knows="stalling",
                        actions={
                            "wait": end(weak=b, strong=-k, outcome="delay"),
                            "escalate": end(weak=war[resolve], strong=-1, outcome="war"),
                        },
                    ),
                },
            ),
        ),
        assuming=list(assuming),
        name="crisis",
    )


def exact_crisis():
    return crisis(Fraction(1, 3), 2, HALF, ())


def pair(left, right):
    return move("b", actions={"l": left, "r": right})


# -- the value --------------------------------------------------------------------------------------------------


def test_a_callable_is_called_once_for_each_label_right_away():
    seen = []
    node = chance({"x": HALF, "y": HALF}, lambda label: seen.append(label) or end(a=1))
    assert seen == ["x", "y"]
    assert node == pickle.loads(pickle.dumps(node))
    assert hash(node) == hash(copy.deepcopy(node))


def test_the_compiled_tree():
    game = crisis()
    assert [v.kind for v in game.nodes] == [
        "chance", "move", "end", "move", "end", "end", "move", "end", "move", "end", "end",
    ]  # fmt: skip
    assert game.players == ("weak", "strong")
    assert game.parameters == ("q", "b", "k")
    assert game.nodes[0].children == (1, 6) and game.nodes[0].labels == ("resolute", "irresolute")
    assert game.nodes[8].path == ("irresolute", "stall") and game.nodes[8].place == "start/irresolute/stall"
    assert [(s.player, s.label, s.actions, s.nodes) for s in game.information_sets] == [
        ("weak", "resolute", ("concede", "stall"), (1,)),
        ("strong", "stalling", ("wait", "escalate"), (3, 8)),
        ("weak", "irresolute", ("concede", "stall"), (6,)),
    ]
    assert game.information_sets[1].player_index == 1
    assert game.outcome_labels == ("deal", "delay", "war")
    assert [game.nodes[i].parent for i in (0, 1, 10)] == [-1, 0, 8]


def test_actions_of_one_information_set_are_brought_to_one_order():
    game = Game(
        pair(
            move("a", knows="?", actions={"x": end(a=1, b=0), "y": end(a=2, b=0)}),
            move("a", knows="?", actions={"y": end(a=3, b=0), "x": end(a=4, b=0)}),
        )
    )
    assert game.nodes[4].labels == ("x", "y")
    assert game.payoffs({"b": "r", "a": "x"})["a"] == 4


def test_the_field_is_read_off_the_numbers():
    assert crisis().field == RationalFunctions(crisis().given)
    assert exact_crisis().field == Rationals()
    assert crisis(0.25, 1, 2, ()).field == Float64()
    assert Game(end(a=1, time=0.5)).field == Float64()


def test_parameters_are_ordered_by_assumptions_then_numbers():
    x, y, z = parameters("x y z")
    game = Game(end(a=x + z, b=y), assuming=[z > 0, y > 0])
    assert game.parameters == ("z", "y", "x")


def test_a_parameter_that_cancels_is_a_number():
    assert Game(end(a=(q**2 - 1) / (q - 1) - q)).field == Rationals()


@pytest.mark.parametrize("make", [crisis, exact_crisis, lambda: exact_crisis().float()])
def test_a_game_is_a_value(make):
    game, other = make(), make()
    assert game == other and hash(game) == hash(other) and len({game, other}) == 1
    hash(game)
    again = pickle.loads(pickle.dumps(game))
    assert again == game and hash(again) == hash(game) and again.nodes == game.nodes
    assert copy.deepcopy(game) == game == copy.copy(game)
    assert game != Game(end(weak=1, strong=2)) and game != 3
    with pytest.raises(AttributeError, match="immutable"):
        game.name = "other"
    with pytest.raises(AttributeError, match="immutable"):
        del game.name


def test_a_pickled_game_does_not_carry_the_hash_of_its_process():
    game = exact_crisis()
    hash(game)
    script = (
        "import pickle, sys; game = pickle.load(sys.stdin.buffer); "
        "rebuilt = type(game)(game.root, name=game.name); "
        "assert rebuilt == game and hash(rebuilt) == hash(game)"
    )
    subprocess.run([sys.executable, "-c", script], input=pickle.dumps(game), check=True)


def test_a_deep_tree_builds_hashes_and_pickles():
    node = end(a=1, b=0)
    for i in range(3000):
        node = move("ab"[i % 2], actions={"stop": end(a=i, b=0), "go": node})
    game = Game(node)
    assert pickle.loads(pickle.dumps(game)) == game
    assert len(game.subgames()) == 3000


def test_the_root_builds_the_same_game_again():
    game = crisis()
    assert Game(game.root, assuming=game.assuming, name="crisis") == game


def test_the_assumptions_are_a_region():
    game = crisis()
    assert isinstance(game.assuming, Region)
    assert game.assuming.parameters == ("q", "b", "k")
    assert game.assuming.contains(q=HALF, b=1, k=1)
    assert not game.assuming.contains(q=2, b=1, k=1)
    assert exact_crisis().assuming.is_everything()


# -- substitution and fields ------------------------------------------------------------------------------------


def test_at_goes_down_a_field_and_assumptions_that_become_true_vanish():
    game = crisis()
    some = game.at(q=Fraction(1, 3))
    assert some.parameters == ("b", "k") and len(some.given) == 2
    assert some.at(b=2, k=HALF) == game.at(q=Fraction(1, 3), b=2, k=HALF) == exact_crisis()
    assert game.at() is game


def test_at_takes_expressions():
    r = parameters("r")
    game = crisis().at(q=r / (1 + r), k=r)
    assert game.parameters == ("b", "r")
    assert game.at(r=1, b=2) == crisis().at(q=HALF, k=1, b=2)


def test_floats_that_set_all_parameters_make_a_float_game():
    game = crisis().at(q=0.1, b=2, k=0.5)
    assert game.field == Float64()
    assert game.nodes[0].probabilities == (0.1, 0.9)


@pytest.mark.parametrize(
    ("values", "error", "sentence"),
    [
        (
            {"z": 1},
            ParameterError,
            "at(): `z` is not a parameter of the game; its parameters are: `q`, `b`, `k`",
        ),
        ({"q": 2}, ParameterError, "at(q = 2): the game assumes `1 - q > 0`, which fails there"),
        ({"q": 1 + b}, ParameterError, "no value of the other parameters satisfies what the game assumes"),
        ({"q": float("nan")}, ParameterError, "at(): the value of `q` is nan; give a finite number"),
        ({"q": "a half"}, ParameterError, "at(): the value of `q`: 'a half' is not a number"),
        (
            {"q": 0.5},
            MixedFieldError,
            "at(): the float q=0.5 would stand beside the parameter `b`; write it exactly, as `q=Fraction(1, 2)`",
        ),
        ({"q": 0.5, "k": 1, "b": k}, MixedFieldError, "would stand beside the parameter `k`"),
    ],
)
def test_at_refuses(values, error, sentence):
    with pytest.raises(error, match=re.escape(sentence)):
        crisis().at(**values)


def test_at_without_parameters_says_so():
    with pytest.raises(ParameterError, match="its parameters are: none"):
        exact_crisis().at(q=1)


def test_exact_and_float():
    game = exact_crisis()
    assert game.exact() is game
    rounded = game.float()
    assert rounded.field == Float64() and rounded.float() is rounded
    again = Game(chance({"x": 0.1, "y": 0.2, "z": 0.7}, lambda _: end(a=0.3))).exact()
    assert [again.field.present(p) for p in again.nodes[0].probabilities] == [
        Fraction(1, 10),
        Fraction(2, 10),
        Fraction(7, 10),
    ]
    assert again.payoffs({}) == {"a": Fraction(3, 10)}
    thirds = Game(chance({"x": 1 / 3, "y": 2 / 3}, lambda _: end(a=1))).exact()
    assert sum(thirds.field.present(p) for p in thirds.nodes[0].probabilities) == 1


def test_a_float_chance_beside_exact_numbers_is_rescaled_when_read_exactly():
    game = Game(chance({"x": 1 / 3, "y": 2 / 3}, {"x": end(a=3), "y": end(a=0)})).exact()
    assert abs(game.payoffs({})["a"] - 1) < Fraction(1, 10**15)


@pytest.mark.parametrize("method", ["exact", "float"])
def test_a_game_with_parameters_has_no_exact_or_float_version(method):
    with pytest.raises(ParameterError, match=r"set them first with `\.at\(q=\.\.\., b=\.\.\., k=\.\.\.\)`"):
        getattr(crisis(), method)()


# -- profiles ---------------------------------------------------------------------------------------------------

STALL = {"weak": {"resolute": "stall", "irresolute": {"concede": HALF, "stall": HALF}}, "strong": "wait"}


def test_payoffs_and_outcomes_by_hand():
    game = exact_crisis()
    # resolute 1/3: delay; irresolute 2/3: deal or delay with 1/2 each.
    assert game.outcomes(STALL) == {"deal": Fraction(1, 3), "delay": Fraction(2, 3), "war": 0}
    assert game.payoffs(STALL) == {"weak": Fraction(4, 3), "strong": 0}
    assert game.float().payoffs({**STALL, "strong": {"wait": 0.5, "escalate": 0.5}})["weak"] == pytest.approx(
        (2 + 1) / 2 / 3 + (2 - 2) / 2 / 3
    )


def test_payoffs_over_parameters_are_expressions():
    values = crisis().payoffs(STALL)
    assert sympy.simplify(values["weak"] - b * (1 + q) / 2) == 0
    mixed = {"weak": {"resolute": "stall", "irresolute": {"concede": q, "stall": 1 - q}}, "strong": "wait"}
    assert sympy.simplify(crisis().outcomes(mixed)["deal"] - q * (1 - q)) == 0


def test_ends_without_a_label_are_collected_under_none():
    game = Game(move("a", actions={"x": end(a=1), "y": end(a=2, outcome="deal")}))
    assert game.outcomes({"a": {"x": HALF, "y": HALF}}) == {"deal": HALF, None: HALF}
    assert list(game.outcomes({"a": "y"})) == ["deal", None]


def test_shorthands_read_as_the_same_profile():
    game = exact_crisis()
    full = {
        "weak": {"resolute": {"stall": 1}, "irresolute": {"concede": HALF, "stall": HALF}},
        "strong": {"stalling": {"wait": 1, "escalate": 0}},
    }
    assert read_profile(game, full) == read_profile(game, STALL)
    assert read_profile(game, {**full, "strong": {"wait": 1}}) == read_profile(game, STALL)
    assert read_profile(game, {**full, "strong": {"stalling": "wait"}}) == read_profile(game, STALL)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"weak": {"resolute": "stall"}},
            "profile of `weak`: nothing is said about the information set 'irresolute'",
        ),
        (
            {"weak": {"brave": "stall"}},
            "'brave' is not an information set; the information sets are 'resolute'",
        ),
        ({"strong": "flee"}, "`flee` is not an action; the actions are wait, escalate"),
        ({"strong": {"stalling": {"flee": 1}}}, "`flee` is not an action; the actions are wait, escalate"),
        (
            {"strong": {"wait": HALF}},
            "profile of `strong` at 'stalling': the probabilities sum to 1/2, not to 1",
        ),
        ({"strong": {"wait": 2, "escalate": -1}}, "the probability -1 is negative"),
        (
            {"strong": {"wait": 0.5, "escalate": 0.5}},
            "is the float 0.5 and the game is exact; write it exactly",
        ),
        ({"strong": {"wait": q, "escalate": 1 - q}}, "is `q` and the game has no parameters"),
        ({"strong": {"wait": float("nan")}}, "is nan; give a finite number"),
        ({"strong": 3}, "profile of `strong`: 3 is not a strategy"),
        ({"strong": {"stalling": [1, 0]}}, "is not a"),
        ({"other": "x"}, "profile: `other` is not a player; the players are weak, strong"),
        (
            {"strong": {}},
            "nothing is said about the information set 'stalling'; give a choice among wait, escalate",
        ),
    ],
)
def test_profiles_that_do_not_fit_are_refused(changed, sentence):
    with pytest.raises(InvalidProfileError, match=re.escape(sentence)):
        exact_crisis().payoffs({**STALL, **changed})


def test_a_symbolic_probability_may_hold_in_a_part_of_the_region_but_not_be_negative_everywhere():
    game = crisis()
    assert read_profile(game, {**STALL, "strong": {"wait": b, "escalate": 1 - b}})
    with pytest.raises(InvalidProfileError, match="negative"):
        read_profile(game, {**STALL, "strong": {"wait": -b, "escalate": 1 + b}})
    with pytest.raises(InvalidProfileError, match="sum to"):
        read_profile(game, {**STALL, "strong": {"wait": b, "escalate": b}})
    with pytest.raises(InvalidProfileError, match=r"is the float 0\.5 and the game is symbolic"):
        read_profile(game, {**STALL, "strong": {"wait": 0.5, "escalate": 0.5}})


def test_a_profile_must_be_a_mapping():
    with pytest.raises(InvalidProfileError, match="is not a mapping from players"):
        exact_crisis().payoffs([1, 2])


# -- structure --------------------------------------------------------------------------------------------------


def forgetful():
    """A player who forgets his own first action."""
    second = {"u": end(a=1, b=0), "d": end(a=0, b=1)}
    return Game(
        move(
            "a",
            actions={
                "l": move("a", knows="later", actions=second),
                "r": move("a", knows="later", actions=second),
            },
        )
    )


def entry():
    """Entry, then a simultaneous subgame: subgames at the root and after entry."""
    reply = move("inc", knows="entry", actions={"fight": end(new=-1, inc=-1), "share": end(new=1, inc=1)})
    inside = move("new", knows="in", actions={"big": reply, "small": reply})
    return Game(move("new", actions={"out": end(new=0, inc=2), "in": inside}))


def test_perfect_recall():
    assert crisis().perfect_recall() and crisis().forgetful_player() is None
    sentence = forgetful().forgetful_player()
    assert not forgetful().perfect_recall()
    assert "`a` forgets: `start/l` and `start/r` are one information set" in sentence


def test_a_player_who_forgets_what_he_knew_lacks_recall():
    last = move("a", knows="?", actions={"u": end(a=1), "d": end(a=0)})
    game = Game(
        chance(
            {"x": HALF, "y": HALF}, lambda side: move("a", knows=side, actions={"go": last, "stop": end(a=0)})
        )
    )
    assert not game.perfect_recall()


def test_subgames():
    assert crisis().subgames() == (0,)
    assert entry().subgames() == (0, 2)
    assert Game(end(a=1)).subgames() == ()
    # The information set is whole below the root only: neither of its nodes roots a subgame.
    assert Game(entry().root).subgames() == (0, 2)


def test_reduced_strategies_leave_out_what_own_actions_exclude():
    assert entry().strategies("new") == (("out", None), ("in", "big"), ("in", "small"))
    assert entry().strategies("inc") == (("fight",), ("share",))
    assert len(crisis().strategies("weak")) == 4
    assert forgetful().strategies("a") == (("l", "u"), ("l", "d"), ("r", "u"), ("r", "d"))
    assert forgetful().strategies("b") == ((),)
    with pytest.raises(InvalidGameError, match="`c` is not a player"):
        entry().strategies("c")


def test_the_reduced_normal_form():
    normal = entry().normal_form()
    assert normal.shape == (3, 2)
    assert normal.actions[0] == ("start: out", "start: in; in: big", "start: in; in: small")
    assert normal.payoffs({"new": "start: out", "inc": "fight"}) == {"new": 0, "inc": 2}
    assert forgetful().normal_form().actions[1] == ("(no choice)",)


def test_a_normal_form_that_is_too_large_is_refused():
    node = chance(
        {str(i): Fraction(1, 20) for i in range(20)},
        lambda i: move("a", knows=i, actions={"x": end(a=1), "y": end(a=0)}),
    )
    with pytest.raises(GameTheoryError, match=r"normal_form\(\): .* at most 100000"):
        Game(node).normal_form()


# -- showing ----------------------------------------------------------------------------------------------------


def test_the_drawing():
    game = exact_crisis()
    assert draw(game) == str(game) == game.draw()
    assert str(game).splitlines()[:6] == [
        "crisis: payoffs (weak, strong)",
        "chance",
        "├─ resolute (1/3): weak @ resolute",
        "│  ├─ concede: (0, 1) deal",
        "│  └─ stall: strong @ stalling [1 of 2]",
        "│     ├─ wait: (2, -1/2) delay",
    ]
    assert "(b, -k) delay" in str(crisis()) and "irresolute (1 - q)" in str(crisis())
    assert str(Game(end(a=1, time=2, outcome="deal"))).endswith("(1) deal at 2")


def test_the_short_form_and_html():
    assert repr(crisis()) == (
        "Game('crisis', players=('weak', 'strong'), 11 nodes, 3 information sets, parameters q, b, k)"
    )
    assert repr(Game(end(a=1))) == "Game(players=('a',), 1 node, 0 information sets)"
    html = Game(move("<b>", actions={"x": end(payoffs={"<b>": 1})}))._repr_html_()
    assert html.startswith("<pre>") and "&lt;b&gt;" in html and "<b>" not in html


def test_labels_of_information_sets_are_told_apart():
    leaf = {"x": end(a=1, b=1), "y": end(a=0, b=0)}
    game = Game(
        move(
            "b",
            actions={"l": move("a", knows=2, actions=leaf), "r": move("a", knows="2", actions=leaf)},
        )
    )
    assert [s.label for s in game.information_sets] == ["start", "2", "'2'"]
    shown = Game(move("a", knows=("x", 1), actions=leaf)).information_sets[0].label
    assert shown == "x, 1"


def test_importing_games_is_light():
    script = (
        "import sys, gametheory.games.game, gametheory.games.normal; "
        "from gametheory.games.tree import end, move; "
        "gametheory.games.game.Game(move('a', actions={'x': end(a=1)})).payoffs({'a': 'x'}); "
        "assert not {'sympy', 'z3', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_absent_minded_driver():
    """Piccione and Rubinstein (1997): exits pay 0, then 4, driving on 1; going on with probability p earns 4 p (1 - p) + p²."""
    second = move("driver", knows="an exit", actions={"exit": end(driver=4), "go on": end(driver=1)})
    game = Game(move("driver", knows="an exit", actions={"exit": end(driver=0), "go on": second}))
    for p in (Fraction(1, 3), Fraction(2, 3), Fraction(1)):
        paid = game.payoffs({"driver": {"exit": 1 - p, "go on": p}})
        assert paid == {"driver": 4 * p * (1 - p) + p**2}
    assert not game.perfect_recall() and "forgets" in game.forgetful_player()
    assert [game.payoffs({"driver": plan[0]})["driver"] for plan in game.strategies("driver")] == [0, 1]
    assert game.normal_form().shape == (2,)
