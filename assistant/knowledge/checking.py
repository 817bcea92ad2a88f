"""The checks that the knowledge files have, told by field to the one who fills in the form."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Entry
from assistant.catalog.entry_rules import Rule, breaches
from assistant.errors import LetanError
from assistant.knowledge.field_names import field_name
from assistant.knowledge.version import Content, kind_of
from assistant.text.folding import same_wording

_RULES: Mapping[Rule, str] = {
    Rule.ABOLISHED: "Nhắc tới cơ quan cấp huyện đã bỏ: “{what}”",
    Rule.ABOLISHED_YET_THERE: "Nhắc tới “{what}” mà chưa nói rằng cấp huyện không còn",
    Rule.FREE_WITHOUT_AMOUNT: "Ghi là miễn phí thì phải có dòng lệ phí 0 đồng kèm lý do",
    Rule.FREE_WITHOUT_SOURCE: "Nói “miễn phí” thì phải có nguồn",
    Rule.NO_SUCH_GROUP: "Không trung tâm nào có nhóm dịch vụ “{what}”",
    Rule.RELATED: "{what} không phải một thủ tục khác trong danh mục",
    Rule.NO_SUCH_PROCEDURE: "Không có thủ tục mã {what} trong danh mục",
    Rule.HAS_DIACRITICS: "Câu mẫu không dấu lại có dấu: “{what}”",
}
_SHAPES = {
    "missing": "Cần điền mục này",
    "extra_forbidden": "Không có mục này",
    "string_too_short": "Cần ít nhất {min_length} ký tự",
    "string_too_long": "Chỉ được tối đa {max_length} ký tự",
    "string_pattern_mismatch": "Không đúng dạng",
    "greater_than": "Phải lớn hơn {gt}",
    "greater_than_equal": "Không được nhỏ hơn {ge}",
    "less_than_equal": "Không được lớn hơn {le}",
    "enum": "Không nằm trong các lựa chọn",
    "date_from_datetime_parsing": "Ngày không đúng",
    "date_parsing": "Ngày không đúng",
    "int_parsing": "Phải là số nguyên",
    "bool_parsing": "Phải là có hoặc không",
}
_MODEL_RULES = {
    "give a source, or own_practice: true, not both": (
        "source",
        "Ghi nguồn, hoặc đánh dấu “Theo cách làm của trung tâm”, chỉ một trong hai",
    ),
    "source.read_on is needed": ("source.read_on", "Cần ngày đọc nguồn"),
    "a fee of 0 needs free_reason": ("", "Lệ phí 0 đồng cần lý do miễn"),
    "free_reason is for a fee of 0": ("", "Lý do miễn chỉ dùng cho lệ phí 0 đồng"),
    "value is needed, except for same_day": ("", "Cần số, trừ khi giải quyết trong ngày"),
}
_wording = lru_cache(maxsize=2**15)(same_wording)
"""Remembered, for nearly all questions are the same in the next catalog."""
_GIVEN_OR_UNKNOWN = "give it, or name it in unknown, not both"
_FIELD_OF_FACT = {"fee": "fees", "time_limit": "time_limits"}


class FieldProblem(NamedTuple):
    """What is wrong with a field, for the person who filled it in."""

    field: str
    message: str


class InvalidEntry(LetanError):
    """An entry that cannot be taken as it is; `problems` says why, by field."""

    status = 422
    slug = "invalid-entry"
    title = "Nội dung chưa hợp lệ"

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        told = [f"{field_name(p.field)}: {p.message}" if p.field else p.message for p in problems]
        super().__init__("; ".join(told))
        self.problems = tuple(problems)
        self.extensions = MappingProxyType({"errors": [problem._asdict() for problem in problems]})


def parsed(key: str, data: Mapping[str, Any]) -> Content:
    """The content of an entry from the data of a form; raises InvalidEntry."""
    try:
        content = kind_of(key).model.model_validate(data)
    except ValidationError as error:
        raise InvalidEntry([_problem(each) for each in error.errors()]) from error
    if content.key != key:
        raise InvalidEntry([FieldProblem("slug" if "slug" in data else "code", "Mã của mục không đổi được")])
    return content


def check(content: Content, catalog: Catalog) -> None:
    """Hold an entry against the rules among all that is told; raises InvalidEntry."""
    if problems := list(problems_of(content, catalog)):
        raise InvalidEntry(problems)


def problems_of(content: Content, catalog: Catalog) -> Iterator[FieldProblem]:
    """The rules that an entry would break in a catalog, its own earlier wording aside."""
    for breach in breaches(content, catalog):
        yield FieldProblem(breach.field, _RULES[breach.rule].format(what=breach.what))
    if content.valid_from and content.valid_to and content.valid_from > content.valid_to:
        yield FieldProblem("valid_to", "Ngày hết hiệu lực phải sau ngày bắt đầu")
    owners = question_owners(catalog)
    for voice, questions in content.examples.items():
        for number, question in enumerate(questions):
            others = owners.get(same_wording(question), frozenset()) - {content.key}
            if others:
                name = catalog.entry(min(others)).short_name
                yield FieldProblem(f"examples.{voice.value}.{number}", f"Câu này đã thuộc mục “{name}”")


@lru_cache(maxsize=2)
def question_owners(catalog: Catalog) -> Mapping[str, frozenset[str]]:
    """By wording: the keys of the entries, not silenced, that have the example question."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for entry in _told(catalog):
        for question in entry.questions:
            owners[_wording(question)].add(entry.key)
    return {wording: frozenset(keys) for wording, keys in owners.items()}


def _told(catalog: Catalog) -> Iterator[Entry]:
    return (entry for entry in catalog.entries if entry.key not in catalog.silenced)


def _problem(error: Any) -> FieldProblem:
    """A problem of the model, in the words of the form."""
    field = ".".join(str(part) for part in error["loc"] if part != "[key]")
    if error["type"] != "value_error":
        template = _SHAPES.get(error["type"], "Không hợp lệ")
        return FieldProblem(field, template.format(**error.get("ctx", {})))
    said = str(error["msg"]).removeprefix("Value error, ")
    if said.endswith(_GIVEN_OR_UNKNOWN):
        fact = said.split(":")[0]
        name = _FIELD_OF_FACT.get(fact, fact)
        return FieldProblem(name, "Điền vào, hoặc ghi ở mục “Chưa rõ”, không cả hai")
    where, message = _MODEL_RULES.get(said, ("", "Không hợp lệ"))
    return FieldProblem(where or field, message)
