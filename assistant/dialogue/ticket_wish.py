"""What a message about numbers says: for which service, why earlier, which number, one more, a lost slip."""

import re
from dataclasses import dataclass

from assistant.catalog.services import ServiceNames
from assistant.dialogue.policy import Policy
from assistant.dossier.spoken import symbols
from assistant.queue.priority import PriorityReasons
from assistant.text.folding import fold, same_wording

_SLIP = "(?:so thu tu|so cho|stt|so|phieu|ve|luot)"
_MENTIONS = re.compile(
    rf"\b(?:lay|boc|bam|in|xin|cap|phat|cho|rut|dang ky)\b(?: \w+){{0,4}}? {_SLIP}\b|\bxep hang\b"
)
_ANOTHER = re.compile(r"\b(?:them|nua)\b")
_WORDS_FOR_A_NUMBER = re.compile(
    r"\b(?:cho|lay|boc|bam|in|xin|cap|phat|giup|gium|ho(?! (?:tich|kinh|khau|ngheo|chieu)\b)|voi|nhe|nha|a|di"
    r"|em|anh|chi|bac|co(?! cong\b)|chu|toi|tui|minh|mot|1|cai|cay|to|them|nua|vao|quay|lam|de|ben|linh vuc"
    rf"|muon|can(?! cuoc\b)|{_SLIP})\b"
)
_CERTIFYING = re.compile(r"(?:chung thuc|sao y|cong chung)\b")
_TWO = re.compile(r" (?:voi|va|roi|hay) ")
_REFUSED = re.compile(r"^(?:da )?(?:khong|ko|k|thoi|no)\b|\b(?:so|phieu) thuong\b|\bkhong can\b")
_AGE = r"(?:\d{2,3}|(?:(?:mot|hai|ba|bon|tu|nam|lam|nham|sau|bay|tam|chin|muoi) ?){1,4}) ?tuoi(?: roi)?"
_TYPED_NUMBER = re.compile(r"(?<![\w.])([A-Za-z])(\d{3,4})(?![\w.-])")
_AFTER_SLIP = re.compile(r"\b(?:số thứ tự|stt|số|so|phiếu|phieu|vé|lượt|luot) (?P<rest>.+)$")
_SAID_NUMBER = re.compile(r"^([A-Z])[ .]?(\d{1,4})(?![\d.\-])")
_HUNDREDS = re.compile(
    r"(?P<letter>[a-z]) (?P<hundreds>mot|hai|ba) tram(?: (?:linh|le))?"
    r"(?P<rest>(?: (?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi))*)"
)


@dataclass(frozen=True)
class TicketWish:
    """What was said; whatever was not is absent. `procedure` comes with no `group`, a group alone may."""

    procedure: str | None = None
    group: str | None = None
    reason: str | None = None
    priority: bool = False
    number: str | None = None
    another: bool = False

    @property
    def names_service(self) -> bool:
        """Whether it is known for what the number is."""
        return self.procedure is not None or self.group is not None


class TicketWishes:
    """Reads wishes out of messages."""

    def __init__(self, policy: Policy, services: ServiceNames, priorities: PriorityReasons) -> None:
        self._policy = policy
        self._services = services
        self._priorities = priorities

    def read(self, text: str) -> TicketWish:
        """The wish in a message."""
        return self._wish(text, *self.service(self._without_reason(text)))

    def by_names(self, text: str) -> TicketWish:
        """The wish in a message, as far as it can be told without a search."""
        matter = self._without_reason(text)
        group = self._services.named(_bare_service(matter)) or self._services.said_in(matter)
        return self._wish(text, None, group)

    def _wish(self, text: str, procedure: str | None, group: str | None) -> TicketWish:
        return TicketWish(
            procedure,
            group,
            self._reason(text),
            self._priorities.wants_priority(text),
            ticket_number(text),
            _ANOTHER.search(same_wording(text)) is not None,
        )

    def _reason(self, text: str) -> str | None:
        """The reason for priority that is told, or named as the list names it."""
        bare = same_wording(text)
        named = (r for r in self._priorities.reasons if same_wording(r.name) == bare)
        found = next(named, None) or self._priorities.said_in(text)
        return found.slug if found else None

    def _without_reason(self, text: str) -> str:
        """A text without what it tells of the person: "tôi là thương binh" is not what the number is for."""
        reason, folded = self._priorities.said_in(text), fold(text)
        if reason is None or len(folded) != len(text):
            return text
        phrases = [fold(phrase) for phrase in (*reason.being, *reason.saying, *reason.marked)]
        told = "|".join([_AGE, *map(re.escape, sorted(phrases, key=len, reverse=True))])
        kept, at = [], 0
        for match in re.finditer(rf"\b(?:{told})\b", folded):
            kept.append(text[at : match.start()])
            at = match.end()
        return " ".join([*kept, text[at:]])

    def group(self, wish: TicketWish) -> str | None:
        """The service group of a wish, by its procedure if need be."""
        return self._policy.service_group(wish.procedure) if wish.procedure else wish.group

    def refuses_priority(self, text: str) -> bool:
        """Whether an ordinary number will do."""
        return _REFUSED.search(same_wording(text)) is not None

    def service(self, text: str) -> tuple[str | None, str | None]:
        """The procedure, or else the service group, that a text names as what a number is for."""
        if not (rest := _bare_service(text)):
            return None, None
        said = self._services.all_said_in(text)
        several = len(said) > 1 and _TWO.search(same_wording(text)) is not None
        # Whatever paper is certified, "sao y giấy khai sinh", the certifying comes first.
        certifying = None if several else _CERTIFYING.match(rest)
        if group := self._services.named(certifying[0] if certifying else rest):
            return None, group
        if several:
            return None, None
        found = self._policy.procedures_meant(text)
        groups = {self._policy.service_group(code) for code in found}
        if said and not groups & said:
            # What is told beside the service ("tui 85 tuổi rồi") may have led the search astray.
            return None, self._services.said_in(text)
        if len(found) == 1:
            return found[0], None
        return None, groups.pop() if len(groups) == 1 else self._services.said_in(text)


def _bare_service(text: str) -> str:
    """What is left of a text when all words for asking a number are taken away."""
    return " ".join(_WORDS_FOR_A_NUMBER.sub(" ", same_wording(text)).split())


def mentions_number(text: str) -> bool:
    """Whether a number may be asked for in a text, for whoever believes so already."""
    return _MENTIONS.search(same_wording(text)) is not None


def ticket_number(text: str) -> str | None:
    """The printed number that a text tells: "A012", "số a không mười hai", "số b một trăm linh năm"."""
    if match := _TYPED_NUMBER.search(text):
        return f"{match[1].upper()}{int(match[2]):03}"
    said = _AFTER_SLIP.search(text.lower())
    if said is None:
        return None
    if (match := _HUNDREDS.match(fold(said["rest"]))) is not None:
        hundreds, rest = symbols(match["hundreds"]), symbols(match["rest"])
        return f"{match['letter'].upper()}{int(hundreds) * 100 + int(rest or 0)}"
    match = _SAID_NUMBER.match(symbols(said["rest"]))
    return f"{match[1]}{int(match[2]):03}" if match else None
