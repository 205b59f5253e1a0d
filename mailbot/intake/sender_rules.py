"""What our own mail servers write into a mail, as the operator's settings describe it.

MX evidence: what to switch on at the mail server
-------------------------------------------------
mailbot believes only the header fields above the trust boundary: from the top of the mail down
to the `Received` field which our own MX wrote. All below it is the sender's text.

Postfix (`evidence.source = "received_login"`), on the server that takes the mail in:

* `smtpd_sasl_authenticated_header = yes`: writes `(Authenticated sender: LOGIN)` into Received;
* `smtpd_sender_login_maps = …` with `reject_sender_login_mismatch` in
  `smtpd_sender_restrictions`: the envelope sender is the login's own address;
* on the port that takes mail without login, `check_sender_access` must REJECT our own domains
  (without `smtpd_sasl_auth_enable` there, `reject_sender_login_mismatch` does nothing);
* nothing forbids `From:` to differ from the login: that is what mailbot checks.

A milter (`evidence.source = "authentication_results"`): it writes
`Authentication-Results: AUTHSERV-ID; auth=pass smtp.auth=LOGIN` (for other domains
`dkim=pass header.d=…; dmarc=pass header.from=…`), and the server removes every such field with
our AUTHSERV-ID that comes from outside (RFC 8601 §5), e.g. by `header_checks`.
OpenDKIM needs `AlwaysAddARHeader yes`; milters under Postfix write below its Received field, so
say in `results_below` how many fields they always write.

Fields of a spam filter above the boundary (`X-Spam-Status` and the like) must be named in
`trace_fields`, and the filter's own Received fields in `inner_hosts`.

Dovecot's LMTP (or another delivery agent) writes `Return-Path`; nothing to switch on.

Keys of `[evidence]`
--------------------
source        `received_login` (default), `authentication_results`, or `none`: every mail is held.
mx_host       name after `by` in the Received field of our MX (Postfix: `myhostname`). Required.
authserv_id   first word of our Authentication-Results; required for that source.
trace_fields  names of fields our servers may write above the boundary. Any other name there
              means that the boundary is not found, and the mail is held.
inner_hosts   names after `by` of our own servers' Received fields above that of the MX, from
              the top (content filter, inner relay, LMTP). Empty: at most one LMTP hop.
results_below number of Authentication-Results fields the milters always write directly below
              the Received field of the MX (Postfix puts milter fields there). 0: all above.
login_domain  domain of logins without `@`, e.g. `cantho.gov.vn`.
login_comment words before the login in the Received comment.
webmail_ips   addresses of our own webmail servers that hand mail to the MX without a login (Zimbra
              does). From them the envelope sender counts as the login; name one only if it lets
              nobody write another's address into From (Zimbra: no personas of other accounts).
dkim          verify DKIM ourselves for mail of other domains than `department.domains`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mailbot.settings import Department, Evidence

Source = Literal["received_login", "authentication_results", "none"]


@dataclass(frozen=True, slots=True)
class EvidenceRules:
    """The settings of `[evidence]`, names in lower case, with our own domains."""

    source: Source = "none"
    mx_host: str = ""
    authserv_id: str = ""
    trace_fields: tuple[str, ...] = ("return-path", "delivered-to", "x-original-to", "received")
    inner_hosts: tuple[str, ...] = ()
    results_below: int = 0
    login_domain: str = ""
    login_comment: str = "Authenticated sender:"
    webmail_ips: tuple[str, ...] = ()
    dkim: bool = False
    own_domains: tuple[str, ...] = ()

    def is_own_domain(self, address: str) -> bool:
        """Return whether our own server hosts this lower-case address."""
        return address.rpartition("@")[2] in self.own_domains


NO_EVIDENCE = EvidenceRules()


def evidence_rules(evidence: Evidence, department: Department) -> EvidenceRules:
    """Return the rules these settings describe."""
    return EvidenceRules(
        source=evidence.source,
        mx_host=evidence.mx_host.lower(),
        authserv_id=evidence.authserv_id.lower(),
        trace_fields=tuple(name.lower() for name in evidence.trace_fields),
        inner_hosts=tuple(host.lower() for host in evidence.inner_hosts),
        results_below=evidence.results_below,
        login_domain=evidence.login_domain.lower(),
        login_comment=evidence.login_comment,
        webmail_ips=tuple(address.lower() for address in evidence.webmail_ips),
        dkim=evidence.dkim,
        own_domains=tuple(domain.lower() for domain in department.domains),
    )


def own_addresses(department: Department) -> frozenset[str]:
    """Return the department's own addresses, from which no request comes, in lower case."""
    return frozenset(
        address.lower() for address in (department.inbox, *department.own_addresses) if address
    )
