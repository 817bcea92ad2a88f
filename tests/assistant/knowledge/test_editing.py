from collections.abc import Callable
from datetime import date

import pytest

from assistant.catalog.faq import FaqEntry
from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.policy import Policy
from assistant.knowledge.checking import InvalidEntry
from assistant.knowledge.editing import EditConflict, Editing, NotOpen
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.version import PublicationKind, State, UnknownEntry
from assistant.search.decision import Decision
from assistant.store.knowledge import SqlKnowledge
from tests.assistant.knowledge.conftest import NOW, umbrella

KEY = "faq:muon-o-che-mua"
ASKED = "mưa to thế này có ô nào cho cô mượn không cháu"
OF_THE_FILES = "faq:cach-lay-so"


def publish(editing: Editing, entry: FaqEntry, based_on: int = 0, override: str = "") -> int:
    version = editing.save(entry, "Lan", based_on)
    return editing.publish(entry.key, version.number, "Minh", "dân hỏi nhiều", override).number


def first(knowledge: LiveKnowledge, text: str = ASKED) -> str:
    return knowledge.search(text, knowledge.catalog.in_force(NOW.date())).best.key


def test_a_draft_is_not_told_until_it_is_published(editing: Editing, knowledge: LiveKnowledge) -> None:
    draft = editing.create(umbrella(), "Lan", "mới")
    assert (draft.number, draft.state, first(knowledge)) == (1, State.DRAFT, first(knowledge))
    assert first(knowledge) != KEY
    assert editing.submit(KEY, 1, "Lan").state is State.REVIEW
    published = editing.publish(KEY, 1, "Minh", "dân hỏi nhiều")
    assert published.state is State.PUBLISHED
    assert first(knowledge) == KEY
    (publication,) = [p for _, p in editing.publications(KEY)]
    assert (publication.author, publication.reason, publication.at) == ("Minh", "dân hỏi nhiều", NOW)


@pytest.mark.parametrize(
    "text", ["troi mua muon o cua trung tam duoc khong", "cho chú mượn cái ô che mưa ra xe với"]
)
def test_the_policy_answers_a_new_entry(editing: Editing, knowledge: LiveKnowledge, text: str) -> None:
    policy = Policy(knowledge, lambda: date(2026, 11, 23))
    assert policy.answer(text, "ask_faq", None).faq is None
    publish(editing, umbrella())
    assert policy.answer(text, "ask_faq", None) == Act(ActKind.FAQ, faq=KEY)
    assert policy.reply(text, "out_of_scope", 0.99) == Act(ActKind.FAQ, faq=KEY)


def test_a_second_editor_is_told_and_loses_nothing(editing: Editing) -> None:
    editing.create(umbrella(), "Lan")
    editing.save(umbrella(answer="Ô để ở cửa ra vào, anh/chị cứ lấy ạ."), "Hoa", 1)
    mine = umbrella(answer="Ô đã mượn hết rồi, anh/chị chờ ngớt mưa ạ.")
    with pytest.raises(EditConflict) as caught:
        editing.save(mine, "Lan", 1)
    error = caught.value
    assert (error.latest.author, error.latest.number, error.yours) == ("Hoa", 2, mine)
    assert [d.field for d in error.differences] == ["answer"]
    assert error.extensions["yours"]["answer"] == mine.answer
    assert editing.save(mine, "Lan", 2).number == 3
    assert [v.state for v in editing.history(KEY)] == [State.WITHDRAWN, State.WITHDRAWN, State.DRAFT]


def test_an_older_version_cannot_be_published_over_a_newer_draft(editing: Editing) -> None:
    editing.create(umbrella(), "Lan")
    editing.save(umbrella(theme="Khác"), "Hoa", 1)
    with pytest.raises(EditConflict):
        editing.publish(KEY, 1, "Minh", "gấp")
    editing.publish(KEY, 2, "Minh", "gấp")
    with pytest.raises(NotOpen):
        editing.publish(KEY, 2, "Minh", "gấp")


def test_an_edit_of_the_files_begins_from_them(editing: Editing, knowledge: LiveKnowledge) -> None:
    in_the_file = editing.newest(OF_THE_FILES)
    assert (in_the_file.number, in_the_file.state) == (0, State.PUBLISHED)
    assert isinstance(in_the_file.content, FaqEntry)
    edited = in_the_file.content.model_copy(update={"answer": "Anh/chị bấm nút đỏ ở máy lấy số ạ."})
    publish(editing, edited)
    assert knowledge.catalog.faq_entry(OF_THE_FILES).answer == edited.answer
    assert editing.difference(OF_THE_FILES, 0, 1)[0].after == (edited.answer,)
    with pytest.raises(InvalidEntry, match="Đã có mục"):
        editing.create(edited, "Lan")


def test_a_rollback_restores_the_file_and_is_a_version(editing: Editing, knowledge: LiveKnowledge) -> None:
    before = knowledge.catalog.faq_entry(OF_THE_FILES)
    publish(editing, before.model_copy(update={"answer": "Anh/chị bấm nút đỏ ở máy lấy số ạ."}))
    version = editing.roll_back(OF_THE_FILES, 0, "Minh", "nhầm máy")
    assert (version.number, version.based_on, version.state) == (2, 0, State.PUBLISHED)
    assert knowledge.catalog.faq_entry(OF_THE_FILES) == before
    assert [v.state for v in editing.history(OF_THE_FILES)][1:] == [State.WITHDRAWN, State.PUBLISHED]


def test_what_is_switched_off_is_silent_until_it_is_switched_on(
    editing: Editing, knowledge: LiveKnowledge
) -> None:
    publish(editing, umbrella())
    asked = umbrella().question
    for key, text in ((KEY, asked), (OF_THE_FILES, knowledge.catalog.entry(OF_THE_FILES).short_name)):
        editing.switch_off(key, "Minh", "đang sửa")
        result = knowledge.search(text)
        assert key not in {candidate.key for candidate in result.candidates}
        assert key in knowledge.catalog.silenced
        editing.switch_on(key, "Minh", "đã xong")
        assert first(knowledge, text) == key
    kinds = [p.kind for _, p in editing.publications(KEY)]
    assert kinds[1:] == [PublicationKind.SWITCHED_OFF, PublicationKind.SWITCHED_ON]


def test_nobody_answers_in_the_place_of_a_silenced_entry_of_the_files(
    editing: Editing, knowledge: LiveKnowledge
) -> None:
    text = knowledge.catalog.entry(OF_THE_FILES).questions[0]
    editing.switch_off(OF_THE_FILES, "Minh", "máy hỏng")
    assert knowledge.search(text).decision is not Decision.ANSWER


def test_who_takes_over_the_questions_of_a_silenced_entry_answers_them(
    editing: Editing, knowledge: LiveKnowledge
) -> None:
    old = knowledge.catalog.faq_entry(OF_THE_FILES)
    editing.switch_off(OF_THE_FILES, "Minh", "gộp vào mục mới")
    heir = old.model_copy(update={"slug": "lay-so-moi", "question": "Cách lấy số theo máy mới?"})
    publish(editing, heir)
    for text in old.questions[:4]:
        assert first(knowledge, text) == heir.key
        assert knowledge.search(text).decision is Decision.ANSWER


def test_new_examples_work_and_removed_ones_stop(editing: Editing, knowledge: LiveKnowledge) -> None:
    number = publish(editing, umbrella())
    about_chess = "bàn cờ tướng để ở góc nào hả em"
    changed = umbrella(
        examples={"colloquial": (about_chess, "chờ lâu có cờ tướng mà đánh không")},
        question="Bàn cờ tướng ở đâu?",
    )
    publish(editing, changed, number, "đổi hẳn nội dung")
    assert first(knowledge, about_chess) == KEY
    assert knowledge.search("Trung tâm có cho người dân mượn ô che mưa không?").best.key != KEY


def test_a_restart_tells_what_was_published(
    editing: Editing, start: Callable[[], LiveKnowledge], knowledge: LiveKnowledge
) -> None:
    publish(editing, umbrella())
    editing.switch_off(OF_THE_FILES, "Minh", "máy hỏng")
    again = start()
    assert again.catalog.faq_entry(KEY) == umbrella()
    assert again.catalog.silenced == {OF_THE_FILES}
    assert (first(again), again.number) == (KEY, knowledge.number)


def test_what_breaks_a_rule_is_not_published(editing: Editing, repository: SqlKnowledge) -> None:
    editing.create(umbrella(answer="Anh/chị hỏi Phòng Tư pháp, dùng miễn phí ạ."), "Lan")
    for act in (lambda: editing.submit(KEY, 1, "Lan"), lambda: editing.publish(KEY, 1, "Minh", "gấp")):
        with pytest.raises(InvalidEntry) as caught:
            act()
        assert {problem.field for problem in caught.value.problems} == {"answer"}
    assert repository.head() == 0


def test_a_reason_is_needed(editing: Editing) -> None:
    editing.create(umbrella(), "Lan")
    with pytest.raises(InvalidEntry, match="Cần ghi lý do"):
        editing.publish(KEY, 1, "Minh", "  ")
    with pytest.raises(InvalidEntry, match="Cần ghi lý do"):
        editing.switch_off(OF_THE_FILES, "Minh", "")


def test_what_is_not_there_is_told(editing: Editing) -> None:
    with pytest.raises(UnknownEntry):
        editing.newest(KEY)
    with pytest.raises(UnknownEntry):
        editing.history(KEY)
    with pytest.raises(UnknownEntry):
        editing.version(OF_THE_FILES, 3)
    with pytest.raises(UnknownEntry):
        editing.switch_off(KEY, "Minh", "nhầm")


LONG = "dài " * 101
NAME = "N" * 81


def test_what_the_database_has_no_room_for_is_refused_in_words(editing: Editing) -> None:
    editing.create(umbrella(), "Lan")
    acts: list[tuple[str, Callable[[], object]]] = [
        ("reason", lambda: editing.save(umbrella(), "Lan", 1, LONG)),
        ("reason", lambda: editing.publish(KEY, 1, "Minh", LONG)),
        ("override", lambda: editing.publish(KEY, 1, "Minh", "gấp", LONG)),
        ("reason", lambda: editing.roll_back(OF_THE_FILES, 0, "Minh", LONG)),
        ("reason", lambda: editing.switch_off(OF_THE_FILES, "Minh", LONG)),
        ("reason", lambda: editing.switch_on(OF_THE_FILES, "Minh", "có \x00")),
        ("author", lambda: editing.save(umbrella(), NAME, 1)),
        ("author", lambda: editing.submit(KEY, 1, NAME)),
        ("author", lambda: editing.drop_question("mượn ô ở đâu", NAME)),
    ]
    for field, act in acts:
        with pytest.raises(InvalidEntry) as caught:
            act()
        assert [problem.field for problem in caught.value.problems] == [field]
    assert editing.newest(KEY).state is State.DRAFT
    assert editing.newest(KEY).number == 1


def test_a_kept_question_names_an_entry_and_no_person(editing: Editing) -> None:
    known = editing.keep_question("  gửi xe  ở đâu,\ngọi 0912 345 678 ạ? ", OF_THE_FILES, "Lan")
    assert known.question == "gửi xe ở đâu, gọi [sđt] ạ?"
    assert editing.questions() == [known]
    assert (known.key, known.author, known.at) == (OF_THE_FILES, "Lan", NOW)
    assert editing.drop_question(known.question, "Hoa")
    assert not editing.drop_question(known.question, "Hoa")
    assert editing.questions() == []


@pytest.mark.parametrize(
    ("question", "key", "field"),
    [
        ("", OF_THE_FILES, "question"),
        ("  ?! ", OF_THE_FILES, "question"),
        ("từ " * 201, OF_THE_FILES, "question"),
        ("mượn ô ở đâu", "faq:khong-co", "key"),
        ("mượn ô ở đâu", "", "key"),
    ],
)
def test_a_question_that_cannot_be_kept_is_refused(
    editing: Editing, question: str, key: str, field: str
) -> None:
    with pytest.raises(InvalidEntry) as caught:
        editing.keep_question(question, key, "Lan")
    assert [problem.field for problem in caught.value.problems] == [field]
    assert editing.questions() == []
