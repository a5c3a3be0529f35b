"""However a program spells a person's address, it is one person."""

import pytest

from frontdesk.edge.channels.api import channel


@pytest.mark.parametrize(
    ("spelled", "plain", "kind"),
    [
        ("+1 (555) 012-3456", "+15550123456", "phone"),
        ("+15550123456", "+15550123456", "phone"),
        ("Anna@Example.com", "anna@example.com", "email"),
        ("crm-00A7", "crm-00A7", "contact"),
        ("(no number)", "(no number)", "contact"),
    ],
)
def test_an_address_has_one_spelling(spelled: str, plain: str, kind: str) -> None:
    assert channel.plain_address(spelled) == plain
    assert channel.address_kind(plain) == kind
