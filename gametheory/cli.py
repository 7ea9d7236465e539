"""The command line: solve, draw and check games in files.  It reads, calls the functions of the package, and prints."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.errors import GameTheoryError, InvalidProfileError, ParameterError
from gametheory.games.game import Game
from gametheory.games.normal import NormalForm

_DESCRIPTION = """Solve, draw and check games in files: Gambit's .efg and .nfg, and JSON (`gametheory convert` writes any of them)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status: 0, 1 if a check fails, 2 if something is wrong with what was given.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default those of the process.
    """
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        status: int = given.run(given)
        return status
    except BrokenPipeError:
        return 0
    except GameTheoryError as error:
        print(f"gametheory: {error}", file=sys.stderr)
    except OSError as error:
        print(f"gametheory: {error.filename}: {error.strerror}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gametheory", description=_DESCRIPTION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    solve = commands.add_parser("solve", help="find all equilibria")
    _game_arguments(solve)
    solve.add_argument(
        "--concept", choices=("nash", "subgame_perfect", "weak_perfect_bayesian", "sequential"), help=_CONCEPT
    )
    solve.add_argument("--budget", type=float, default=600.0, metavar="SECONDS", help="when to stop (600)")
    form = solve.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON, numbers as text")
    form.add_argument("--latex", action="store_true", help="print LaTeX")
    solve.set_defaults(run=_solve)

    draw = commands.add_parser("draw", help="draw a tree, alone or with an equilibrium")
    _game_arguments(draw)
    draw.add_argument(
        "-o",
        "--out",
        type=Path,
        metavar="FILE",
        help=".svg, .png, .pdf, or .tex for TikZ; without it, text is printed",
    )
    draw.add_argument("--equilibrium", type=int, metavar="N", help="mark the n-th sequential equilibrium")
    draw.set_defaults(run=_draw)

    check = commands.add_parser("check", help="verify a profile: regrets, beliefs, consistency")
    _game_arguments(check)
    check.add_argument("profile", type=Path, metavar="PROFILE", help=_PROFILE)
    check.set_defaults(run=_check)

    convert = commands.add_parser("convert", help="write a game in another format")
    _game_arguments(convert)
    convert.add_argument("out", type=Path, metavar="OUT", help="a name that ends in .efg, .nfg or .json")
    convert.set_defaults(run=_convert)
    return parser


_CONCEPT = "by default sequential for trees of perfect recall, nash for normal forms"
_PROFILE = (
    'JSON: {"player": {"what she knows": {"action": "1/3", ...}}}, in a normal form {"player": {"action": "1/3"}}; with beliefs '
    '{"strategy": ..., "beliefs": {"player": {"what she knows": {"history": "1/2"}}}}'
)


def _game_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the game")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="set a parameter to a fraction or a decimal, such as delta=9/10; may be repeated",
    )
    field = parser.add_mutually_exclusive_group()
    field.add_argument("--exact", action="store_true", help="read floats as the decimals that they print as")
    field.add_argument("--float", action="store_true", help="round all numbers to floats")


def _read(given: argparse.Namespace) -> Game | NormalForm:
    from gametheory.files.reading import read

    game = read(given.file)
    values = dict(_setting(text) for text in given.set)
    if values:
        game = game.at(**values)
    if given.exact:
        return game.exact()
    return game.float() if given.float else game


def _setting(text: str) -> tuple[str, Fraction]:
    name, equals, number = text.partition("=")
    if not equals or not name.strip().isidentifier():
        raise ParameterError(f"--set {text}: write NAME=NUMBER, such as delta=9/10")
    return name.strip(), _number(number.strip(), f"--set {text}")


def _number(text: str, what: str) -> Fraction:
    """Read a fraction or a decimal, exactly; never an expression."""
    try:
        if len(text) > 4000:
            raise ValueError
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ParameterError(
            f"{what}: `{text[:40]}` is not a number; write a fraction or a decimal"
        ) from None


# -- commands ---------------------------------------------------------------------------------------------------


def _solve(given: argparse.Namespace) -> int:
    game = _read(given)
    found = _solved(game, given.concept, Budget(seconds=given.budget))
    if given.json:
        print(found.to_json())
    elif given.latex:
        print(found.latex())
    else:
        print(found)
    return 0


def _solved(game: Game | NormalForm, concept: str | None, budget: Budget) -> Any:
    if isinstance(game, NormalForm):
        if concept not in (None, "nash"):
            raise ParameterError(
                f"--concept {concept}: the file holds a normal form, which has no such concept; leave it out"
            )
        from gametheory.strategic.nash import nash

        return nash(game, budget=budget)
    if concept == "nash":
        from gametheory.strategic.nash import nash

        return nash(game, budget=budget)
    if concept == "subgame_perfect":
        from gametheory.equilibria.subgame_perfect import subgame_perfect

        return subgame_perfect(game, budget=budget)
    from gametheory.equilibria.sequential import sequential, weak_perfect_bayesian

    solver = weak_perfect_bayesian if concept == "weak_perfect_bayesian" else sequential
    return solver(game, budget=budget)


def _draw(given: argparse.Namespace) -> int:
    game = _read(given)
    shown: Any = game
    if given.equilibrium is not None:
        found = _solved(game, "sequential", Budget())
        if not 1 <= given.equilibrium <= len(found):
            raise ParameterError(
                f"--equilibrium {given.equilibrium}: {len(found)} sequential equilibria were found; give a number from 1 to {len(found)}"
            )
        shown = found[given.equilibrium - 1]
    if given.out is None:
        print(game)
        if shown is not game:
            print(f"\n{shown}")
        return 0
    if given.out.suffix == ".tex":
        from gametheory.pictures.tikz import tikz

        given.out.write_text(tikz(shown), encoding="utf-8")
    elif given.out.suffix in (".svg", ".png", ".pdf"):
        from gametheory import plot
        from gametheory.pictures.figure import draw

        with plot.style():
            draw(shown).savefig(
                given.out,
                metadata={".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(given.out.suffix),
            )
    else:
        raise ParameterError(f"--out {given.out}: the name must end in .svg, .png, .pdf or .tex")
    return 0


def _check(given: argparse.Namespace) -> int:
    from gametheory.equilibria.verification import verify

    game = _read(given)
    try:
        data = json.loads(given.profile.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise InvalidProfileError(f"{given.profile}: not JSON: {error}") from None
    if not isinstance(data, dict):
        raise InvalidProfileError(f"{given.profile}: expected an object, {_PROFILE}")
    beliefs = data.get("beliefs") if "strategy" in data else None
    profile = data["strategy"] if "strategy" in data else data
    tree = isinstance(game, Game)
    found = verify(
        game,
        _with_knowledge(game, _numbers(profile, str(given.profile)), 0)
        if tree
        else _numbers(profile, str(given.profile)),
        None if beliefs is None else _with_knowledge(game, _numbers(beliefs, str(given.profile)), 1),
    )
    print(found)
    return 0 if found else 1


def _numbers(data: Any, source: str) -> Any:
    """Return nested objects with their numbers read exactly: text as fractions, JSON's decimals as they are written there."""
    if isinstance(data, Mapping):
        return {name: _numbers(value, source) for name, value in data.items()}
    if isinstance(data, bool) or not isinstance(data, str | int | float):
        raise InvalidProfileError(f"{source}: {data!r} is neither an object nor a number")
    if isinstance(data, str):
        try:
            return _number(data, source)
        except ParameterError:
            return data  # the name of an action, which the game knows or not
    return data if isinstance(data, int) else Fraction(repr(data))


def _with_knowledge(game: Game | NormalForm, data: Any, level: int) -> Any:
    """Replace the text of what is known by what is known: keys of JSON are text."""
    if not isinstance(game, Game) or not isinstance(data, Mapping):
        return data
    result: dict[str, Any] = {}
    for player, known in data.items():
        own = {s.label: s.knows for s in game.information_sets if s.player == player}
        nested = isinstance(known, Mapping) and (level == 1 or not set(known) <= _actions(game, player))
        result[player] = {own.get(label, label): value for label, value in known.items()} if nested else known
    return result


def _actions(game: Game, player: str) -> set[str]:
    """Return the actions of a player with one information set, who may be given as a mixture."""
    own = [s for s in game.information_sets if s.player == player]
    return set(own[0].actions) if len(own) == 1 else set()


def _convert(given: argparse.Namespace) -> int:
    from gametheory.files.reading import write

    write(_read(given), given.out)
    return 0
