"""Other people's monitoring programs as tests meet them."""
