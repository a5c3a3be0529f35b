"""Alerts, pages, silences, on-call plans and heartbeats."""

from frontdesk.ground.store.migrations import steps

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    steps.run_file("0007_up.sql")


def downgrade() -> None:
    steps.run_file("0007_down.sql")
