"""Room: the commands about how the installation runs: what models cost, and what its watch sees.
Comes from: `frontdesk` (app.cli.main).
Goes to: the live database, through abilities and flow.operations.
Never: decides; what a command does, a page of the console does by the same functions.
"""

from frontdesk.app.cli.operations import (
    alerts,
    cache,
    levels,
    logs,
    oncall,
    stats,
    trying,
    usage,
)

for command in (*levels.COMMANDS, trying.test_send):
    alerts.alerts.add_command(command)
COMMANDS = (
    *alerts.COMMANDS,
    *cache.COMMANDS,
    *logs.COMMANDS,
    *oncall.COMMANDS,
    *stats.COMMANDS,
    *usage.COMMANDS,
)
