"""${message}"""

from frontdesk.ground.store.migrations import steps

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    steps.run_file("${up_revision}_up.sql")


def downgrade() -> None:
    steps.run_file("${up_revision}_down.sql")
