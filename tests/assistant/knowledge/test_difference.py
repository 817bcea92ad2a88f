from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Source, Voice
from assistant.catalog.faq import FaqEntry
from assistant.catalog.procedure import Fee, Procedure
from assistant.knowledge.difference import differences
from assistant.knowledge.field_names import FIELD_NAMES, VOICE_NAMES, field_name
from tests.assistant.knowledge.conftest import umbrella

LINES = st.lists(st.text("abcd ơ", min_size=1).map(str.strip).filter(bool), max_size=4).map(tuple)


def test_each_field_that_differs_is_told_with_its_name() -> None:
    before = umbrella()
    after = umbrella(
        answer="Ô để cạnh cửa, anh/chị cứ lấy ạ.",
        examples={**before.examples, "nodiac": ("muon o o dau",)},
        own_practice=False,
        source=Source(title="Nội quy", read_on=date(2026, 11, 1)),
    )
    found = {difference.name: difference for difference in differences(before, after)}
    assert list(found) == [
        "Câu trả lời",
        "Theo cách làm của trung tâm",
        "Nguồn",
        "Câu hỏi mẫu (không dấu)",
    ]
    assert found["Nguồn"].after == ("tên: Nội quy; ngày đọc: 01/11/2026",)
    examples = found["Câu hỏi mẫu (không dấu)"]
    assert (examples.removed, examples.added) == (("cho muon cai o di ra xe voi",), ("muon o o dau",))


def test_a_fee_reads_as_money(catalog: Catalog) -> None:
    birth = catalog.procedure("1.001193")
    fee = Fee(amount=20000, unit="đồng/bản", channel="online")
    (difference,) = differences(birth, birth.model_copy(update={"fees": (fee,)}))
    assert difference.after == ("số tiền: 20.000; đơn vị: đồng/bản; cách nộp: trực tuyến",)


@given(LINES, LINES)
def test_what_is_removed_and_added_leads_from_one_to_the_other(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    before, after = (umbrella(examples={"formal": lines}) for lines in (old, new))
    found = differences(before, after)
    assert bool(found) is (old != new)
    for difference in found:
        assert (set(old) - set(difference.removed)) | set(difference.added) == set(new)


def test_the_same_differs_in_nothing_and_beside_nothing_all_is_new() -> None:
    assert differences(umbrella(), umbrella()) == ()
    assert all(not difference.before for difference in differences(None, umbrella()))


def test_every_field_and_voice_has_a_name() -> None:
    fields = {*FaqEntry.model_fields, *Procedure.model_fields}
    assert fields <= set(FIELD_NAMES)
    assert set(VOICE_NAMES) == set(Voice)


def test_parts_of_fields_have_names() -> None:
    assert field_name("documents.2.name") == "Giấy tờ, mục 3: tên"
    assert field_name("examples.nodiac.0") == "Câu hỏi mẫu (không dấu), mục 1"
    assert field_name("source.read_on") == "Nguồn: ngày đọc"
    assert field_name("") == ""
