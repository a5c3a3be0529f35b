"""The first schema."""

from frontdesk.ground.store.migrations import steps

revision = "0001"
down_revision = None


def upgrade() -> None:
    steps.run_file("0001_up.sql")


def downgrade() -> None:
    steps.run_file("0001_down.sql")
