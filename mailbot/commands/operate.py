"""`mailbot run`, `check-config`, `db upgrade`, `new-key`: what ops run."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mailbot import logbook
from mailbot.commands.answer import FAILED, PASSED, Answer
from mailbot.commands.house import house_of
from mailbot.errors import BadInputError, MailbotError
from mailbot.house import House
from mailbot.storage import schema, seal


def run(options: Namespace) -> Answer:
    """Run the service until it is told to stop."""
    from mailbot.daemon import Daemon  # noqa: PLC0415 (only this command needs the scheduler)

    logbook.open_logbook()
    with house_of(options) as house:
        Daemon(house, _roles(options.roles)).run()
    return Answer(None, "")


def _roles(text: str) -> frozenset[str]:
    from mailbot.daemon import ROLES  # noqa: PLC0415 (as above)

    roles = frozenset(role.strip() for role in text.split(","))
    if not roles <= ROLES:
        raise BadInputError(f"--roles: chỉ nhận {', '.join(sorted(ROLES))}; đang là '{text}'.")
    return roles


def db_upgrade(options: Namespace) -> Answer:
    """Bring the database to the schema of this version."""
    with house_of(options) as house:
        schema.upgrade(house.database, options.revision)
    return Answer({"revision": options.revision}, "Cơ sở dữ liệu đã ở đúng phiên bản.")


def new_key(_options: Namespace) -> Answer:
    """Print a fresh key for the secret file seal-key."""
    key = seal.new_key()
    return Answer({"key": key}, key)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing tried for real: its name, whether it is good, what was found or what to do."""

    name: str
    good: bool
    detail: str


def check_config(options: Namespace) -> Answer:
    """Try every outside system; each line is good or says what to do."""
    with house_of(options) as house:
        checks = tuple(_checks(house))
    value = [{"check": c.name, "good": c.good, "detail": c.detail} for c in checks]
    lines = [f"{'✓' if c.good else '✗'} {c.name}: {c.detail}" for c in checks]
    return Answer(value, "\n".join(lines), PASSED if all(c.good for c in checks) else FAILED)


def _checks(house: House) -> Iterator[Check]:
    for name, look in _LOOKS:
        try:
            yield Check(name, good=True, detail=look(house))
        except MailbotError as error:
            yield Check(name, good=False, detail=str(error))


def _database(house: House) -> str:
    schema.check(house.database)
    return house.database.engine.dialect.name


def _archive(house: House) -> str:
    house.archive.prepare()
    return house.archive.place


def _seal(house: House) -> str:
    house.seal.close(b"")
    return "khóa dùng được"


def _inbox(house: House) -> str:
    found = house.inbox.check()
    idle = "có IDLE" if found.idle else "không có IDLE, chỉ hỏi định kỳ"
    return f"{found.messages} thư, {idle}"


def _smtp(house: House) -> str:
    found = house.smtp.check()
    return "đăng nhập được" + (", có báo phát" if found.delivery_reports else "")


def _evidence(house: House) -> str:
    rules = house.evidence
    if rules.source == "none":
        return "không có bằng chứng người gửi: mọi hồ sơ đều chuyển cán bộ xem xét"
    return f"{rules.source} từ {rules.mx_host}"


def _mail_host(house: House) -> str:
    house.mail_host.check()
    _ = house.address_rule
    return house.settings.provisioning.host


def _trust(house: House) -> str:
    trust = house.trust
    return f"{len(trust.roots)} gốc, {len(trust.intermediates)} trung gian, {len(trust.crls)} CRL"


def _signing(house: House) -> str:
    if house.unattended is None:
        return "hai bước: lãnh đạo ký, văn thư ký và phát hành; mailbot kiểm tra rồi gửi"
    authorised = house.settings.signing.authorised_by
    assert authorised is not None
    return f"tự ký theo {authorised.number} ngày {authorised.date:%d/%m/%Y}"


def _fonts(house: House) -> str:
    return f"{len(house.press.characters)} ký tự in được"


def _calendar(house: House) -> str:
    year = house.clock().year
    document = house.calendar.confirmed.get(year)
    return document or f"năm {year} chưa có văn bản lịch nghỉ; hãy bổ sung working_calendar.toml"


_LOOKS: tuple[tuple[str, Callable[[House], str]], ...] = (
    ("Cơ sở dữ liệu", _database),
    ("Kho thư gốc", _archive),
    ("Khóa niêm phong", _seal),
    ("Hộp thư đến (IMAP)", _inbox),
    ("Gửi thư (SMTP)", _smtp),
    ("Bằng chứng người gửi", _evidence),
    ("Hệ thống hộp thư", _mail_host),
    ("Nơi tin cậy", _trust),
    ("Ký văn bản", _signing),
    ("Phông chữ, mẫu văn bản", _fonts),
    ("Lịch làm việc", _calendar),
)
