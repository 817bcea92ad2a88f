"""One turn, from a raw text to the public response; a part that fails makes the turn step down, not fail."""

import asyncio
import hashlib
import logging
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.catalog.faq import is_faq
from assistant.dialogue.acts import DOSSIER_ACTS, TICKET_ACTS, Act, ActKind
from assistant.dialogue.composer import Composer
from assistant.dialogue.conversation import (
    Channel,
    Input,
    Message,
    Opening,
    StoredTurn,
    StoreUnavailable,
    TurnRepository,
)
from assistant.dialogue.dossier_errands import DossierErrands
from assistant.dialogue.emergency import EmergencyDetector
from assistant.dialogue.engine import Engine, EngineTurn
from assistant.dialogue.errands import QUIET_HOURS, TicketErrands
from assistant.dialogue.policy import Policy
from assistant.dialogue.repeating import may_be_said_again
from assistant.dialogue.replies.reply import Reply, Status
from assistant.dialogue.slip_words import plain_errand
from assistant.dialogue.ticket_wish import TicketWishes
from assistant.knowledge.handle import Knowledge
from assistant.search.search import SearchResult

_LOG = logging.getLogger(__name__)
_RETRY_WITHIN = timedelta(minutes=1)
_UNIQUE_LENGTH = 16
_RANKED = 5

Response = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """A message as a client sends it; ids that are absent are made."""

    text: str
    conversation_id: str | None = None
    message_id: str | None = None
    channel: Channel = Channel.API
    input: Input = Input.TEXT
    centre: str | None = None


class Brain:
    """Takes messages. Turns of one conversation wait for each other; others go side by side."""

    def __init__(
        self,
        knowledge: Knowledge,
        policy: Policy,
        engine: Engine,
        emergencies: EmergencyDetector,
        turns: TurnRepository,
        tickets: TicketErrands,
        dossiers: DossierErrands,
        wishes: TicketWishes,
        now: Callable[[], datetime],
        default_centre: str,
        stopped: Callable[[str], object | None],
    ) -> None:
        """`stopped` tells what stops answers at a centre, if anything does."""
        self._knowledge = knowledge
        self.engine = engine
        self.policy = policy
        self._composer = Composer(lambda: knowledge.catalog, now, stopped)
        self._emergencies = emergencies
        self._turns = turns
        self._tickets = tickets
        self._dossiers = dossiers
        self._wishes = wishes
        self._now = now
        self._default_centre = default_centre
        self._stopped = stopped
        self._locks: defaultdict[str, _Lock] = defaultdict(_Lock)

    @property
    def catalog(self) -> Catalog:
        """The entries as they are told now, and the centres."""
        return self._knowledge.catalog

    async def handle(self, request: Request) -> Response:
        """Answer one message; a retry of one gets the reply that was given.

        Raises:
            MessageError: nothing is in the text, or it is too long.
            UnknownCentre: the centre is not known.
        """
        centre = self.catalog.centre(self._default_centre if request.centre is None else request.centre)
        text, factor = Message.clean(request.text)
        known = request.conversation_id or _opened_by(request.message_id)
        async with self._locked(known or request.message_id):
            # A turn that carries the factor of a dossier is taken anew: its reply is for who knows it.
            fresh = factor is not None or request.message_id is None
            earlier = None if fresh else await self._earlier(request, known, text, centre.slug)
            if earlier:
                return earlier.reply
            message = Message(
                text,
                known or f"c_{secrets.token_urlsafe(12)}",
                request.message_id or f"m_{secrets.token_urlsafe(12)}",
                request.channel,
                request.input,
                centre.slug,
                factor,
            )
            if request.message_id and known:
                given = await asyncio.to_thread(self._tickets.done_before, message)
                if given:
                    return await self._keep(message, EngineTurn("take_ticket", 1.0, (), ()), given, [], None)
            return await self._take(message)

    async def _take(self, message: Message) -> Response:
        centre = self.catalog.centre(message.centre)
        found = None if message.wordless else await self._search(message.text)
        turn = await self._understand(message, found)
        act = turn.acts[0] if turn.acts else Act(ActKind.UNANSWERED)
        turn = replace(turn, intent=act.intent(turn.intent))
        reply = await self._run(act, message, centre) or self._composer.compose(act, centre)
        said = await self._said_before(message) if act.kind is ActKind.REPEAT else None
        return await self._keep(message, turn, reply, self._ranked(found, act), act.procedure, said)

    async def _run(self, act: Act, message: Message, centre: Centre) -> Reply | None:
        """What came of an act that is done at the desk; other acts are only told."""
        if act.kind in TICKET_ACTS or act.faq == QUIET_HOURS:
            return await asyncio.to_thread(self._tickets.run, act, message, centre)
        if act.kind in DOSSIER_ACTS:
            return await asyncio.to_thread(self._dossiers.run, act, message, centre)
        return None

    async def _keep(
        self,
        message: Message,
        turn: EngineTurn,
        reply: Reply,
        ranked: list[dict[str, Any]],
        procedure: str | None,
        said: Response | None = None,
    ) -> Response:
        """The response, kept as a turn; `said` is said once more instead of the reply."""
        response = _response(message, turn, reply, ranked)
        if said:
            response = said | {key: response[key] for key in ("message_id", "understanding")}
        stored = StoredTurn(
            message.conversation_id,
            message.message_id,
            message.text,
            message.input,
            response["status"],
            turn.intent,
            procedure,
            response,
            self._now(),
        )
        try:
            kept = await asyncio.to_thread(self._turns.add, stored, message.centre, message.channel)
        except StoreUnavailable as error:
            _LOG.error("a turn was not kept: %s", error.detail)
            return response
        return response if message.factor else kept.reply

    async def _understand(self, message: Message, found: SearchResult | None) -> EngineTurn:
        """Emergencies, then the engine; if it fails, search alone; if that fails, a person."""
        if number := self._emergencies.number_for(message.text):
            act = Act(ActKind.EMERGENCY, service=number)
            return EngineTurn("emergency", 1.0, (), (act,))
        if message.wordless:
            return EngineTurn("out_of_scope", 1.0, (), (Act(ActKind.UNANSWERED),))
        try:
            return await self.engine.turn(message.conversation_id, message.text)
        except Exception:  # noqa: BLE001  an engine may fail in any way, and the citizen still gets an answer
            _LOG.exception("engine failed, answering by search alone")
        if kind := plain_errand(message.text):
            return EngineTurn("take_ticket", 0.0, (), (self._without_engine(kind, message.text, found),))
        if found is None:
            return EngineTurn("ask_human", 0.0, (), (Act(ActKind.HUMAN),))
        act = self.policy.answer(message.text, "ask_procedure", None)
        return EngineTurn("ask_procedure", 0.0, (), (act,))

    def _without_engine(self, kind: ActKind, text: str, found: SearchResult | None) -> Act:
        """Numbers are given, looked up and taken back though the engine is down, and search too."""
        by_search = found is not None and kind is ActKind.TICKET
        wish = self._wishes.read(text) if by_search else self._wishes.by_names(text)
        if kind is not ActKind.TICKET:
            return Act(kind, group=wish.group, number=wish.number)
        if not wish.names_service:
            return Act(ActKind.ASK_SERVICE)
        reason = wish.reason if wish.priority else None
        return Act(kind, wish.procedure, group=wish.group, reason=reason, another=wish.another)

    async def _search(self, text: str) -> SearchResult | None:
        """Search on a worker thread: the engine's thread then finds the text encoded already."""
        try:
            return await asyncio.to_thread(self.policy.search, text)
        except Exception:  # noqa: BLE001  the turn goes on without it, see `_understand`
            _LOG.exception("search failed")
            return None

    async def _said_before(self, message: Message) -> Response | None:
        try:
            last = await asyncio.to_thread(self._turns.last, message.conversation_id)
        except StoreUnavailable:
            return None
        stopped = bool(self._stopped(message.centre))
        return last.reply if last and may_be_said_again(last.reply, self.catalog, stopped=stopped) else None

    async def _earlier(
        self, request: Request, known: str | None, text: str, centre: str
    ) -> StoredTurn | None:
        """The turn that this message was already taken in; a first message may know no conversation."""
        message_id = request.message_id or ""
        try:
            if known is not None:
                return await asyncio.to_thread(self._turns.find, known, message_id)
            opened = Opening(message_id, text, centre, request.channel, self._now() - _RETRY_WITHIN)
            return await asyncio.to_thread(self._turns.find_first, opened)
        except StoreUnavailable:
            return None

    def _ranked(self, found: SearchResult | None, act: Act) -> list[dict[str, Any]]:
        """The procedures that may be meant, best first; the one answered leads."""
        candidates = [c for c in found.candidates if not is_faq(c.key)] if found else []
        scored = [(c.key, c.score) for c in candidates[:_RANKED]]
        if act.procedure:
            rest = [(code, score) for code, score in scored if code != act.procedure]
            own = next((score for code, score in scored if code == act.procedure), 1.0)
            scored = [(act.procedure, own), *rest]
        return [
            {"code": code, "name": self.catalog.procedure(code).name, "score": round(score, 3)}
            for code, score in scored
        ]

    @asynccontextmanager
    async def _locked(self, key: str | None) -> AsyncIterator[None]:
        if key is None:
            yield
            return
        lock = self._locks[key]
        lock.waiting += 1
        try:
            async with lock.lock:
                yield
        finally:
            lock.waiting -= 1
            if not lock.waiting:
                self._locks.pop(key, None)


def _opened_by(message_id: str | None) -> str | None:
    """The conversation that a message opens, the same at every retry, if its id is like no other's."""
    if message_id is None or len(message_id) < _UNIQUE_LENGTH:
        return None
    return f"c_{hashlib.sha256(message_id.encode()).hexdigest()[:24]}"


class _Lock:
    """A lock, and how many hold or want it: the last one takes it away."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0


def _response(message: Message, turn: EngineTurn, reply: Reply, procedures: list[dict[str, Any]]) -> Response:
    """The public response of a turn."""
    return {
        "conversation_id": message.conversation_id,
        "message_id": message.message_id,
        "status": Status(reply.status).value,
        "replies": [{"text": reply.text, "speech": reply.speech}],
        "understanding": {
            "intent": turn.intent,
            "confidence": round(turn.confidence, 4),
            "topics": [topic.value for topic in turn.topics],
            "entities": [asdict(entity) for entity in turn.entities],
            "procedures": procedures,
        },
        "answer": asdict(reply.answer) if reply.answer else None,
        "cards": reply.cards,
        "suggestions": [asdict(suggestion) for suggestion in reply.suggestions],
        "commands": reply.commands,
        "ticket": reply.ticket,
        "dossier": reply.dossier,
    }
