"""The questions that staff want to stay answered: they are asked before each publication."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.access import EditorDependency, PublisherDependency, ReaderDependency
from api.dependencies import AssistantDependency
from api.staff.forms import FormDependency, text
from api.staff.knowledge_words import KNOWLEDGE, WORDS
from api.staff.rendering import page, see
from assistant.assembly import Assistant
from assistant.dialogue.replies.wording import upper_first
from assistant.knowledge.checking import InvalidEntry
from assistant.staff.roles import Permission
from assistant.text.folding import fold

QUESTIONS = f"{KNOWLEDGE}/questions"
router = APIRouter(prefix=QUESTIONS, include_in_schema=False)


@router.get("")
def questions(
    request: Request, _member: ReaderDependency, assistant: AssistantDependency, key: str = ""
) -> HTMLResponse:
    """All of them, by the name of their entry."""
    return _page(request, assistant, key=key[:80])


@router.post("")
def keep(
    request: Request, member: EditorDependency, assistant: AssistantDependency, form: FormDependency
) -> Response:
    """Want a question to stay answered by an entry."""
    question, key = text(form, "question"), text(form, "key")
    try:
        may_move = member.may(Permission.PUBLISH)
        assistant.knowledge.editing.keep_question(question, key, member.signature, may_move=may_move)
    except InvalidEntry as error:
        return _page(
            request,
            assistant,
            HTTPStatus(error.status),
            question=question,
            key=key,
            problems={problem.field: problem.message for problem in error.problems},
        )
    return see(QUESTIONS, "question-kept")


@router.post("/drop")
def drop(
    request: Request, member: PublisherDependency, assistant: AssistantDependency, form: FormDependency
) -> Response:
    """Want a question no more: for those who publish, whom it keeps from doing harm."""
    assistant.knowledge.editing.drop_question(str(form.get("question", "")), member.signature)
    return see(QUESTIONS, "question-dropped")


def _page(
    request: Request,
    assistant: Assistant,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    question: str = "",
    key: str = "",
    problems: dict[str, str] | None = None,
) -> HTMLResponse:
    catalog = assistant.knowledge.knowledge.catalog
    names = {entry.key: upper_first(entry.short_name) for entry in catalog.entries}
    kept = sorted(
        assistant.knowledge.editing.questions(), key=lambda k: (fold(names.get(k.key, k.key)), k.question)
    )
    facts = {"kept": kept, "names": names, "question": question, "key": key, "problems": problems or {}}
    return page(request, "questions.html", status, **facts, **WORDS)
