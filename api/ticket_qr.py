"""The QR code of a ticket's page, to be followed on another phone."""

from fastapi import APIRouter, Request, Response

from api.access import PUBLIC
from api.dependencies import AssistantDependency
from api.qr import absolute, qr_response

router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])


@router.get("/t/{ticket_id}/qr.svg")
def ticket_qr(ticket_id: str, request: Request, assistant: AssistantDependency) -> Response:
    """The code; a problem document where there is no such ticket."""
    ticket = assistant.queue.desk.ticket(ticket_id)
    response = qr_response(absolute(request, f"/t/{ticket.id}"))
    response.headers["Cache-Control"] = "no-store"
    return response
