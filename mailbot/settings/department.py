"""Who answers, and what stands on its blank forms."""

from __future__ import annotations

from pydantic import Field

from mailbot.settings.section import Section
from mailbot.settings.values import Address, Domain, OptionalWebUrl


class Department(Section):
    """Who answers: everything that was renamed once already is configuration."""

    superior: str = "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
    issuer: str = "TRUNG TÂM CÔNG NGHỆ THÔNG TIN VÀ TRUYỀN THÔNG"
    name: str = "Trung tâm Công nghệ thông tin và Truyền thông"
    other_names: tuple[str, ...] = ("Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ")
    place: str = "Cần Thơ"
    address: str = ""
    phone: str = ""
    inbox: Address = "sotttt@cantho.gov.vn"
    own_addresses: tuple[Address, ...] = ()
    domains: tuple[Domain, ...] = ("cantho.gov.vn",)
    legal_basis: str = (
        "Quyết định số 2829/QĐ-UBND ngày 27 tháng 11 năm 2023 của Chủ tịch "
        "Ủy ban nhân dân thành phố Cần Thơ"
    )
    signer_authority: str = ""
    signer_title: str = "GIÁM ĐỐC"
    signer_name: str = ""
    webmail_url: OptionalWebUrl = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name that people may write to the department by."""
        return self.superior, self.issuer, self.name, *self.other_names


class Forms(Section):
    """What stands on the blank forms given to agencies (`mailbot forms`)."""

    addressee: str = Field("Sở Thông tin và Truyền thông", min_length=1)
    system: str = Field("thành phố Cần Thơ", min_length=1)
    grounds: str = Field(
        "Quyết định số 33/2015/QĐ-UBND ngày 18 tháng 12 năm 2015 của Ủy ban nhân dân thành phố "
        "Cần Thơ về việc ban hành Quy chế quản lý, sử dụng hệ thống thư điện tử trong hoạt động "
        "của các cơ quan nhà nước",
        min_length=1,
    )
