"""What a form sent, for the routes of the desk."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from api.access import CSRF_FIELD

Fields = Sequence[tuple[str, str]]


async def form_data(request: Request) -> FormData:
    """Every field, as often as it was sent; files too."""
    return await request.form()


FormDependency = Annotated[FormData, Depends(form_data)]


def typed(form: FormData) -> Fields:
    """What somebody typed or chose: all but files and the token."""
    return [(k, v) for k, v in form.multi_items() if isinstance(v, str) and k != CSRF_FIELD]


def text(form: FormData, name: str) -> str:
    """One field's text, without blanks around it; empty if it was not sent."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""
