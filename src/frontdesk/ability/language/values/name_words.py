"""Tables: how names are introduced, frequent given names, and words that are no name."""

from frontdesk.ability.language.values.scan import listed

FIRST_NAMES = frozenset(
    listed("""
    aaron abby abdul abigail adam adrian adriana ahmed aidan aisha al alan albert alberto
    alejandra alejandro alex alexa alexander alexandra alexis ali alice alicia alison allen
    allison alma alvaro alvin alyssa amanda amber amelia amir amit amy ana andre andrea andreas
    andres andrew andy angel angela angelica angie anika anil anita ann anna anne annie anthony
    antoine antonio april ariana ariel armando arthur arturo ashley asha audrey austin autumn ava
    barbara barry beatriz becky ben benjamin bernard bernice beth bethany betty beverly bianca
    bill billy bob bobby brad bradley brandi brandon brandy brenda brent brett brian brianna
    bridget brittany brooke bruce bryan bryce byron caitlin caleb calvin cameron camila candace
    carl carla carlos carmen carol carolina caroline carolyn carrie casey cassandra catherine
    cathy cecilia cesar chad charlene charles charlie charlotte chelsea cheryl chloe chris
    christian christina christine christopher christy cindy claire clara claudia clayton cody
    colin colleen connie connor corey courtney craig cristina crystal curtis cynthia daisy dale
    damian dan dana daniel daniela danielle danny darlene darnell darrell darren dave david dawn
    dean deandre deborah debra deepak denise dennis derek derrick desiree destiny devin devon
    diana diane diego dominic dominique don donald donna doris dorothy doug douglas duane dustin
    dwayne dylan earl eddie eduardo edgar edith edward edwin eileen elaine elena eli elijah
    elizabeth ella ellen ellie emily emma emmanuel enrique eric erica erik erika erin ernesto
    esmeralda esteban esther ethan eugene eva evan evelyn faith fatima felicia felipe felix
    fernando fiona florence frances francesca francis francisco frank fred frederick gabriel
    gabriela gail gary gavin geoffrey george gerald gerardo gilbert gina gloria glenn gordon grace
    graciela grant greg gregory guadalupe guillermo gustavo gwen hailey haley hannah harold harry
    harvey hassan hayden heather hector heidi helen henry herbert holly howard hugo hunter ian
    ibrahim ignacio imani ingrid irene iris isaac isabel isabella isaiah ismael ivan jack jackie
    jackson jacob jacqueline jaime jake jamal james jamie jan jane janet janice jared jasmine
    jason javier jay jean jeff jeffrey jen jenna jennifer jenny jeremy jermaine jerome jerry jesse
    jessica jesus jill jim jimmy jin jo joan joann joanna joanne joe joel johanna john johnny jon
    jonathan jordan jorge jose joseph josh joshua joyce juan juana juanita judith judy julia
    julian juliana julie julio justin kaitlyn kara karen karina karla kate katherine kathleen
    kathryn kathy katie katrina kayla keisha keith kelly kelsey ken kendra kenneth kenny kevin
    khalid kim kimberly kirk kristen kristi kristin kristina kristy krystal kumar kyle lance larry
    latoya laura lauren laurie lawrence leah lee leo leon leonard leroy leslie leticia liam lily
    linda lindsay lindsey lisa liz lloyd logan lois lorena lorenzo lori lorraine louis louise
    lucas lucia lucy luis luisa luke lydia lynn mackenzie madeline madison maggie malcolm malik
    mandy manuel marc marcela marcia marco marcos marcus margaret margarita maria mariah mariana
    marie marilyn mario marisol marissa marjorie marlene marsha marta martha martin marvin mary
    mateo matt matthew maureen maurice max maya megan meghan mei melanie melinda melissa melvin
    mercedes meredith mia micah michael michele michelle miguel mike mildred mindy miranda miriam
    misty mitchell mohamed mohammed moises molly monica monique morgan muhammad nadia nancy naomi
    natalia natalie natasha nathan nathaniel neil nelson nicholas nick nicolas nicole nina noah
    noel noelia nora norma norman olga oliver olivia omar oscar owen pablo paige pam pamela paola
    pat patricia patrick patty paul paula paulina pedro peggy penny perry pete peter phil philip
    phillip phyllis pierre priscilla priya rachel rafael rahul raj ralph ramon randall randy
    raquel ravi ray raymond rebecca regina renata rene renee rhonda ricardo richard rick ricky
    rita rob robert roberta roberto robin rocio rodney rodrigo roger roland ron ronald ronnie rosa
    rosalie rose rosemary ross roxanne roy ruben ruby russell ruth ryan sabrina sally salvador sam
    samantha samir samuel sandra sandy sanjay santiago sara sarah sasha saul savannah scott sean
    sebastian selena serena sergio seth shane shannon sharon shaun shawn sheila shelby shelly
    sherri sherry shirley siobhan sofia sonia sonya sophia sophie spencer stacey stacy stan
    stanley stella stephanie stephen steve steven stuart sue sunita susan suzanne sylvia tamara
    tammy tanya tara tasha taylor ted teresa terrance terrell terry thelma theodore theresa thomas
    tiffany tim timothy tina toby todd tom tommy toni tony tracey traci tracy travis trevor tricia
    trisha troy tyler tyrone valentina valeria valerie vanessa vera veronica vicki vickie vicky
    victor victoria vijay vincent violet virginia vivian wade walter wanda warren wayne wei wendy
    wesley whitney will william willie ximena yasmin yesenia yolanda yvette yvonne zach zachary
    zoe
    """)
)

# Family-name particles; they do not begin a clause and stay in lower case.
PARTICLES = frozenset(listed("de la del los las van der den von y da dos di bin ibn al el st"))
TITLES = frozenset(listed("mr mrs ms miss dr prof sr sra señor señora mister"))

NOT_NAMES = frozenset(
    listed("""
    a an the and or but so if then than that this these those here there where when why how what
    who which i you he she it we they me him her us them my your his its our their mine yours am
    is are was were be been being do does did done have has had having can could will would shall
    should may might must not no yes yeah yep nope nah ok okay sure maybe perhaps fine good great
    nice cool awesome perfect thanks thank please sorry hi hello hey bye goodbye morning afternoon
    evening night today tomorrow tonight now later soon never always still just also too very
    really quite pretty kinda kind sort about around over under after before at in on of off for
    from to with without by as into out up down all any some every each both none one two three
    four five six seven eight nine ten ready interested available busy free happy glad sad mad
    upset angry frustrated confused worried concerned curious afraid scared tired sick late early
    new old young single married divorced widowed retired disabled pregnant alone back home away
    ahead inside outside open closed done finished almost nearly actually currently presently
    basically probably definitely certainly absolutely only even ever again already yet unsure
    certain serious flexible firm set stuck broke able unable willing due aware owner seller buyer
    tenant renter landlord agent realtor investor homeowner veteran caller customer client local
    based located near preapproved approved qualified self employed unemployed student teacher
    nurse doctor lawyer looking trying thinking wondering hoping planning calling texting writing
    asking selling buying renting moving leaving going coming getting doing working living waiting
    needing wanting considering searching seeking interested not much more less most least very
    well better worse best wrong right correct false true big small cheap expensive bad hot cold
    first last next same other another such own like need want get got give go come see know think
    say tell ask call text send buy sell rent lease move live work wait help stop start cancel
    book schedule confirm change house home condo apartment property place price budget money cash
    loan mortgage bank number phone email address name person someone somebody anyone anybody
    nobody everyone everything nothing something anything human bot robot spam scam test testing
    question questions problem issue american mexican hispanic canadian texan christian muslim
    jewish white black asian because since until while though although however anyway btw lol haha
    wow um uh hmm well oh interested year years month months week weeks day days hour hours minute
    minutes time times monday tuesday wednesday thursday friday saturday sunday january february
    march july september october november december don't dont won't wont can't cant didn't isn't
    doesn't i'm im it's its that's what's who's let let's rather prefer none idk nvm stop
    unsubscribe quit end help info sí si no claro gracias hola bueno buenos buenas días tardes
    noches por favor que qué quien quién como cómo cuando cuándo donde dónde interesado interesada
    buscando vendiendo comprando listo lista dueño dueña casa de la el los las un una y o pero
    para con sin aquí ahora hoy mañana su tu mi mad gonna gotta wanna trying fed behind under over
    past through between against during within sending getting desperate eager excited exhausted
    homeless hungry lost missing overwhelmed private professional relocating resident responsible
    safe satisfied short sold stressed surprised swamped thrilled traveling welcome worth yours
    truly sincerely regards cheers best plumber electrician contractor handyman neighbor husband
    wife mom dad mother father son daughter alright crazy weird stupid people folks fuck shit cunt
    damn wtf cooking driving eating sleeping freezing flooding leaking smelling hearing seeing
    bleeding dying
    """)
)
# Words of sentences that are also family names: they may follow a given name.
FAMILY_NAMES = frozenset(
    listed("""
    may king young white black brown green day price long small best west north south east street
    house rich love short wise bank banks rose good little bush woods field fields hill lake park
    stone wood church church cook baker page pope read reading moss gray grey winter summer spring
    sharp strong savage sweet noble bright light friend old home case hand head foot lane grant
    march june august friday monday sunday marsh swan wolf fox bird fish lamb bishop carter field
    golden silver gold wall west win wynn will major frost snow rain storm booker booking daly
    """)
)
# Given names that are also words: by themselves they name nobody.
AMBIGUOUS_NAMES = frozenset(
    listed("""
    al alma amber angel april art asha autumn ava bill candy cat chance chase christian clay crystal
    daisy dale dan dawn dean destiny don drew earl earnest ella eve faith florence frank gene
    ginger glenn grace grant gene guy hope hunter ian iris ivan ivy jack jay jean jin joy june
    justin ken kirk lance lane lee leo lily luis lynn malik major marina mario mark max mercedes
    mi mia misty noel norma olive pat penny ray rich rick robin rocky rose ruby sandy savannah sean
    sue summer terry tiffany tony travis troy victor violet virginia wade will
    """)
)
# Word endings of participles and adverbs, which names seldom have ("I'm relocating").
NOT_NAME_ENDINGS = (
    "ing",
    "ed",
    "ly",
    "ness",
    "able",
    "ful",
    "less",
    "n't",
    "'s",
    "'re",
    "'ll",
    "'d",
    "'ve",
    "'m",
)

# (name of the rule, words before the name, how sure, whether any word may be a name there)
INTRODUCTIONS: tuple[tuple[str, tuple[str, ...], float, bool], ...] = (
    ("my full name is", ("full", "name", "is"), 0.95, True),
    ("my name is", ("my", "name", "is"), 0.95, True),
    ("the name is", ("the", "name", "is"), 0.95, True),
    ("name is", ("name", "is"), 0.9, True),
    ("my name's", ("my", "name's"), 0.95, True),
    ("the name's", ("the", "name's"), 0.95, True),
    ("my names", ("my", "names"), 0.9, True),
    ("name:", ("name", ":"), 0.9, True),
    ("in the name of", ("in", "the", "name", "of"), 0.85, False),
    ("under the name", ("under", "the", "name"), 0.85, False),
    ("under the name of", ("under", "the", "name", "of"), 0.85, False),
    ("my name", ("my", "name"), 0.8, False),
    ("me llamo", ("me", "llamo"), 0.95, True),
    ("mi nombre es", ("mi", "nombre", "es"), 0.95, True),
    ("they call me", ("they", "call", "me"), 0.9, True),
    ("people call me", ("people", "call", "me"), 0.9, True),
    ("you can call me", ("can", "call", "me"), 0.85, False),
    ("call me", ("call", "me"), 0.8, False),
    ("i am called", ("am", "called"), 0.85, False),
    ("i am", ("i", "am"), 0.8, False),
    ("i'm", ("i'm",), 0.8, False),
    ("im", ("im",), 0.75, False),
    ("this is", ("this", "is"), 0.8, False),
    ("it's", ("it's",), 0.7, False),
    ("that's", ("that's",), 0.7, False),
    ("soy", ("soy",), 0.85, False),
    ("habla", ("habla",), 0.85, False),
    ("le habla", ("le", "habla"), 0.85, False),
    ("i go by", ("i", "go", "by"), 0.85, False),
    ("speaking with", ("you're", "speaking", "with"), 0.85, False),
)
