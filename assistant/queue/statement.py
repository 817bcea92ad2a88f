"""Whether a word in what somebody says is about a person who is there, or names the matter they came for."""

from functools import lru_cache

from assistant.text.folding import fold, has_diacritics, syllables

Span = tuple[int, int]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PEOPLE = _set(
    "tôi tui tao tớ mình choa bác ông bà cụ mẹ mệ mế mạ bố cha má u bầm thầy chú cô dì o mụ mợ cậu thím em "
    "cháu chị anh eng ả chồng vợ lão con bé bạn"
)
_PEOPLE_UNMARKED = _set(
    "toi tui tao minh choa bac ong ba cu me ma bo cha chu em chau anh chong lao con mu thim"
)
_LINKS = frozenset({"nhà", "trai", "gái", "nha", "gai"})  # "con trai bác", "ông nhà tôi"
_BROUGHT = frozenset({"con", "bé", "bạn", "ban"})  # "con thương binh" is no war invalid
_CHILDREN = frozenset({"cháu", "chau", "em"})
_MANY = frozenset({"các", "những", "mấy", "đứa", "trẻ", "thằng", "cac", "nhung", "dua", "tre", "thang"})
_TOOLS = frozenset({"dụng", "công", "nông", "dung", "cong", "nong"})  # "dụng cụ" is no old person
_RELATIVES = _set("ông bà cụ mẹ mệ mạ bố cha má chồng vợ bác chú ong ba cu me bo chong")
_MATTERS = _set(
    "giấy thẻ sổ tiền mức hội luật quà hồ_sơ trợ_cấp chế_độ thủ_tục hỗ_trợ chính_sách xác_nhận quy_định "
    "đối_tượng danh_hiệu trợ_giúp phụ_cấp bảo_trợ ưu_đãi công_nhận đăng_ký giám_định nuôi_dưỡng chăm_sóc "
    "mai_táng khai_sinh cho về hỏi biết như người của hộ dành với phụ_nữ mấy những các nếu khi cấp kể"
)
_MATTERS_UNMARKED = frozenset(fold(word) for word in _MATTERS) - {"so", "ho", "nhu", "may", "cac", "ve"}
_FOR = frozenset({"cho", "hộ", "giúp", "dùm", "giùm", "của", "cua", "giup", "dum", "gium"})
_QUEUE = (
    "lấy số",
    "bốc số",
    "lấy phiếu",
    "ưu tiên",
    "xếp hàng",
    "làm trước",
    "vào trước",
    "vô trước",
    "lấy cho",
)
_AWAY = (
    "mai táng", "khai tử", "báo tử", "mới mất", "vừa mất", "đã mất", "mất rồi", "qua đời", "đã chết",
    "liệt sĩ", "liệt sỹ", "chứng tử", "từ trần", "mất ngày", "mất hôm", "mất năm", "mất tháng",
    "không ra xã", "ko ra xã", "ko ra ubnd", "không đi được", "đi không được", "nằm một chỗ", "tận nhà",
    "tại nhà", "đến nhà", "tới nhà", "về nhà", "xuống nhà", "nằm viện",
)  # fmt: skip
_REACH = 7


class Statement:
    """One utterance, its words with and without marks. Spans are [start, end) in words."""

    def __init__(self, text: str) -> None:
        self.words = syllables(text)
        self.folded = [fold(word) for word in self.words]
        self._known = frozenset(self.folded)
        self.marked = has_diacritics(text)
        self._of_queue = any(self.spans(phrase) for phrase in _QUEUE)
        self._of_one_away = any(self.spans(phrase) for phrase in _AWAY)

    def spans(self, phrase: str, *, marks: bool = False) -> list[Span]:
        """Where a phrase stands; words may lack their marks unless `marks`. `#` is a number."""
        wanted = _words(phrase)
        if not all(bare in self._known or bare == "#" for _, bare in wanted):
            return []
        return [
            (start, start + len(wanted))
            for start in range(len(self.words) - len(wanted) + 1)
            if all(self._is(start + i, word, bare, marks) for i, (word, bare) in enumerate(wanted))
        ]

    def _is(self, at: int, wanted: str, bare: str, marks: bool) -> bool:
        word = self.words[at]
        if wanted == "#":
            return word.isdecimal() or self.folded[at] in NUMERALS
        return word == wanted or (not marks and word == bare)

    def of_a_person(self, start: int, *, grown: bool = False) -> bool | None:
        """Whether the words from `start` are said of a person there; None: of nobody, at least in words.

        `grown`: a child cannot be meant.
        """
        at = start - 1
        while at >= max(0, start - _REACH):
            if self._people(at):
                return self._present(at, grown)
            if self._matter(at):
                return self._of_queue and self.words[at] == "cho"
            at -= 1
        return None

    def _people(self, at: int) -> bool:
        if self.folded[at - 1 : at] == ["muoi"] or self.folded[at + 1 : at + 2] == ["muoi"]:
            return False  # "ba mươi" is no grandmother
        if self.folded[at] == "cu" and self.words[max(0, at - 1)] in _TOOLS:
            return False
        return self.words[at] in (_PEOPLE if self.marked else _PEOPLE_UNMARKED)

    def _matter(self, at: int) -> bool:
        matters = _MATTERS if self.marked else _MATTERS_UNMARKED
        if self.words[at] == "người" and self.words[at - 1 : at] == ["là"]:
            return False
        return self.words[at] in matters or "_".join(self.words[max(0, at - 1) : at + 1]) in matters

    def _present(self, last: int, grown: bool) -> bool:
        """Of "cho mẹ tôi", "con tôi", "bố tôi mới mất": whether the person may stand here."""
        first = last
        while first > 0 and (self._people(first - 1) or self.words[first - 1] in _LINKS):
            first -= 1
        people = [word for word in self.words[first : last + 1] if word not in _LINKS]
        before = self.words[first - 1] if first else ""
        if people[0] in _BROUGHT or (
            people[0] in _CHILDREN and (grown or len(people) > 1 or before in _MANY)
        ):
            return self._of_queue and not grown
        if self._of_one_away and (len(people) > 1 or people[0] in _RELATIVES):
            return False
        return self._of_queue or before not in _FOR


@lru_cache(1024)
def _words(phrase: str) -> tuple[tuple[str, str], ...]:
    return tuple((word, fold(word)) for word in phrase.lower().split())


NUMERALS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
