"""Reading what a form sent: text that every database takes, of a body that may be anything."""

import re
from http import HTTPStatus

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
"""How the media type of a form begins."""
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
"""What nobody types, and PostgreSQL does not keep."""


async def sent_form(request: Request) -> FormData:
    """Every field, as often as it was sent; files too.

    Raises:
        HTTPException: 400, it cannot be read.
    """
    try:
        form = await request.form()
    except UnicodeError as error:  # by an encoding that no browser uses
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error
    return FormData(
        [
            (_text(name), value if isinstance(value, UploadFile) else _text(value))
            for name, value in form.multi_items()
        ]
    )


def _text(sent: str) -> str:
    return _NOT_TEXT.sub("", sent)
