"""Signing in to the console."""

from frontdesk.ground.store.migrations import steps

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    steps.run_file("0002_up.sql")


def downgrade() -> None:
    steps.run_file("0002_down.sql")
