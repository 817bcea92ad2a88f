import asyncio
from pathlib import Path

from rasa.core.test import test as run_stories

from assistant.assembly import Assistant
from assistant.settings import settings

STORIES = settings().nlu_dir / "test" / "test_stories.yml"


def test_the_rules_lead_every_test_story_to_its_end(assistant: Assistant, tmp_path: Path) -> None:
    engine = assistant.brain.engine
    told = asyncio.run(
        run_stories(
            str(STORIES),
            engine._agent,  # type: ignore[attr-defined]
            out_directory=str(tmp_path),
            disable_plotting=True,
        )
    )
    stories = told["report"]["conversation_accuracy"]
    failed = (tmp_path / "failed_test_stories.yml").read_text("utf-8")
    assert stories["correct"] == stories["total"] == STORIES.read_text("utf-8").count("- story:"), failed
