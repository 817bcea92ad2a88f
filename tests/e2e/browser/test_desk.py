"""Staff at the desk: an edit that is told at once, one that is stopped, the inbox, Excel, the stop."""

import io
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assistant.staff.member import Grant
from assistant.staff.roles import Role
from tests.e2e.browser.conftest import Citizen
from tests.e2e.browser.desk import (
    DESKTOP,
    PHONE,
    Accounts,
    Staff,
    accounts_of,
    button,
    field,
    is_at,
    log_in,
    told,
)
from tests.e2e.conftest import Server, make_token

WIFI = "faq:wifi"
ASKED = "cho hỏi mật khẩu wifi ở đây là gì"
ANSWER = "Anh/chị hỏi mật khẩu mạng không dây ở bàn hướng dẫn, dùng được trong giờ làm việc ạ."
NASTY = '</textarea><script>alert("x")</script><b onclick=alert(1)>đậm</b>'
ROLES = {"soan": Role.EDITOR, "duyet": Role.PUBLISHER, "quan-tri": Role.ADMINISTRATOR, "xem": Role.VIEWER}
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def accounts(server: Server) -> Iterator[Accounts]:
    with accounts_of(server) as made:
        for login, role in ROLES.items():
            made.make(login, f"Người {login}", Grant(role))
        yield made


@pytest.fixture
def staff(someone: Callable[..., Citizen], accounts: Accounts) -> Staff:
    """Somebody of the staff who has logged in and opened a page."""

    def entered(login: str, path: str = "/staff", size: tuple[int, int] = DESKTOP, **how: Any) -> Page:
        page = someone(size, **how).opens(path)
        log_in(page, login)
        is_at(page, path.partition("?")[0])
        return page

    return entered


@pytest.fixture
def as_before(client: httpx.Client, server: Server) -> Iterator[Callable[[str], None]]:
    """Takes an entry back to what its file says when the test is over."""
    keys: list[str] = []
    yield keys.append
    headers = {"Authorization": f"Bearer {make_token(server, 'Dọn dẹp', '--role', 'publisher')}"}
    for key in keys:
        body = {"number": 0, "reason": "hết kiểm thử", "override": "như cũ"}
        client.post(f"/v1/knowledge/entries/{key}/roll-back", json=body, headers=headers)


def test_a_clerks_story(staff: Staff, citizen: Citizen, as_before: Callable[[str], None]) -> None:
    """Found, edited, tried, published, told in another window within two seconds, and taken back."""
    as_before(WIFI)
    before = citizen.says(ASKED).inner_text()
    assert ANSWER not in before
    page = staff("duyet", "/staff/knowledge")
    page.get_by_label("Tìm trong mọi nội dung").fill("wifi mật khẩu")
    button(page, "Lọc").click()
    page.locator(f"a[href='/staff/knowledge/{WIFI}']").click()
    page.get_by_role("link", name="Sửa", exact=True).click()
    field(page, "Câu trả lời").fill(ANSWER)
    page.get_by_label("Người dân hỏi", exact=True).fill(ASKED)
    button(page, "Hỏi thử").click()
    draft = page.locator("#trial .side").last
    expect(draft).to_contain_text(ANSWER)
    expect(page.locator("#trial .side").first).not_to_contain_text(ANSWER)
    is_at(page, f"/staff/knowledge/{WIFI}/edit")
    assert ANSWER not in citizen.says(ASKED).inner_text()

    field(page, "Ghi chú cho phiên bản này").fill("đổi cách xin mật khẩu")
    button(page, "Lưu nháp").click()
    page.get_by_role("link", name=re.compile("Xem lại và đăng bản")).click()
    expect(page.locator("ins").filter(has_text=ANSWER)).to_be_visible()
    field(page, "Lý do đăng").fill("thống nhất ở buổi giao ban")
    button(page, "Đăng").click()
    told(page, "Đã đăng")
    published = time.monotonic()
    assert ANSWER in citizen.says(ASKED).inner_text()
    assert time.monotonic() - published < 2

    page.get_by_role("row").filter(has=page.get_by_role("cell", name="0", exact=True)).get_by_role(
        "link", name="Quay về bản này"
    ).click()
    field(page, "Lý do quay về").fill("nhầm")
    button(page, "Quay về bản này").click()
    told(page, "Đã")
    assert ANSWER not in citizen.says(ASKED).inner_text()


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    staff: Staff, as_before: Callable[[str], None]
) -> None:
    as_before("faq:nuoc-uong")
    path = "/staff/knowledge/faq:nuoc-uong/edit"
    first, second = staff("soan", path), staff("duyet", path)
    field(first, "Câu trả lời").fill("Bình nước uống đặt cạnh cửa sổ, cốc giấy để phía dưới ạ.")
    button(first, "Lưu nháp").click()
    field(second, "Câu trả lời").fill("Nước uống có ở góc phải sảnh chờ, anh/chị cứ tự nhiên ạ.")
    button(second, "Lưu nháp").click()

    told_of = second.get_by_role("alert").filter(has_text="Người soan (soan)")
    expect(told_of.locator("del")).to_contain_text("cạnh cửa sổ")
    expect(told_of.locator("ins")).to_contain_text("góc phải sảnh chờ")
    expect(field(second, "Câu trả lời")).to_have_value(re.compile("góc phải sảnh chờ"))
    button(second, "Lưu nháp").click()
    is_at(second, "/staff/knowledge/faq:nuoc-uong")
    expect(second.get_by_role("main")).to_contain_text("góc phải sảnh chờ")


def test_a_harmful_edit_is_stopped_unless_a_reason_is_given(
    staff: Staff, as_before: Callable[[str], None]
) -> None:
    """An entry that no longer knows its own questions."""
    as_before("faq:hut-thuoc")
    page = staff("duyet", "/staff/knowledge/faq:hut-thuoc/edit")
    field(page, "Câu hỏi chuẩn").fill("Chậu cây cảnh ở sảnh là của ai?")
    field(page, "Tên gọi khác").fill("chậu cây cảnh")
    for voice in page.locator("[name^=examples-]").all():
        voice.fill("")
    button(page, "Lưu nháp").click()
    page.get_by_role("link", name=re.compile("Xem lại và đăng bản")).click()
    expect(page.get_by_role("main")).to_contain_text("câu đang trả lời đúng sẽ không còn đúng")
    field(page, "Lý do đăng").fill("thử")
    button(page, "Đăng").click()
    expect(page.get_by_role("alert")).to_contain_text("đang trả lời đúng")
    is_at(page, "/staff/knowledge/faq:hut-thuoc/publish")
    field(page, "Lý do vẫn đăng").fill("chỉ là kiểm thử")
    button(page, "Đăng").click()
    told(page, "Đã đăng")


def test_what_was_asked_in_vain_becomes_a_draft(staff: Staff, citizen: Citizen) -> None:
    citizen.says("ở đây có bán tem thư không")
    citizen.says("có chỗ gửi con nhỏ trong lúc làm giấy không")
    down = citizen.replies.last.get_by_label("Câu trả lời chưa đúng")
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    page = staff("soan", "/staff/inbox")
    blamed = page.get_by_role("row").filter(has_text="gửi con nhỏ")
    expect(blamed).to_contain_text("chê")
    stamps = page.get_by_role("link", name="ở đây có bán tem thư không", exact=True)
    stamps.click()
    button(page, "Soạn mục hỏi đáp mới").click()
    expect(field(page, "Câu hỏi chuẩn")).to_have_value(re.compile("bán tem thư"))
    field(page, "Câu trả lời").fill("Trung tâm không bán tem, anh/chị hỏi giúp em ở bưu cục gần nhất ạ.")
    page.get_by_label("Theo cách làm của trung tâm").check()
    button(page, "Lưu nháp").click()
    expect(page.get_by_role("main")).to_contain_text("Bản nháp: bản 1")
    page.get_by_role("link", name="Câu chưa trả lời").click()
    expect(blamed).to_be_visible()
    expect(stamps).to_have_count(0)
    page.get_by_label("Tình trạng").select_option(label="Đã xử lý")
    button(page, "Lọc").click()
    expect(stamps).to_be_visible()


def test_an_import_with_three_bad_rows_changes_nothing(
    staff: Staff, client: httpx.Client, server: Server
) -> None:
    page = staff("soan", "/staff/excel")
    with page.expect_download() as started:
        page.get_by_role("link", name="Xuất mọi mục").click()
    book = openpyxl.load_workbook(io.BytesIO(started.value.path().read_bytes()))
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["Câu trả lời"], "Câu trả lời mới tinh cho dòng đầu tiên của bảng này ạ.")
    sheet.cell(3, columns["Câu trả lời"], "ngắn")
    sheet.cell(4, columns["Câu hỏi chuẩn"], "=1+1")
    sheet.cell(5, columns["Thủ tục liên quan"], "9.999999")
    saved = io.BytesIO()
    book.save(saved)
    page.get_by_label("Tệp .xlsx").set_input_files(
        {"name": "hoi-dap.xlsx", "mimeType": "application/octet-stream", "buffer": saved.getvalue()}
    )
    button(page, "Xem trước").click()

    main = page.get_by_role("main")
    expect(main.get_by_role("status")).to_contain_text("3 dòng")
    expect(main).to_contain_text("Chưa có gì được ghi")
    for row in ("3", "4", "5"):
        line = page.get_by_role("row").filter(has=page.get_by_role("cell", name=row, exact=True))
        expect(line.locator(".chip.bad")).to_be_visible()
    expect(button(page, "Nhập tất cả")).to_have_count(0)
    headers = {"Authorization": f"Bearer {make_token(server, 'Đếm', '--role', 'viewer')}"}
    waiting = client.get("/v1/knowledge/entries?state=review", headers=headers).json()
    assert waiting["total"] == 0


def test_answers_are_stopped_and_numbers_go_on(
    staff: Staff, citizen: Citizen, give_back: Callable[[str], None]
) -> None:
    page = staff("duyet", "/staff/stop")
    page.get_by_role("link", name=re.compile("Ngừng trả lời, .* xã Triệu Sơn")).click()
    field(page, "Lý do").fill("rà lại biểu phí")
    button(page, "Ngừng trả lời ngay").click()
    expect(page.locator(".banner")).to_contain_text("rà lại biểu phí")
    time.sleep(0.6)  # a process looks twice a second
    try:
        stopped = citizen.says("làm khai sinh cần giấy tờ gì").inner_text()
        assert "Hồ sơ đăng ký khai sinh" not in stopped
        assert "rà lại biểu phí" not in stopped
        citizen.says("lấy số làm khai sinh")
        give_back(citizen.page.get_by_role("link", name="Mở phiếu").get_attribute("href") or "")
    finally:
        page.goto(f"{citizen.url}/staff/stop")
        page.get_by_role("link", name=re.compile("Trả lời lại, .* xã Triệu Sơn")).click()
        field(page, "Lý do").fill("xong")
        button(page, "Trả lời lại ngay").click()
        expect(page.locator(".banner")).to_have_count(0)
    time.sleep(0.6)
    assert "Hồ sơ đăng ký khai sinh" in citizen.says("làm khai sinh cần giấy tờ gì").inner_text()


def test_a_session_that_ends_while_typing_loses_nothing(staff: Staff, accounts: Accounts) -> None:
    path = "/staff/knowledge/faq:sac-dien-thoai/edit"
    page = staff("soan", path)
    field(page, "Câu trả lời").fill(NASTY + " Ổ cắm sạc nằm dưới dãy ghế thứ hai ạ.")
    accounts.end_sessions("soan")
    button(page, "Lưu nháp").click()
    expect(page.get_by_role("alert")).to_contain_text("nội dung vừa gõ vẫn còn")
    log_in(page, "soan")
    button(page, "Gửi tiếp nội dung đó").click()
    expect(page.get_by_role("main")).to_contain_text("Ổ cắm sạc nằm dưới dãy ghế thứ hai ạ.")
    expect(page.get_by_role("main")).to_contain_text('<script>alert("x")</script>')


def test_scripts_in_every_field_are_text(staff: Staff) -> None:
    page = staff("soan", "/staff/knowledge/new?kind=faq")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    fields = page.locator("#edit input:not([type=hidden], [type=checkbox], #ask), #edit textarea")
    names = [str(each.get_attribute("name")) for each in fields.all()]
    assert len(names) > 20
    for each in fields.all():
        each.fill(NASTY)
    button(page, "Lưu nháp").click()
    expect(page.locator("#problems")).to_be_visible()
    for name in names:
        expect(page.locator(f"[name='{name}']")).to_have_value(re.compile(re.escape(NASTY)))
    assert page.locator("main b[onclick], main script").count() == 0


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_axe_finds_no_serious_fault_on_any_page(staff: Staff, size: tuple[int, int], scheme: str) -> None:
    page = staff("quan-tri", "/staff", size, color_scheme=scheme)
    places = [str(link.get_attribute("href")) for link in page.locator("nav a").all()]
    assert len(places) == 8
    more = ("/staff/knowledge/1.001193", "/staff/knowledge/1.001193/edit", "/staff/knowledge/questions")
    for path in (*places, *more, "/staff/accounts/new", "/staff/password", "/staff/guide"):
        page.goto(f"{page.url.split('/staff')[0]}{path}")
        found = Axe().run(page).response["violations"]
        serious = [fault for fault in found if fault["impact"] in SERIOUS]
        assert [f"{f['id']}: {n['html']}" for f in serious for n in f["nodes"]] == [], path
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0], path
