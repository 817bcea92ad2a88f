"""What a hasty hand leaves of a Vietnamese syllable: Telex and VNI residue, doubled and lost letters."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_SHAPES = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI_TONES = dict(zip("12345", "sfrxj", strict=True))
_VNI_SHAPES = {"6": ("aeo", "^"), "7": ("uo", "+"), "8": ("a", "("), "9": ("d", "-")}
_VOWELS = frozenset("aeiouy")
_LETTERS = "abcdeghiklmnopqrstuvxy"


class Spelling(NamedTuple):
    """A syllable taken apart: bare letters, the shape of each ("^", "(", "+", "-" or " "), the tone."""

    letters: str
    shapes: str
    tone: str

    @property
    def marked(self) -> bool:
        """Whether there is any mark."""
        return bool(self.tone or self.shapes.strip())


def spelling(word: str) -> Spelling:
    """Take a word in lower case apart as it is written."""
    letters: list[str] = []
    shapes: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        elif char in _SHAPES and shapes:
            shapes[-1] = _SHAPES[char]
        elif char == "đ":
            letters.append("d")
            shapes.append("-")
        else:
            letters.append(char)
            shapes.append(" ")
    return Spelling("".join(letters), "".join(shapes), tone)


def decode(word: str) -> Spelling:
    """The spelling that was meant, keys of Telex and VNI that stayed letters put into effect.

    After a vowel no Vietnamese syllable has s, f, r, x, j or w, and none has a vowel or its first
    letter twice: there they are keys. "giaays" is giấy, "to72" is tờ, "ddawng" is đăng.
    """
    written = spelling(word)
    letters: list[str] = []
    shapes: list[str] = []
    tone = written.tone
    for letter, shape in zip(written.letters, written.shapes, strict=True):
        after_vowel = any(earlier in _VOWELS for earlier in letters)
        if after_vowel and letter in "sfrxj":
            tone = letter
        elif after_vowel and letter in _VNI_TONES:
            tone = _VNI_TONES[letter]
        elif letter in _VNI_SHAPES and _shape_last(letters, shapes, *_VNI_SHAPES[letter]):
            pass
        elif letter == "w":
            breve = "oa" in "".join(letters) and _shape_last(letters, shapes, "a", "(")
            if not (
                breve or _shape_last(letters, shapes, "uo", "+") or _shape_last(letters, shapes, "a", "(")
            ):
                letters.append("u")
                shapes.append("+")
        elif letter in "aeo" and letter in letters:
            at = letters.index(letter)
            shapes[at] = shape if shape != " " else shapes[at] if shapes[at] != " " else "^"
        elif letter == "d" and letters[:1] == ["d"]:
            shapes[0] = "-"
        elif (
            letters
            and letter == letters[-1]
            and not (letter == "u" and (shapes[-1] == "+" or {"w", "7"} & {*word}))
        ):
            shapes[-1] = shapes[-1] if shape == " " else shape
        else:
            letters.append(letter)
            shapes.append(shape)
    return Spelling("".join(letters), "".join(shapes), tone)


def _shape_last(letters: list[str], shapes: list[str], among: str, shape: str) -> bool:
    """Shape the last of such letters, and the pair "uo" as one; whether there was any."""
    places = [at for at, letter in enumerate(letters) if letter in among]
    if not places:
        return False
    pair = shape == "+" and letters[-2:] == ["u", "u"]
    shapes[places[-2 if pair else -1]] = shape
    if shape == "+" and len(places) > 1 and letters[places[-2] : places[-1] + 1] == ["u", "o"]:
        shapes[places[-2]] = shape
    return True


def one_edit_away(letters: str) -> Iterator[str]:
    """Bare letters with one letter left out, two exchanged, one replaced or one more."""
    parts = [(letters[:at], letters[at:]) for at in range(len(letters) + 1)]
    for left, right in parts:
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in _LETTERS:
            if right:
                yield left + letter + right[1:]
            yield left + letter + right
