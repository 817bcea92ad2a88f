"""What a form sent, for the routes of the desk."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData

from api.access import CSRF_FIELD
from api.sent_form import sent_form

Fields = Sequence[tuple[str, str]]
FormDependency = Annotated[FormData, Depends(sent_form)]


def typed(form: FormData) -> Fields:
    """What somebody typed or chose: all but files and the token."""
    return [(k, v) for k, v in form.multi_items() if isinstance(v, str) and k != CSRF_FIELD]


def text(form: FormData, name: str) -> str:
    """One field's text, without blanks around it; empty if it was not sent."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""
