"""Plays each file of dialogues/ over HTTP, as one person in one conversation."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from assistant.settings import ROOT
from tests.e2e.conftest import Server

FILES = sorted(Path(__file__).parent.glob("dialogues/*.yml"))

DOSSIERS = """Mã hồ sơ,Thủ tục,Trạng thái,Ngày nhận,Ngày hẹn trả,Ngày trả,Số điện thoại,Số định danh
H56.12.34-261101-0012,Đăng ký khai sinh,đang giải quyết,1/11/2026,20/11/2026,,0912346789,
H56.12.34-261102-0013,Đăng ký kết hôn,đã có kết quả,2/11/2026,25/11/2026,20/11/2026,,038072004321
"""

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
    matches: str | None = None
    """A regular expression found in the reply: numbers depend on who came before."""
    lacks_command: str | None = None
    ticket: bool | None = None
    """Whether the reply carries a ticket."""
    service: str | None = None
    reason: str | None = None
    """Of the ticket: its service group, and its reason for priority ("none": an ordinary number)."""
    ticket_of: int | None = None
    """The ticket is that of this earlier turn (from 1)."""


class Turn(_Strict):
    say: str | None = None
    """{n} stands for the number of the ticket given in turn n (from 1)."""
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


@pytest.fixture(scope="session", autouse=True)
def _dossiers(server: Server, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Dossiers that the dialogues ask for, brought in as staff do."""
    file = tmp_path_factory.mktemp("dossiers") / "dossiers.csv"
    file.write_text(DOSSIERS, "utf-8")
    command = [sys.executable, "-m", "scripts.import_dossiers", str(file)]
    done = subprocess.run(command, cwd=ROOT, env=server.environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


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
            given = conversation.say(_with_numbers(turn.say or "", past))
        past.append(given)
        wrong = _compare(turn.expect, given, past, offered)
        assert not wrong, f"{turn.say or tapped}\n  {given['replies'][0]['text']}\n  " + "\n  ".join(wrong)
        offered = [o["code"] for card in given["cards"] for o in card.get("options", ())] or offered


def _with_numbers(text: str, past: list[Json]) -> str:
    return re.sub(r"\{(\d+)\}", lambda turn: str(past[int(turn[1]) - 1]["ticket"]["number"]), text)


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
    ticket = given["ticket"] or {}
    pairs["ticket"] = (expected.ticket, given["ticket"] is not None)
    pairs["service"] = (expected.service, ticket.get("service"))
    pairs["reason"] = (expected.reason, ticket.get("priority_reason") or "none")
    if expected.ticket_of:
        pairs["ticket_of"] = (past[expected.ticket_of - 1]["ticket"]["number"], ticket.get("number"))
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
    if expected.matches and not re.search(expected.matches, reply["text"]):
        wrong.append(f"“{expected.matches}” is not matched")
    if expected.lacks_command in commands:
        wrong.append(f"command {expected.lacks_command} should not be there")
    if expected.command and expected.command not in commands:
        wrong.append(f"command {expected.command} is not in {commands}")
    return wrong
