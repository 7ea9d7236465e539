"""`read` and `write`: a game from a file or a text of any known format, and to a file in the format that its name says."""

from __future__ import annotations

import re
from pathlib import Path

from gametheory.errors import FileError, InvalidGameError
from gametheory.files._scan import TEXT
from gametheory.files.efg import from_efg, to_efg
from gametheory.files.json_text import from_json, to_json
from gametheory.files.nfg import from_nfg, to_nfg
from gametheory.games.game import Game
from gametheory.games.normal import NormalForm

_START = re.compile(r"\ufeff?\s*(EFG\b|NFG\b|\{)")
_SUFFIXES = (".efg", ".nfg", ".json")


def read(path_or_text: str | Path, *, drop_impossible: bool = False) -> Game | NormalForm:
    """Return the game in a file, or in a text that begins as a file does (`EFG`, `NFG` or `{`).

    The format is seen from the text, not from the name of the file.  Nothing of a file is ever evaluated.

    Parameters
    ----------
    path_or_text : str or Path
        Where the file is, or its contents.  UTF-8 is read, with or without a byte order mark.
    drop_impossible : bool, default False
        For `.efg`: leave out branches of chance with probability 0 instead of refusing them.

    Returns
    -------
    Game or NormalForm
        Trees from `.efg`, normal forms from `.nfg`, either from JSON.

    Raises
    ------
    FileError
        If the text does not describe a game; the message names the file, line and column, and what was expected there.
    OSError
        If the file cannot be opened.

    See Also
    --------
    from_efg, from_nfg, from_json : the formats, and what is kept of a file.

    Examples
    --------
    >>> read('NFG 1 R "" { "row" "column" } { 2 1 } 1 0 3 0')
    NormalForm(players=('row', 'column'), 2 × 1 actions)
    """
    if isinstance(path_or_text, str) and _START.match(path_or_text):
        text, source = path_or_text, "read()"
    elif isinstance(path_or_text, str) and ("\n" in path_or_text or not path_or_text.strip()):
        raise _unknown(path_or_text, "read()")
    else:
        text, source = _contents(path_or_text), str(path_or_text)
    start = _START.match(text)
    if start is None:
        raise _unknown(text, source)
    text = text.removeprefix("\ufeff")
    if start.group(1) == "EFG":
        return from_efg(text, drop_impossible=drop_impossible, source=source)
    return from_nfg(text, source=source) if start.group(1) == "NFG" else from_json(text, source=source)


def _unknown(text: str, source: str) -> FileError:
    first = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    word = text[first:].split(maxsplit=1)[:1] if first < len(text) else []
    found = f"there is `{word[0][:40]}`" if word else "the text is empty"
    return FileError.at(source, text, first, "`EFG`, `NFG` or `{`, with which files of games begin", found)


def _contents(path: str | Path) -> str:
    with open(path, "rb") as file:
        data = file.read(TEXT + 1)
    if len(data) > TEXT:
        raise FileError.at(str(path), "", 0, f"at most {TEXT} bytes", "there are more")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        found = f"there is the byte {data[error.start]:#04x}"
        raise FileError.at(str(path), before, len(before), "text in UTF-8", found) from None


def write(game: Game | NormalForm, path: str | Path) -> None:
    """Write a game to a file: a tree to `.efg`, a normal form to `.nfg`, either to `.json`, which keeps parameters and all else.

    Raises
    ------
    InvalidGameError
        If the name of the file ends otherwise, or the format is not for this kind of game.
    ParameterError
        If the game has parameters, and the format has none.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> game = NormalForm([[1, -1], [-1, 1]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(game, Path(folder) / "pennies.nfg")
    ...     read(Path(folder) / "pennies.nfg") == game
    True
    """
    suffix = Path(path).suffix.lower()
    if suffix not in _SUFFIXES:
        raise InvalidGameError(f"write(): `{path}` does not end in one of {', '.join(_SUFFIXES)}")
    if suffix == ".json":
        text = to_json(game)
    elif suffix == ".efg":
        text = to_efg(game)  # type: ignore[arg-type]
    else:
        text = to_nfg(game)  # type: ignore[arg-type]
    Path(path).write_text(text + "\n", encoding="utf-8", newline="\n")
