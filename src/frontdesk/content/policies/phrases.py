"""What the house says whichever bot speaks, in English and Spanish: consent, disclosure, and the
small replies that every interview shares."""

from collections.abc import Mapping

from frontdesk.flow.conversation.contracts.bot import Words

_HOUSE: dict[str, Words] = {
    "house.disclosure": Words(
        en=("Hi, this is the automated assistant of {business}.",),
        es=("Hola, soy el asistente virtual de {business}.",),
        verbatim=True,
    ),
    "house.opted_out": Words(
        en=(
            "You won't get any more messages from {business}. Text START if you change your mind.",
        ),
        es=("Ya no le enviaremos mensajes de {business}. Si cambia de idea, escriba START.",),
        verbatim=True,
    ),
    "house.opted_in": Words(
        en=("You're set to get messages from {business} again. Text STOP whenever you want out.",),
        es=("De nuevo recibe mensajes de {business}. Para dejar de recibirlos, escriba STOP.",),
        verbatim=True,
    ),
    "house.help": Words(
        en=(
            "This is {business}'s automated assistant for real-estate questions. "
            "Ask for a person at any time. Text STOP to end messages.",
        ),
        es=(
            "Asistente virtual de {business}. Puede pedir hablar con una persona. "
            "Escriba STOP para no recibir mensajes.",
        ),
        verbatim=True,
    ),
    "house.went_wrong": Words(
        en=(
            "Sorry, something went wrong on our side. Your message is saved, and a person at "
            "{business} can see it.",
        ),
        es=(
            "Perdone, algo falló de nuestro lado. Su mensaje está guardado y el equipo de "
            "{business} lo puede ver.",
        ),
        verbatim=True,
    ),
    "house.person_coming": Words(
        en=(
            "I'm passing you to a person at {business}. They can see this conversation and will "
            "answer you here.",
        ),
        es=(
            "Le paso con una persona de {business}. Puede ver esta conversación y le responde "
            "por aquí.",
        ),
        verbatim=True,
    ),
    "house.danger": Words(
        en=("If anyone is in danger right now, get to safety and call 911.",),
        es=("Si alguien corre peligro ahora, póngase a salvo y llame al 911.",),
        verbatim=True,
    ),
    "house.danger_air": Words(
        en=(
            "Please leave the building now with everyone in it, touch no switches, and call 911 "
            "from outside.",
        ),
        es=(
            "Por favor salga ya del edificio con todos, no toque interruptores y llame al 911 "
            "desde afuera.",
        ),
        verbatim=True,
    ),
    "house.danger_water": Words(
        en=(
            "Shut off the main water valve if you can reach it safely and keep away from outlets. "
            "If anyone is in danger, call 911.",
        ),
        es=(
            "Cierre la llave principal del agua si puede hacerlo sin riesgo y no se acerque a "
            "enchufes. Si alguien corre peligro, llame al 911.",
        ),
        verbatim=True,
    ),
    "house.still_there": Words(
        en=("No rush, just picking this back up.",),
        es=("Sin prisa, retomo donde quedamos.",),
        verbatim=True,
    ),
}

_ANSWERS: dict[str, Words] = {
    "interview.are_you_bot": Words(
        en=(
            "Yes, I'm a bot, not a person. If you'd rather talk with someone, just say so.",
            "I'm an automated assistant, yes. Ask for a person whenever you like.",
        ),
        es=(
            "Sí, soy un programa, no una persona. Si prefiere hablar con alguien, dígamelo.",
            "Así es, soy un asistente virtual. Puede pedir una persona cuando quiera.",
        ),
        verbatim=True,
    ),
    "interview.who_are_you": Words(
        en=("I'm the automated assistant of {business}. I ask a few things so the team can help.",),
        es=("Soy el asistente virtual de {business}. Pregunto lo esencial para el equipo.",),
        verbatim=True,
    ),
    "interview.fair_housing": Words(
        en=(
            "Fair-housing law means I can't pick homes or areas by who lives there. Features, "
            "price and location I can work with.",
        ),
        es=(
            "Por ley de vivienda justa no elijo zonas por la gente que vive en ellas. Precio, "
            "tamaño y lugar, sí.",
        ),
        verbatim=True,
    ),
    "interview.sorry": Words(
        en=("I'm sorry about that. If you'd like a person instead, just say so.",),
        es=("Lamento la molestia. Si prefiere hablar con una persona, dígamelo.",),
        verbatim=True,
    ),
    "interview.objection": Words(
        en=("That's fair, and there's no pressure.", "I understand, no pressure at all."),
        es=("Lo entiendo, sin compromiso.", "Claro, no hay presión."),
    ),
    "interview.smalltalk": Words(
        en=("Ha, doing fine for a computer, thanks!", "All good here, thanks for asking!"),
        es=("Todo bien por aquí, ¡gracias!", "Muy bien para ser un programa, ¡gracias!"),
    ),
    "interview.cannot": Words(
        en=(
            "I don't have an answer to that one. Someone at {business} can go over it with you.",
            "That's one for a person at {business}; I can't answer it well here.",
        ),
        es=(
            "Eso no lo puedo responder yo. Alguien de {business} lo puede ver con usted.",
            "Esa pregunta es mejor para una persona de {business}.",
        ),
        verbatim=True,
    ),
}

_TURNS: dict[str, Words] = {
    "interview.ack": Words(
        en=("Thanks, that helps.", "Got it.", "Thanks for telling me."),
        es=("Gracias, eso ayuda.", "Entendido.", "Gracias por contarme."),
    ),
    "interview.ack_several": Words(
        en=("Got it: {learned}.", "Thanks: {learned}.", "Okay, {learned}."),
        es=("Entendido: {learned}.", "Gracias: {learned}.", "Muy bien: {learned}."),
    ),
    "interview.skip": Words(
        en=("No problem, we can leave that open.", "That's fine, we can skip it."),
        es=("No hay problema, lo dejamos abierto.", "Está bien, lo dejamos así."),
    ),
    "interview.missed": Words(
        en=("Sorry, I didn't quite get that.", "I'm not sure I followed."),
        es=("Perdone, no le entendí bien.", "Creo que no le entendí."),
    ),
    "interview.moving_on": Words(
        en=("No worries, let's move on.", "We can come back to that."),
        es=("No se preocupe, sigamos.", "Eso lo vemos después."),
    ),
    "interview.hello": Words(en=("Of course!", "Sure thing!"), es=("¡Claro!", "¡Con gusto!")),
    "interview.bye": Words(
        en=("Thanks for writing. Message any time and we'll pick up right here.",),
        es=("Gracias por escribir. Cuando quiera, seguimos donde quedamos.",),
        verbatim=True,
    ),
    "interview.left_open": Words(
        en=("I'll leave it here for now. Write back any time and we'll start with what you know.",),
        es=("Lo dejo por ahora. Escriba cuando quiera y empezamos con lo que ya sepa.",),
        verbatim=True,
    ),
}

_AFTER: dict[str, Words] = {
    "interview.welcome": Words(
        en=("You're welcome! Write any time if something changes.",),
        es=("¡Con gusto! Escriba cuando quiera si algo cambia.",),
    ),
    "interview.noted": Words(
        en=("Updated: {learned}. It's saved with the rest.",),
        es=("Actualizado: {learned}. Queda guardado con lo demás.",),
        verbatim=True,
    ),
    "interview.kept": Words(
        en=("Thanks, I've added that to this conversation for the team at {business}.",),
        es=("Gracias, queda en esta conversación para el equipo de {business}.",),
        verbatim=True,
    ),
    "interview.back": Words(
        en=("Hi again! What you told me is saved. Want to add or change anything?",),
        es=("¡Hola de nuevo! Tengo guardado lo que me dijo. ¿Quiere agregar o cambiar algo?",),
    ),
}

PHRASES: Mapping[str, Words] = {**_HOUSE, **_ANSWERS, **_TURNS, **_AFTER}
