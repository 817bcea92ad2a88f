"""What is personal is kept nowhere."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.dialogue.rasa_engine.engine import RasaEngine
from tests.assistant.dialogue.brains import BrokenEngine, MakeBrain, say

SECRETS = {
    "038072004517": "038072004517",
    "038 072 004 518": "038072004518",
    "0912.345.678": "0912345678",
    "+84 912 345 679": "84912345679",
    "172345678": "172345678",
    "０３８０７２００４５１９": "038072004519",
    "03807\u200b2004\u200b520": "038072004520",
    "le.van.hung+xa@gmail.com": "le.van.hung+xa@gmail.com",
    "không chín một hai ba bốn năm sáu bảy tám": "không chín một hai ba bốn năm sáu bảy tám",
}
"""What people type, and how it would be found if it were kept in one piece."""


@pytest.mark.parametrize("engine", [None, BrokenEngine(RuntimeError("hỏng"))], ids=["whole", "broken engine"])
def test_personal_data_reach_neither_the_database_files_nor_the_log(
    make_brain: MakeBrain,
    start: Callable[[], RasaEngine],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    engine: BrokenEngine | None,
) -> None:
    caplog.set_level(logging.DEBUG)
    brain = make_brain(engine or start())
    for number, secret in enumerate(SECRETS):
        for text in (secret, f"hồ sơ của {secret} xong chưa", f"khai sinh cần gì, gọi {secret} nhé"):
            response = say(brain, text, f"c_{number}", message_id=f"m_{len(text)}")
            assert secret not in str(response)
    files = sorted(tmp_path.glob("letan.db*"))
    assert "letan.db-wal" in [file.name for file in files]
    traces = b"".join(file.read_bytes() for file in files) + caplog.text.encode()
    assert "xong chưa".encode() in traces
    for typed, digits in SECRETS.items():
        assert typed.encode() not in traces
        assert digits.encode() not in traces
        assert str(typed.encode("unicode_escape"), "ascii").encode() not in traces
