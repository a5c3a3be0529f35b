"""Tables: frequent short words that tell English and Spanish from each other and from the rest."""

from frontdesk.ability.language.values.scan import listed

ENGLISH = frozenset(
    listed("""
    the a an and or of to in is are am was were be been i i'm im you we they he she it it's its my
    your our their this that these those there here what when where who how why which do does did
    don't dont didn't not no yes yeah yep nope ok okay have has had can can't could would will
    won't should want wanna need looking look for with without at on from by about under over
    between up down out if but so just like get got know any some all new please thanks thank hi
    hello hey good morning afternoon evening day today tomorrow tonight week month house home sell
    buy rent price call text me us them him her stop help start more less much many bedroom
    bathrooms bed bath budget offer tour visit schedule appointment time still interested
    available sorry sure maybe think see show thx pls asap monday tuesday wednesday thursday
    friday saturday sunday water leak broken fix heat working really very too also now later soon
    never always people money number name address phone cash loan sounds great yup nah unsubscribe
    quit cancel
    """)
)
SPANISH = frozenset(
    listed("""
    el la los las un una unos unas y o de del al que qué quien quién en es son soy eres somos está
    esta estoy estamos están este ese esa eso esto por para con sin sobre mi mis tu tus su sus
    nuestro nuestra me te se nos le les lo yo tú usted ustedes ella ellos no sí si como cómo
    cuando cuándo donde dónde cuanto cuánto cuánta cuántos porque pero más mas menos muy también
    tambien ya aún todavía hoy mañana ahora luego después antes casa casas vender comprar rentar
    renta alquilar alquiler precio dinero quiero quisiera necesito necesita busco buscamos tengo
    tiene tienen hay puedo puede pueden gracias hola buenos buenas buen días dias tardes noches
    favor ayuda llamar llame llámame llamo cita visita hora horas semana mes año años lunes martes
    miércoles miercoles jueves viernes sábado sabado domingo agua fuga gas luz calefacción roto
    rota urgente emergencia bueno buena bien mal sé mejor tal vez órale quizás quizá acuerdo claro
    vale gusta gustaría interesa interesado interesada cuarto cuartos recámaras recamaras
    habitaciones baño baños dólares dolares mil millón millones entre hasta desde cerca aquí ahí
    alto pare baja cancelar parar nada algo alguien nombre dirección teléfono número cuesta vale
    propiedad apartamento departamento vivo estamos sería podría podrían dónde tarde noche mensaje
    mensajes otra otro mucho mucha
    """)
)
# In both tables or in other languages too: they count half.
SHARED = frozenset(listed("no me a o y un una de la le que es en se te si gas los al do am an so"))
# Marks of other languages written in Latin letters.
OTHER = frozenset(
    listed("""
    je tu il elle nous vous ils le les des est sont avec pour dans pas une merci bonjour maison
    voudrais acheter vendre ich du er sie wir und der das ist nicht mit für ein eine haus danke
    guten möchte kaufen verkaufen não sim você eu uma obrigado obrigada comprar quero vou está
    isso muito grazie ciao sono vorrei casa buongiorno che per di della dit het een niet van ik
    wil og jeg det og att och är jag tôi muốn nhà không của là bạn cảm ơn xin chào saya tidak ada
    yang untuk bir ve için bu ev istiyorum ang ng mga ako ko po salamat bahay nie jest dom
    dziękuję proszę chcę mwen ou ki nan yon mèsi kay
    """)
)
SPANISH_LETTERS = frozenset("ñ¿¡")
