"""The form of a procedure."""

from collections.abc import Mapping
from typing import Any

from wtforms import Form

from api.staff.entry_forms import EntryForm, Section, SourceForm, part_label
from api.staff.fields import Count, Flag, Lines, OneLine, OneOf, Paragraph, Part, Parts, SomeOf, YesOrNo
from assistant.catalog.catalog import Catalog
from assistant.catalog.faq import is_faq
from assistant.catalog.procedure import Channel, Fact, OnlineLevel, TimeUnit
from assistant.knowledge.field_names import FIELD_NAMES, VALUE_NAMES
from assistant.knowledge.version import Kind

_NONE = "— chưa chọn —"
_FIELD_OF_FACT = {Fact.FEE: "fees", Fact.TIME_LIMIT: "time_limits"}


def _named(values: type[Channel] | type[TimeUnit] | type[OnlineLevel]) -> dict[str, str]:
    return {value.value: VALUE_NAMES[value.value] for value in values}


class DocumentForm(Form):
    """One paper of the dossier."""

    name = OneLine(part_label("name"), description="Tên giấy tờ. Ví dụ: Giấy chứng sinh")
    detail = OneLine(part_label("detail"), description="Điều cần biết thêm, nếu có.")
    originals = Count(
        part_label("originals"), counted="bản chính", description="Số bản; để trống nếu nguồn không ghi."
    )
    copies = Count(
        part_label("copies"), counted="bản sao", description="Số bản; để trống nếu nguồn không ghi."
    )
    form = OneLine(part_label("form"), description="Tên hoặc số mẫu. Ví dụ: Mẫu CT01")
    case = OneLine(
        part_label("case"), description="Chỉ ghi khi không phải ai cũng cần. Ví dụ: Cha mẹ chưa kết hôn"
    )
    present = Flag(part_label("present"), description="Mang theo cho xem rồi cầm về.")


class FeeForm(Form):
    """An amount."""

    amount = Count(
        part_label("amount"), counted="đồng", description="Số đồng. Ví dụ: 25.000; miễn phí thì ghi 0."
    )
    unit = OneLine(part_label("unit"), description="Tính theo gì. Ví dụ: lần đăng ký")
    channel = OneOf(
        part_label("channel"),
        choices={"": "— cách nào cũng vậy —", **_named(Channel)},
        description="Chỉ chọn khi mức này riêng cho một cách nộp.",
    )
    condition = OneLine(part_label("condition"), description="Ai hoặc khi nào nộp mức này.")
    basis = OneLine(part_label("basis"), description="Văn bản quy định mức này.")
    free_reason = OneLine(part_label("free_reason"), description="Bắt buộc khi số tiền là 0, chỉ khi đó.")


class TimeLimitForm(Form):
    """How long it may take."""

    value = Count(part_label("value"), description="Ví dụ: 5; để trống nếu giải quyết trong ngày.")
    unit = OneOf(
        part_label("unit"), choices={"": _NONE, **_named(TimeUnit)}, description="Đúng như nguồn ghi."
    )
    case = OneLine(part_label("case"), description="Chỉ ghi khi thời hạn này riêng cho một trường hợp.")


class ProcedureForm(EntryForm):
    """An administrative procedure."""

    kind = Kind.PROCEDURE
    title_field = "plain_name"
    key_field = "code"
    sections = (
        Section(
            "Tên và nơi làm",
            "Việc này gọi là gì và ai tiếp nhận.",
            (
                "code",
                "name",
                "plain_name",
                "summary",
                "field",
                "service_group",
                "authority",
                "everyday",
            ),
        ),
        Section("Giấy tờ", "Mỗi ô một giấy tờ, theo thứ tự nên đọc cho người dân.", ("documents",)),
        Section("Lệ phí và thời hạn", "", ("fees", "fee_note", "time_limits", "time_limit_note")),
        Section("Cách làm", "", ("channels", "online_level", "boundary_free", "steps", "conditions")),
        Section("Kết quả và căn cứ", "", ("result", "legal_basis", "related", "note")),
        Section(
            "Điều nguồn không nói",
            "Điều gì nguồn không ghi thì đánh dấu ở đây, Lễ Tân sẽ nói là chưa rõ. Không đoán.",
            ("unknown",),
        ),
        Section("Nguồn và hiệu lực", "Mọi điều ở trên lấy từ đâu.", ("source", "valid_from", "valid_to")),
        Section(
            "Người dân hỏi thế nào",
            "Những cách hỏi để Lễ Tân nhận ra thủ tục này. Ghi được câu nào thì ghi, không cần đủ các giọng.",
            ("aliases", "examples"),
        ),
    )

    code = OneLine(FIELD_NAMES["code"], description="Mã trên Cổng Dịch vụ công quốc gia. Ví dụ: 1.001193")
    name = Paragraph(FIELD_NAMES["name"], description="Chép đúng tên trong quyết định công bố.")
    plain_name = OneLine(
        FIELD_NAMES["plain_name"],
        description="Tên ngắn người dân gọi, chữ đầu viết thường. Ví dụ: đăng ký khai sinh",
    )
    summary = Paragraph(FIELD_NAMES["summary"], description="Một câu: việc này để làm gì, cho ai.")
    field = OneLine(FIELD_NAMES["field"], description="Chọn lĩnh vực đã có nếu hợp. Ví dụ: Hộ tịch")
    service_group = OneOf(
        FIELD_NAMES["service_group"], choices={"": _NONE}, description="Quầy nào tiếp nhận việc này."
    )
    authority = OneLine(
        FIELD_NAMES["authority"],
        description="Cơ quan có thẩm quyền theo nguồn; cấp huyện không còn. Ví dụ: Ủy ban nhân dân cấp xã",
    )
    everyday = Flag(FIELD_NAMES["everyday"], description="Việc nhiều người làm hằng ngày, nên gợi ý trước.")
    documents = Parts(DocumentForm, FIELD_NAMES["documents"])
    fees = Parts(FeeForm, FIELD_NAMES["fees"])
    fee_note = Paragraph(
        FIELD_NAMES["fee_note"], description="Điều cần nói thêm. Muốn nói miễn phí thì ghi mức 0 đồng ở trên."
    )
    time_limits = Parts(TimeLimitForm, FIELD_NAMES["time_limits"])
    time_limit_note = Paragraph(FIELD_NAMES["time_limit_note"], description="Khi nào thì lâu hơn, nếu có.")
    channels = SomeOf(
        FIELD_NAMES["channels"],
        choices=_named(Channel),
        description="Những cách nguồn cho phép.",
    )
    online_level = OneOf(
        FIELD_NAMES["online_level"],
        choices={"": _NONE, **_named(OnlineLevel)},
        description="Toàn trình: làm hết trên mạng. Một phần: vẫn phải tới nơi một lần.",
    )
    boundary_free = YesOrNo(
        FIELD_NAMES["boundary_free"], description="Có: nộp được ở nơi khác, không phụ thuộc nơi cư trú."
    )
    steps = Lines(
        FIELD_NAMES["steps"],
        description="Mỗi dòng một bước, lời của mình, ngắn gọn. Không đánh số.",
    )
    conditions = Lines(FIELD_NAMES["conditions"], description="Mỗi dòng một điều kiện phải có.")
    result = Lines(FIELD_NAMES["result"], description="Mỗi dòng một giấy tờ nhận được khi xong.")
    legal_basis = Lines(
        FIELD_NAMES["legal_basis"], description="Mỗi dòng một số văn bản. Ví dụ: 60/2014/QH13"
    )
    related = Lines(
        FIELD_NAMES["related"], description="Mỗi dòng một mã thủ tục làm cùng lúc. Ví dụ: 1.004222"
    )
    note = Paragraph(FIELD_NAMES["note"], description="Điều người dân hay nhầm, nếu có.")
    unknown = SomeOf(
        FIELD_NAMES["unknown"],
        choices={fact.value: FIELD_NAMES[_FIELD_OF_FACT.get(fact, fact)] for fact in Fact},
    )
    source = Part(SourceForm, FIELD_NAMES["source"])

    def suggest(self, catalog: Catalog) -> None:
        """Offer the fields there are, and the service groups of all centres."""
        self.field.suggestions = sorted({procedure.field for procedure in catalog})
        groups = {group.slug: group.name for centre in catalog.centres for group in centre.service_groups}
        self.service_group.choices = {"": _NONE, **groups, **_own(self.service_group, groups)}

    @staticmethod
    def key_of(data: Mapping[str, Any]) -> str:
        """The code; none if it is a key of the FAQ."""
        code = str(data.get("code", ""))
        return "" if is_faq(code) else code


def _own(field: OneOf, groups: Mapping[str, str]) -> dict[str, str]:
    """What the field says that no centre has: it is kept until somebody chooses another."""
    return {field.data: field.data} if field.data and field.data not in groups else {}
