"""What models cost: ledger, windows, leases."""

from frontdesk.ground.store.migrations import steps

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    steps.run_file("0004_up.sql")


def downgrade() -> None:
    steps.run_file("0004_down.sql")
