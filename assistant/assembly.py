"""Putting the rooms together: the one place where every part meets its neighbours."""

import gc
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from assistant.dialogue.rasa_engine.engine import (
    RasaEngine,
)  # first: Rasa is mended before it loads
from assistant.catalog.catalog import Catalog
from assistant.catalog.services import ServiceNames
from assistant.clock import Clock
from assistant.dialogue.brain import Brain
from assistant.dialogue.dossier_errands import DossierErrands
from assistant.dialogue.emergency import EmergencyDetector
from assistant.dialogue.errands import TicketErrands
from assistant.dialogue.policy import Policy
from assistant.dialogue.rasa_engine.training import model_path
from assistant.dialogue.ticket_wish import TicketWishes
from assistant.dossier.dossier import DossierSource
from assistant.dossier.lookup import DossierLookup
from assistant.dossier.province import ProvinceSource
from assistant.dossier.province_answer import ProvinceFormat
from assistant.dossier.register import DossierRegister
from assistant.dossier.secret import load_secret
from assistant.dialogue.reception import Reception
from assistant.inbox.inbox import Inbox
from assistant.knowledge.desk import KnowledgeDesk, open_desk
from assistant.knowledge.exchange import Exchange
from assistant.knowledge.live import LiveKnowledge
from assistant.nlu.language import language
from assistant.queue.counters import Counters
from assistant.queue.desk import Desk
from assistant.queue.history import History
from assistant.queue.outlook import Outlook
from assistant.queue.priority import PriorityReasons
from assistant.queue.services import Queue
from assistant.queue.workplace import Workplaces
from assistant.search.artefacts import NotPrepared
from assistant.search.decision import DecisionModel
from assistant.search.index import expected_meta, load_index, stored_meta
from assistant.search.names import Names
from assistant.search.search import Search
from assistant.settings import Settings
from assistant.staff.accounts import Accounts
from assistant.staff.services import Staff
from assistant.staff.sessions import Sessions
from assistant.staff.stopping import AnswerSwitch
from assistant.staff.tokens import Tokens
from assistant.store.conversations import SqlTrackers, SqlTurns
from assistant.store.database import open_database
from assistant.store.events import Events, events_for
from assistant.store.feedback import SqlFeedback
from assistant.store.inbox import SqlInbox
from assistant.store.knowledge import SqlKnowledge
from assistant.store.knowledge_bell import bell_for
from assistant.store.queue import SqlQueue
from assistant.store.accounts import SqlAccounts
from assistant.store.audit import SqlAudit
from assistant.store.sessions import SqlSessions
from assistant.store.stopping import SqlStops
from assistant.store.tokens import SqlTokens
from assistant.store.uploads import SqlUploads
from assistant.store.dossier_attempts import SqlAttempts
from assistant.store.dossiers import SqlDossiers
from actions import all_actions


@dataclass(frozen=True)
class Assistant:
    """The assembled assistant."""

    brain: Brain
    reception: Reception
    queue: Queue
    events: Events
    dossiers: DossierLookup
    register: DossierRegister
    feedback: SqlFeedback
    knowledge: KnowledgeDesk
    exchange: Exchange
    inbox: Inbox
    staff: Staff
    switch: AnswerSwitch
    database: sa.Engine
    clock: Clock

    def close(self) -> None:
        """Stop the engine and let go of the database."""
        self.brain.engine.close()
        self.events.close()
        self.knowledge.close()
        self.switch.close()
        self.database.dispose()


def assemble(config: Settings) -> Assistant:
    """Load everything that `prepare` made.

    Raises:
        NotPrepared: something is missing or was made from other inputs.
        EngineUntrained: the dialogue model does not understand.
    """
    clock = Clock(config.clock)
    catalog = Catalog.load(config.knowledge_dir)
    preparer, encoder = language()
    expected = expected_meta(catalog, encoder.meta, config.lexicon_dir, config.nlu_dir)
    if stored_meta(config.index_dir) != expected:
        raise NotPrepared("Chỉ mục tìm kiếm đã cũ so với dữ liệu, hãy chạy `make prepare`")
    index = load_index(config.index_dir, preparer)
    search = Search(index, encoder, DecisionModel.load(), Names(catalog))
    database = open_database(config.sqlalchemy_url)
    versions = SqlKnowledge(database)
    knowledge = LiveKnowledge(catalog, search, versions, config.live_dir)
    events = events_for(database)
    queue = queue_over(database, events, clock)
    services = ServiceNames.load(config.knowledge_dir / "services.yaml", catalog)
    priorities = PriorityReasons.load(config.knowledge_dir / "priorities.yaml")
    reception = Reception(lambda: knowledge.catalog, services, queue, priorities, config.public_url)
    policy = Policy(knowledge, lambda: clock.now().date())
    dossiers = dossier_lookup(config, database, clock)
    wishes = TicketWishes(policy, services, priorities)
    engine = RasaEngine(model_path(config), all_actions(policy, wishes), SqlTrackers(database))
    switch = AnswerSwitch(SqlStops(database), clock.now)
    brain = Brain(
        knowledge,
        policy,
        engine,
        EmergencyDetector.load(config.knowledge_dir / "emergencies.yaml"),
        SqlTurns(database),
        TicketErrands(reception, clock.now),
        DossierErrands(dossiers, clock.now),
        wishes,
        clock.now,
        config.centre,
        switch.stopped,
    )
    desk = open_desk(knowledge, versions, clock.now, bell_for(database))
    # What is loaded stays: the collector need not look through it again at every turn.
    gc.collect()
    gc.freeze()
    switch.watch()
    return Assistant(
        brain=brain,
        reception=reception,
        queue=queue,
        events=events,
        dossiers=dossiers,
        register=dossier_register(config, database, clock),
        feedback=SqlFeedback(database),
        knowledge=desk,
        exchange=Exchange(knowledge, versions, SqlUploads(database), clock.now),
        inbox=Inbox(SqlInbox(database), knowledge, clock.now),
        staff=staff_over(database, clock),
        switch=switch,
        database=database,
        clock=clock,
    )


def queue_over(database: sa.Engine, events: Events, clock: Clock) -> Queue:
    """The queue on a database, with the events it announces."""
    repository = SqlQueue(database, events)
    return Queue(
        Desk(repository, clock.now),
        Counters(repository, clock.now),
        Outlook(repository, clock.now),
        History(repository, clock.now),
        Workplaces(repository, clock.now),
    )


def staff_over(database: sa.Engine, clock: Clock) -> Staff:
    """Who works at the centres, on a database."""
    accounts = SqlAccounts(database)
    return Staff(
        Accounts(accounts, clock.now),
        Sessions(accounts, SqlSessions(database), clock.now),
        Tokens(SqlTokens(database), clock.now),
        SqlAudit(database),
    )


def dossier_register(config: Settings, database: sa.Engine, clock: Clock) -> SqlDossiers:
    """The local register, which staff fill."""
    return SqlDossiers(database, load_secret(config.dossier_key), clock.now)


def dossier_lookup(config: Settings, database: sa.Engine, clock: Clock) -> DossierLookup:
    """The lookup over the province's system where its address is set, else over the local register."""
    source: DossierSource = dossier_register(config, database, clock)
    if config.dossier_url:
        form = ProvinceFormat.load(Path(config.dossier_fields)) if config.dossier_fields else ProvinceFormat()
        token = config.dossier_token.get_secret_value()
        source = ProvinceSource(config.dossier_url, token, form, lambda: clock.now().date())
    return DossierLookup(source, SqlAttempts(database, load_secret(config.dossier_key)), clock.now)
