"""Indexes by which messages about a group find what it was told and what of it is open."""

from frontdesk.ground.store.migrations import steps

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    steps.run_file("0009_up.sql")


def downgrade() -> None:
    steps.run_file("0009_down.sql")
