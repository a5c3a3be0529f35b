"""Breakers of models, shared by every process."""

from frontdesk.ground.store.migrations import steps

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    steps.run_file("0003_up.sql")


def downgrade() -> None:
    steps.run_file("0003_down.sql")
