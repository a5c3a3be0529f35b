"""Room: what to do when a rule fires, one page of Markdown per rule, its steps in named blocks.
Comes from: the authors of this installation.
Goes to: the console, and the links in pages to people.
Never: shows a command that does not exist.
"""
