"""How the commands are called: names, options, help texts. Imports nothing slow."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn

from mailbot import __version__
from mailbot.commands.usage_values import link, number, person, reason
from mailbot.commands.usage_words import HelpLayout, in_vietnamese, name_groups
from mailbot.settings_path import DEFAULT_PATH

_SLIPS = ("mail", "case", "decision", "letter", "deliver")


class UsageError(Exception):
    """The command line cannot be understood."""

    code = "usage"


class _Parser(argparse.ArgumentParser):
    """Raises instead of printing, so that --json can answer errors too."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("allow_abbrev", False)
        super().__init__(**options, add_help=False, formatter_class=HelpLayout)
        name_groups(self)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{in_vietnamese(message)}.\n{self.format_usage().strip()}")


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return the options, with `run` naming the function; UsageError when they make no sense."""
    return _build().parse_args(arguments)


def _build() -> _Parser:
    parser = _Parser(
        prog="mailbot",
        description="Xử lý yêu cầu cấp mới hộp thư điện tử và cấp lại mật mã hộp thư điện tử.",
        epilog="mailbot LỆNH --help giải thích từng lệnh.",
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"mailbot {__version__}",
        help="hiện phiên bản rồi kết thúc",
    )
    commands = parser.add_subparsers(title="lệnh", metavar="LỆNH", required=True)
    shelf = _Shelf(commands)
    _documents(shelf)
    _running(shelf)
    _upkeep(shelf)
    _registry(shelf)
    _forms(shelf)
    _trust(shelf)
    _cases(shelf)
    _letters(shelf)
    return parser


class _Shelf:
    """Adds commands that share the options every command has."""

    def __init__(self, commands: Any) -> None:
        self.commands = commands

    def add(self, name: str, run: str, text: str, *, settings: bool = True) -> _Parser:
        command: _Parser = self.commands.add_parser(name, help=text, description=_sentence(text))
        command.set_defaults(run=run)
        command.add_argument("--json", action="store_true", help="in một giá trị JSON duy nhất")
        command.add_argument("--debug", action="store_true", help="hiện chi tiết khi có lỗi")
        if settings:
            command.add_argument(
                "--settings",
                type=Path,
                default=DEFAULT_PATH,
                metavar="FILE",
                help=f"tệp cấu hình (mặc định {DEFAULT_PATH})",
            )
        return command

    def decision(self, name: str, run: str, text: str) -> _Parser:
        """Add a command by which an officer decides about one case."""
        command = self.add(name, run, text)
        _case(command)
        _officer(command)
        return command

    def group(self, name: str, text: str) -> _Shelf:
        """Add a command with sub-commands."""
        command: _Parser = self.commands.add_parser(name, help=text, description=_sentence(text))
        return _Shelf(command.add_subparsers(title="lệnh con", metavar="LỆNH", required=True))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _case(command: _Parser) -> None:
    command.add_argument("case", metavar="CASE", help="số hồ sơ, ví dụ HS-2026-00012")


def _officer(command: _Parser) -> None:
    command.add_argument(
        "--officer", required=True, type=person, metavar="TÊN", help="cán bộ quyết định"
    )


def _trust_options(command: _Parser) -> None:
    command.add_argument(
        "--at", metavar="TIME", help="thời điểm xét (ISO 8601); mặc định là bây giờ"
    )
    for option, text in (
        ("--trust", "chứng thư gốc tin cậy"),
        ("--intermediate", "chứng thư trung gian"),
        ("--tsa-trust", "chứng thư gốc của dịch vụ dấu thời gian"),
        ("--crl", "danh sách thu hồi (CRL)"),
        ("--ocsp", "phản hồi OCSP"),
    ):
        command.add_argument(
            option, type=Path, action="append", default=[], metavar="FILE", help=text
        )


def _documents(shelf: _Shelf) -> None:
    verify = shelf.add(
        "verify", "documents:verify", "kiểm tra chữ ký số của một tệp PDF", settings=False
    )
    verify.add_argument("file", type=Path, metavar="FILE.pdf", help="tệp PDF cần kiểm tra")
    verify.add_argument("--settings", type=Path, metavar="FILE", help="lấy nơi tin cậy từ cấu hình")
    _trust_options(verify)
    read = shelf.add("read", "documents:read", "đọc văn bản và danh sách đề nghị", settings=False)
    read.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="văn bản, phụ lục của một hồ sơ"
    )
    sender = shelf.add("sender", "documents:sender", "xác minh người gửi một thư", settings=False)
    sender.add_argument("message", type=Path, metavar="MESSAGE.eml", help="tệp thư (RFC 822)")
    sender.add_argument("--settings", type=Path, metavar="FILE", help="tệp cấu hình")
    sender.add_argument("--agencies", type=Path, metavar="FILE.csv", help="danh bạ cơ quan")
    attachments = shelf.add(
        "attachments", "documents:attachments", "liệt kê tệp trong một thư", settings=False
    )
    attachments.add_argument("message", type=Path, metavar="MESSAGE.eml", help="tệp thư (RFC 822)")
    deadline = shelf.add(
        "deadline", "documents:deadline", "tính hạn trả lời của thư đến lúc TIME", settings=False
    )
    deadline.add_argument("time", metavar="TIME", help="ví dụ 2026-11-23T09:00")
    deadline.add_argument("--settings", type=Path, metavar="FILE", help="tệp cấu hình")
    inspect = shelf.add(
        "inspect",
        "inspect:inspect",
        "cho biết mailbot thấy gì và sẽ làm gì với một thư; không đổi gì",
    )
    inspect.add_argument("message", type=Path, metavar="MESSAGE.eml", help="tệp thư (RFC 822)")
    replay = shelf.add(
        "replay",
        "replay:run",
        "xét lại một thư đã lưu theo quy tắc hôm nay, so với lần xét trước; không đổi gì",
    )
    replay.add_argument(
        "mail", metavar="THƯ", help="số hồ sơ, số thư, Message-ID, hoặc tệp .eml của thư đã lưu"
    )


def _running(shelf: _Shelf) -> None:
    run = shelf.add("run", "operate:run", "chạy dịch vụ cho đến khi được yêu cầu dừng")
    run.add_argument(
        "--roles",
        default="intake,work",
        metavar="ROLES",
        help="việc của tiến trình này: intake (nhận thư), work (xử lý), console (trang quản lý"
        " hồ sơ), cách nhau bằng dấu phẩy; mặc định intake,work",
    )
    shelf.add("console", "operate:console", "chỉ phục vụ trang quản lý hồ sơ cho cán bộ")
    users = shelf.group("users", "tài khoản trên trang quản lý hồ sơ")
    invited = users.add(
        "add", "console:add_user", "mời một người, hoặc mời lại; đường dẫn dùng một lần"
    )
    invited.add_argument("name", metavar="NAME", help="tên đăng nhập, ví dụ minh.tuan")
    invited.add_argument(
        "--role",
        action="append",
        required=True,
        metavar="VAI TRÒ",
        help="xem, xu-ly, duyet, quan-tri, kiem-toan; có thể nêu nhiều lần",
    )
    invited.add_argument("--display-name", metavar="HỌ TÊN", help="họ tên trên trang và nhật ký")
    invited.add_argument("--email", metavar="HỘP THƯ", help="nơi nhận thư nhắc việc, cảnh báo")
    users.add("list", "console:list_users", "các tài khoản và vai trò")
    closed = users.add("close", "console:close_user", "khóa một tài khoản")
    closed.add_argument("name", metavar="NAME")
    demo = shelf.add(
        "demo", "demo:run", "chạy thử với máy chủ thư nhúng và tám thư mẫu", settings=False
    )
    demo.add_argument("--once", action="store_true", help="kết thúc ngay khi xong tám thư")
    demo.add_argument("--directory", type=Path, metavar="DIR", help="nơi lưu kết quả")
    _simulation(shelf)
    shelf.add("check-config", "doctor:check_config", "thử cấu hình với các hệ thống thật")
    doctor = shelf.add(
        "doctor", "doctor:doctor", "khám toàn hệ thống; mỗi dòng tốt hoặc cần làm gì"
    )
    doctor.add_argument(
        "--deep",
        action="store_true",
        help="đối chiếu hộp thư, kho lưu, hồ sơ, thư đi, hộp thư đã cấp",
    )
    shelf.add("new-key", "operate:new_key", "tạo một khóa cho tệp bí mật seal-key", settings=False)
    backup = shelf.add("backup", "backup:run_backup", "sao lưu cơ sở dữ liệu và kho lưu")
    backup.add_argument("directory", type=Path, metavar="DIR", help="nơi giữ các bản sao")
    backup.add_argument(
        "--keep", type=number, default=14, metavar="N", help="số bản sao giữ lại (mặc định 14)"
    )
    restore = shelf.add(
        "restore", "backup:run_restore", "khôi phục từ một bản sao; dừng dịch vụ trước"
    )
    restore.add_argument("copy", type=Path, metavar="COPY", help="tệp mailbot-….db hoặc .dump")
    reconcile = shelf.add(
        "reconcile",
        "reconcile:run",
        "sau khôi phục: những gì đã gửi sau bản sao; không có --apply thì chỉ xem",
    )
    reconcile.add_argument("--apply", action="store_true", help="ghi lại vào hồ sơ, sổ văn bản")
    reconcile.add_argument(
        "--officer", type=person, metavar="TÊN", help="cán bộ đối chiếu; cần khi --apply"
    )
    evidence = shelf.add(
        "evidence", "evidence:run", "xuất chứng cứ của một hồ sơ ra một tệp, hoặc kiểm tra tệp đó"
    )
    evidence.add_argument("case", nargs="?", metavar="CASE", help="số hồ sơ cần xuất")
    evidence.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="tệp ghi ra (mặc định CASE.asice)"
    )
    evidence.add_argument(
        "--verify", type=Path, metavar="FILE", help="kiểm tra tệp chứng cứ, không cần cơ sở dữ liệu"
    )
    _trust_options(evidence)
    audit = shelf.group("audit", "nhật ký")
    verify = audit.add("verify", "audit:verify", "kiểm tra nhật ký có bị sửa, xóa, chèn hay không")
    verify.add_argument(
        "--noted", type=link, metavar="MẮT XÍCH", help="mắt xích cuối đã ghi lại lần trước"
    )
    database = shelf.group("db", "cơ sở dữ liệu")
    upgrade = database.add("upgrade", "operate:db_upgrade", "nâng cấu trúc lên phiên bản này")
    upgrade.add_argument(
        "--revision", default="head", help="phiên bản cần đến (mặc định: mới nhất)"
    )


def _simulation(shelf: _Shelf) -> None:
    simulate = shelf.add(
        "simulate",
        "simulate:run",
        "chạy thử nhiều ngày thư đến trên máy chủ nhúng, báo cáo thời hạn và tải",
        settings=False,
    )
    for option, kind, default, text in (
        ("--days", int, 22, "số ngày làm việc"),
        ("--mails-per-day", float, 30.0, "số thư trung bình một ngày làm việc"),
        ("--speed", float, 0.0, "số giây mô phỏng trong một giây thật; 0 là nhanh hết mức"),
        ("--seed", int, 2829, "số gốc: cùng số gốc thì cùng kế hoạch"),
        ("--officers", int, 2, "số cán bộ xem hồ sơ"),
        ("--officer-delay", float, 2.0, "số giờ làm việc trước khi có người xem"),
        ("--officer-minutes", float, 12.0, "số phút một cán bộ cần cho một hồ sơ"),
    ):
        simulate.add_argument(
            option, type=kind, default=default, metavar="N", help=f"{text} (mặc định {default:g})"
        )
    simulate.add_argument("--from", dest="start", metavar="NGÀY", help="ngày đầu, YYYY-MM-DD")
    simulate.add_argument("--calm", action="store_true", help="không có sự cố nào")
    simulate.add_argument("--directory", type=Path, metavar="DIR", help="nơi lưu kết quả")


def _upkeep(shelf: _Shelf) -> None:
    retry = shelf.add("retry", "slips:retry", "việc đã dừng; nêu loại và số để làm lại")
    retry.add_argument("kind", nargs="?", choices=_SLIPS, metavar="LOẠI", help=", ".join(_SLIPS))
    retry.add_argument("subject", nargs="?", type=number, metavar="SỐ", help="số của việc")
    retry.add_argument(
        "--officer", default="mailbot", type=person, metavar="TÊN", help="cán bộ quyết định"
    )
    cancel = shelf.add("cancel", "slips:cancel", "hủy một thư chưa đi, hoặc một việc đã dừng")
    cancel.add_argument("kind", choices=_SLIPS, metavar="LOẠI", help=", ".join(_SLIPS))
    cancel.add_argument("subject", type=number, metavar="SỐ", help="số của việc")
    cancel.add_argument("--reason", required=True, type=reason, metavar="LÝ DO", help="vì sao hủy")
    _officer(cancel)
    pause = shelf.add("pause", "slips:pause", "tạm dừng mọi việc; thư đến vẫn được nhận")
    pause.add_argument(
        "--reason", required=True, type=reason, metavar="LÝ DO", help="vì sao tạm dừng"
    )
    _officer(pause)
    resume = shelf.add("resume", "slips:resume", "tiếp tục sau khi tạm dừng")
    resume.add_argument(
        "--force", action="store_true", help="sau khôi phục: tiếp tục dù chưa đối chiếu"
    )
    _officer(resume)
    shadow = shelf.group("shadow", "chạy song song với cán bộ")
    report = shadow.add("report", "shadow:report", "so quyết định của mailbot với cán bộ")
    report.add_argument("file", type=Path, metavar="FILE.csv", help="cột: letter, agency, outcome")
    shelf.add("purge", "retention:purge", "xóa ngay những gì đã hết thời hạn lưu giữ")
    reseal = shelf.add("reseal", "retention:reseal", "niêm phong lại mọi thứ bằng khóa mới nhất")
    reseal.add_argument(
        "--open", action="store_true", help="mở niêm phong thư và văn bản, để quay về bản cũ hơn"
    )
    erase = shelf.add("erase", "retention:erase", "xóa dữ liệu của một người theo yêu cầu")
    erase.add_argument("person", metavar="PERSON", help="họ tên, hoặc địa chỉ hộp thư công vụ")
    erase.add_argument("--case", default="", metavar="CASE", help="chỉ trong hồ sơ này")
    erase.add_argument(
        "--agency", default="", metavar="CODE", help="chỉ trong hồ sơ của cơ quan có mã này"
    )
    erase.add_argument(
        "--yes", action="store_true", help="xóa thật; không có thì chỉ liệt kê những gì sẽ xóa"
    )
    erase.add_argument(
        "--reason", required=True, type=reason, metavar="LÝ DO", help="đơn hoặc căn cứ xóa"
    )
    _officer(erase)


def _registry(shelf: _Shelf) -> None:
    agencies = shelf.group("agencies", "danh bạ cơ quan")
    imported = agencies.add("import", "registry:import_agencies", "nhập danh bạ từ tệp CSV")
    imported.add_argument("file", type=Path, metavar="FILE.csv", help="tệp CSV (UTF-8)")
    exported = agencies.add("export", "registry:export_agencies", "xuất danh bạ ra tệp CSV")
    exported.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE.csv",
        help="tệp đích; bỏ trống thì in ra màn hình",
    )
    passphrase = agencies.add(
        "passphrase", "registry:agree_passphrase", "ghi cụm mật khẩu đã thống nhất với cơ quan"
    )
    passphrase.add_argument("agency", metavar="CODE", help="mã cơ quan")
    passphrase.add_argument("file", type=Path, metavar="FILE", help="tệp chứa cụm mật khẩu")
    agencies.add("proposals", "registry:list_proposals", "cơ quan mới chờ người thứ hai xác nhận")
    confirm = agencies.add("confirm", "registry:confirm_proposal", "xác nhận một cơ quan mới")
    confirm.add_argument(
        "proposal", type=number, metavar="ID", help="mã trong 'mailbot agencies proposals'"
    )
    _officer(confirm)
    mailboxes = shelf.group("mailboxes", "danh mục hộp thư")
    imported = mailboxes.add("import", "registry:import_mailboxes", "nhập danh mục từ tệp CSV")
    imported.add_argument("file", type=Path, metavar="FILE.csv", help="tệp CSV (UTF-8)")


def _forms(shelf: _Shelf) -> None:
    forms = shelf.add(
        "forms", "forms:write_forms", "ghi các biểu mẫu trống (DOCX, XLSX) để phát cho cơ quan"
    )
    forms.add_argument("directory", type=Path, metavar="DIRECTORY", help="thư mục sẽ ghi vào")
    forms.add_argument("--replace", action="store_true", help="ghi đè biểu mẫu đã có")


def _trust(shelf: _Shelf) -> None:
    trust = shelf.group("trust", "kho chứng thư tin cậy")
    trust.add("list", "trust_store:list_store", "các chứng thư, danh sách thu hồi và dấu vân tay")
    trust.add(
        "check", "trust_store:check", "đối chiếu dấu vân tay đã biết, báo chứng thư sắp hết hạn"
    )
    added = trust.add(
        "add", "trust_store:add", "xem một tệp chứng thư và cách đưa vào kho; không đổi gì"
    )
    added.add_argument("file", type=Path, metavar="FILE", help="tệp chứng thư (PEM hoặc DER)")


def _cases(shelf: _Shelf) -> None:
    cases = shelf.add(
        "cases", "cases:list_cases", "các hồ sơ chưa xong, hồ sơ đến hạn trước đứng đầu"
    )
    cases.add_argument("--all", action="store_true", help="kể cả hồ sơ đã xong")
    show = shelf.add("show", "cases:show", "một hồ sơ: bằng chứng, điểm cần xem xét, các dòng")
    _case(show)
    explain = shelf.add("explain", "cases:explain", "kể lại toàn bộ quá trình của một hồ sơ")
    _case(explain)
    approve = shelf.decision("approve", "decide:approve", "duyệt hồ sơ, hoặc chỉ các dòng nêu ra")
    approve.add_argument(
        "--row", type=number, action="append", default=[], metavar="N", help="chỉ duyệt dòng này"
    )
    for name, text in (
        ("supplement", "yêu cầu bổ sung: nêu mọi điểm chưa đạt trong một văn bản"),
        ("refuse", "từ chối, có lý do"),
        ("close", "đóng hồ sơ mà không trả lời, có lý do"),
        ("reopen", "mở lại hồ sơ, có lý do"),
    ):
        command = shelf.decision(name, f"decide:{name}", text)
        command.add_argument(
            "--reason", action="append", default=[], metavar="LÝ DO", help="có thể nêu nhiều lần"
        )
    shelf.decision(
        "ask-resend", "decide:ask_resend", "đề nghị cơ quan gửi lại từ hộp thư chính thức"
    )
    apologise = shelf.decision("apologise", "decide:apologise", "gửi văn bản xin lỗi, hẹn lại hạn")
    apologise.add_argument(
        "--cause",
        required=True,
        type=reason,
        metavar="LÝ DO",
        help="nguyên nhân chậm, ghi vào văn bản",
    )
    apologise.add_argument("--until", required=True, metavar="TIME", help="hạn mới (ISO 8601)")
    mails = shelf.add("mails", "mails:list_mails", "các thư không thành hồ sơ")
    mails.add_argument(
        "--days", type=int, default=1, metavar="N", help="trong N ngày qua (mặc định 1)"
    )
    take = shelf.add("take", "mails:take", "coi một thư là yêu cầu, tính hạn từ lúc thư đến")
    take.add_argument(
        "message", metavar="MESSAGE", help="số thư, Message-ID hoặc ít nhất 8 ký tự đầu mã băm"
    )
    _officer(take)


def _letters(shelf: _Shelf) -> None:
    shelf.add("tasks", "tasks:list_tasks", "việc cần làm bằng tay ở hệ thống thư")
    done = shelf.add("done", "tasks:done", "đánh dấu một việc đã làm xong, hoặc không làm được")
    done.add_argument("task", metavar="TASK", help="mã việc trong 'mailbot tasks'")
    done.add_argument("--not-done", type=reason, metavar="LÝ DO", help="không làm được, với lý do")
    _officer(done)
    reveal = shelf.add(
        "reveal", "tasks:reveal", "hiện mật khẩu ban đầu để làm việc đó (có ghi nhật ký)"
    )
    reveal.add_argument("task", metavar="TASK", help="mã việc trong 'mailbot tasks'")
    _officer(reveal)
    hand_over = shelf.add("hand-over", "tasks:hand_over", "giao mật khẩu trực tiếp, hiện một lần")
    hand_over.add_argument("task", metavar="TASK", help="mã việc trong 'mailbot tasks'")
    hand_over.add_argument("--to", required=True, type=person, metavar="TÊN", help="người nhận")
    _officer(hand_over)
    letters = shelf.group("letters", "văn bản chờ ký")
    letters.add("list", "letters:list_letters", "các văn bản chờ ký")
    download = letters.add("download", "letters:download", "lấy văn bản để ký")
    download.add_argument(
        "letter", type=number, nargs="?", metavar="ID", help="mã trong 'mailbot letters list'"
    )
    download.add_argument("file", type=Path, metavar="FILE", help="tệp sẽ ghi; chưa được có")
    download.add_argument(
        "--all", action="store_true", help="mọi văn bản chờ ký, trong một tệp zip"
    )
    numbered = letters.add("number", "letters:number", "ghi số, ngày do văn thư cấp trước khi ký")
    numbered.add_argument(
        "letter", type=number, metavar="ID", help="mã trong 'mailbot letters list'"
    )
    numbered.add_argument("number", metavar="SỐ", help="ví dụ 12/TB-TTCNTT")
    numbered.add_argument(
        "--date", required=True, metavar="NGÀY", help="ISO 8601, ví dụ 2026-11-25"
    )
    _officer(numbered)
    upload = letters.add(
        "upload", "letters:upload", "nộp văn bản đã ký; được kiểm tra trước khi gửi"
    )
    upload.add_argument(
        "letter",
        type=number,
        nargs="?",
        metavar="ID",
        help="mã trong 'mailbot letters list'; bỏ trống thì nhận biết theo nội dung",
    )
    upload.add_argument(
        "file", type=Path, metavar="FILE", help="văn bản đã ký (PDF), hoặc tệp zip nhiều văn bản"
    )
    upload.add_argument("--number", metavar="SỐ", help="số mà công cụ ký đã đóng lên văn bản")
    upload.add_argument("--date", metavar="NGÀY", help="ngày mà công cụ ký đã đóng lên văn bản")
    _officer(upload)
    outbox = shelf.group("outbox", "thư đi")
    outbox.add(
        "list", "letters:list_outbox", "thư đi cần người xem: bị từ chối hoặc chưa rõ kết quả"
    )
    again = outbox.add("resend", "letters:resend", "gửi lại đúng thư đó")
    again.add_argument("mail", type=number, metavar="ID", help="mã trong 'mailbot outbox list'")
    _officer(again)
