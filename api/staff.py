"""Who calls: routes of the staff ask for a token, `Authorization: Bearer …`."""

from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.dependencies import AssistantDependency
from assistant.catalog.centre import Centre
from assistant.queue.clerks import Clerk

_BEARER = HTTPBearer(auto_error=False, description="mã nhân viên, do `make staff-token` tạo ra")


def at_centre(centre: str, assistant: AssistantDependency) -> Centre:
    """The centre of the path."""
    return assistant.brain.catalog.centre(centre)


CentreDependency = Annotated[Centre, Depends(at_centre)]


def clerk_at(
    centre: CentreDependency,
    assistant: AssistantDependency,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
) -> Clerk:
    """The clerk who calls, at the centre of the path."""
    return assistant.queue.clerks.clerk(credentials.credentials if credentials else "", centre.slug)


ClerkDependency = Annotated[Clerk, Depends(clerk_at)]
