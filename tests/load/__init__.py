"""Load, crash and speed: real processes under real traffic."""
