"""What the illustrator understands: phrases of documentation English, and the drawings that may stand for them."""

from __future__ import annotations

import pytest

from mkdocs_imggen.presets import BUILT_IN
from mkdocs_imggen.providers.sketch import lexicon, understand
from mkdocs_imggen.providers.sketch.props import CATALOGUE
from mkdocs_imggen.providers.sketch.reading import read

ACCEPTANCE = """
laptop: a laptop; an open laptop; laptops; a notebook computer; my computer
monitor: a monitor; a big screen; two monitors; a desktop computer
phone: a phone; a smartphone; mobile phones; a mobile app
tablet: a tablet; tablets
browser: a browser; a browser window; a website; web pages; the landing page; a web app; our docs site
dashboard: a dashboard; dashboards; an admin panel; a control panel
terminal: a terminal; terminal windows; the command line; a console; a command line tool; the shell
code editor: a code editor; source code; lines of code in an editor; a script; code snippets; an IDE
video player: a video; a screencast
keyboard: a keyboard; keyboards
mouse: a computer mouse
load balancer: a load balancer; an API gateway; a reverse proxy
hard disk: a hard drive; a solid state drive
progress bar: a progress bar; a loading bar
button: a button; a download button
mask: a mask; data masking
hand: a raised hand; a high five
chef: a chef; cooks; a head cook
socket: a socket; a power outlet
chain: a chain; a chain link
calculator: a calculator
kanban board: a kanban board; a board with cards
sticky note: a sticky note; sticky notes; Post-it notes
blueprint: a blueprint; floor plans
drone: a drone; drones
hook: a fishing hook
thermometer: a thermometer
pipe: a water pipe; pipes; a valve
form: a form; a contact form; an input field
login form: a login form; a password field; a login page
machine: a legacy system; an old machine
helm: the helm; a Helm chart
typing hands: hands typing; hands on a keyboard
database: a database; databases; a data warehouse; a PostgreSQL database; a SQLite db
server: a server; servers; a web server; server racks; a data center; the backend; microservices; API servers; a host
cloud: a cloud; clouds; cloud storage; a cloud provider
network: a network; a node graph; a mesh; a dependency graph
container: a container; a Docker container; containers; pods
chip: a chip; a CPU; processors; a circuit board; a neural network; a language model
table: a spreadsheet; a data table; a comparison table
bar chart: a bar chart; charts; statistics; a histogram
line chart: a line chart; a growth chart
pie chart: a pie chart; a donut chart
gauge: a gauge; a speedometer
funnel: a funnel; a filter
pipeline: a pipeline; a build pipeline; a CI/CD pipeline; a deployment pipeline
switch: a toggle; a feature flag; a switch
battery: a battery; batteries
router: a router; wifi; an access point
padlock: a padlock; a lock; locks; a combination lock
key: a key; an API key; API keys; an access token; credentials; an SSH key; tokens; a secret key
shield: a shield; shields; a firewall
safe: a safe; a vault
fingerprint: a fingerprint; fingerprints
eye: an eye
document: a document; documents; a page; a report; a markdown file; notes; an invoice; a README; PDFs; a config file; a lockfile
clipboard: a clipboard; a checklist; a to-do list; a task list
folder: a folder; folders; a directory; a repository
open book: a book; an open book; a manual; a handbook; a cookbook
book: books; two books; novels
book stack: a stack of books; a pile of books
shelf: a bookshelf; bookshelves; a library
notebook: a notebook; a journal
envelope: an envelope; an email; letters; a newsletter; a message queue
calendar: a calendar; a schedule; a timetable
map: a map; a treasure map; a sitemap
pin: a map pin; a location marker
certificate: a certificate; an SSL certificate; a diploma
newspaper: a newspaper
robot: a robot; robots; a chatbot; an AI assistant; bots; a coding agent
person: a person; people; a hiker; a support agent; a developer; engineers; a writer; users; a team; two colleagues; a student; a detective
astronaut: an astronaut
beaver: a beaver; beavers
fox: a fox; foxes
cat: a cat; a kitten
dog: a dog; puppies
bear: a bear
panda: a panda
rabbit: a rabbit; a bunny
owl: an owl; owls
penguin: a penguin
gopher: a gopher
lion: a lion
bug: a bug; bugs; a beetle; a software bug
octopus: an octopus
whale: a whale; the Docker whale
crab: a crab
snake: a snake; a python
turtle: a turtle; a tortoise
bee: a bee; bees
elephant: an elephant
fish: a fish
bird: a bird
duck: a rubber duck
snail: a snail
butterfly: a butterfly; butterflies
dragon: a dragon
gear: a gear; gears; cogs; a cogwheel
magnifier: a magnifying glass; magnifying glasses; a loupe
bulb: a light bulb; a lightbulb; lamps
wrench: a wrench; a spanner
hammer: a hammer
screwdriver: a screwdriver
toolbox: a toolbox; tools; a toolkit; developer tools
pencil: a pencil; pens
brush: a paintbrush; brushes
paint palette: a paint palette
ruler: a ruler
plug: a plug; a plugin; plugins; connectors; an extension
magnet: a magnet
compass: a compass
telescope: a telescope
microscope: a microscope
flask: a flask; test tubes; a beaker; an experiment
scissors: scissors; a pair of scissors
hourglass: an hourglass
clock: a clock; clocks; a cron job
stopwatch: a stopwatch; a timer
wand: a magic wand
scales: a balance scale; scales
chat: a speech bubble; chat bubbles; messages; comments
chats: a conversation; a dialog
question: a question mark; question marks; a FAQ
info: an info sign
warning: a warning sign; warnings; an error message
check: a check mark; a green tick; tests
bell: a bell; notifications; an alarm
megaphone: a megaphone; an announcement
flag: a flag; flags
milestone: a milestone; milestones
signpost: a signpost; a fork in the path; a crossroads; a road sign
trophy: a trophy; an award; trophies
medal: a medal
target: a target; a bullseye; goals
star: a star; stars
heart: a heart; hearts
bookmark: a bookmark
tag: a price tag; labels; a git tag
traffic light: a traffic light
cone: a traffic cone
barrier: a barrier; a roadblock
bolt: a lightning bolt
fire: a fire; flames
branch: a git branch; a pull request; branches
tree diagram: a hierarchy; a tree diagram; an org chart; a file tree
brain: a brain
braces: curly braces; JSON
tree: a tree; trees; an oak
pine: a pine tree; fir trees
plant: a plant; potted plants
seedling: a seedling; sprouts
leaf: a leaf; leaves
flower: a flower; flowers
cactus: a cactus
mushroom: a mushroom
mountain: a mountain; mountains; a summit
sun: the sun
moon: the moon; a crescent moon
rain: a rain cloud
storm: a thunderstorm
snowflake: a snowflake
rainbow: a rainbow
island: an island; a palm tree
egg: an egg; eggs
apple: an apple
rocket: a rocket; rockets; a spaceship
globe: a globe; the world; planet earth; the internet
planet: a planet
satellite: a satellite
lighthouse: a lighthouse; a beacon
ship: a ship; a container ship; cargo ships
boat: a boat; sailing boats
truck: a truck; delivery vans
car: a car; cars
train: a train
paper plane: a paper plane; a paper airplane
balloon: a hot air balloon; balloons
parachute: a parachute
anchor: an anchor
bridge: a bridge; bridges
castle: a castle; a tower
road: a road; a roadmap; a trail
package: a package; packages; a box; a parcel; an artifact; a Python package; modules
cube: a cube; cubes
blocks: building blocks; Lego bricks
puzzle: a puzzle; puzzle pieces; a jigsaw
coffee: a cup of coffee; coffee; a mug; a cup of tea
house: a house; a home
door: a door; doors
gift: a gift; a present
camera: a camera; screenshots
microphone: a microphone; a podcast
gamepad: a game controller
cart: a shopping cart
coins: coins; money
bank card: a credit card
treasure chest: a treasure chest
ladder: a ladder
stairs: stairs; a staircase
wall: a brick wall
umbrella: an umbrella
lifebuoy: a life ring; a lifebuoy
graduation cap: a graduation cap
hard hat: a hard hat
crown: a crown
wizard hat: a wizard hat
cake: a birthday cake
crane: a crane; a construction site
factory: a factory
inbox: an inbox
trash: a trash can
ghost: a ghost; ghosts
layers: layers; a tech stack
badge: a badge; a seal of approval
whiteboard: a whiteboard; a presentation; slides
shield: Security; Privacy policy; Data protection
padlock: Authentication; How encryption works; Access control
bolt: Performance; Caching; Quick start
magnifier: Search; How searching works
gear: Configuration; Settings; Automation
rocket: Getting started; Deployment; Release
bug: Debugging; Troubleshooting
branch: Version control; Git
terminal: Commands; Command-line interface
paint palette: Theming; Styling
globe: Internationalization; Translation
puzzle: Integrations
megaphone: Changelog; Release notes; What's new
scales: Licensing; Comparison
coins: Pricing; Billing
lifebuoy: Recovery; Rescue
"""
"""Drawing: phrases that must lead to it and to no other."""

LINES = [line.partition(":") for line in ACCEPTANCE.strip().splitlines()]
CASES = [(phrase.strip(), name) for name, _, phrases in LINES for phrase in phrases.split(";")]


def names(prompt: str) -> list[str]:
    return [thing.name for thing in read(prompt).things]


def test_the_table_has_more_than_three_hundred_phrases() -> None:
    assert len(CASES) > 300
    assert len({name for _, name in CASES}) > 120


@pytest.mark.parametrize(("phrase", "name"), CASES)
def test_a_phrase_leads_to_its_drawing(phrase: str, name: str) -> None:
    assert names(phrase) == [name]
    assert not read(phrase).unknown


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("A beginner's guide to locks", ["padlock"]),
        ("The table of contents", ["map"]),
        ("Release notes: a megaphone", ["megaphone"]),
        ("Plugins as puzzle pieces", ["puzzle"]),
        ("Dark mode with a moon", ["moon"]),
        ("Tutorial: a hammer", ["hammer"]),
        ("A key feature", []),
        ("Flat vector style, teal and coral", []),
        ("The state of the art", []),
        ("From idea to production: a light bulb, a laptop and a rocket", ["bulb", "laptop", "rocket"]),
        ("From code to tests to deployment", ["code editor", "check", "rocket"]),
    ],
)
def test_words_that_mean_something_else_draw_nothing_wrong(prompt: str, expected: list[str]) -> None:
    assert names(prompt) == expected


def test_counts_colours_and_states_belong_to_their_nouns() -> None:
    lock, keys, cat = read("a red broken lock, three blue keys and a cat sleeping, teal").things
    assert (lock.colour, lock.count, lock.states) == ("red", 1, frozenset({"broken"}))
    assert (keys.colour, keys.count) == ("blue", 3)
    assert (cat.name, cat.states) == ("cat", frozenset({"sleeping"}))
    assert read("a red broken lock, three blue keys and a cat sleeping, teal").colours == ("teal",)


def test_a_character_can_wear_a_hat_and_wave() -> None:
    (beaver,) = read("A beaver in an orange hard hat, waving").things
    assert (beaver.wears, beaver.wears_colour, beaver.pose) == ("hard hat", "orange", "wave")


@pytest.mark.parametrize(
    ("prompt", "layout"),
    [
        ("a padlock", "hero"),
        ("three servers", "crowd"),
        ("a cat and a dog", "pair"),
        ("a robot with gears, clouds, chat bubbles and plants", "companions"),
        ("a package moving from a laptop to the cloud", "flow"),
        ("a browser talks to a server, which talks to a database", "flow"),
        ("the life cycle of a seedling, a plant and a flower", "cycle"),
        ("a stack of containers", "stack"),
        ("the hierarchy of a folder and three documents", "tree"),
        ("a snail versus a rabbit", "compare"),
        ("three steps: a pencil, a package, a rocket", "steps"),
        ("a queue of envelopes before a server", "queue"),
        ("five laptops connected to a server", "hub"),
        ("flags around a globe", "hub"),
        ("a phone showing a map", "screen"),
        ("a cloud with an upload arrow", "marked"),
        ("uploading a file to a server", "flow"),
        ("a shield protecting a database", "protect"),
        ("a castle protected by a firewall", "protect"),
        ("a rocket launching from a laptop", "launch"),
        ("a path to the summit of a mountain", "climb"),
        ("a developer at a desk with two monitors", "desk"),
        ("a team collaborating around a puzzle", "team"),
        ("an octopus juggling gears", "juggle"),
        ("a fox reading a book", "hold"),
        ("a magnifying glass over documents", "inspect"),
        ("a bridge between two islands", "between"),
        ("a cat sleeping on a keyboard", "on"),
        ("a developer writing code on a laptop", "pair"),
        ("a ladder leading to a trophy", "up"),
        ('a sign that says "Hello"', "sign"),
        ("404 page not found, with a ghost", "empty"),
        ("zzz", "cover"),
    ],
)
def test_relations_choose_the_layout(prompt: str, layout: str) -> None:
    assert understand(prompt).layout == layout


@pytest.mark.parametrize(
    ("prompt", "style"),
    [
        ("a robot", "flat"),
        ("a robot, line art", "line"),
        ("sticker of a robot", "sticker"),
        ("isometric robot", "isometric"),
        ("a robot, watercolour", "watercolour"),
        ("watercolor robot", "watercolour"),
    ],
)
def test_words_choose_the_style(prompt: str, style: str) -> None:
    assert read(prompt).style == style


def test_what_is_not_known_is_named_and_what_is_no_noun_is_not() -> None:
    assert read("A cheerful unicorn jumping over a very tall lighthouse").unknown == ("unicorn",)


def test_every_name_in_the_lexicon_is_a_drawing_and_every_drawing_has_a_word() -> None:
    assert set(lexicon.THINGS) | set(lexicon.IDEAS) <= set(CATALOGUE)
    assert lexicon.CHARACTERS | lexicon.HATS | set(lexicon.HOMES) <= set(CATALOGUE)
    without = set(CATALOGUE) - set(lexicon.THINGS)
    assert without <= {"documents", "containers", "gears", "packages", "puzzles"}


def test_no_phrase_names_two_drawings() -> None:
    for table in (lexicon.THINGS, lexicon.IDEAS):
        phrases = [phrase for many in table.values() for phrase in many.split("|")]
        assert sorted(phrases) == sorted(set(phrases))


@pytest.mark.parametrize("preset", BUILT_IN)
def test_the_words_of_the_built_in_presets_add_nothing(preset: str) -> None:
    reading = read(BUILT_IN[preset].prompt.replace("{prompt}", "A padlock"))
    assert [thing.name for thing in reading.things] == ["padlock"]
    assert reading.unknown == ()
    assert not reading.pastel


def test_what_is_to_be_avoided_is_not_drawn() -> None:
    reading = read("A lighthouse without a boat, no people. Avoid: clouds, red, trees.")
    assert [thing.name for thing in reading.things] == ["lighthouse"]
    assert (reading.unknown, reading.colours) == ((), ())


def test_the_palette_of_a_preset_wins() -> None:
    assert read("A robot, orange. Colours: teal, coral.").colours == ("teal", "coral")


def test_lettering_is_asked_for_in_a_sentence() -> None:
    reading = read('A signpost. The picture contains exactly this text, legible and correctly spelt: "Hello" and "docs".')
    assert (reading.texts, reading.unknown) == (("Hello", "docs"), ())
