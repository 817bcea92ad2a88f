"""The form of an entry of the FAQ."""

import re
from collections.abc import Mapping
from typing import Any

from api.staff.entry_forms import EntryForm, Section, SourceForm
from api.staff.fields import Flag, Lines, OneLine, Paragraph, Part
from assistant.catalog.catalog import Catalog
from assistant.knowledge.checking import InvalidEntry, parsed
from assistant.knowledge.field_names import FIELD_NAMES
from assistant.knowledge.version import Content, Kind
from assistant.text.folding import fold

_ASKED = frozenset({"slug", "question", "aliases", "examples"})
_ANY_ANSWER = {"answer": "chưa có câu trả lời nào", "own_practice": True}
_SLUG_LENGTH = 48
"""Leaves room for a number, where two questions would have the same."""


class FaqForm(EntryForm):
    """A question with its answer."""

    kind = Kind.FAQ
    title_field = "question"
    key_field = "slug"
    sections = (
        Section(
            "Câu hỏi và câu trả lời",
            "Điều Lễ Tân nói với người dân, đúng từng chữ.",
            ("question", "answer", "theme", "slug"),
        ),
        Section(
            "Nguồn và hiệu lực",
            "Mỗi câu trả lời phải có nguồn, hoặc là cách làm của chính trung tâm.",
            ("source", "own_practice", "valid_from", "valid_to"),
        ),
        Section(
            "Người dân hỏi thế nào",
            "Những cách hỏi để Lễ Tân nhận ra mục này. Ghi được câu nào thì ghi, không cần đủ các giọng.",
            ("aliases", "examples"),
        ),
        Section("Liên quan", "", ("procedures", "elsewhere")),
    )

    slug = OneLine(
        FIELD_NAMES["slug"],
        description="Tên ngắn không dấu, nối bằng gạch, đặt một lần không đổi được. Ví dụ: gui-xe. "
        "Để trống thì phần mềm tự đặt theo câu hỏi.",
    )
    theme = OneLine(
        FIELD_NAMES["theme"],
        description="Chọn chủ đề đã có nếu hợp, để danh sách gọn. Ví dụ: Bản sao và giấy tờ mang theo",
    )
    question = OneLine(
        FIELD_NAMES["question"],
        description="Câu hỏi đầy đủ, đọc riêng vẫn hiểu. Ví dụ: Trung tâm có chỗ gửi xe không?",
    )
    answer = Paragraph(
        FIELD_NAMES["answer"],
        description="Từ 20 đến 500 ký tự, xưng “em”, gọi “anh/chị”, nói thẳng điều cần biết. "
        "Chỉ viết điều có trong nguồn; không hứa thay cơ quan khác.",
    )
    procedures = Lines(
        FIELD_NAMES["procedures"],
        description="Mỗi dòng một mã thủ tục để gợi ý tiếp cho người dân. Ví dụ: 1.001193",
    )
    source = Part(
        SourceForm, FIELD_NAMES["source"], description="Để trống nếu là cách làm của chính trung tâm."
    )
    own_practice = Flag(
        FIELD_NAMES["own_practice"],
        description="Đánh dấu khi câu trả lời là thông lệ của trung tâm, ví dụ chỗ để xe, giờ nghỉ trưa.",
    )
    elsewhere = Flag(
        FIELD_NAMES["elsewhere"],
        description="Đánh dấu khi trung tâm không làm việc này; câu trả lời chỉ nơi cần tới.",
    )

    def suggest(self, catalog: Catalog) -> None:
        """Offer the themes there are."""
        self.theme.suggestions = sorted({entry.theme for entry in catalog.faq})

    def content_data(self) -> dict[str, Any]:
        """What was filled in, with a slug made of the question where none was given."""
        told = super().content_data()
        return {"slug": slug_of(told.get("question", ""))} | told

    def outline(self, key: str = "") -> Content | None:
        """The question and the ways to ask it, as if they had an answer."""
        said = {name: value for name, value in self.content_data().items() if name in _ASKED}
        if key:
            said["slug"] = key.rpartition(":")[2]
        try:
            return parsed(key or self.key_of(said), said | _ANY_ANSWER)
        except InvalidEntry:
            return None

    @staticmethod
    def key_of(data: Mapping[str, Any]) -> str:
        """The slug with what tells it apart from codes."""
        return f"faq:{data['slug']}"


def slug_of(question: str) -> str:
    """A slug of the first words of a question."""
    words = re.findall(r"[a-z0-9]+", fold(question)) or ["muc"]
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_SLUG_LENGTH]
        if len(longer) > _SLUG_LENGTH:
            break
        slug = longer
    return slug
