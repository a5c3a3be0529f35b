"""Room: recorded and scripted conversations played on the real line, on a stage of their own.
Comes from: `frontdesk replay`, and evaluation runs.
Goes to: flow.conversation with a fake carrier, a settable clock and a scratch database.
Never: writes into the installation's own database, or reaches a customer or a vendor but models.
"""

from frontdesk.app.replay.perform import play_conversation
from frontdesk.app.replay.played import Played, PlayedTurn
from frontdesk.app.replay.stage import Stage, open_server, open_stage
from frontdesk.app.replay.summary import Summary, summarise

__all__ = [
    "Played",
    "PlayedTurn",
    "Stage",
    "Summary",
    "open_server",
    "open_stage",
    "play_conversation",
    "summarise",
]
