"""Word tables of everyday English, independent of any pack."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    return {key.strip(): value.strip() for key, _, value in (pair.partition("=") for pair in text.split(";"))}


CHAT = _pairs(
    """
    abt = about; aint = is not; appt = appointment; appts = appointments; arent = are not; b4 = before;
    bc = because; bday = birthday; becuz = because; bf = boyfriend; cant = can not; cos = because;
    couldnt = could not; coz = because; cuz = because; da = the; dat = that; didn = did not; didnt = did not;
    doesn = does not; doesnt = does not; dont = do not; dose = does; fav = favourite; fave = favourite;
    flick = film; gf = girlfriend; gimme = give me; gonna = going to; gotta = got to; hadnt = had not;
    hasnt = has not; hav = have; havent = have not; heres = here is; hes = he is; howd = how did; hows = how is;
    hr = hour; hrs = hours; id = i would; im = i am; info = information; irl = in real life; isn = is not;
    isnt = is not; ive = i have; lemme = let me; luv = love; mins = minutes; msg = message; msgs = messages;
    n = and; no1 = nobody; noone = nobody; ok = okay; pic = picture; pics = pictures; pls = please;
    plz = please; ppl = people; ppls = people; r = are; rn = now; secs = seconds; shes = she is;
    shouldnt = should not; smth = something; sry = sorry; sth = something; teh = the; thats = that is;
    theres = there is; theyre = they are; tho = though; thru = through; tht = that; u = you; ur = your;
    vs = versus; w = with; wanna = want to; wasnt = was not; wat = what; wats = what is; wen = when;
    werent = were not; whatd = what did; whats = what is; whend = when did; whens = when is; wher = where;
    whered = where did; wheres = where is; whod = who did; whos = who is; whose = who; wht = what;
    whyd = why did; whys = why is; wich = which; wid = with; wk = week; wks = weeks; wont = will not;
    wot = what; wouldnt = would not; wth = what; wut = what; y = why; youre = you are; yr = year; yrs = years
    """
)
"""Chat spelling and contractions without their apostrophe, expanded."""

CONTRACTED = _pairs("s = is; re = are; ve = have; ll = will; d = did; m = am")
"""Endings after an apostrophe that follows a pronoun or a question word."""

CONTRACTING = _words("who whom what which when where why how he she it that there they you i we")
"""Words after which such an ending is a verb and not a genitive."""

STOP = _words(
    """
    a about actually after again all also am an and another any anybody anyone anything anyway are around as at
    back be because been before being between bit both bro btw but by called came can come comes could did do
    does doing done dude during each end even ever every exactly for forget from get gets getting give go goes
    going gone got guess guy guys had happen happened happens has have having he hello her here hers hey hi him
    his how i if imo in into is it its just kind know let like lmao lol lot made make makes making man many may
    maybe me mean might mine more most much must my no nor not now of off okay omg on once one ones only onto or
    other our ours out over own please put puts really remember right said same say says shall she should so
    some somebody someone something sort start still stuff such supposed take takes tbh tell than that the their
    two theirs them then there these they thing things think this those though through to too took up us use used
    uses very was way we well went were what when where which while who whom whose why will with wonder
    wondering would yes yo you your yours
    """
)
"""Stop words: they say little about a question's subject. A question that has no other words keeps them all."""

LIGHT = _words(
    """
    after all another back two before between both called came come comes during end first get go goes got guy
    happen happened happens know made make makes making man many one other own put puts said same say says start
    take takes thing think through took use used uses went
    """
)
"""Stop words that still help to distinguish facts, with a low weight."""

QUESTION_WORDS = _words("how what when where which who whom whose why")

AUXILIARIES = _words(
    """
    am are arent can could did do does had has have is isnt may might shall should was were will would
    """
)
"""Verbs that a question may begin with."""

OPENERS = _words("and bot btw but er hello hey hi like ok okay so uh um wait well yo")
"""Words that people put before the question itself."""

ORDERS = _words("describe explain list name remind tell")
"""Imperatives that ask for something: "tell me ..."."""

NUMBERS = _pairs(
    """
    couple = 2; dozen = 12; eight = 8; eighteen = 18; eighty = 80; eleven = 11; fifteen = 15; fifth = 5th;
    fifty = 50; first = 1st; five = 5; forty = 40; four = 4; fourteen = 14; fourth = 4th; hundred = 100;
    million = 1000000; nine = 9; nineteen = 19; ninety = 90; once = 1; one = 1; second = 2nd; seven = 7;
    seventeen = 17; seventy = 70; six = 6; sixteen = 16; sixth = 6th; sixty = 60; ten = 10; third = 3rd;
    thirteen = 13; thirty = 30; thousand = 1000; three = 3; twelve = 12; twenty = 20; twice = 2; two = 2;
    zero = 0
    """
)
"""Numbers in words, in figures."""

IRREGULAR = _pairs(
    """
    ate = eat; became = become; began = begin; begun = begin; best = good; better = good; bigger = big;
    biggest = big; bit = bite; bitten = bite; blew = blow; bore = bear; bought = buy; broke = break;
    broken = break; brought = bring; built = build; caught = catch; cheaper = cheap; children = child;
    chose = choose; chosen = choose; dead = die; deaths = death; did = do; died = die; dies = die; done = do;
    drank = drink; drawn = draw; drew = draw; driven = drive; drove = drive; drunk = drink; dying = die;
    eaten = eat; elder = old; eldest = old; fallen = fall; faster = fast; fastest = fast; feet = foot;
    fell = fall; felt = feel; fled = flee; flew = fly; flown = fly; forgot = forget; fought = fight;
    found = find; gave = give; given = give; grew = grow; grown = grow; heard = hear; held = hold; hid = hide;
    hidden = hide; kept = keep; knew = know; knives = knife; lay = lie; leaves = leave; led = lead;
    left = leave; lives = life; lost = lose; made = make; men = man; met = meet; mice = mouse; older = old;
    oldest = old; paid = pay; people = person; ran = run; ridden = ride; risen = rise; rode = ride; rose = rise;
    sang = sing; sank = sink; sat = sit; saw = see; seen = see; selves = self; sent = send; shot = shoot;
    slain = kill; slept = sleep; slew = kill; sold = sell; spent = spend; spoke = speak; spoken = speak;
    stole = steal; stolen = steal; stood = stand; stronger = strong; strongest = strong; struck = strike;
    sung = sing; sunk = sink; swam = swim; swore = swear; sworn = swear; swum = swim; taught = teach;
    teeth = tooth; thieves = thief; thought = think; threw = throw; thrown = throw; told = tell; tore = tear;
    torn = tear; understood = understand; wives = wife; woke = wake; woken = wake; wolves = wolf; women = woman;
    won = win; wore = wear; worn = wear; worse = bad; worst = bad; written = write; wrote = write;
    younger = young; youngest = young
    """
)
"""Irregular forms that the stemmer can't reduce to one stem."""

NEAR_SYNONYMS = """
die kill murder death dead slay deceased perish fatal execute assassinate snuff bump
make build create construct invent design develop manufacture produce forge assemble craft concoct
child kid son daughter baby offspring children youngster toddler
parent mother father mom dad mum papa mama daddy mummy folks orphan
sibling brother sister twin bro sis
wife husband spouse married marry wedding marriage missus hubby
family household relatives kids wife husband children
love crush romance romantic attraction attract feelings hots smitten adore date dating infatuated girlfriend boyfriend
love obsessed fancy affair couple romance
friend ally buddy pal companion mate friendship bestie
evil villain bad wicked villainous baddie antagonist enemy foe supervillain
actor actress star cast play portray act performer
voice dub voiceover
film movie picture cinema flick
attack assault raid strike ambush jump crash storm hit assail
fight battle combat war clash brawl conflict scuffle row quarrel argue argument spat
destroy demolish wreck obliterate ruin smash trash finish blast shatter
exterminate annihilate eradicate extinction wipe genocide extinct humanity apocalypse
steal rob swipe nab snatch thief pinch nick pilfer loot
take grab seize capture catch retrieve recover obtain get acquire fetch nab recapture
captive prisoner capture kidnap abduct imprison jail hostage captured arrest custody locked
rescue save free liberate bust spring break
escape flee run away fled bolt slip elope
hide hiding conceal lie low lurk lay refuge shelter
secret hidden covert secretly unbeknownst sneak sneaky behind
house home safehouse farm cottage residence place
base headquarters hq outpost hideout lair camp facility
city town capital village
country nation land kingdom realm
ship vessel boat
jet plane aircraft quinjet airplane
helicarrier carrier flying airship
weapon gun arms firearm rifle
gunfire bullets shots shot shoot shooting fire strafing
doctor dr scientist professor researcher physicist
power ability skill superpower powers able gift talent
strong strength powerful mighty strongest tough tougher stronger
fast speed quick rapid swift speedy speedster quickly
see watch look view
big large huge giant enormous great massive
small little tiny
old age aged ancient
young youth youngster kid child
birthday birthdate born birth bday
college university school graduate degree study education diploma
sick ill unwell sickly weak disease frail
smart clever intelligent genius brainy
robot android machine drone bot droid automaton mech
computer ai program software assistant
head mind brain thoughts
forehead brow head
crystal gem stone jewel
staff sceptre stick rod spear wand
hammer mallet mjolnir
suit armour armor costume outfit
hair haired redhead ginger
colour color hue shade
memory remember memories recall past
teach train instruct coach mentor teacher trainer taught
leader boss chief commander head captain command lead chairman charge
team group squad crew roster lineup members
recruit enlist sign join hire newcomer newbie rookie new
betray traitor turncoat betrayal
trick deceive fool manipulate con dupe
hypnotise hypnotize brainwash control mesmerise
want wish desire intend plan aim goal mean hope scheme
begin start originally initially beginning first open originate debut introduce
finish end final last ending conclusion
return back come
leave depart quit abandon go ditch exit desert departs
meet encounter run
travel journey go trip
arrive come appear show turn arrival
angry mad anger furious rage rampage temper pissed
rampage smash wreck trash havoc loose
afraid fear scared frightened terrified horrified horror nightmare
happy glad joy pleased
sad unhappy sorrow miserable cry wept
rich wealthy millionaire billionaire tycoon industrialist
poor penniless
king ruler monarch emperor throne
heir successor prince throne
queen empress
party celebration celebrate feast bash
award prize medal trophy win honour
wear don dress put clothe wearing
inspire base model influence modelled basis modeled
reveal discover learn find detect realise figure uncover
explain tell say describe
ask question request consult
help assist aid support
give hand grant present
lift raise pick carry hoist hold levitate
throw toss hurl fling chuck evict kick eject
push shove
fly flight float levitate
fall plummet drop crash plunge
swim swimming
eat devour consume
drink sip
money gold cash coin coins
forest wood woods
sea ocean water underwater diving dive
space cosmic universe galaxy
hit punch strike beat
defeat beat win overcome vanquish overwhelm best
name called title nickname named alias
job work profession occupation career
reason cause because why
woman female lady girl
man male gentleman guy dude bloke
human person mankind humanity people
world earth planet globe
alive live living survive revive resurrect
awaken wake sentient conscious alive life
reborn reincarnate rebirth resurrected back return
pregnant pregnancy expecting bump
guard protect defend watch shield
convince persuade encourage motivate talk inspire rally
force coerce compel blackmail
blame responsible fault grudge beef resent hate revenge vengeful vengeance avenge
trust distrust believe
vision hallucination dream nightmare hallucinate
magic sorcery spell witchcraft
telekinesis telekinetic telepathy psychic mindreading
change transform turn become transformation switch morph
evacuate evacuation civilians citizens
activate trigger switch start launch
upload download install transfer
body vessel shell form
synthetic artificial fake man-made synthezoid
stop prevent halt thwart shut
overload overheat destroy
experiment test tests experiments lab
commander leads leader boss runs run operate
draw art paint drawing artist painting sketch
comic comics comicbook issue issues readers
studio studios marvel fox company rights custody
stunt double doubles
personality character nature temperament
impatient restless hurried
species race eternal kind
wield carry hold use
worthy deserve trustworthy ally
enhanced augmented modified
dancer ballerina ballet dance
shrapnel shard fragment metal
recharge charge power battery
expert master pro skilled proficient
member founder founding original
identity mantle title
clone copy duplicate
obsession obsessed fixation
seduce charm tempt flirt
theory speculation rumour rumor
dispute quarrel argue fight
kill whack bump snuff killer murderer homicide slain slaughter assassin
blizzard snowstorm snow snowy
storm tempest thunderstorm
tornado twister hurricane cyclone typhoon
rain rainy downpour drizzle
fog mist haze foggy
wind gale breeze windy
hot heat warm boiling scorching
cold chilly freezing frosty nippy
mountain mount peak mountainous
volcano volcanic lava magma eruption
valley canyon gorge ravine
hole pit hollow crater
river stream creek brook
lake pond lagoon
beach shore coast seaside coastline
village hamlet settlement
slum ghetto shantytown
area region district zone territory
island isle islet archipelago
street road avenue lane
motorway highway freeway
path track trail footpath
car automobile motor vehicle wheels ride
taxi cab minicab
lorry truck van pickup
motorbike motorcycle bike motorcyclist biker
bicycle bike cycle cyclist pushbike
train railway railroad locomotive
pilot airman aviator
helicopter chopper copter
harbour harbor port dock pier
petrol gas gasoline fuel diesel
toilet loo lavatory bathroom restroom lav bog
cellar basement vault
stairs staircase stairway steps
elevator lift escalator
corridor hallway passage passageway
warehouse depot storehouse
hotel inn motel hostel
cafe diner restaurant eatery
bartender barman barmaid barkeep
cook chef cooking culinary
trousers pants jeans slacks
underwear knickers underpants lingerie
jumper sweater pullover jersey
jacket coat blazer overcoat
dress gown frock
cloak cape robe
hat cap beanie headgear
shoe footwear trainers sneakers boots
clothes clothing garment attire garb clobber
naked nude undressed unclothed
gear kit equipment apparatus tackle
stuff belongings possessions
food grub nosh scran chow
meal dinner lunch supper breakfast
hungry hunger starving peckish famished
sweets candy chocolate confectionery
biscuit cookie cracker
beer ale lager pint
whisky whiskey scotch bourbon
cigarette fag ciggy cig
pig hog swine boar
cow cattle bull ox
sheep lamb ram ewe
horse steed pony stallion mare
dog hound puppy canine mutt pooch doggy
cat kitty kitten feline moggy
mouse mice rodent rat
monkey ape gorilla chimp chimpanzee primate
snake serpent viper cobra
dragon wyvern drake
dinosaur raptor prehistoric
spider arachnid tarantula
night nighttime evening dusk
morning dawn sunrise daybreak
noon midday lunchtime
future futuristic upcoming forthcoming
delay postpone stall postponement
cancel scrap axe shelve cancellation
immortal immortality undying eternal everlasting deathless
christmas xmas yule festive
sleep slept asleep kip snooze nap doze
tired knackered exhausted shattered weary fatigued
great brilliant awesome fantastic wicked
terrible awful dreadful rubbish crap
pair couple duo two
huge colossal mammoth humongous ginormous
tiny minuscule wee lil teeny
wet damp soaked soggy moist
strange weird odd peculiar bizarre unusual
rare scarce uncommon
important importance significant significance crucial
difficult difficulty tricky challenging
dangerous danger peril perilous hazardous risky
risk gamble jeopardy jeopardise
safe safety secure security
lucky luck fortunate fortune
ready prepared prepare preparation
careful cautious wary
reckless careless rash
curious curiosity inquisitive nosy
stubborn obstinate headstrong
ambitious ambition aspire aspiration
skilled talented talent gifted
nickname moniker codename alias sobriquet
pretend pose impersonate impersonation masquerade
imitate mimic copy impression
shapeshift shapeshifter morph shapeshifting
portal wormhole gateway
invulnerable indestructible invincible unbreakable
escape getaway breakout jailbreak
survivor survive survival outlive
obey obedient comply obedience
collect collection collector gather
fail failure failed flop
memorial monument statue shrine
flag banner ensign
logo emblem symbol insignia badge
map chart atlas
language tongue dialect lingo
translate translation translator interpreter
motto slogan catchphrase tagline
citizen national civilian
founded establish established foundation
inspector sleuth investigator detective
carpenter woodworker joiner
blacksmith smith metalworker
barber hairdresser stylist
tailor seamstress dressmaker sew sewing
cleaner janitor caretaker
nanny babysitter childminder governess
postman mailman courier
salesman salesperson vendor seller
banker financier broker
accountant bookkeeper auditor
inmate convict jailbird prisoner
tramp homeless hobo vagrant bum
pirate buccaneer privateer corsair
cowboy cowgirl rancher gunslinger
dictator tyrant despot
gutted devastated disappointed heartbroken sad
sexy attractive hot fit hunky
telly television
disgusting gross minging revolting repulsive
chuffed pleased thrilled delighted
annoyed angry narked miffed
scarper leg flee skedaddle
skive truant truancy bunk
snog kiss smooch
scoff gobble munch guzzle
natter chat chinwag yak gossip
praise compliment applaud acclaim
home house pad crib gaff digs
glitch bug error malfunction
nanotech nanobot nanotechnology nanite
cyborg bionic cybernetic
simulation virtual simulated simulator
gamer gaming videogame
die died demise croak expire
massacre slaughter carnage bloodbath butcher
destroy destruction annihilation devastate devastation
steal stole stolen theft robbery robber burglar burglary
heist robbery burglary stickup
thief robber burglar pickpocket crook
loot plunder ransack pillage spoils
smuggle smuggler contraband traffic
throw yeet threw thrown lob pitch sling cast
discard dump ditch bin scrap jettison
divorce separate separation annul estranged
engaged engagement fiance fiancee betrothed propose proposal
bride groom newlywed wedding
grandfather grandad granddad grandpa gramps granddaddy
grandmother grandma gran granny nan nana
father dad daddy pops
mother mum mom mama mummy
baby infant newborn tot bairn babe
teenager teen adolescent youth juvenile
kid kiddo nipper lad tyke sprog
boy lad laddie schoolboy
girl lass lassie schoolgirl
man chap bloke fella geezer lad
woman lass gal dame chick
relative relation kin kinsman kinfolk
ancestor forefather forebear lineage ancestry
descendant heir progeny offspring
adopt adoption adoptive foster
stepmother stepmum stepmom stepparent
grandchild grandson granddaughter grandkid
friend chum bro homie buddy bff amigo mate
partner teammate colleague coworker associate collaborator
sidekick assistant helper henchman
henchman minion goon lackey underling thug
stranger outsider newcomer unknown
guest visitor houseguest
gang mob posse crew
gangster mobster mafia mafioso hoodlum
criminal crook felon outlaw convict villain
crime offence offense felony misdeed
bully tormentor torment harass harassment
tease mock taunt ridicule rib
insult offend slur disrespect diss abuse
swear curse cuss profanity expletive
argue bicker row squabble tiff quarrel
grudge beef feud vendetta resentment
rival rivalry competitor opponent adversary nemesis enemy foe archenemy
fight fought scrap brawl fistfight skirmish
battle showdown confrontation clash
confront confrontation challenge
threaten threat menace intimidate
invade invasion invader overrun incursion
conquer conquest conqueror subjugate subdue
surrender yield capitulate submit
siege besiege blockade
rebel rebellion revolt uprising mutiny insurgent insurrection
revolution revolutionary coup overthrow
overthrow depose topple oust usurp
army military troops forces soldiers
soldier trooper infantryman warrior fighter
navy naval fleet armada
sailor seaman mariner navy
war warfare wartime conflict
peace truce ceasefire armistice peacetime
treaty pact accord agreement
agree agreement consent assent accept
disagree disagreement differ dissent
deal bargain agreement arrangement
bomb explosive bombing grenade
explode explosion blast detonate detonation
missile rocket warhead torpedo
nuclear atomic nuke
bullet ammo ammunition round cartridge
pistol handgun revolver sidearm
sword blade sabre katana rapier
punch hit thump wallop slug sock clout
slap smack spank
hit whack bash clobber thwack bonk
beat thrash batter pummel pound
stab stabbing knife impale skewer
choke strangle throttle suffocate asphyxiate
poison poisonous toxic toxin venom venomous
behead decapitate beheading guillotine
hang hanging noose gallows lynch
ignite burn burnt blaze torch arson
flame fire blaze inferno
injure injury hurt wound harm maim
bleed blood bled bloody
scar scarred disfigured disfigurement
pain ache agony suffering sore
faint swoon collapse
heal healing cure recover recuperate
cure remedy antidote treatment
illness disease sickness ailment malady
plague epidemic pandemic outbreak
infect infection contagious contaminate
sick poorly ill unwell
vomit puke chunder barf
medicine drug medication meds pill
drugs narcotics dope
addict addiction junkie addicted hooked
drunk intoxicated sloshed pissed hammered plastered tipsy
alcoholic drunkard drinker alcoholism
alcohol booze liquor
doctor physician medic
psychiatrist therapist psychologist
hospital clinic infirmary
asylum madhouse sanatorium
crazy mad insane mental bonkers nuts barmy
insane insanity madness lunacy
lunatic madman maniac psycho nutter
corpse cadaver remains body
grave tomb burial crypt
bury burial buried inter entomb
cemetery graveyard churchyard
coffin casket sarcophagus
funeral burial wake memorial
mourn grieve mourning grief lament
vampire bloodsucker undead
werewolf wolfman lycanthrope
monster beast creature fiend
alien extraterrestrial martian
witch sorceress enchantress
wizard sorcerer magician warlock mage
fairy pixie sprite faerie
giant ogre troll
god deity divinity goddess
heaven paradise afterlife
hell underworld hades
prophecy prophesy foretell prophet oracle predict
predict forecast foresee prediction
destiny fate doom
curse hex jinx cursed
religion faith belief creed
religious devout pious
church chapel cathedral
priest clergyman vicar pastor minister
monk friar nun
eye eyeball eyesight peepers
mouth gob lips
tooth teeth fang
belly stomach tummy gut abdomen
bum backside bottom butt arse buttocks
skin flesh
beard bearded goatee whiskers
muscle muscular brawny buff
fat overweight obese chubby plump stout
thin slim skinny slender lean
beautiful beauty pretty gorgeous stunning lovely
ugly hideous unsightly minging
cute adorable
walk stroll amble wander hike trek march
sprint run ran jog dash
hurry rush hasten dash
jump leap hop bound
climb scale ascend clamber
kneel knelt bow
follow pursue tail shadow trail
chase pursue pursuit hunt
hunt hunter hunting stalk
wander roam drift rove
spin twirl rotate revolve whirl
shake tremble shiver quiver shook
crash collide collision smash
pull drag tug yank haul
carry transport convey lug
bring fetch brought
send dispatch sent transmit
drive drove driver driven motorist
voyage expedition trip cruise
quest mission expedition trek
find found locate discover
vanish disappear disappearance missing
reside live dwell inhabit resident
inhabitant resident dweller occupant
immigrant migrant refugee emigrant
exile banish banishment outcast
deport expel expulsion
dismiss fire sack axe firing
hire employ recruit
employer boss gaffer
employee worker staff
wage pay salary earnings
buy purchase bought
sell sold sale flog
expensive pricey costly
pound quid sterling
money dosh cash dough moolah wonga
loan lend borrow lent
debt owe owed
lottery raffle sweepstake
fund finance bankroll sponsor
bankrupt broke insolvent
poor broke skint poverty
rich loaded minted wealth
posh fancy snobbish
jewellery jewelry necklace jewels
necklace pendant locket amulet
gem diamond ruby emerald jewel
charity charitable philanthropy philanthropist
shopkeeper grocer storekeeper
company firm business corporation
factory plant mill
inherit inheritance heir bequeath
own owner possess belong
refuse refusal decline reject rejection
allow permit permission
forbid ban prohibit forbidden banned outlaw
disobey defy defiance
illegal unlawful illicit
genuine legit authentic
fake phoney phony bogus counterfeit forgery
suspicious sus dodgy shady fishy
accuse accusation allege charge
lie liar lied fib falsehood untruth
judge magistrate justice
lawyer attorney solicitor barrister
punish punishment penalty penalise
prison jail gaol slammer clink
arrest nab collar
police cop copper policeman bobby
investigate investigation inquiry probe
spy agent espionage mole
politician senator congressman
election vote elect ballot
noble nobleman aristocrat lord
castle fortress citadel stronghold
chain shackle manacle handcuff
decode decipher decrypt crack
computer laptop pc desktop
phone mobile telephone cellphone smartphone
dial phone
internet web online net
software app program application
malware virus trojan worm
photo photograph picture pic snapshot
spaceship spacecraft starship rocket
asteroid meteor meteorite comet
device gadget gizmo contraption
break broke broken snap
sever cut slice chop
tear rip torn shred
combine merge fuse fusion unite
grow growth grew grown
shrink shrunk shrank miniaturise
dirty filthy mucky grimy
smell scent odour odor stink
stink stench reek pong
hear heard listen overhear
see saw seen witness
shout yell scream cry
announce announcement declare proclaim
warn warning alert caution
answer reply respond response
promise vow swear pledge oath
informer snitch informant
complain moan whinge grumble
apologise apologize apology sorry
thank thanks gratitude cheers
funny hilarious humorous comical amusing
laugh giggle chuckle laughter
adultery infidelity unfaithful cheat
cheat swindle con scam fraud hoax
conman swindler fraudster trickster
jealous jealousy envy envious
hate hatred loathe detest despise
favourite favorite fave preferred
embarrass embarrassment humiliate humiliation
brave bravery courage courageous fearless
coward cowardly cowardice chicken
fear terror dread phobia
frighten scare spook startle
creepy eerie spooky sinister
worry worried anxious anxiety
nervous anxious edgy jittery
surprise surprised shock astonish amaze
shocked stunned gobsmacked gutted
bored boring dull tedious
annoy annoying irritate bother bug
furious livid raging fuming
cruel cruelty vicious brutal
arrogant arrogance cocky conceited
loyal loyalty faithful devoted
stupid dumb dim thick dense
idiot fool moron muppet
clever brainy smart brilliant
nerd geek boffin swot
jock athlete sportsman
know knew known aware
choose chose chosen select choice
learn learned learnt study
headteacher headmaster principal headmistress
degree diploma phd doctorate
write writer wrote written author novelist
singer sing sang vocalist
tournament competition contest compete
win won victory triumph
house mansion manor estate
jilt dump ditch breakup
husband hubby fella
invent invention inventor inventive
solve solution resolve
mystery mysterious enigma puzzle
director directed filmmaker helm
producer produced production
screenwriter scriptwriter screenplay script
animator animation animated cartoon
penciller illustrator inker colourist letterer
hero heroine protagonist
role part character
ghost spirit spectre phantom spook apparition
bodyguard minder guard
servant butler maid
slave slavery enslave
hack hacker hacking
password passcode code passphrase
joke gag jest quip
weep cry sob tears
audience viewers spectators crowd
celebrity star vip
journalist reporter newspaper press
publish publisher published publication
adaptation adapt adapted
composer composed score soundtrack
forget forgot forgotten amnesia
decide decision decided
knife blade dagger
price cost fee charge rate tariff pay payment
expensive costly pricey dear
cheap cheaper reduced discount discounted concession bargain
free complimentary gratis
refund reimburse reimbursement repay
deposit downpayment
invoice bill receipt
fine penalty punishment
buy purchase order
sell sale seller vendor trader merchant
shop store
subscription membership plan tier package
subscribe register join enrol enroll sign signup registration
renew renewal extend extension prolong
book booking reserve reservation
appointment slot booking
ticket pass admission entry entrance
deadline due cutoff
late overdue delayed
minimum least
maximum most limit cap
closed close shut
holiday vacation
weekend saturday sunday
rule policy regulation guideline
moderator mod admin administrator staff
ban kick mute timeout suspend suspension
report complain complaint
message dm text msg
channel room chat forum
post share publish
link url website webpage
profile account login
emoji emote reaction
invite invitation
event meetup gathering meeting session
prize reward
volunteer helper
trainer coach instructor tutor
lesson class course workshop training induction
beginner newbie novice starter newcomer
exam test quiz assessment
homework assignment coursework
grade mark score
student pupil learner
lecture talk seminar
rent hire borrow lend loan
repair fix mend
broken faulty damaged defective
replace replacement substitute swap exchange
deliver delivery ship shipping shipment courier dispatch
parcel package packet
guarantee warranty
insurance insurer insured cover
download install setup
update upgrade patch
crash freeze hang
setting option preference configure
supported support compatible compatibility
backup copy
delete remove erase
search find lookup
shortcut hotkey
email mail contact
parking park car
accessible wheelchair disabled disability
vegetarian vegan veggie
smoke smoking vape vaping cigarette
quiet silent silence noise noisy loud
locker cupboard storage
rabbit bunny
vet veterinarian
operation surgery op procedure
injection vaccination vaccine vaccinate jab immunisation
""".strip().splitlines()
"""Groups of near-synonyms, one per line. A word may be in several."""

ACTING = _words("play plays played playing portray portrays portrayed voice voices voiced star stars starring cast")
"""Verbs of acting: in a question for a person they ask about a role."""

ACTORS = _words("actor actors actress actresses")

WORKS = _words("movie movies film films comic comics comicbook book books show series story plot")
"""Words for the film or another work."""

KIN = _words("~child ~parent ~sibling ~wife ~family")
"""Near-synonym groups for relatives: somebody's wife is a different person."""

ROLE_WORDS = (
    ACTING | ACTORS | _words("role roles part character characters name person real behind guy girl dude version")
)
"""Words of a question about a role. With only these words and names, it asks for nothing else."""

ANOTHER_ROLE = _words("other else before earlier previous previously originally young younger kid child")
"""Words that ask for a role beside those of the cast: "what else has she been in", "who plays him as a kid"."""

CONFIRM = _words("right correct true no yes huh")
"""Words at the end of a statement that expects a yes or no."""

EXCEPT = _words("besides except apart aside other excluding")
"""Words before an excluded name."""

MEASURED = _words("many much old tall long fast far big quick heavy")
"""Words after "how" in questions for a number."""

NAMING = _words("name names named called")
"""Words after "what" in questions for a name."""

PLACES = _words("city country town continent village planet")
"""Kinds of places that have names."""

TELLING = _words("who where place when year why name") | {"how many"}
"""Kinds of answers that a fact clearly has or hasn't."""

TIMES = _words(
    """
    january february march april may june july august september october november december morning night evening
    day year years century later before after winter summer
    """
)
"""Words that can say when something happens."""

PERIODS = _words("month night season time week weekend year")
"""Words after "last" for a time before today."""

PRICES = _words("charge charged cost costs fee fees fine money price prices toll worth")
"""Words in questions for a price."""

MONEY = PRICES | _words(
    """
    bucks cent cents coin coins credits crown crowns dollar dollars euro euros expensive free gems gold guineas nothing
    p paid pay pays pence penny points pound pounds quid sell sells silver sold tokens
    """
)
"""Words in facts that tell a price."""

REASONS = _words("because since so due therefore order thus reason caused causing wants wanted")
"""Words that can give a reason."""

PLACED = _words("in at to from near inside into on under behind")
"""Prepositions of place."""

PRONOUNS = _words("he she they it him her them his hers its their")
"""Pronouns for somebody or something named before."""

PEOPLE = _words(
    """
    man men woman women boy girl king queen prince princess father mother son daughter brother sister wife husband
    child children person people soldier doctor friend uncle aunt he she they who old lady lord
    """
)
"""Words for people, which can say who it is."""

SAYING = _words("said says say asked answered told replied cried shouted thought called")
"""Verbs before or after direct speech."""

CLAUSES = _words("when after before because while once if until since although despite")
"""Words that begin a time or condition clause."""

FEELING_VERBS = _words("feel feels felt feeling")

HAPPENING = _words("happen happens happened do does did doing done")
"""Verbs after "what" in questions about actions and events."""

SAYING_VERBS = _words("say says said saying tell tells told ask asks asked answer answered reply replied advise shout")
"""Verbs after "what" in questions for somebody's words."""

FEELINGS = _words(
    """
    happy glad joy joyful joyous pleased delight delighted content contented proud love loved sad sorrow sorrowful
    sorry grief grieved wept weeping tears cried angry anger rage furious afraid fear feared frightened terrified
    terror alarmed surprised astonished astonishment amazed amazement ashamed shame jealous envy envious lonely
    worried anxious troubled miserable unhappy despair disappointed grateful thankful excited curious tired weary hurt
    """
)
"""Words for feelings."""

SELF = _words("i my me we us our you your im ive u myself")
"""Words that members use for themselves and each other."""

REMARKS = _words(
    """
    lol lmao haha omg wow bro dude man honestly literally imo tbh think thought feel guess love loved hate hated cool
    awesome amazing best worst favourite favorite better anyone anybody everyone someone guys opinion should would
    wish hope watch watched watching rewatch rewatched rewatching tonight yesterday tomorrow today wanna gonna
    """
)
"""Words of remarks, opinions and plans."""

WORK_AFFAIRS = _words(
    """
    directed director directors direct directs box office gross grossed budget cost rating ratings rated imdb rotten
    tomatoes metacritic critics reviews review score release released premiere premiered runtime long length minutes
    soundtrack composer composed music song songs sequel sequels prequel trailer oscar oscars award awards nominated
    streaming disney netflix filmed shot filming location locations wrote written writer screenplay producer produced
    studio dvd bluray deleted cameo cameos easter post mid credits stunt salary paid
    """
)
"""Words about the work as a product, a different subject from its story."""

VERSIONS = _words(
    """
    first second third last next previous before after originally original earlier later young younger old older other
    another else sequel prequel remake double stunt final initially new former always only ever again still anymore
    favourite favorite best worst real actual official deleted
    """
)
"""Words that change a question's meaning: "before", "young", "sequel", "stunt double"."""

DENIALS = _words("not never no without nobody none nothing neither nor")
"""Negations."""

COURTESY_BEFORE = """
hey; hi; hello; yo; ok; okay; so; um; uh; er; well; btw; bot; please; pls; plz; dear; guys; sorry; quick
question; question; just wondering; i was wondering; i wonder; wondering; just curious; curious; can you tell
me; could you tell me; can anyone tell me; can somebody tell me; can someone tell me; would you tell me;
please tell me; tell me; do you know; does anyone know; does anybody know; does someone know; do you guys
know; anyone know; anybody know; anyone remember; does anyone remember; do you remember; can you remind me;
could you remind me; remind me; i forgot; i forget; i do not know; i do not remember; i can not remember; i
want to know; i would like to know; i need to know; asking for a friend; serious question; real question; dumb
question; stupid question; out of curiosity; you know; help me out; lol; lmao; true or false; is it true that;
true false; t f; wait; and btw; also; hmm; hm; ah; oh
"""
"""Phrases that people put before a question."""

COURTESY_AFTER = """
please; pls; plz; thanks; thank you; thx; ty; lol; lmao; haha; guys; anyone; anybody; anyone know; true or
false; tho; though; btw; by the way; or what; or something; asking for a friend; just curious; do you know;
can anyone help; i forgot; i forget; cheers
"""
"""Phrases that people put after a question."""

ANTECEDENTS = _words(
    """
    man men woman women boy girl king queen prince princess person people soldier doctor lord guy girl dude hero heroes
    heroine villain villains actor actress character anyone anybody someone somebody everyone everybody which
    """
)
"""Words for a person that a later pronoun in the same line may refer to: "which hero loses his arm"."""

EXPLETIVE = _words(
    """
    true possible correct worth raining money profit cinema cinemas theater theaters theatre theatres canon matter
    matters
    """
)
"""Words near an "it" that refers to nothing named before, or to the work: "is it true", "how much did it make"."""

TITLES = _words("dr mr mrs ms miss sir lady lord doctor agent director mister madam professor prof")
"""Words before a name that are no part of it."""
