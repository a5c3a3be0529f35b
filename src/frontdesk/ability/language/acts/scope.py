"""Turns a place in a message into how it is meant: denied, done, quoted, in doubt."""

import re
from dataclasses import dataclass

from frontdesk.ability.language.acts.fold import Folded

_SUBJECT = (
    r"(?:i|we|im|i'm|we're|we'd|i'd|id|i'll|ill|you|he|she|they|it|want|need|"
    r"needs|wants|looking|would|"
    r"am|are|is|my|our|also|then|now|just|maybe|please|plan|planning|hope|hoping|trying|ready|"
    r"thinking|interested|quiero|necesito|busco|queremos|buscamos)\b"
)
_BOUNDARY = re.compile(
    r"[!?;\n]+|\.(?!\d)|,(?!\s*(?:or|nor|buy|sell|rent|lease)\b[^.!?;,]*\bor\b)|\s-+\s|[()/:]"
    r"|\b(?:but|however|though|although|yet|except|because|cause|cuz|bc|so|"
    r"instead(?! of)|pero|sino|"
    r"aunque|porque|until|till|before|after|unless|since|while|once|when|if)\b"
    rf"|(?:\band\b|\by\b|&|\+|\bthen\b|\bor\b)(?=\s+{_SUBJECT})"
)
_DENIED = re.compile(
    r"\b(?:not|never|no|none|nobody|neither|nor|without|cannot|cant|can't|wont|won't|dont|don't|"
    r"doesnt|doesn't|didnt|didn't|isnt|isn't|arent|aren't|wasnt|wasn't|werent|weren't|wouldnt|"
    r"wouldn't|shouldnt|shouldn't|couldnt|couldn't|aint|ain't|havent|haven't|hasnt|hasn't|hadnt|"
    r"hadn't|instead of|rather than|against|refuse to|refusing to|avoid|quit|stopped|"
    r"changed (?:my|our) minds? (?:about|on)|gave up on|tired of|sick of|nunca|ni|"
    r"sin|tampoco|jamas|"
    r"ya no|en vez de|dejar de)\b"
)
_NOT_DENIED = re.compile(
    r"\b(?:not (?:just|only|merely|sure|certain|bad|a problem|opposed|against|afraid|too long|"
    r"necessarily|yet)|no (?:problem|worries|doubt|rush|hurry|idea|longer than|solo|hay problema)|"
    r"(?:cant|can't|cannot) (?:wait|decide|stop thinking|tell)|"
    r"(?:dont|don't) (?:know|mind|care|you|we)|why (?:not|don't|dont|no)|(?:won't|"
    r"wont|wouldn't) you|"
    r"never (?:sold|bought|owned|done|rented)|no,|no (?=i |we |quiero|necesito|busco))"
)
_DONE = re.compile(
    r"\b(?:already|just (?=sold|bought|purchased|closed|signed|leased|rented)|"
    r"finally (?=sold|bought|got)"
    r"|recently|have (?=sold|bought)|(?:we've|i've|weve|ive) (?:\w+ )?(?=sold|"
    r"bought|purchased|found|"
    r"rented|signed|closed)|last (?:year|month|week|summer|winter|spring|fall)|"
    r"years? ago|months? ago|weeks? ago|back in (?:19|20)\d\d|ya (?=vend|compr|alquil|rent)|"
    r"used to)\b"
)
_OTHERS = re.compile(
    r"\b(?:(?:my|our|his|her|their|a|an|the|some) (?:\w+ )?(?:neighbou?rs?|"
    r"friends?|agents?|realtors?|"
    r"brokers?|sisters?|brothers?|cousins?|boss|coworkers?|bosses|uncles?|aunts?|"
    r"bank|lender|ex|guy|"
    r"lady|man|woman|landlord|tenants?|company|investors?|colleague|roommate|son|daughter|"
    r"in-?laws?)(?:'s)?"
    r"|neighbou?rs|everyone|everybody|people|somebody|someone|they|he|she|"
    r"(?:mi|el|la|un|una) (?:vecin[oa]|amig[oa]|agente|hermano|hermana|prim[oa]|jefe)) "
    r"(?:\w+ )?(?:said|says|say|told|tells|keeps?|kept|is|are|was|were|wants?|wanted|sold|sells?|"
    r"bought|buys?|thinks?|suggests?|asked|asks|listed|lists?|just|already|"
    r"recently|has|had|did|does|"
    r"advised|recommend(?:s|ed)?|mentioned|wrote|texted|dice|dijo|quiere|vendio|compro|esta)\b"
)
_IN_DOUBT = re.compile(
    r"\b(?:not sure|unsure|dont know|don't know|undecided|on the fence|can't decide|cant decide|"
    r"no se si|no estoy segur[oa])\b"
)
_QUOTED = re.compile(r"\"[^\"\n]{2,300}\"|(?<![a-z0-9])'[^'\n]{2,300}'(?![a-z0-9])")
_SHIELD = "\x00"


@dataclass(frozen=True, slots=True)
class Scope:
    """How one place of a message is meant."""

    denied: bool = False
    done: bool = False
    quoted: bool = False
    others: bool = False
    in_doubt: bool = False


class Clauses:
    """The clauses of one folded message, asked about places in it."""

    def __init__(self, folded: Folded, *, echoes: tuple[str, ...] = ()) -> None:
        text = folded.text
        self.text = text
        self._cuts = [0, *(match.start() for match in _BOUNDARY.finditer(text)), len(text)]
        self._quotes = [match.span() for match in _QUOTED.finditer(text)]
        if (
            len(self._quotes) == 1
            and self._quotes[0][1] - self._quotes[0][0] >= len(text.strip()) - 1
        ):
            self._quotes = []
        self._echoes = [span for echo in echoes for span in _occurrences(text, echo)]

    def around(self, start: int) -> tuple[int, int]:
        """The clause that holds `start`."""
        low, high = 0, len(self.text)
        for cut in self._cuts:
            if cut <= start:
                low = cut
            else:
                high = cut
                break
        return low, high

    def at(self, start: int, end: int) -> Scope:
        """How `[start, end)` is meant."""
        low, high = self.around(start)
        before = _NOT_DENIED.sub(lambda match: _SHIELD * len(match[0]), self.text[low:start])
        clause = self.text[low:high]
        return Scope(
            denied=bool(_DENIED.search(before)),
            done=bool(_DONE.search(clause)),
            quoted=any(a <= start and end <= b for a, b in [*self._quotes, *self._echoes]),
            others=bool(_OTHERS.search(self.text[low:start])),
            in_doubt=bool(_IN_DOUBT.search(self.text[max(0, low - 40) : start])),
        )


def _occurrences(text: str, part: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(part), text)] if part else []
