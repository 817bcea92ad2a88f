"""The form of an entry: every field of its model, with what to write there and where its problems stand."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from wtforms import Form

from api.staff.fields import Day, Field, Lines, OneLine, Part, Parts, fields_of, given, place
from api.staff.written import Written
from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Voice
from assistant.dialogue.replies.wording import upper_first
from assistant.knowledge.checking import FieldProblem, InvalidEntry, parsed
from assistant.knowledge.field_names import FIELD_NAMES, PART_NAMES, VOICE_NAMES, field_name
from assistant.knowledge.version import Content, Kind

_ROW = re.compile(r"\d{1,3}", re.ASCII)


@dataclass(frozen=True)
class Section:
    """Fields that are shown together, under a heading."""

    title: str
    help: str
    fields: tuple[str, ...]


def part_label(name: str) -> str:
    """What a part of a document, a fee, a time limit or a source is called above its field."""
    return upper_first(PART_NAMES[name])


def _examples(voice: Voice, hint: str) -> Lines:
    return Lines(upper_first(VOICE_NAMES[voice]), description=hint)


class ExamplesForm(Form):
    """Example questions, a field for each voice."""

    formal = _examples(Voice.FORMAL, "Câu đầy đủ, lịch sự. Ví dụ: Xin hỏi thủ tục này cần những giấy tờ gì?")
    colloquial = _examples(Voice.COLLOQUIAL, "Như nói với người quen. Ví dụ: Cái này làm mất mấy ngày hả em?")
    nodiac = _examples(Voice.NODIAC, "Gõ không dấu. Ví dụ: lam giay nay het bao nhieu tien")
    teencode = _examples(Voice.TEENCODE, "Chữ tắt như nhắn tin. Ví dụ: lm giấy này cần j ạ")
    dialect = _examples(Voice.DIALECT, "Tiếng địa phương. Ví dụ: Giấy ni mần ở mô rứa?")
    asr = _examples(
        Voice.ASR, "Như máy nghe ghi lại: không dấu câu, có tiếng ậm ừ. Ví dụ: à cho bác hỏi là ờ"
    )
    situation = _examples(Voice.SITUATION, "Kể chuyện của mình mà không nói tên việc cần làm.")
    letter = _examples(Voice.LETTER, "Câu hỏi dài như viết đơn gửi cơ quan, vẫn nằm trên một dòng.")
    typos = _examples(Voice.TYPOS, "Gõ sai chính tả, thừa thiếu chữ.")
    detail = _examples(Voice.DETAIL, "Hỏi một chi tiết phân biệt mục này với mục gần giống.")


class SourceForm(Form):
    """Where the facts stand."""

    title = OneLine(
        part_label("title"), description="Tên văn bản hoặc trang đã đọc. Ví dụ: Nghị định 23/2015/NĐ-CP"
    )
    decision_no = OneLine(part_label("decision_no"), description="Số quyết định công bố. Ví dụ: 163/QĐ-BTP")
    url = OneLine(part_label("url"), description="Địa chỉ trang web, bắt đầu bằng https://")
    read_on = Day(
        part_label("read_on"),
        description="Ngày anh/chị đọc nguồn, dạng 23/11/2026. Chỉ nhớ tháng thì ghi ngày mồng một.",
    )


class EntryForm(Form):
    """What forms of entries have in common; `problems` are told by the name of the field they stand at.

    Those under the empty name are about the whole.
    """

    kind: ClassVar[Kind]
    sections: ClassVar[tuple[Section, ...]]
    key_field: ClassVar[str]
    """The field that names the entry, which cannot be changed later."""
    title_field: ClassVar[str]
    """The field by which people know it."""

    aliases = Lines(
        FIELD_NAMES["aliases"],
        description="Mỗi dòng một cách gọi ngắn mà người dân hay dùng. Không viết cả câu hỏi ở đây.",
    )
    examples = Part(
        ExamplesForm,
        FIELD_NAMES["examples"],
        description="Mỗi dòng một câu, viết đúng như người dân hỏi. Càng nhiều cách hỏi khác nhau, "
        "Lễ Tân càng dễ nhận ra. Không ghi tên, số điện thoại hay giấy tờ của ai.",
    )
    valid_from = Day(
        FIELD_NAMES["valid_from"],
        description="Dạng 01/07/2026. Để trống nếu nội dung đã có hiệu lực.",
    )
    valid_to = Day(
        FIELD_NAMES["valid_to"],
        description="Ngày cuối cùng còn đúng, dạng 31/12/2026; sau ngày đó Lễ Tân không trả lời mục này nữa. "
        "Để trống nếu chưa biết.",
    )
    reason = OneLine(
        "Ghi chú cho phiên bản này",
        description="Sửa gì và vì sao, để người duyệt và người sửa sau hiểu. "
        "Ví dụ: Lệ phí đổi theo Nghị quyết mới.",
    )

    def __init__(self, written: Written | None = None, **values: Any) -> None:
        self.problems: Mapping[str, Sequence[str]] = {}
        super().__init__(written, **values)

    @classmethod
    def of(cls, content: Content) -> Self:
        """The form as it stands for a content."""
        return cls(data=content.model_dump())

    def suggest(self, catalog: Catalog) -> None:
        """Offer what other entries of the catalog say already."""
        raise NotImplementedError

    def content_data(self) -> dict[str, Any]:
        """What was filled in, as `assistant.knowledge.checking.parsed` takes it."""
        return given(self, without=frozenset({"reason"}))

    @staticmethod
    def key_of(data: Mapping[str, Any]) -> str:
        """The key of an entry that has such data."""
        raise NotImplementedError

    def content(self, key: str = "") -> Content:
        """The content that was filled in, under the key that the entry has, if it has one already.

        Raises:
            InvalidEntry: it is shown at its fields too.
        """
        data = self.content_data()
        if key:
            data[self.key_field] = key.rpartition(":")[2]
        try:
            return parsed(key or self.key_of(data), data)
        except InvalidEntry as error:
            self.refuse(error.problems)
            raise

    def outline(self, key: str = "") -> Content | None:
        """What can be compared with other entries before all is filled in; absent if nothing can."""
        return None

    def change_rows(self, wish: str) -> None:
        """Add a row to a list, or take one out: "add:documents", "remove:documents-2"."""
        action, _, wanted = wish.partition(":")
        name, _, number = wanted.partition("-")
        rows = self._fields.get(name)
        if isinstance(rows, Parts) and action == "add":
            rows.append_entry()
        elif isinstance(rows, Parts) and action == "remove" and _ROW.fullmatch(number):
            rows.drop(int(number))

    def refuse(self, problems: Iterable[FieldProblem]) -> None:
        """Show problems where they are; those of no field of the form on top."""
        shown: defaultdict[str, list[str]] = defaultdict(list)
        for problem in problems:
            found = place(self, problem.field.split("."))
            if found is None:
                where = f"{field_name(problem.field)}: " if problem.field else ""
                shown[""].append(where + problem.message)
            else:
                line = f"Dòng {found.line}: " if found.line else ""
                shown[found.name].append(line + problem.message)
        self.problems = dict(shown)

    @staticmethod
    def label_of(name: str) -> str:
        """What a field of the page is called among all others."""
        return field_name(name.replace("-", "."))

    @property
    def title(self) -> str:
        """What people know the entry by, as it is typed at the moment."""
        return str(self[self.title_field].data or "").strip()

    @property
    def needed(self) -> frozenset[str]:
        """The fields that must be filled in, whatever the others say."""
        fields = self.kind.model.model_fields
        return frozenset(name for name, field in fields.items() if field.is_required())

    def shown(self) -> list[tuple[Section, list[Field]]]:
        """The sections with their fields."""
        fields = {field.short_name: field for field in fields_of(self)}
        return [(section, [fields[name] for name in section.fields]) for section in self.sections]
