"""Measurements of everything, folded into slots."""

from frontdesk.ground.store.migrations import steps

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    steps.run_file("0006_up.sql")


def downgrade() -> None:
    steps.run_file("0006_down.sql")
