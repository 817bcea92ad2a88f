"""Whether a message is a question in the person's own words, and how it is shown to staff."""

import re

from assistant.dialogue.conversation import Input
from assistant.dossier.code import looks_like_code
from assistant.inbox.asked import PastTurn
from assistant.text.folding import fold, syllables
from assistant.text.masking import DOSSIER_CODE

_CODE = re.compile(DOSSIER_CODE, re.IGNORECASE)
_MASK = re.compile(r"\[[^\]]*\]")
_SHOWN_CODE = "[mã hồ sơ]"
_FEWEST_LETTERS = 4

ERRANDS = frozenset({"take_ticket", "cancel_ticket", "ask_queue", "check_dossier", "emergency"})
"""Intents that no entry of the knowledge could serve."""
_CHATTER = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "repeat"})
_TYPED = frozenset({Input.TEXT.value, Input.SPEECH.value})

_AROUND_NUMBERS = frozenset(
    syllables("ho so ma tra cuu so dien thoai sdt dt can cuoc cccd cmnd dinh danh la cua day nhe toi em a")
)
_FOR_A_PERSON = frozenset(
    syllables(
        "cho toi tui em anh chi chau co chu bac ong ba minh con ai dau muon can xin hoi duoc voi va a oi nhe"
        " nha di giup gium da vang khong co o day nay thi la mot vi nguoi that gap noi chuyen can bo nhan"
        " vien cong chuc lanh dao huong dan ho tro tu van truc tiep goi ra giai dap lam on robot may"
        " dung sai nham roi chua tra loi hieu y"
    )
)


def is_question(turn: PastTurn) -> bool:
    """Whether a turn asks something that the knowledge might answer, in words that were said or typed."""
    if turn.input not in _TYPED or turn.intent in ERRANDS | _CHATTER:
        return False
    shown = presentable(turn.text)
    if looks_like_code(shown):
        return False
    aside = _AROUND_NUMBERS if _MASK.search(shown) else frozenset()
    return _says_more(without_marks(shown), aside)


def wants_a_person(text: str) -> bool:
    """Whether a message asks for a member of staff and says nothing of what about."""
    return not _says_more(without_marks(text), _FOR_A_PERSON)


def presentable(text: str) -> str:
    """A masked text without its dossier codes, which turns keep."""
    return _CODE.sub(_SHOWN_CODE, text)


def without_marks(text: str) -> str:
    """The text without what stands in it for numbers, codes and addresses."""
    return " ".join(_MASK.sub(" ", text).split())


def _says_more(text: str, aside: frozenset[str]) -> bool:
    words = (word for word in syllables(fold(text)) if word not in aside)
    return sum(char.isalpha() for word in words for char in word) >= _FEWEST_LETTERS
