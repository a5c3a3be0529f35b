"""Room: the runbooks as pages: what a rule means, how to look, and what helps.
Comes from: edge.console.door, and the links in pages to people.
Goes to: the Markdown files of content/runbooks, which it only reads.
Never: runs a step.
"""
