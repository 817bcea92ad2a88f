"""The banner on every page of the desk while answers are stopped."""

from assistant.staff.member import Member
from assistant.staff.stopping import AnswerSwitch, Stop


def stops_seen_by(member: Member | None, switch: AnswerSwitch) -> list[Stop]:
    """The stops that concern a member: of all centres, and of those where they are anything."""
    grants = member.grants if member else ()
    return [
        stop
        for stop in switch.stops()
        if any(stop.centre is None or grant.centre in {None, stop.centre} for grant in grants)
    ]
