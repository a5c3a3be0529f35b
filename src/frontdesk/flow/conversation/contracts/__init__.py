"""Room: what a bot, a channel and a tool must look like to be part of the line.
Comes from: content.bots, edge.channels and edge.tools fill these; the line calls them.
Goes to: ground.words and ability.language for the shapes they speak of.
Never: knows one concrete bot, channel or tool, or does I/O.
"""
