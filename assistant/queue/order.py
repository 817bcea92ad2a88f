"""The order of calling: a line is sorted by (place, seat), and a place can be found between two others.

A place is the moment a number was drawn, less the head start of its class. So priority goes ahead of
everyone who has not yet waited that much longer, and whoever has is overtaken by nobody.
"""

from collections.abc import Sequence

from assistant.queue.ticket import Ticket


def behind(line: Sequence[Ticket], people: int) -> tuple[int, float] | None:
    """The place and seat behind the first so many of a line, its end if it is shorter; none if empty."""
    if not line:
        return None
    ahead = line[min(people, len(line)) - 1]
    after = line[people] if people < len(line) else None
    if after is None or after.place > ahead.place:
        return ahead.place, ahead.seat + 1
    return ahead.place, (ahead.seat + after.seat) / 2
