"""Room: variants shown to contacts, and what came of them; so far the switches they will stand under.
Comes from: flow.conversation, and operators by their controls.
Goes to: ability.controls.
Never: shows a variant that was not recorded, or calls a winner early.
"""

from frontdesk.ability.experiments.switches import SWITCHES

CONTROLS = SWITCHES
