"""Errors on the screen: one JSON value, Vietnamese, exit code 2; nothing else is printed."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from mailbot.__main__ import main
from mailbot.commands.answer import UNDECIDED
from mailbot.house import House
from mailbot.settings import load_settings
from mailbot.storage.seal import new_key

SETTINGS = """
secrets_directory = "{folder}"
[database]
url = "sqlite:///{database}"
[archive]
directory = "{folder}/archive"
[imap]
host = "127.0.0.1"
username = "a@cantho.gov.vn"
[smtp]
host = "127.0.0.1"
username = "a@cantho.gov.vn"
[evidence]
source = "none"
[signing]
mode = "two_step"
leader_fingerprints = ["1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a"]
organisation_fingerprints = ["2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"]
"""


def settings(folder: Path, database: str = "") -> list[str]:
    (folder / "seal-key").write_text(new_key())
    path = folder / "mailbot.toml"
    database = database or f"{folder}/mailbot.db"
    path.write_text(SETTINGS.format(folder=folder, database=database), "utf-8")
    return ["--settings", str(path)]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    assert main([*arguments, "--json"]) == UNDECIDED
    printed = capsys.readouterr()
    assert printed.err == ""
    error: dict[str, str] = json.loads(printed.out)["error"]
    assert set(error) == {"code", "message"}
    return error


def test_settings_that_are_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    error = refused(capsys, "cases", "--settings", str(tmp_path / "none.toml"))
    assert error["code"] == "settings"
    assert "không có tệp hoặc thư mục này" in error["message"]


def test_a_database_that_cannot_be_opened(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    error = refused(capsys, "cases", *settings(tmp_path, f"{tmp_path}/none/mailbot.db"))
    assert error["code"] == "try_later"
    assert error["message"].startswith("Không dùng được cơ sở dữ liệu")


def test_a_database_that_was_never_made(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "mailbot db upgrade" in refused(capsys, "cases", *settings(tmp_path))["message"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("show HS-2026-09999", "Không có hồ sơ HS-2026-09999"),
        ("explain HS-2026-09999", "Không có hồ sơ HS-2026-09999"),
        ("approve HS-2026-09999 --officer A", "Không có hồ sơ HS-2026-09999"),
        ("mails --days 0", "--days nhận một số từ 1 đến"),
        ("mails --days 99999999999", "--days nhận một số từ 1 đến"),
        (f"show {'9' * 30}", f"Không có hồ sơ {'9' * 30}"),
        ("show ²", "Không có hồ sơ ²"),
        (f"take {'9' * 20} --officer A", f"Không có đúng một thư nào là '{'9' * 20}'"),
        ("take 7 --officer A", "Không có đúng một thư nào là '7'"),
        ("take % --officer A", "Cần nêu số thư"),
        ("done x --officer A", "Không có việc 'x'"),
        ("hand-over x --to B --officer A", "Không có việc 'x'"),
        ("letters download 7 a.pdf", "Không có văn bản số 7"),
        ("retry mail 7", "Không có đúng một thư nào là '7'"),
        ("retry case 7", "Không có hồ sơ mã số 7"),
        ("retry decision 7", "Không có hồ sơ mã số 7"),
        ("retry letter 7", "Không có văn bản số 7"),
        ("retry deliver 7", "Không có thư đi số 7"),
        ("users add minh --role xem --email x", "--email: 'x' không phải là địa chỉ thư"),
        ("outbox resend 7 --officer A", "Không có thư đi số 7"),
        ("agencies confirm 7 --officer A", "Không có đề xuất số 7"),
    ],
)
def test_what_is_not_there_is_told(
    line: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chosen = settings(tmp_path)
    main(["db", "upgrade", *chosen])
    capsys.readouterr()
    error = refused(capsys, *line.split(), *chosen)
    assert error["code"] == "bad_input"
    assert error["message"].startswith(said)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param("cụm mật khẩu đã hẹn".encode("utf-16"), "tệp UTF-8", id="notepad's Unicode"),
        pytest.param(b"hoa sen n\xf4 b\xean h\xf4", "tệp UTF-8", id="of Windows"),
        pytest.param("hoa sen nở\nbên bờ hồ".encode(), "một dòng", id="two lines"),
        pytest.param("hoa sen 🌸 bên hồ".encode(), "biểu tượng", id="a picture"),
        pytest.param("hoa sen nở".encode(), "ít nhất 12 ký tự", id="short"),
    ],
)
def test_a_passphrase_that_no_slip_could_be_sealed_with_is_not_agreed(
    data: bytes, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Taken as it is, it would stop each answer to that agency, its mailboxes made already."""
    chosen, file = settings(tmp_path), tmp_path / "passphrase.txt"
    main(["db", "upgrade", *chosen])
    file.write_bytes(data)
    capsys.readouterr()
    assert said in refused(capsys, "agencies", "passphrase", "x", str(file), *chosen)["message"]


def test_the_mark_of_a_text_file_is_no_part_of_the_passphrase(tmp_path: Path) -> None:
    chosen, file, list_of = settings(tmp_path), tmp_path / "passphrase.txt", tmp_path / "a.csv"
    list_of.write_text("code,name,mailbox\nx,X,x@cantho.gov.vn\n")
    file.write_bytes("hoa sen nở bên hồ\r\n".encode("utf-8-sig"))
    main(["db", "upgrade", *chosen])
    main(["agencies", "import", str(list_of), *chosen])

    assert main(["agencies", "passphrase", "x", str(file), *chosen]) == 0

    house = House(load_settings(Path(chosen[1])))
    with closing(house), house.database.reading() as connection:
        assert house.passphrases.of(connection, "x") == "hoa sen nở bên hồ"


def test_a_table_of_mailboxes_without_any_leaves_the_directory_as_it_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chosen, file = settings(tmp_path), tmp_path / "m.csv"
    main(["db", "upgrade", *chosen])
    file.write_text("address,name,agency_code\n")
    capsys.readouterr()
    error = refused(capsys, "mailboxes", "import", str(file), *chosen)
    assert error["message"].startswith("m.csv: không có hộp thư nào; danh mục được giữ nguyên.")


def test_a_table_whose_quotes_do_not_fit_is_told_in_vietnamese(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text('code,name,mailbox\nx,"X,x@cantho.gov.vn\n')
    error = refused(capsys, "agencies", "import", str(file), *settings(tmp_path))
    assert error["message"].startswith("a.csv, dòng 2: không đọc được; một dấu ngoặc kép")
    assert "unexpected" not in error["message"]


def test_a_closed_account_is_known_by_it_in_json_too(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chosen = settings(tmp_path)
    main(["db", "upgrade", *chosen])
    for name in ("lan", "minh"):
        main(["users", "add", name, "--role", "xem", *chosen])
    main(["users", "close", "lan", *chosen])
    capsys.readouterr()
    main(["users", "list", "--json", *chosen])
    told = json.loads(capsys.readouterr().out)
    assert {one["name"]: one["active"] for one in told} == {"lan": False, "minh": True}


def test_an_upgrade_without_the_sealing_key_leaves_the_database_as_it_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chosen = settings(tmp_path)
    (tmp_path / "seal-key").unlink()

    error = refused(capsys, "db", "upgrade", *chosen)

    assert "seal-key" in error["message"]
    assert not (tmp_path / "mailbot.db").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a b", "xem dòng 1, cột 3"),
        (b'[imap]\nhost = "x\n', "xem dòng 2, cột 10"),
        (b"a = ", "xem cuối tệp"),
        ("tiếng".encode("utf-16"), "tệp phải ở dạng UTF-8"),
    ],
)
def test_where_a_file_of_settings_goes_wrong_is_told(
    content: bytes, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "mailbot.toml"
    file.write_bytes(content)
    for command in (["cases"], ["sender", str(file)]):
        assert said in refused(capsys, *command, "--settings", str(file))["message"]


def test_a_certificate_that_is_not_there_is_told_in_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").touch()
    error = refused(capsys, "verify", f"{tmp_path}/a.pdf", "--trust", f"{tmp_path}/none.pem")
    assert "không có tệp hoặc thư mục này" in error["message"]


def test_a_table_of_staff_that_is_not_there_is_told_in_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    error = refused(capsys, "shadow", "report", f"{tmp_path}/x.csv", *settings(tmp_path))
    assert (
        error["message"] == f"Không đọc được tệp {tmp_path}/x.csv: không có tệp hoặc thư mục này."
    )


@pytest.mark.parametrize("roles", ["", " ", "intake,,work", "intake,x"])
def test_roles_that_are_none_are_refused_before_anything_begins(
    roles: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chosen = settings(tmp_path)
    error = refused(capsys, "run", f"--roles={roles}", *chosen)
    assert error["message"] == f"--roles: chỉ nhận console, intake, work; đang là '{roles}'."


def test_nothing_there_is_an_empty_list(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    main(["db", "upgrade", *chosen])
    for line in ("cases", "mails", "letters list", "outbox list", "agencies proposals"):
        capsys.readouterr()
        assert main([*line.split(), *chosen, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == []
