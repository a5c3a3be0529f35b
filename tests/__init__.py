"""The tests, by kind: unit, contract, story, store, house, browser, evals, load."""
