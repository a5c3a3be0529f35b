"""Room: the person and property records that bots report to, over whatever keeps them outside.
Comes from: bots name its requests; tools of edge fulfil them.
Goes to: ground.words.
Never: knows which vendor keeps a record.
"""

from frontdesk.ability.records.requests import ReportQualified

__all__ = ["ReportQualified"]
