"""What an administrative procedure is: the facts a citizen may be told, each with its source."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from assistant.catalog.entry import Code, Entry, Heading, Line, Record, Source, Title


class Channel(StrEnum):
    """A way to hand in a dossier."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    POST = "post"


class TimeUnit(StrEnum):
    """The unit of a time limit; `same_day` has no value of its own."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    SAME_DAY = "same_day"


class OnlineLevel(StrEnum):
    """How far the procedure can be done on the public service portal."""

    FULL = "full"
    PARTIAL = "partial"
    INFORMATION = "information"


class Fact(StrEnum):
    """A fact that a record may fail to give. What is unknown is told as unknown."""

    DOCUMENTS = "documents"
    FEE = "fee"
    TIME_LIMIT = "time_limit"
    AUTHORITY = "authority"
    STEPS = "steps"
    CONDITIONS = "conditions"
    RESULT = "result"
    CHANNELS = "channels"
    ONLINE_LEVEL = "online_level"
    LEGAL_BASIS = "legal_basis"
    BOUNDARY_FREE = "boundary_free"


class Document(Record):
    """One paper of the dossier.

    `present` is true for papers shown and handed back; `case` says when the paper is needed and
    is absent for papers that everyone brings. `originals` and `copies` are counts, absent if the
    record does not say.
    """

    name: Title
    detail: Line | None = None
    originals: Annotated[int, Field(ge=0, le=20)] | None = None
    copies: Annotated[int, Field(ge=0, le=20)] | None = None
    form: Title | None = None
    case: Title | None = None
    present: bool = False


class Fee(Record):
    """An amount in đồng that the record truly gives. Zero, and only zero, has a `free_reason`."""

    amount: Annotated[int, Field(ge=0)]
    unit: Title | None = None
    channel: Channel | None = None
    condition: Line | None = None
    basis: Title | None = None
    free_reason: Line | None = None

    @model_validator(mode="after")
    def _free_for_a_reason(self) -> Self:
        if self.amount == 0 and not self.free_reason:
            raise ValueError("a fee of 0 needs free_reason")
        if self.amount and self.free_reason:
            raise ValueError("free_reason is for a fee of 0")
        return self


class TimeLimit(Record):
    """How long the authority may take, counted from a complete dossier."""

    unit: TimeUnit
    value: Annotated[int, Field(gt=0)] | None = None
    case: Title | None = None

    @model_validator(mode="after")
    def _value_where_it_counts(self) -> Self:
        if (self.value is None) != (self.unit is TimeUnit.SAME_DAY):
            raise ValueError("value is needed, except for same_day")
        return self


class Procedure(Entry):
    """One administrative procedure; each fact is given or named in `unknown`."""

    code: Code
    name: Annotated[str, StringConstraints(min_length=1, max_length=600)]
    plain_name: Title
    everyday: bool = False
    field: Heading = ""
    service_group: Heading = ""
    summary: Line
    authority: Title | None = None
    documents: tuple[Document, ...] = ()
    fees: tuple[Fee, ...] = ()
    fee_note: Line | None = None
    time_limits: tuple[TimeLimit, ...] = ()
    time_limit_note: Line | None = None
    channels: tuple[Channel, ...] = ()
    online_level: OnlineLevel | None = None
    steps: tuple[Line, ...] = ()
    conditions: tuple[Line, ...] = ()
    result: tuple[Line, ...] = ()
    legal_basis: tuple[Title, ...] = ()
    related: tuple[Code, ...] = ()
    boundary_free: bool | None = None
    note: Line | None = None
    unknown: tuple[Fact, ...] = ()
    source: Source

    @model_validator(mode="after")
    def _each_fact_given_or_unknown(self) -> Self:
        given = {
            Fact.DOCUMENTS: self.documents,
            Fact.FEE: self.fees,
            Fact.TIME_LIMIT: self.time_limits,
            Fact.AUTHORITY: self.authority,
            Fact.STEPS: self.steps,
            Fact.CONDITIONS: self.conditions,
            Fact.RESULT: self.result,
            Fact.CHANNELS: self.channels,
            Fact.ONLINE_LEVEL: self.online_level,
            Fact.LEGAL_BASIS: self.legal_basis,
            Fact.BOUNDARY_FREE: None if self.boundary_free is None else (self.boundary_free,),
        }
        for fact, value in given.items():
            if bool(value) == (fact in self.unknown):
                raise ValueError(f"{fact}: give it, or name it in unknown, not both")
        return self

    @model_validator(mode="after")
    def _source_was_read(self) -> Self:
        if self.source.read_on is None:
            raise ValueError("source.read_on is needed")
        return self

    @property
    def key(self) -> str:
        """The code."""
        return self.code

    @property
    def short_name(self) -> str:
        """The plain name."""
        return self.plain_name

    @property
    def names(self) -> tuple[str, ...]:
        """The official name, the plain name and the aliases."""
        return (self.name, self.plain_name, *self.aliases)


class ProcedureFile(Record):
    """One file of `knowledge/procedures/`: the procedures of one field."""

    field: Title
    service_group: Title
    procedures: tuple[Procedure, ...]

    @model_validator(mode="before")
    @classmethod
    def _field_and_group_from_the_file(cls, data: object) -> object:
        if not isinstance(data, dict) or not isinstance(data.get("procedures"), list):
            return data
        inherited = {key: data[key] for key in ("field", "service_group") if key in data}
        entries = [inherited | e if isinstance(e, dict) else e for e in data["procedures"]]
        return data | {"procedures": entries}
