"""What a bot writes down so that its intents can be learnt: sentences and phrases of each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IntentExamples:
    """Sentences that express one intent, and `phrases` that express it wherever they stand.

    Ten sentences are a start, thirty are good; they should differ as customers do. The intent
    named `none` holds sentences that express no intent of their set.
    """

    name: str
    examples: tuple[str, ...]
    phrases: tuple[str, ...] = ()
