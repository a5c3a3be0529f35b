"""Table: well-known American towns, for addresses that name one without a comma or a state."""

from frontdesk.ability.language.values.scan import listed

_NAMES = """
new york|los angeles|chicago|houston|phoenix|philadelphia|san antonio|san diego|dallas|san jose|
austin|jacksonville|fort worth|ft worth|columbus|charlotte|indianapolis|san francisco|seattle|
denver|washington|nashville|oklahoma city|el paso|boston|portland|las vegas|detroit|memphis|
louisville|baltimore|milwaukee|albuquerque|tucson|fresno|sacramento|kansas city|mesa|atlanta|
omaha|colorado springs|raleigh|long beach|virginia beach|miami|oakland|minneapolis|tulsa|
bakersfield|wichita|arlington|aurora|tampa|new orleans|cleveland|honolulu|anaheim|lexington|
stockton|corpus christi|henderson|riverside|newark|saint paul|st paul|santa ana|cincinnati|irvine|
orlando|pittsburgh|saint louis|st louis|greensboro|jersey city|anchorage|lincoln|plano|durham|
buffalo|chandler|chula vista|toledo|gilbert|reno|fort wayne|madison|north las vegas|lubbock|
saint petersburg|st petersburg|laredo|irving|chesapeake|winston salem|glendale|scottsdale|garland|
boise|norfolk|arlington|spokane|fremont|richmond|santa clarita|san bernardino|baton rouge|hialeah|
tacoma|modesto|port st lucie|huntsville|des moines|yonkers|rochester|moreno valley|fayetteville|
fontana|worcester|little rock|augusta|akron|huntington beach|birmingham|montgomery|grand rapids|
amarillo|overland park|tallahassee|sioux falls|peoria|frisco|vancouver|knoxville|grand prairie|
mckinney|providence|brownsville|newport news|salt lake city|cape coral|rancho cucamonga|
santa rosa|tempe|ontario|oceanside|garden grove|elk grove|fort lauderdale|ft lauderdale|corona|
eugene|salem|springfield|pembroke pines|cary|fort collins|hayward|hollywood|palmdale|salinas|
sunnyvale|pomona|killeen|escondido|kansas city|naperville|bellevue|joliet|murfreesboro|paterson|
savannah|bridgeport|torrance|macon|rockford|syracuse|mesquite|pasadena|roseville|denton|surprise|
fullerton|mcallen|waco|visalia|olathe|thornton|miramar|gainesville|west valley city|warren|
lakewood|orange|dayton|columbia|charleston|elizabeth|cedar rapids|hampton|carrollton|victorville|
stamford|coral springs|sterling heights|topeka|new haven|round rock|santa clara|concord|athens|
lafayette|provo|simi valley|vallejo|clearwater|berkeley|abilene|evanston|ann arbor|hartford|
arvada|cambridge|fargo|allen|league city|sugar land|midland|odessa|beaumont|westminster|
independence|lansing|downey|pearland|costa mesa|manchester|inglewood|miami beach|waterbury|
ventura|pueblo|richardson|boulder|green bay|tyler|norman|high point|broken arrow|lewisville|
burbank|everett|palm bay|north charleston|el monte|daly city|rialto|antioch|jurupa valley|
wilmington|conroe|el cajon|davenport|rio rancho|las cruces|san mateo|lowell|santa maria|
west palm beach|palm springs|palm beach|georgetown|cedar park|pflugerville|leander|kyle|buda|
katy|spring|cypress|the woodlands|dallas|duluth|marietta|alpharetta|decatur|sandy springs|
roswell|smyrna|mobile|tuscaloosa|biloxi|jackson|shreveport|monroe|fairport|rochester|brooklyn|
queens|bronx|manhattan|flushing|hoboken|trenton|camden|princeton|edison|reading|allentown|erie|
scranton|bethlehem|lancaster|york|dover|annapolis|bethesda|rockville|silver spring|alexandria|
fairfax|reston|roanoke|asheville|concord|gastonia|myrtle beach|greenville|spartanburg|
chattanooga|clarksville|franklin|bowling green|evansville|south bend|gary|carmel|fishers|
bloomington|champaign|elgin|skokie|oak park|kenosha|racine|appleton|eau claire|dubuque|iowa city|
ames|bismarck|rapid city|billings|missoula|bozeman|cheyenne|casper|ogden|sandy|lehi|orem|
st george|flagstaff|yuma|prescott|santa fe|roswell|hilo|juneau|fairbanks|bend|medford|
olympia|kirkland|redmond|renton|kent|auburn|yakima|redding|chico|davis|napa|petaluma|novato|
san rafael|palo alto|mountain view|cupertino|milpitas|santa cruz|monterey|san luis obispo|
santa barbara|thousand oaks|oxnard|carlsbad|encinitas|la jolla|temecula|murrieta|palm desert|
indio|hemet|redlands|upland|claremont|chino|chino hills|whittier|alhambra|compton|carson|
santa monica|malibu|beverly hills|van nuys|sherman oaks|boca raton|delray beach|naples|
fort myers|ft myers|sarasota|bradenton|lakeland|kissimmee|ocala|daytona beach|pensacola
"""
CITIES = frozenset(
    tuple(name.strip().split()) for name in _NAMES.replace("\n", "").split("|") if name.strip()
)
CITY_STARTS = frozenset(name[0] for name in CITIES)
LONGEST = max(len(name) for name in CITIES)
# Towns whose name begins with a direction: "w. palm beach", "North Little Rock".
BEHIND_DIRECTION = frozenset(
    listed(
        "palm beach miami hollywood orange moline providence little las charleston chicago hartford haven "
        "lansing point hills bend branch brunswick plainfield canton olmsted royalton ridgeville hills "
        "lake valley jordan sacramento francisco gate pasadena el san bay fork salt covina barrington "
        "end aurora wilkesboro port attleboro andover adams reading wales platte vernon augusta "
        "richland ridge rockingham myrtle tampa babylon islip hempstead hills hampton stroudsburg "
        "chester allis bloomfield memphis des dundee monroe fargo liberty"
    )
)
