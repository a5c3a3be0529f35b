"""Room: text in, typed values out: numbers, money, addresses, phones, emails, names, choices.
Comes from: ability.language.read and ability.language.surface.
Goes to: ability.language.context and ground.words only; phonenumbers for telephone plans.
Never: reads dates or times, keeps state, or guesses a value that the text does not hold.
"""

from frontdesk.ability.language.values.collect import find_values

__all__ = ["find_values"]
