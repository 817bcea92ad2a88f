"""Plays each file of dialogues/ over HTTP, as one person in one conversation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, model_validator

FILES = sorted(Path(__file__).parent.glob("dialogues/*.yml"))

Json = dict[str, Any]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Expected(_Strict):
    """What a citizen may expect of a turn. What is not named is not looked at."""

    status: str | None = None
    intent: str | None = None
    procedure: str | None = None
    """Code of the procedure answered."""
    chosen: int | None = None
    """The procedure answered is the one at this place of the last offer: 1 the first, -1 the last."""
    topic: str | None = None
    offers: list[str] | None = None
    """Codes that must be among those offered to choose from."""
    contains: list[str] = []
    lacks: list[str] = []
    """Texts that must, or must not, be read in the reply."""
    says: list[str] = []
    """Texts that must be heard in the speech."""
    suggests: list[str] = []
    """Titles of suggestions."""
    command: str | None = None
    """Type of a command to the robot."""
    same_as: int | None = None
    """The reply is that of this earlier turn (from 1)."""


class Turn(_Strict):
    say: str | None = None
    tap: int | None = None
    """Instead of `say`: the suggestion at this place (from 1) of the turn before is tapped."""
    expect: Expected

    @model_validator(mode="after")
    def _one_input(self) -> Self:
        assert (self.say is None) != (self.tap is None), "either say or tap"
        assert self.expect.model_fields_set, "a turn without expectation proves nothing"
        return self


class Dialogue(_Strict):
    about: str
    input: str = "text"
    turns: list[Turn]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_dialogue_goes_as_a_citizen_expects(file: Path, talk: Callable[..., Any]) -> None:
    dialogue = Dialogue(**yaml.safe_load(file.read_text("utf-8")))
    conversation = talk(input=dialogue.input)
    past: list[Json] = []
    offered: list[str] = []
    for turn in dialogue.turns:
        if turn.tap is not None:
            tapped = past[-1]["suggestions"][turn.tap - 1]
            given = conversation.say(tapped["message"], input="button")
        else:
            given = conversation.say(turn.say)
        past.append(given)
        wrong = _compare(turn.expect, given, past, offered)
        assert not wrong, f"{turn.say or tapped}\n  {given['replies'][0]['text']}\n  " + "\n  ".join(wrong)
        offered = [o["code"] for card in given["cards"] for o in card.get("options", ())] or offered


def _compare(expected: Expected, given: Json, past: list[Json], offered: list[str]) -> list[str]:
    """What is not as expected, in words."""
    answer = given["answer"] or {}
    reply = given["replies"][0]
    options = [option["code"] for card in given["cards"] for option in card.get("options", ())]
    titles = [suggestion["title"] for suggestion in given["suggestions"]]
    commands = [command["type"] for command in given["commands"]]
    pairs = {
        "status": (expected.status, given["status"]),
        "intent": (expected.intent, given["understanding"]["intent"]),
        "procedure": (expected.procedure, answer.get("procedure_code")),
        "topic": (expected.topic, answer.get("topic")),
    }
    if expected.chosen:
        pairs["chosen"] = (offered[expected.chosen - (expected.chosen > 0)], answer.get("procedure_code"))
    if expected.same_as:
        pairs["same_as"] = (past[expected.same_as - 1]["replies"], given["replies"])
    wrong = [
        f"{name}: {is_} and not {want}"
        for name, (want, is_) in pairs.items()
        if want is not None and want != is_
    ]
    text, speech = reply["text"].lower(), reply["speech"].lower()
    wrong += [f"“{t}” is missing" for t in expected.contains if t.lower() not in text]
    wrong += [f"“{t}” should not be there" for t in expected.lacks if t.lower() in text]
    wrong += [f"“{t}” is not said in “{speech}”" for t in expected.says if t.lower() not in speech]
    wrong += [f"{code} is not offered in {options}" for code in expected.offers or () if code not in options]
    wrong += [f"“{t}” is not suggested in {titles}" for t in expected.suggests if t not in titles]
    if expected.command and expected.command not in commands:
        wrong.append(f"command {expected.command} is not in {commands}")
    return wrong
