"""The product's clock: Vietnam's time, which a setting may start elsewhere for demonstrations."""

from datetime import datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock:
    """Tells the time. Started at a set moment, it runs on from there."""

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = start - datetime.now(VIETNAM) if start else None

    def now(self) -> datetime:
        """The present moment in Vietnam, with its offset."""
        present = datetime.now(VIETNAM)
        return present if self._ahead is None else (present + self._ahead).astimezone(VIETNAM)
