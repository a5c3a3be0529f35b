"""Answers of models that may be given again."""

from frontdesk.ground.store.migrations import steps

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    steps.run_file("0005_up.sql")


def downgrade() -> None:
    steps.run_file("0005_down.sql")
