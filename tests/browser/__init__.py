"""The pages in a real browser: what a visitor and an operator see, press, and hear read out."""
