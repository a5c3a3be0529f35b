"""Room: tokens in, postal addresses out, from whole ones to a street or a town named in passing.
Comes from: ability.language.values.collect and ability.language.surface.
Goes to: ability.language.values.scan and its number words only.
Never: looks an address up, corrects a name, or adds a part that was not written.
"""

from frontdesk.ability.language.values.addresses.find import find_addresses, read_addresses

__all__ = ["find_addresses", "read_addresses"]
