"""Room: what models are told, as versioned prompts with typed inputs, one file each.
Comes from: the authors of this installation.
Goes to: ability.gateway, which renders them; flow asks for them by name.
Never: holds a customer's words as instructions, or does I/O.
"""
