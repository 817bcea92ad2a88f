import asyncio
import shutil
import tarfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.assembly import Assistant
from assistant.dialogue.acts import ActKind, Topic
from assistant.dialogue.engine import EngineUntrained
from assistant.dialogue.rasa_engine.engine import RasaEngine
from assistant.search.artefacts import NotPrepared
from assistant.store.conversations import SqlTrackers

BIRTH = "1.001193"


def test_a_missing_model_is_not_prepared(tmp_path: Path, database: sa.Engine) -> None:
    with pytest.raises(NotPrepared, match="make prepare"):
        RasaEngine(tmp_path / "letan.tar.gz", [], SqlTrackers(database))


def test_a_model_whose_classifier_is_missing_is_refused(
    tmp_path: Path, model: Path, database: sa.Engine
) -> None:
    """Rasa itself loads it, and says so at debug level only."""
    untrained = _without_classifier(model, tmp_path)
    before = threading.active_count()
    with pytest.raises(EngineUntrained):
        RasaEngine(untrained, [], SqlTrackers(database))
    assert threading.active_count() == before


def test_a_model_that_understands_something_else_is_refused(
    model: Path, database: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its known sentence is not the product's."""
    monkeypatch.setattr("assistant.dialogue.rasa_engine.engine.KNOWN_SENTENCE", ("chào em", "ask_documents"))
    with pytest.raises(EngineUntrained, match="understood as greet, not ask_documents"):
        RasaEngine(model, [], SqlTrackers(database))


def test_a_turn_gives_intent_confidence_and_acts(start: Callable[[], RasaEngine]) -> None:
    turn = asyncio.run(start().turn("c_1", "đăng ký kết hôn cần giấy tờ gì"))
    assert turn.intent == "ask_documents"
    assert 0.5 < turn.confidence <= 1
    (act,) = turn.acts
    assert (act.kind, act.procedure, act.topics) == (ActKind.ANSWER, "1.000894", (Topic.DOCUMENTS,))


def test_names_and_numbers_are_plain_values(start: Callable[[], RasaEngine]) -> None:
    """Rasa gives numpy's, which no JSON writer takes."""
    turn = asyncio.run(start().turn("c_1", "mấy giờ mở cửa"))
    assert type(turn.intent) is str
    assert type(turn.confidence) is float


def test_a_choice_is_reported_as_the_question_it_completes(start: Callable[[], RasaEngine]) -> None:
    engine = start()

    async def turns() -> tuple[str, str]:
        await engine.turn("c_1", "lệ phí bao nhiêu")
        chosen = await engine.turn("c_1", "đăng ký khai sinh")
        alone = await engine.turn("c_2", "cái thứ hai")
        return chosen.intent, alone.intent

    chosen, alone = asyncio.run(turns())
    assert chosen in {"ask_procedure", "ask_fee"}
    assert alone != "choose_candidate"


def test_the_fallback_is_reported_as_the_likeliest_real_intent(start: Callable[[], RasaEngine]) -> None:
    turn = asyncio.run(start().turn("c_1", "zzz qqq www"))
    assert turn.intent != "nlu_fallback"
    assert turn.confidence > 0


def test_conversations_do_not_mix(start: Callable[[], RasaEngine]) -> None:
    engine = start()
    opened = {"c_1": "đăng ký khai sinh", "c_2": "đăng ký kết hôn", "c_3": "cấp lại căn cước"}

    async def turns() -> list[str | None]:
        await asyncio.gather(*(engine.turn(name, text) for name, text in opened.items()))
        then = await asyncio.gather(*(engine.turn(name, "bao lâu thì xong") for name in opened))
        return [turn.acts[0].procedure for turn in then]

    codes = asyncio.run(turns())
    assert codes[:2] == [BIRTH, "1.000894"]
    assert len(set(codes)) == 3


def test_a_turn_may_be_awaited_from_any_loop(start: Callable[[], RasaEngine]) -> None:
    engine = start()
    intents = [asyncio.run(engine.turn("c_1", text)).intent for text in ("chào em", "mấy giờ mở cửa")]
    assert intents == ["greet", "ask_hours"]


def test_a_ready_engine_is_alive_and_names_its_model(assistant: Assistant, model: Path) -> None:
    assert asyncio.run(assistant.brain.engine.alive()) is True
    assert assistant.brain.engine.state() == {"model": model.name}
    assert model.is_file()


def test_an_engine_whose_thread_hangs_is_not_alive(start: Callable[[], RasaEngine]) -> None:
    engine = start()
    engine._loop.call_soon_threadsafe(time.sleep, 1.5)
    assert asyncio.run(engine.alive()) is False


def test_closing_stops_the_thread(start: Callable[[], RasaEngine]) -> None:
    before = threading.active_count()
    engine = start()
    assert threading.active_count() == before + 1
    engine.close()
    assert threading.active_count() == before


def _without_classifier(model: Path, folder: Path) -> Path:
    """A copy of a model that lacks what the classifier has learned."""
    unpacked, packed = folder / "unpacked", folder / "untrained.tar.gz"
    with tarfile.open(model) as archive:
        archive.extractall(unpacked, filter="data")
    (learned,) = unpacked.glob("components/train_*TopicIntentClassifier*")
    shutil.rmtree(learned)
    with tarfile.open(packed, "w:gz", compresslevel=1) as archive:
        for part in sorted(unpacked.iterdir()):
            archive.add(part, arcname=part.name)
    return packed
