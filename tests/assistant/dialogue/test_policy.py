from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest

from assistant.assembly import Assistant
from assistant.catalog.catalog import Catalog
from assistant.dialogue.acts import TOPIC_OF_INTENT, Act, ActKind, Topic
from assistant.dialogue.policy import Policy
from assistant.knowledge.handle import Snapshot

BIRTH, MARRIAGE, DEATH = "1.001193", "1.000894", "1.000656"
LAST_DAY, DAY_AFTER = date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture(scope="module")
def policy(assistant: Assistant) -> Policy:
    return assistant.brain.policy


@pytest.fixture(scope="module")
def expiring(assistant: Assistant, catalog: Catalog) -> Catalog:
    """The catalog with birth registration in force until the last day of the year."""
    birth = catalog.procedure(BIRTH).model_copy(update={"valid_to": LAST_DAY})
    return Catalog([birth if p.code == BIRTH else p for p in catalog], catalog.centres)


def codes(acts: Iterable[Act | str | None]) -> set[str | None]:
    """Every code that the acts would tell."""
    told: set[str | None] = set()
    for act in acts:
        told |= {act.procedure, *act.candidates} if isinstance(act, Act) else {act}
    return told


@pytest.mark.parametrize(("intent", "topic"), TOPIC_OF_INTENT.items())
def test_a_named_procedure_is_answered_on_the_topic_asked(policy: Policy, intent: str, topic: Topic) -> None:
    assert policy.answer("đăng ký kết hôn", intent, None) == Act(ActKind.ANSWER, MARRIAGE, (topic,))


@pytest.mark.parametrize("intent", ["ask_faq", "choose_candidate", "nlu_fallback"])
def test_without_a_topic_it_is_answered_in_general(policy: Policy, intent: str) -> None:
    assert policy.answer("đăng ký kết hôn", intent, None).topics == (Topic.GENERAL,)


def test_every_procedure_is_answered_by_its_code_and_its_names(policy: Policy, catalog: Catalog) -> None:
    shared = Counter(procedure.name for procedure in catalog)
    for procedure in catalog:
        for name in (procedure.code, procedure.name.upper(), f"{procedure.plain_name}?"):
            act = policy.answer(name, "ask_fee", BIRTH)
            assert act.kind is ActKind.ANSWER, name
            assert act.topics == (Topic.FEE,)
            assert act.procedure == procedure.code or shared[procedure.name] > 1, name


@pytest.mark.parametrize("text", ["lệ phí bao nhiêu", "hết bao nhiêu tiền em"])
def test_a_topic_alone_is_about_the_procedure_talked_about(policy: Policy, text: str) -> None:
    assert policy.answer(text, "ask_fee", MARRIAGE) == Act(ActKind.ANSWER, MARRIAGE, (Topic.FEE,))


def test_a_topic_alone_with_none_talked_about_asks_which(policy: Policy) -> None:
    assert policy.answer("lệ phí bao nhiêu", "ask_fee", None) == Act(ActKind.ASK_WHICH, topics=(Topic.FEE,))


def test_words_that_name_nothing_and_ask_nothing_are_not_answered(policy: Policy) -> None:
    assert policy.answer("chào em", "nlu_fallback", MARRIAGE) == Act(ActKind.UNANSWERED)


def test_a_named_procedure_goes_before_the_one_talked_about(policy: Policy) -> None:
    assert policy.answer("khai tử cho ông cần giấy gì", "ask_documents", MARRIAGE).procedure == DEATH


def test_near_ones_are_offered_with_the_topic_that_waits(policy: Policy) -> None:
    act = policy.answer("cấp lại giấy tờ", "ask_fee", None)
    assert act.kind is ActKind.OFFER
    assert 2 <= len(set(act.candidates)) <= 3
    assert act.topics == (Topic.FEE,)


def test_of_near_ones_the_one_talked_about_is_meant(policy: Policy) -> None:
    best = policy.answer("cấp lại giấy tờ", "ask_procedure", None).candidates[0]
    assert policy.answer("cấp lại giấy tờ", "ask_procedure", best) == Act(
        ActKind.ANSWER, best, (Topic.GENERAL,)
    )


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        ("ask_hours", ActKind.HOURS),
        ("ask_human", ActKind.HUMAN),
        ("complain", ActKind.COMPLAINT),
        ("ask_identity", ActKind.IDENTITY),
        ("take_ticket", ActKind.TICKET),
        ("ask_queue", ActKind.QUEUE),
        ("check_dossier", ActKind.DOSSIER),
        ("greet", ActKind.GREET),
        ("thanks", ActKind.THANKS),
        ("goodbye", ActKind.GOODBYE),
        ("affirm", ActKind.AFFIRM),
        ("deny", ActKind.DENY),
        ("repeat", ActKind.REPEAT),
        ("out_of_scope", ActKind.OUT_OF_SCOPE),
        ("emergency", ActKind.EMERGENCY),
        ("no such intent", ActKind.UNANSWERED),
    ],
)
def test_each_intent_has_its_reply(policy: Policy, intent: str, kind: ActKind) -> None:
    assert policy.reply("chào em", intent, 0.9) == Act(kind)


@pytest.mark.parametrize("intent", ["greet", "thanks", "affirm", "out_of_scope"])
def test_small_talk_gives_way_to_the_question_in_it(policy: Policy, intent: str) -> None:
    act = policy.reply("chào em, chị muốn đăng ký kết hôn", intent, 0.9)
    assert (act.kind, act.procedure) == (ActKind.ANSWER, MARRIAGE)


@pytest.mark.parametrize(
    ("intent", "kind"), [("take_ticket", ActKind.TICKET), ("check_dossier", ActKind.DOSSIER)]
)
def test_a_service_stands_and_knows_the_procedure_named(policy: Policy, intent: str, kind: ActKind) -> None:
    assert policy.reply("lấy số làm đăng ký kết hôn", intent, 0.9) == Act(kind, MARRIAGE)


def test_a_cry_for_help_that_is_hardly_believed_is_none(policy: Policy) -> None:
    assert policy.reply("chào em", "emergency", 0.59).kind is not ActKind.EMERGENCY
    assert policy.reply("chào em", "emergency", 0.6).kind is ActKind.EMERGENCY


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("cái thứ hai", MARRIAGE),
        ("1", BIRTH),
        ("Đăng ký khai sinh", BIRTH),
        ("kết hôn", MARRIAGE),
        ("khai tử", DEATH),
        ("cái thứ năm", None),
        ("chào em", None),
    ],
)
def test_a_choice_is_by_place_by_name_or_by_naming_another(
    policy: Policy, text: str, chosen: str | None
) -> None:
    assert policy.choose(text, [BIRTH, MARRIAGE]) == chosen


def test_with_nothing_on_offer_only_a_name_chooses(policy: Policy) -> None:
    assert policy.choose("đăng ký khai sinh", []) == BIRTH
    assert policy.choose("cái thứ nhất", []) is None


def test_a_choice_may_name_what_several_share(policy: Policy) -> None:
    offered = policy.answer("cấp lại giấy tờ", "ask_procedure", None).candidates
    assert policy.choose("cấp lại giấy tờ", offered) is None


def test_a_procedure_is_told_until_its_last_day_and_not_after(
    assistant: Assistant, expiring: Catalog
) -> None:
    searcher = assistant.brain.policy.searcher
    before = Policy(Snapshot(expiring, searcher), lambda: LAST_DAY)
    after = Policy(Snapshot(expiring, searcher), lambda: DAY_AFTER)

    def told(policy: Policy) -> list[Act | str | None]:
        return [
            policy.answer("đăng ký khai sinh", "ask_fee", None),
            policy.answer(BIRTH, "ask_fee", None),
            policy.answer("khai sinh cho con cần giấy tờ gì", "ask_documents", None),
            policy.answer("lệ phí bao nhiêu", "ask_fee", BIRTH),
            policy.reply("chào em, đăng ký khai sinh", "greet", 0.9),
            policy.choose("cái thứ nhất", [BIRTH, MARRIAGE]),
            policy.choose("đăng ký khai sinh", [BIRTH, MARRIAGE]),
        ]

    assert all(BIRTH in codes([act]) for act in told(before))
    assert BIRTH not in codes(told(after))
    assert all(act.kind is not ActKind.ANSWER for act in told(after) if isinstance(act, Act))


def test_the_clock_is_asked_anew_each_time(assistant: Assistant, expiring: Catalog) -> None:
    days = iter([LAST_DAY] * 3 + [DAY_AFTER] * 10)
    policy = Policy(Snapshot(expiring, assistant.brain.policy.searcher), lambda: next(days, DAY_AFTER))
    kinds = [policy.answer("đăng ký khai sinh", "ask_fee", None).kind for _ in range(6)]
    assert kinds[0] is ActKind.ANSWER
    assert kinds[-1] is not ActKind.ANSWER


def test_with_nothing_in_force_nothing_is_answered(assistant: Assistant, catalog: Catalog) -> None:
    expired = Catalog(p.model_copy(update={"valid_to": date(2020, 1, 1)}) for p in catalog)
    policy = Policy(Snapshot(expired, assistant.brain.policy.searcher), lambda: DAY_AFTER)
    assert policy.answer("đăng ký khai sinh", "ask_fee", BIRTH).kind is ActKind.UNANSWERED
    assert policy.reply("cho gặp cán bộ", "ask_human", 0.9) == Act(ActKind.HUMAN)
    assert policy.choose("cái thứ nhất", [BIRTH]) is None


def test_a_question_of_the_faq_is_no_side_of_a_comparison(policy: Policy, catalog: Catalog) -> None:
    question = min((entry.question for entry in catalog.faq), key=len)
    assert policy._meant(question, policy._procedures_in_force()) in {None, *(p.code for p in catalog)}


def test_a_correction_is_not_read_beside_the_procedure_it_takes_back(policy: Policy) -> None:
    act = policy.answer("không phải, tôi hỏi việc nuôi chó", "ask_procedure", "1.004194")
    assert act.procedure is None


@pytest.mark.parametrize("text", ["thế mai trời có mưa không", "thế còn giá vàng hôm nay bao nhiêu"])
def test_a_foreign_question_that_goes_on_is_not_answered_with_kin(policy: Policy, text: str) -> None:
    act = policy.reply(text, "out_of_scope", 0.98, "1.014063")
    assert act == Act(ActKind.OUT_OF_SCOPE)


def test_what_means_nothing_alone_is_read_beside_the_procedure_talked_about(policy: Policy) -> None:
    act = policy.answer("thế còn cho con tôi 10 tuổi", "ask_procedure", "1.014063", before=(Topic.FEE,))
    assert act == Act(ActKind.ANSWER, "1.014062", (Topic.FEE,))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("xã Dân Lực cũ giờ thuộc xã nào", "ask_place"),
        ("tôi ở xã Dân Lực cũ giờ đến trung tâm nào", "ask_counter"),
        ("trung tâm gần nhất ở đâu", "ask_faq"),
    ],
)
def test_a_question_about_a_place_is_told_with_its_words(policy: Policy, text: str, intent: str) -> None:
    act = Act(ActKind.COMMUNE, place=text)
    assert policy.answer(text, intent, None) == act
    assert policy.reply(text, "out_of_scope", 0.9) == act


def test_a_place_beside_a_question_about_a_procedure_is_not_what_is_asked(policy: Policy) -> None:
    act = policy.answer("nhà tôi ở xã Dân Lực cũ, đăng ký kết hôn cần giấy tờ gì", "ask_documents", None)
    assert (act.kind, act.procedure, act.topics) == (ActKind.ANSWER, MARRIAGE, (Topic.DOCUMENTS,))


@pytest.mark.parametrize(
    ("text", "codes"), [("đăng ký kết hôn", (MARRIAGE,)), ("chào em", ()), ("lấy số", ())]
)
def test_the_procedures_that_a_text_is_about(policy: Policy, text: str, codes: tuple[str, ...]) -> None:
    assert policy.procedures_meant(text) == codes


def test_of_near_procedures_all_are_meant_and_no_entry_of_the_faq(policy: Policy) -> None:
    meant = policy.procedures_meant("cấp lại giấy tờ")
    assert len(meant) > 1
    assert not any(code.startswith("faq:") for code in meant)
    assert policy.service_group(BIRTH) == "ho-tich"


@pytest.mark.parametrize("text", ["lệ phí chứng thực bao nhiêu", "chung thuc het bao nhieu tien"])
def test_a_fee_of_another_field_is_not_answered_with_the_procedure_before(policy: Policy, text: str) -> None:
    act = policy.answer(text, "ask_fee", "1.000894")
    assert act.procedure != "1.000894"


def test_a_paper_of_another_field_is_still_asked_of_the_procedure_before(policy: Policy) -> None:
    act = policy.answer("có cần hộ tịch gì không", "ask_documents", "1.004222")
    assert act.procedure == "1.004222"
