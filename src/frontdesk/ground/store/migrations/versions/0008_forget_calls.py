"""A function that forgets old rows of the ledger of model calls."""

from frontdesk.ground.store.migrations import steps

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    steps.run_file("0008_up.sql")


def downgrade() -> None:
    steps.run_file("0008_down.sql")
