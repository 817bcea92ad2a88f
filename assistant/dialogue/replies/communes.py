"""Replies about where a commune or ward of before belongs now, and which centre is near."""

from collections.abc import Sequence

from assistant.catalog.centre import Centre
from assistant.catalog.commune import Commune, CommuneMatch, FormerUnit, MatchedBy
from assistant.dialogue.replies.reply import Reply, Status, Suggestion
from assistant.dialogue.replies.wording import listed, lower_first
from assistant.text.speech import to_speech

_MOST = 4
_FAR_KM = 60


def communes_found(matches: Sequence[CommuneMatch], centres: Sequence[Centre]) -> Reply:
    """What a name of before is now; several that bear it are offered."""
    if len(matches) > 1 and matches[0].by is MatchedBy.DISTRICT:
        names = listed([lower_first(match.commune.name) for match in matches])
        text = f"{matches[0].name} cũ nay chia thành {names}. Anh/chị ở xã, phường nào ạ?"
        return Reply(Status.CLARIFICATION, text, to_speech(text))
    if len({match.former and (match.former.name, match.former.district) for match in matches}) > 1:
        return _which(matches)
    now = lower_first(matches[0].commune.name)
    text = f"Anh/chị tới Trung tâm Phục vụ hành chính công {now}"
    if centre := next((c for c in centres if c.commune == matches[0].commune.code), None):
        text += f", {lower_first(centre.address)}"
    text = f"{_became(matches)}{text} ạ."
    return Reply(Status.ANSWERED, text, to_speech(text))


def nearest_to(place: str, near: Sequence[tuple[Commune, float]], *, here: bool = False) -> Reply:
    """The centres nearest to a place, as the crow flies; `here` if one stands there."""
    told = [f"{lower_first(commune.name)} (khoảng {km:.0f} km)" for commune, km in near if km < _FAR_KM]
    start = f"Anh/chị đang ở {lower_first(place)}. Gần đây" if here else f"Gần {lower_first(place)}"
    text = f"{start} nhất là trung tâm {listed(told)}, tính theo đường chim bay ạ."
    return Reply(Status.ANSWERED, text, to_speech(text))


def _became(matches: Sequence[CommuneMatch]) -> str:
    """What became of a former unit, if one was named."""
    first, *others = matches
    if first.former is None:
        return ""
    was = f"{first.former.name} ({lower_first(first.former.district)} cũ)"
    if not others:
        return f"{was} nay thuộc {lower_first(first.commune.name)}. "
    rest = listed([lower_first(match.commune.name) for match in others])
    return f"{was} phần lớn nay thuộc {lower_first(first.commune.name)}, một phần thuộc {rest}. "


def _which(matches: Sequence[CommuneMatch]) -> Reply:
    told, taps = [], []
    for match in matches[:_MOST]:
        if unit := match.former:
            name = f"{unit.name}, {lower_first(unit.district)} cũ"
            told.append(f"{name} (nay thuộc {lower_first(match.commune.name)})")
        else:
            unit = _unit_of_another_name(match.commune)
            name = f"{match.name} mới"
            told.append(f"{name} (có {lower_first(unit.name)} cũ)")
        # The shared name alone would only be asked back for again.
        taps.append(Suggestion(name, f"{lower_first(unit.name)} cũ {lower_first(unit.district)}"))
    text = f"Có mấy nơi cùng tên: {'; '.join(told)}. Anh/chị ở nơi nào ạ?"
    return Reply(Status.CLARIFICATION, text, to_speech(text), suggestions=taps)


def _unit_of_another_name(commune: Commune) -> FormerUnit:
    """A unit that went whole into a commune, by which it can be told from others of its name."""
    name = commune.name.split(" ", 1)[1]
    others = [unit for unit in commune.former_units if not unit.part and not unit.name.endswith(name)]
    return (others or commune.former_units)[0]
