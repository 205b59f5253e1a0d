"""The embedded servers, the practice PKI and the sample mails of `mailbot demo`."""
