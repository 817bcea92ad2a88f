"""The pictures of the desk: one morning of four people at a centre."""

import io
import re
from datetime import datetime
from pathlib import Path

import openpyxl
from playwright.sync_api import FilePayload, Page

from assistant.clock import VIETNAM
from assistant.staff.audit import Deed, Record
from assistant.staff.member import Grant
from assistant.staff.password import hashed
from assistant.staff.repository import Account
from assistant.staff.roles import Role
from assistant.store.accounts import SqlAccounts
from assistant.store.database import migrate, open_database
from scripts.camera import Camera
from scripts.screenshots_morning import CENTRE

_PASSWORD = "một con vịt xòe ra"
_CHIEF, _PUBLISHER, _EDITOR, _CLERK = "hung.lv", "huong.tt", "tuan.pm", "lan.nt"
_PEOPLE = {
    _CHIEF: ("Lê Văn Hùng", Grant(Role.ADMINISTRATOR)),
    _PUBLISHER: ("Trần Thị Hương", Grant(Role.PUBLISHER)),
    _EDITOR: ("Phạm Minh Tuấn", Grant(Role.EDITOR, CENTRE)),
    _CLERK: ("Nguyễn Thị Lan", Grant(Role.CLERK, CENTRE)),
}
_WIDTH = 1280
_PAGE = "main > *"
_PARKING, _WATER = "/staff/knowledge/faq:gui-xe", "/staff/knowledge/faq:nuoc-uong"
_ANSWER = (
    "Anh/chị gửi xe máy, ô tô ở sân sau, vào bằng cổng bên phải; bảo vệ trông xe và không thu tiền trong giờ "
    "làm việc. Anh/chị nhớ khóa xe và mang giấy tờ theo người."
)


def make_accounts(database: Path) -> None:
    """A new database with the accounts of those who work at the desk."""
    address = f"sqlite:///{database}"
    migrate(address)
    engine = open_database(address)
    at = datetime(2026, 11, 20, 16, 30, tzinfo=VIETNAM)
    for login, (name, grant) in _PEOPLE.items():
        account = Account(login, name, hashed(_PASSWORD), temporary=False, active=True, grants=(grant,))
        SqlAccounts(engine).add(account, Record(at, "dòng lệnh", Deed.ACCOUNT_MADE, login))
    engine.dispose()


def desk_pictures(camera: Camera) -> None:
    """All of them, in the order of the story."""
    _calling(camera)
    _managing(camera)
    _sorting(camera)
    _importing(camera)
    _editing(camera)
    _publishing(camera)
    _looking_back(camera)


def _enter(camera: Camera, login: str, path: str, height: int = 800) -> Page:
    """Log in, and go on to a page of the desk."""
    page = camera.open(path, (_WIDTH, height))
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(_PASSWORD)
    _press(page, "Đăng nhập")
    page.get_by_role("button", name="Đăng xuất").wait_for()
    return page


def _press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def _fill(page: Page, name: str, text: str) -> None:
    """Type into the field whose label begins so."""
    page.get_by_role("textbox", name=re.compile(f"^{re.escape(name)}")).fill(text)


def _calling(camera: Camera) -> None:
    """Somebody fetches a paper, somebody does not come, somebody is served."""
    page = _enter(camera, _CLERK, f"/staff/counters/{CENTRE}/3")

    def go(word: str) -> None:
        page.locator("#go[aria-disabled=false]").filter(has_text=word).click()

    go("Gọi số tiếp theo")
    go("Bắt đầu tiếp")
    page.get_by_role("button", name="Chờ bổ sung giấy tờ", exact=True).click()
    _fill(page, "Còn thiếu gì", "giấy chứng sinh")
    page.get_by_role("button", name="Giữ số").click()
    go("Gọi số tiếp theo")
    page.get_by_role("button", name="Vắng mặt", exact=True).click()
    go("Gọi số tiếp theo")
    go("Bắt đầu tiếp")
    page.locator("#go[aria-disabled=false]").filter(has_text="Xong, gọi số tiếp theo").wait_for()
    camera.take(page, "staff-counter")


def _sorting(camera: Camera) -> None:
    """The inbox as it is found in the morning."""
    page = _enter(camera, _EDITOR, "/staff/inbox")
    camera.take(page, "staff-inbox", _PAGE)


def _editing(camera: Camera) -> None:
    """The entry about parking, tried before it is handed on."""
    page = _enter(camera, _EDITOR, f"{_PARKING}/edit", 1240)
    _fill(page, "Câu trả lời", _ANSWER)
    _fill(page, "Ghi chú cho phiên bản này", "Sân sau mở từ hôm nay, không thu tiền")
    page.get_by_label("Người dân hỏi", exact=True).fill("để xe máy ở đâu, có mất tiền không")
    _press(page, "Hỏi thử")
    page.locator("#trial .side").last.wait_for()
    page.locator(".card:has(#trial)").evaluate("card => card.scrollIntoView()")
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "staff-edit")
    _press(page, "Lưu và gửi duyệt")
    page.locator(".told").wait_for()


def _publishing(camera: Camera) -> None:
    """That edit looked through and published; one that spoils questions is stopped."""
    page = _enter(camera, _PUBLISHER, f"{_PARKING}/publish?version=1")
    _fill(page, "Lý do đăng", "Thống nhất ở giao ban sáng 23/11")
    camera.take(page, "staff-review", _PAGE)
    _press(page, "Đăng")
    page.goto(f"{_PARKING}/difference?before=0&after=1")
    camera.take(page, "staff-difference", _PAGE)

    page.goto(f"{_WATER}/edit")
    _fill(page, "Câu hỏi chuẩn", "Cây nước nóng lạnh bật ở chỗ nào?")
    _fill(page, "Tên gọi khác", "")
    for voice in page.locator("[name^=examples-]").all():
        voice.fill("")
    _press(page, "Lưu nháp")
    page.goto(f"{_WATER}/publish?version=1")
    camera.take(page, "staff-blocked", "main > .checks, main > form")


def _importing(camera: Camera) -> None:
    """A workbook with one row changed well, a new one, and three bad ones."""
    page = _enter(camera, _EDITOR, "/staff/excel")
    with page.expect_download() as started:
        page.get_by_role("link", name="Xuất mọi mục").click()
    buffer = _with_bad_rows(started.value.path().read_bytes())
    file = FilePayload(name="hoi-dap.xlsx", mimeType="application/octet-stream", buffer=buffer)
    page.get_by_label("Tệp .xlsx").set_input_files(file)
    _press(page, "Xem trước")
    page.locator(".plan").wait_for()
    camera.take(page, "staff-excel", _PAGE)


def _with_bad_rows(exported: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(exported))
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows = {sheet.cell(row, columns["Mã mục"]).value: row for row in range(2, sheet.max_row + 1)}
    for slug, column, value in (
        ("wifi", "Câu trả lời", "Anh/chị hỏi mật khẩu wifi ở bàn hướng dẫn, có từ 7 giờ 30 đến 17 giờ ạ."),
        ("hut-thuoc", "Câu trả lời", "Không ạ."),
        ("sac-dien-thoai", "Câu hỏi chuẩn", "=A12"),
        ("nha-ve-sinh", "Thủ tục liên quan", "9.999999"),
    ):
        sheet.cell(rows[slug], columns[column], value)
    new = {
        "Mã mục": "xe-lan",
        "Chủ đề": "Tại trung tâm",
        "Câu hỏi chuẩn": "Trung tâm có xe lăn cho người khó đi lại không?",
        "Câu trả lời": "Có ạ. Xe lăn để cạnh bàn hướng dẫn, anh/chị báo một tiếng là có người đẩy giúp.",
        "Theo cách làm của trung tâm": "có",
    }
    last = sheet.max_row + 1
    for name, value in new.items():
        sheet.cell(last, columns[name], value)
    book.save(saved := io.BytesIO())
    return saved.getvalue()


def _managing(camera: Camera) -> None:
    """What the administrator does: a new account, answers stopped and told again."""
    page = _enter(camera, _CHIEF, "/staff/accounts/new")
    _fill(page, "Tên đăng nhập", "mai.le")
    _fill(page, "Họ và tên", "Lê Thị Mai")
    page.get_by_role("checkbox", name=re.compile("^Cán bộ quầy, .*Triệu Sơn")).check()
    _press(page, "Tạo tài khoản")
    page.goto("/staff/accounts")
    camera.take(page, "staff-accounts", _PAGE)

    page.goto(f"/staff/stop/{CENTRE}")
    _fill(page, "Lý do", "Biểu phí vừa đổi, đang rà lại các câu trả lời")
    _press(page, "Ngừng trả lời ngay")
    page.locator(".banner").wait_for()
    camera.take(page, "staff-stop", _PAGE)
    page.goto(f"/staff/stop/{CENTRE}")
    _fill(page, "Lý do", "Đã rà xong")
    _press(page, "Trả lời lại ngay")


def _looking_back(camera: Camera) -> None:
    """The record of all that."""
    page = _enter(camera, _CHIEF, "/staff/audit")
    camera.take(page, "staff-audit", "main > h1, main > form, tbody tr:nth-child(-n+6)")
