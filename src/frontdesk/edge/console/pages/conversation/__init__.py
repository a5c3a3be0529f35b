"""Room: the page of conversations: the newest ones, and one whole with why each reply was given.
Comes from: edge.console.pages.
Goes to: ability.desk.
Never: changes anything.
"""
