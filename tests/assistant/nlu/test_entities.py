"""Entities as the loaded dialogue model finds them, through the engine port."""

import asyncio
import secrets

import pytest

from assistant.assembly import Assistant
from assistant.dialogue.brain import Request
from assistant.dialogue.engine import Entity


def entities_of(assistant: Assistant, text: str) -> list[Entity]:
    turn = asyncio.run(assistant.brain.engine.turn(f"c_{secrets.token_hex(4)}", text))
    return sorted(turn.entities, key=lambda entity: entity.start)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("hồ sơ H56.12.34-260701-0012 tới đâu rồi", "dossier_code", "H56.12.34-260701-0012"),
        ("tra giúp mã 000.00.11.H56-250701-0001", "dossier_code", "000.00.11.H56-250701-0001"),
        ("000.25.30.h56-250915-0143 xong chưa", "dossier_code", "000.25.30.h56-250915-0143"),
        ("h56.31.07-260820-0250", "dossier_code", "h56.31.07-260820-0250"),
        ("mã (H56.12.34-260701-0012), xem giúp.", "dossier_code", "H56.12.34-260701-0012"),
        ("số A012 tới lượt chưa em", "ticket_number", "A012"),
        ("em cầm phiếu B105", "ticket_number", "B105"),
        ("gọi lại cho tôi theo [sđt] nhé", "phone_number", "[sđt]"),
        ("[số định danh] là số của tôi", "personal_number", "[số định danh]"),
        ("lấy số bên đất đai", "field", "đất đai"),
        ("Lấy số HỘ TỊCH", "field", "HỘ TỊCH"),
    ],
)
def test_an_entity_is_found_at_its_place(assistant: Assistant, text: str, kind: str, value: str) -> None:
    start = text.index(value)
    assert entities_of(assistant, text) == [Entity(kind, value, start, start + len(value))]


def test_several_entities_each_have_their_place(assistant: Assistant) -> None:
    text = "phiếu A012, hồ sơ H56.12.34-260701-0012, sđt [sđt], cccd [số định danh]"
    found = entities_of(assistant, text)
    assert [(entity.entity, text[entity.start : entity.end]) for entity in found] == [
        ("ticket_number", "A012"),
        ("dossier_code", "H56.12.34-260701-0012"),
        ("phone_number", "[sđt]"),
        ("personal_number", "[số định danh]"),
    ]
    assert all(entity.value == text[entity.start : entity.end] for entity in found)


@pytest.mark.parametrize(
    "text",
    [
        "thủ tục 1.001193 cần giấy tờ gì",
        "nghị định 123/2015 quy định gì",
        "H56 là gì",
        "cần giấy tờ gì",
        "XA0123 là số gì",
    ],
)
def test_what_only_looks_alike_is_no_entity(assistant: Assistant, text: str) -> None:
    assert entities_of(assistant, text) == []


@pytest.mark.parametrize(
    ("typed", "kind", "place"),
    [
        ("sđt của em là 0912.345.678 nhé", "phone_number", "[sđt]"),
        ("cccd 038072004517 hồ sơ xong chưa", "personal_number", "[số định danh]"),
        ("  cmnd  172 345 678 hồ sơ xong chưa", "personal_number", "[số định danh]"),
    ],
)
def test_a_number_is_masked_before_it_is_found(
    assistant: Assistant, typed: str, kind: str, place: str
) -> None:
    response = asyncio.run(assistant.brain.handle(Request(typed)))
    (entity,) = response["understanding"]["entities"]
    assert (entity["entity"], entity["value"]) == (kind, place)
    assert entity["end"] - entity["start"] == len(place)
