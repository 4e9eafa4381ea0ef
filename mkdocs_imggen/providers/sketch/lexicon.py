"""The words we know: documentation English on one side, drawings, styles and relations on the other. Data only.

`THINGS` can be seen and are drawn wherever they are named. `IDEAS` cannot be seen; they choose a drawing only where the
prompt names no thing at all, so that "a guide to locks" shows a lock and no book. Phrases stand in the singular; the
longest phrase wins, which is how `message queue` is not a message and `table of contents` is not a table. It is long because it is a list.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

THINGS: Mapping[str, str] = MappingProxyType(
    {
        # screens
        "laptop": "laptop|notebook computer|computer|macbook|portable computer|workstation",
        "monitor": "monitor|screen|display|desktop computer|big screen|tv|television",
        "phone": "phone|smartphone|mobile phone|cell phone|mobile app|iphone|mobile device",
        "tablet": "tablet|ipad|e-reader",
        "browser": "browser|web page|webpage|website|web site|browser window|docs site|documentation site|landing page|web app|homepage|home page",
        "dashboard": "dashboard|admin panel|control panel|analytics page|monitoring page",
        "terminal": "command line tool|command-line tool|cli tool|terminal|command line|console|shell prompt|command prompt|terminal window|cli|bash prompt|shell",
        "code editor": "code editor|editor|ide|source code|code window|code snippet|code|script|program|source file|programming code",
        "video player": "video player|video|screencast|webinar|movie|youtube video",
        "keyboard": "keyboard|keycap",
        "mouse": "computer mouse|mouse pointer",
        # systems
        "load balancer": "load balancer|load-balancer|reverse proxy|api gateway|ingress controller|ingress|traffic router",
        "hard disk": "hard drive|hard disk|disk drive|solid state drive|ssd|storage drive",
        "progress bar": "progress bar|loading bar|progress indicator",
        "button": "button|push button|submit button|download button|install button",
        "mask": "mask|eye mask|masquerade mask|data masking|disguise|incognito",
        "hand": "raised hand|hand raised|open hand|helping hand|high five|waving hand|stop hand",
        "socket": "socket|wall socket|power socket|power outlet|electric socket|outlet",
        "chain": "chain link|chain|link of a chain|chain of links|metal chain",
        "calculator": "calculator|pocket calculator",
        "kanban board": "kanban board|kanban|scrum board|task board|sprint board|project board|board with cards|board of cards",
        "sticky note": "sticky note|post-it|post-it note|yellow note",
        "blueprint": "blueprint|floor plan|construction plan|technical drawing|architectural plan|blueprint of a house",
        "drone": "drone|quadcopter|delivery drone",
        "hook": "hook|fishing hook|fish hook",
        "thermometer": "thermometer",
        "pipe": "pipe|water pipe|valve|pipe valve|plumbing",
        "form": "form|contact form|web form|input form|consent form|feedback form|order form|survey|questionnaire|input field|text field|form field",
        "login form": "login form|sign-in form|sign-up form|signup form|registration form|password field|masked password field|login page|login screen|login dialog|sign-in page|password prompt",
        "machine": "old machine|legacy machine|legacy system|steam engine|steam machine",
        "helm": "helm|helm chart|ship wheel|ship's wheel|steering wheel of a ship|captain's wheel",
        "typing hands": "hand typing|typing hand|finger typing|hand on a keyboard|hand on the keyboard",
        "chef": "chef|cook|head cook|baker",
        "database": "database|data store|datastore|db|sql database|data warehouse|postgres|postgresql|mysql|sqlite|data lake|database server",
        "server": "server|web server|server rack|rack|data center|data centre|datacenter|virtual machine|backend|back end|host|mainframe|application server|api server|server room|microservice|web service|api|service",
        "cloud": "cloud|cloud storage|cloud service|cloud provider|cloud server",
        "network": "network|graph|node graph|mesh|computer network|knowledge graph|social graph|dependency graph",
        "container": "container|docker container|shipping container|docker|freight container|pod",
        "chip": "chip|cpu|processor|microchip|gpu|microcontroller|circuit board|circuit|ai model|neural network|machine learning model|language model",
        "table": "table of data|spreadsheet|data table|comparison table|data grid|csv file|csv",
        "bar chart": "bar chart|chart|histogram|bar graph|statistics|statistic|benchmark chart",
        "line chart": "line chart|line graph|growth chart|trend line|time series",
        "pie chart": "pie chart|donut chart|doughnut chart|ring chart",
        "gauge": "gauge|speedometer|speed gauge|tachometer|dial|meter",
        "funnel": "funnel|filter|sieve",
        "pipeline": "pipeline|ci pipeline|build pipeline|ci/cd pipeline|deployment pipeline|data pipeline|workflow",
        "switch": "toggle|switch|feature flag|toggle switch|feature toggle|light switch",
        "battery": "battery|accumulator",
        "router": "router|wifi|wi-fi|modem|access point|wifi router",
        # security
        "padlock": "padlock|lock|combination lock",
        "key": "key|api key|access key|secret key|ssh key|public key|private key|token|access token|credential|encryption key|house key",
        "shield": "shield|firewall",
        "safe": "safe|vault|strongbox|secret store",
        "fingerprint": "fingerprint|thumbprint|biometric",
        "eye": "eye|eyeball",
        # paper
        "document": "document|page|paper|file|report|markdown file|note|text file|readme|article|markdown page|sheet|sheet of paper|contract|log file|manuscript|pdf|config file|configuration file|yaml file|invoice|lockfile",
        "clipboard": "clipboard|checklist|to-do list|todo list|task list|check list|test report|inspection list",
        "folder": "folder|directory|file folder|repository folder|archive folder|repository|repo",
        "open book": "open book|book|manual|handbook|textbook|cookbook|storybook|dictionary|encyclopedia|documentation book|guidebook",
        "book": "closed book|hardcover|novel|ebook|e-book|thick book",
        "book stack": "stack of books|pile of books|book stack|books on a pile",
        "shelf": "bookshelf|book shelf|shelf|library|bookcase|librarian",
        "notebook": "notebook|journal|diary|logbook|sketchbook",
        "envelope": "message queue|event queue|job queue|task queue|envelope|letter|mail|email|e-mail|newsletter|postal letter|message envelope",
        "calendar": "calendar|schedule|date sheet|timetable|planner",
        "map": "map|treasure map|site map|sitemap|world map|city map",
        "pin": "map pin|location pin|map marker|location marker|pin",
        "certificate": "certificate|diploma|ssl certificate|tls certificate|licence|license document",
        "newspaper": "newspaper|press release|gazette",
        # people
        "robot": "robot|bot|chatbot|android|ai assistant|ai agent|assistant robot|ai|robo-assistant|coding agent|agent",
        "person": "person|people|team|crew|group of people|audience|woman|man|girl|boy|user|developer|programmer|engineer|writer|author|reader|student|teacher|designer|tester|administrator|admin|operator|maintainer|contributor|customer|human|coder|team member|colleague|scientist|hacker|speaker|presenter|reviewer|newcomer|beginner|visitor|manager|detective|explorer|gardener|teammate|learner|sysadmin|data scientist|analyst|architect|worker|builder|mechanic|child|translator|interpreter|hiker|traveller|traveler|captain|sailor|driver|passenger|doctor|nurse|artist|painter|farmer|photographer|lawyer|accountant|friend|guest|employee|intern|mentor|coach|expert|freelancer|consultant|founder|entrepreneur|neighbour|neighbor|plumber|electrician|pupil|professor|trainer|support agent|customer support agent|service agent|customer service agent|call center agent|help desk agent|sales agent|travel agent|human agent",
        "astronaut": "astronaut|cosmonaut|spaceman",
        "snowman": "snowman",
        "wizard": "wizard|sorcerer|magician|mage",
        # animals
        "beaver": "beaver",
        "fox": "fox",
        "cat": "cat|kitten|octocat",
        "dog": "dog|puppy",
        "bear": "bear|teddy bear|teddy",
        "panda": "panda",
        "rabbit": "rabbit|bunny|hare",
        "owl": "owl",
        "penguin": "penguin|tux",
        "gopher": "gopher|groundhog",
        "lion": "lion",
        "bug": "bug|beetle|ladybug|ladybird|insect|software bug",
        "octopus": "octopus|squid",
        "whale": "whale|docker whale",
        "crab": "crab|rust crab|ferris",
        "snake": "snake|python|serpent|python snake",
        "turtle": "turtle|tortoise",
        "bee": "bee|bumblebee|honeybee",
        "elephant": "elephant|mammoth",
        "fish": "fish|goldfish",
        "bird": "bird|songbird|sparrow|robin",
        "duck": "duck|rubber duck|duckling",
        "snail": "snail",
        "butterfly": "butterfly",
        "dragon": "dragon",
        "dinosaur": "dinosaur|dino|t-rex",
        "frog": "frog|toad",
        # tools
        "gear": "gear|cog|cogwheel|gearwheel|gear wheel|engine",
        "magnifier": "magnifying glass|magnifier|search icon|loupe|looking glass",
        "bulb": "light bulb|lightbulb|bulb|lamp",
        "wrench": "wrench|spanner",
        "hammer": "hammer|mallet",
        "screwdriver": "screwdriver",
        "toolbox": "toolbox|developer tool|dev tool|build tool|tool box|tool kit|toolkit|tool|tool belt|toolset",
        "pencil": "pencil|pen|edit icon|crayon",
        "brush": "paintbrush|paint brush|brush",
        "paint palette": "paint palette|artist palette|painter palette|theme palette",
        "ruler": "ruler|set square|measuring tool|drafting tool",
        "plug": "plug|unplugged cable|unplugged plug|power cable|power cord|power plug|plugin|plug-in|electric plug|connector|extension|add-on|addon",
        "magnet": "magnet",
        "compass": "compass",
        "telescope": "telescope|spyglass",
        "microscope": "microscope",
        "flask": "flask|test tube|beaker|erlenmeyer flask|lab flask|experiment|chemistry flask|potion",
        "scissors": "scissors|pair of scissors",
        "hourglass": "hourglass|sand timer|egg timer|sandglass",
        "clock": "clock|wall clock|watch|alarm clock|cron job|cron",
        "stopwatch": "stopwatch|stop watch|timer|chronometer",
        "wand": "magic wand|wand",
        "scales": "scales|balance scale|weighing scale|scale of justice|pair of scales",
        # signs
        "chat": "speech bubble|chat bubble|message|comment|chat message|chat|speech balloon|review comment",
        "chats": "conversation|dialogue|dialog|discussion|forum thread|chat conversation",
        "question": "question mark|question|faq|help icon|quiz",
        "info": "info sign|info icon|information sign|information icon|information",
        "warning": "warning sign|warning triangle|warning|hazard sign|caution sign|error sign|alert sign|exclamation mark|error message",
        "check": "check mark|checkmark|tick|green tick|check|tick mark|passing test|test",
        "cross": "red cross|cross mark|x mark|failed test|failing test",
        "stop": "stop sign|no entry sign|no-entry sign",
        "bell": "bell|notification bell|notification|alarm bell|alarm|alert",
        "megaphone": "megaphone|loudspeaker|bullhorn|announcement|loudhailer",
        "flag": "flag|banner flag|milestone flag|finish flag",
        "milestone": "milestone|way marker",
        "whiteboard": "whiteboard|white board|blackboard|chalkboard|flip chart|presentation|slide|slide deck|easel",
        "signpost": "wooden sign|street sign|signpost|sign post|direction sign|road sign|crossroads|fork in the road|fork in the path|fork in the trail|forking path|guidepost|waypoint",
        "trophy": "trophy|cup trophy|winner cup|award|prize",
        "medal": "medal|gold medal",
        "target": "target|bullseye|bull's eye|dartboard|goal",
        "star": "star|gold star|rating star",
        "heart": "heart|love heart",
        "bookmark": "bookmark",
        "tag": "tag|label|price tag|version tag|release tag|git tag",
        "traffic light": "traffic light|stoplight|traffic signal|semaphore",
        "cone": "traffic cone|cone|pylon",
        "barrier": "barrier|roadblock|road block|construction barrier|road works|roadworks|under construction sign|construction sign",
        "bolt": "lightning bolt|lightning|thunderbolt|flash|bolt|flash of lightning|energy",
        "fire": "fire|flame|campfire|bonfire",
        "arrow": "arrow",
        "cycle arrows": "refresh icon|sync icon|circular arrow|reload icon|recycling sign|update icon",
        "branch": "git branch|branch|version tree|merge|pull request|fork|commit history|git history|merge request|version control",
        "tree diagram": "tree diagram|hierarchy|org chart|organisation chart|site structure|folder tree|file tree|tree structure|decision tree|navigation tree",
        "sparkles": "sparkle|glitter|spark|magic spark",
        "brain": "brain|mind",
        "braces": "curly brace|brace|curly bracket|json|angle bracket",
        # nature
        "tree": "tree|oak|apple tree",
        "pine": "pine|fir|pine tree|fir tree|conifer|christmas tree|spruce",
        "plant": "plant|potted plant|house plant|houseplant|flower pot",
        "seedling": "seedling|sprout|sapling|young plant|seed",
        "leaf": "leaf",
        "flower": "flower|daisy|blossom|tulip",
        "cactus": "cactus|cacti|succulent",
        "mushroom": "mushroom|toadstool",
        "mountain": "mountain|summit|peak|mountain range|mountain top|mountaintop|alp",
        "sun": "sun",
        "moon": "moon|crescent|crescent moon",
        "rain": "rain|rain cloud|rainy cloud",
        "storm": "storm|thunderstorm|thunder|storm cloud|thundercloud",
        "snowflake": "snowflake|snow|ice crystal",
        "rainbow": "rainbow",
        "wave": "wave|ocean wave|water wave",
        "island": "island|desert island|tropical island|palm tree|palm",
        "egg": "egg|easter egg",
        "apple": "apple",
        # travel
        "rocket": "rocket|spaceship|rocket ship|space rocket|spacecraft|space shuttle",
        "globe": "globe|earth|world|planet earth|world globe|internet|world wide web",
        "planet": "planet|saturn",
        "satellite": "satellite",
        "lighthouse": "lighthouse|light house|beacon",
        "ship": "ship|container ship|cargo ship|freighter|vessel",
        "boat": "boat|sailboat|sailing boat|sailing ship|yacht",
        "truck": "truck|lorry|delivery van|delivery truck|van",
        "car": "car|automobile|sports car|race car",
        "train": "train|locomotive|subway|tram|release train",
        "paper plane": "paper plane|paper airplane|paper aeroplane|send icon",
        "balloon": "hot air balloon|hot-air balloon|balloon",
        "parachute": "parachute",
        "anchor": "anchor",
        "bridge": "bridge|suspension bridge",
        "city": "city|skyline|town|downtown|office building|skyscraper",
        "castle": "castle|fortress|fort|castle gate|tower",
        "road": "road|street|highway|motorway|path|trail|roadmap|route",
        # home
        "package": "package|parcel|box|cardboard box|crate|delivery box|artifact|python package|software package|wheel file|module|npm package|moving box|archive|zip file|bundle",
        "ball": "ball|beach ball",
        "cube": "cube|block",
        "blocks": "building blocks|toy bricks|lego brick|lego|toy blocks|building brick",
        "puzzle": "puzzle|jigsaw|puzzle piece|jigsaw piece|jigsaw puzzle",
        "coffee": "coffee|cup of coffee|coffee cup|mug|tea|cup of tea|tea cup|hot chocolate|coffee mug",
        "house": "house|home|cottage|cabin",
        "door": "door|doorway|entrance|front door",
        "gift": "gift|present|gift box",
        "camera": "camera|photo camera|photograph|photo|screenshot",
        "microphone": "microphone|podcast|mic",
        "headset": "headphones|headset|earphones",
        "gamepad": "game controller|gamepad|joystick|video game|controller",
        "cart": "shopping cart|cart|shopping trolley|trolley|shopping basket|checkout cart",
        "coins": "coin|money|gold coin|stack of coins|cash|dollar",
        "bank card": "credit card|bank card|debit card|payment card",
        "treasure chest": "treasure chest|treasure|chest of gold|pirate chest|chest",
        "ladder": "ladder",
        "stairs": "stairs|staircase|stairway|stair",
        "wall": "brick wall|wall|brick",
        "umbrella": "umbrella|parasol",
        "lifebuoy": "lifebuoy|life ring|lifebelt|life buoy|life preserver|life saver|life belt",
        "graduation cap": "graduation cap|mortarboard|academic cap|graduate cap",
        "hard hat": "hard hat|hardhat|safety helmet|construction helmet|helmet",
        "crown": "crown",
        "wizard hat": "wizard hat|witch hat|wizard's hat|sorcerer hat",
        "music": "music|musical note|song|melody",
        "cake": "cake|birthday cake",
        "die": "die|dice",
        "crane": "crane|construction crane|tower crane|construction site|building site",
        "factory": "factory|plant building|manufacturing plant",
        "inbox": "inbox|in-tray|mailbox|letter box",
        "trash": "trash|trash can|bin|waste bin|dustbin|garbage can|recycle bin|rubbish bin|garbage collector",
        "ghost": "ghost|spook",
        "layers": "layer|stack of layers|onion architecture|tech stack|software stack",
        "badge": "badge|rosette|quality seal|seal of approval|seal",
    }
)

IDEAS: Mapping[str, str] = MappingProxyType(
    {
        "shield": "security|data protection|safety|protection|privacy|privacy policy|security policy|hardening|defence|defense|trust",
        "padlock": "authentication|authorization|authorisation|login|sign-in|password|encryption|permission|access control|single sign-on|auth",
        "bolt": "performance|speed|caching|cache|optimisation|optimization|fast|quick start|quickstart|real-time|event",
        "magnifier": "search|searching|lookup|find|seo|inspection|observability|code review",
        "gear": "setting|configuration|config|automation|option|preference|customisation|customization|mechanics|process|runtime|operation",
        "bulb": "idea|tip|hint|insight|inspiration|innovation|concept|core concept|explanation",
        "open book": "guide|tutorial|documentation|reference|learning|reading|glossary|lesson|course|knowledge|user guide|how-to|cheat sheet|api reference",
        "rocket": "launch|deployment|getting started|release|deploy|startup|go live|shipping|take off|first steps|product launch",
        "bug": "debugging|troubleshooting|bug report|bug fix|issue tracker|debugger",
        "check": "success|testing|verification|validation|quality|quality assurance|approval|completion|done",
        "warning": "error|error handling|failure|danger|risk|caution|deprecation|breaking change|limitation|incident",
        "bar chart": "analytics|metric|reporting|data analysis|benchmark|measurement|usage|monitoring|telemetry",
        "gauge": "benchmarking|load test|latency|throughput|rate limit|rate limiting|performance test",
        "cloud": "cloud computing|hosting|saas|serverless",
        "database": "data|storage|persistence|backup|sql|data model|query|schema|migration",
        "branch": "git|versioning|branching|source control",
        "puzzle": "integration|compatibility|composition|solution|problem",
        "plug": "plugin system|extensibility|integration point|interface",
        "network": "networking|architecture|connection|topology|distributed system|federation|relation",
        "chats": "community|customer support|support chat|support|feedback|communication|forum|contact|discussion board",
        "person": "contributing|onboarding|collaboration|community member|about us|staff|user management|account|profile",
        "chip": "machine learning|deep learning|artificial intelligence|hardware|embedded system|inference|firmware",
        "megaphone": "news|changelog|release note|announcing|marketing|blog|what's new",
        "toolbox": "installation|maintenance|setup|utilities|tooling|repair|devtools|developer tools",
        "wand": "magic|template|spell|generator",
        "paint palette": "theme|theming|design|styling|colour scheme|color scheme|art|branding|appearance",
        "globe": "internationalisation|internationalization|localisation|localization|translation|language|i18n|global",
        "road": "future|strategy|journey",
        "calendar": "event calendar|planning|deadline|release schedule|appointment",
        "clock": "time|scheduling|history|timeout|waiting|scheduler",
        "coins": "pricing|payment|billing|budget|cost|finance|price|saving|sponsor",
        "scales": "comparison|trade-off|tradeoff|legal|license|licensing|compliance|law|justice|choice|alternatives",
        "target": "objective|aim|precision|mission|accuracy",
        "trophy": "achievement|winning|best practice|victory|success story",
        "envelope": "contact us|mailing list|subscription|messaging|inbox zero",
        "eye": "accessibility|vision|visibility|preview|watch mode",
        "question": "help|frequently asked question|frequently asked questions|doubt|mystery|unknown",
        "layers": "abstraction|stack|middleware|layering|software architecture",
        "package": "packaging|dependency|package manager|delivery|distribution|download|build artifact|library package|import|export",
        "seedling": "growth|sustainability|beginning|growing|new project",
        "flask": "science|research|lab|experimental feature|beta|chemistry|experimentation|unit test",
        "cycle arrows": "update|upgrade|sync|synchronisation|synchronization|refresh|recycling|retry|continuous integration|ci/cd|iteration|restart|lifecycle",
        "funnel": "filtering|sorting|selection|etl",
        "switch": "feature flags|configuration switch|enable|activation",
        "terminal": "command|command-line interface|scripting|shell script",
        "code editor": "programming|coding|development|software|syntax highlighting|software development|snippet|api usage|sdk|open source",
        "server": "infrastructure|devops|api gateway|deployment target|on-premises|rest api|http|endpoint",
        "folder": "project structure|file management|project|file system|workspace",
        "lifebuoy": "rescue|recovery|disaster recovery|help desk|support team|resilience",
        "browser": "web|frontend|front end|user interface|ui|web development|html|ux",
        "keyboard": "shortcut|keyboard shortcut|typing|hotkey",
        "camera": "photography|screenshots|image|picture gallery|gallery|media",
        "map": "navigation|overview|orientation|location|geography|table of contents",
        "hourglass": "patience|loading|delay|long-running job",
        "heart": "love|thank you|thanks|health|wellness|welcome|donation",
        "anchor": "stability|mooring|permalink",
        "bell": "notifications|alerting|reminder|webhook",
        "trash": "deletion|cleanup|clean-up|removal|garbage collection|uninstall",
        "factory": "production|build system|manufacturing|ci build",
        "crane": "construction|under construction|building|work in progress|coming soon",
    }
)

IDIOMS = (
    "home page hero|homepage hero|landing page hero|website hero|website header|home page banner|page banner|page hero|landing page banner|"
    "documentation page|documentation site hero|white border|border|"
    "page not found|file not found|not found|key feature|key concept|key point|key idea|key takeaway|house style|light mode|"
    "dark mode|dark theme|light theme|open source|front page|home run|road map|state of the art|bug free|flow chart|line of code|"
    "point of view|side by side|step by step|ground up|world class|cloud nine|star shaped|paper texture|paper cut|paper style|single page|"
    "page header|page banner|book cover|message here|in the box|out of the box|check in|check out|checked in|people's|sticker sheet|icon set|"
    "white paper background|top of the page|screen size|file size|code style|map of the site|note style|apple style|bird's eye view|"
    "one-time code|verification code|security code|two-factor code|postal code|zip code|dress code|status code|error code|exit code|code of conduct|heart rate|heart rate line|"
    "eye view|eye level|eye catching|heart of|key visual|box of|wave of|star of|mouse over|fire up|root level|card layout|fork knife"
)
"""Phrases whose nouns are not meant: they are understood and draw nothing."""

VAGUE = frozenset({"open book", "heart", "road", "bulb", "question"})
"""Drawings for ideas so general that any other idea says more."""
CHARACTERS = frozenset(
    [
        "robot",
        "person",
        "chef",
        "astronaut",
        "snowman",
        "beaver",
        "fox",
        "cat",
        "dog",
        "bear",
        "panda",
        "rabbit",
        "owl",
        "penguin",
        "gopher",
        "lion",
        "octopus",
        "elephant",
        "dragon",
        "whale",
        "crab",
        "snake",
        "turtle",
        "bee",
        "fish",
        "bird",
        "duck",
        "snail",
        "butterfly",
        "ghost",
    ]
)
"""What acts: it can wave, hold something, stand beside something."""
HATS = frozenset({"hard hat", "wizard hat", "crown", "graduation cap", "headset"})
"""What a character may wear instead of standing beside it."""

STATES: Mapping[str, str] = MappingProxyType(
    {
        "open": "open", "opened": "open", "unlocked": "open", "opening": "open",
        "broken": "broken", "leaking": "broken", "leaky": "broken", "empty": "empty", "upload": "up", "upward": "up", "download": "down", "downward": "down", "cracked": "broken", "crashed": "broken", "failed": "broken", "torn": "broken", "failing": "broken",
        "sleeping": "sleeping", "asleep": "sleeping",
        "sleepy": "sleeping",
        "tired": "sleeping", "napping": "sleeping", "snoozing": "sleeping", "dreaming": "sleeping",
        "glowing": "glowing", "shining": "glowing", "luminous": "glowing", "radiant": "glowing",
        "sad": "sad", "unhappy": "sad", "crying": "sad", "confused": "sad", "worried": "sad", "lost": "sad",
        "launch": "flying", "launching": "flying", "launched": "flying", "ringing": "ringing", "flying": "flying", "checked": "checked", "completed": "checked", "reviewed": "checked",
        "off": "off", "disabled": "off", "left": "left", "up": "up", "down": "down",
    }
)  # fmt: skip
"""Adjectives that change a drawing."""

POSES: Mapping[str, str] = MappingProxyType(
    {
        "waving": "wave", "waves": "wave", "greeting": "wave", "welcoming": "wave", "hello": "wave", "greets": "wave", "welcomes": "wave",
        "celebrating": "both", "cheering": "both", "jumping": "both", "juggling": "both", "sorting": "both", "celebrates": "both",
        "juggles": "both", "sorts": "both", "lifting": "both", "dancing": "both",
        "holding": "hold", "holds": "hold", "carrying": "hold", "carries": "hold", "hugging": "hold", "offering": "hold", "reading": "hold",
        "reads": "hold", "delivering": "hold", "typing": "hold", "studying": "hold", "bringing": "hold", "drinking": "hold", "eating": "hold",
        "pointing": "point", "points": "point", "explaining": "point", "teaching": "point", "presenting": "point", "showing": "point",
        "explains": "point", "teaches": "point", "presents": "point", "shows": "point", "inspecting": "point", "reviewing": "point",
    }
)  # fmt: skip
"""What a character does with its arms."""

NUMBERS: Mapping[str, int] = MappingProxyType(
    {
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "pair": 2, "couple": 2,
        "several": 4, "many": 5, "few": 3, "some": 3, "multiple": 4, "both": 2, "group": 4, "dozen": 9, "trio": 3,
    }
)  # fmt: skip

STYLES: Mapping[str, str] = MappingProxyType(
    {
        "isometric": r"\bisometric\b|\biso\b|2\.5d",
        "line": r"line[- ]?art|\boutlined?\b|line drawing|monoline|wireframe|line icon|\bline style\b|\blinework\b",
        "watercolour": r"water[- ]?colou?r|aquarelle|gouache|painterly",
        "sticker": r"\bstickers?\b|die[- ]?cut",
    }
)
"""Words that choose a style; the first that matches wins, flat where none does."""

RELATIONS: Mapping[str, str] = MappingProxyType(
    {
        "empty": r"\b404\b|page not found|\bpage (?:that )?(?:cannot|can't|could not|couldn't) be found|\b(?:lost|missing) page\b",
        "screen": r"\b(?:laptop|computer|monitor|screen|phone|smartphone|tablet|browser)\w*(?: window)? (?:that )?(?:show\w*|display\w*|with (?:\w+ ){1,4}on (?:it|its screen))",
        "compare": r"\bversus\b|\bvs\b|compared? (?:to|with)|comparison (?:of|between)|before and after|difference between",
        "launch": r"launch\w* (?:from|out of|off)|tak(?:es?|ing) off|lift\w* off|blast\w* off|emerg\w+ from|com(?:es|ing) out of|ris(?:es|ing) from|fl(?:ies|ying) out of",
        "climb": r"climb\w*|\bsummit\b|to the top\b|hik(?:es|ing)\b|mountain path|ascend\w*",
        "up": r"lean\w+ (?:against|on)|\bup to\b|up into|leading to|going up|reaching for",
        "cycle": r"\bcycles?\b|\bloops?\b|life ?cycle|round trip|feedback loop|in a circle",
        "queue": r"\bqueues?\b|waiting in line|lined up|in (?:a )?line (?:for|before|in front)|conveyor",
        "steps": r"\bsteps\b|step by step|\bstages\b|\bphases\b|step-by-step|\bone after (?:the other|another)\b",
        "stack": r"\bstack(?:s|ed)?\b(?! overflow)|\bpiled?\b|on top of each other",
        "tree": r"\bhierarchy\b|\btree of\b|parent and child|branching into|org(?:anisation)? chart",
        "protect": r"protect\w*|guard(?:s|ing|ed)?\b|defend\w*|shield(?:s|ing) |keep\w* safe|secur(?:es|ing)\b",
        "desk": r"\bat (?:a|the|his|her|their) (?:desk|table)\b|\bdesk\b|\bworkplace\b|home office",
        "team": r"collaborat\w*|together\b|\bteam\b|teamwork|pair programming|meeting|handshake",
        "juggle": r"juggl\w*|sort(?:s|ing)\b|organi[sz](?:es|ing)|arrang(?:es|ing)|orchestrat\w*|manag(?:es|ing)\b|surround\w*",
        "hold": r"\bhold(?:s|ing)?\b|carry\w*|carries|\bhugging\b|offering|\bread(?:s|ing)\b|\bstudy\w*|deliver(?:s|ing)|bring(?:s|ing)|drink(?:s|ing)|eat(?:s|ing)|\bwith (?:a|an|its|his|her)\b",
        "inspect": r"magnifying glass over|inspect\w*|look(?:s|ing) (?:at|for)|under (?:a|the) (?:magnifying glass|microscope|magnifier)|examin\w*|search(?:es|ing) (?:through|in|for)",
        "between": r"\bbetween\b|\bexchang\w*|\bswap\w*",
        "on": r"\bon\b|\batop\b|\briding\b",
        "flow": r"\bpipelines?\b|\bworkflow\b|\bflow(?:s|ing)?\b|\bstream\w*|\bsync\w*|migrat\w*|transfer\w*|\bdeploy(?:s|ed|ing)?\b|\bsen(?:d|ds|ding|t)\b|\bmov(?:es|ing)\b|travel\w*|(?:up|down)load\w*(?! (?:arrow|icon|button))|feed(?:s|ing)\b|\bfrom\b.+\b(?:to|into)\b|turn(?:s|ing|ed)\b.*\binto\b|convert\w*|becom\w+|point(?:s|ing) to|publish\w*|deliver\w*|transform\w*|\bpush(?:es|ing|ed)\b",
        "hub": r"connected to|connects? to|connecting|surrounded by|in the (?:cent(?:er|re)|middle)|linked to|orbit\w*|hub\b|integrat(?:es|ing) with|\baround (?:a|an|the)\b|talk(?:s|ing) to",
    }
)
"""Verbs and prepositions that say how things stand to each other, in the order in which they choose a layout."""

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "sea": r"\bsea\b|\boceans?\b|\bwaves?\b|harbou?r|\bshore\b|\bcoast\b|\bbeach\b|under ?water|\bsail(?:s|ing)\b|\bbay\b",
        "space": r"\bspace\b|\bgalax\w+|\borbit\w*|\buniverse\b|outer space|\bcosmos\b|starry|\bstars\b",
        "desert": r"\bdeserts?\b(?! island)|\bdunes?\b",
        "hills": r"\bhills?\b|\b(?:green|wheat|open|grassy|flower) fields?\b|\b(?:in|on|over|across) (?:a|the) fields?\b|\bmeadow\b|\blandscape\b|\bgarden\b|\bpark\b|\bforest\b|\bwoods\b|\bcountryside\b|\bgrass\b|\bvalley\b",
        "highlands": r"\b(?:in|over|above|through|across) (?:the |some )?mountains?\b",
        "sky": r"\bin the (?:sky|air|clouds)\b|\babove the clouds\b|\bblue sky\b",
    }
)
HOMES: Mapping[str, str] = MappingProxyType(
    {
        "lighthouse": "sea", "ship": "sea", "boat": "sea", "whale": "sea", "wave": "sea", "island": "sea",
        "planet": "space", "astronaut": "space", "satellite": "space",
        "mountain": "highlands", "tree": "hills", "pine": "hills", "house": "hills", "castle": "hills", "road": "way", "snowman": "hills",
        "balloon": "sky", "paper plane": "sky", "parachute": "sky", "rainbow": "sky", "bird": "hills",
    }
)  # fmt: skip
"""Where things are at home, when the prompt says nothing about the place and they are what it is about."""

SILENT = frozenset(
    """
    a an the of to from in on at by with without for and or nor but that which who whose this these those its his her their our your my it is are
    be been being was were as up down out off into onto over under between through via within across along about above below behind beside near
    around against toward towards while when where than then so very more most less least not no any each every all another other same own such
    there here just only also like one's how what why i you we they he she them him us me if can could will would should may might must do does
    did done has have had having get gets got make makes made let lets use uses used using show shows shown showing depict depicts depicting
    depicted featuring features represent represents representing symbolizing symbolising illustrate illustrates illustrating illustrated
    say says saying said titled title called named labelled labeled reads text words word letters lettering caption logo emblem symbol style
    styled art artwork vector flat minimal minimalist minimalistic simple clean modern illustration illustrations image images picture pictures
    hero header banner cover drawing painting icon icons isometric line lines watercolor watercolour sticker stickers transparent background
    backdrop foreground scene view angle perspective front side top bottom left right middle centre center centred centered three-quarter
    composition layout frame space empty generous margin margins white black light dark bright pastel soft warm cool cold muted vivid vibrant
    colorful colourful color colors colour colours palette tone tones hue hues gradient gradients shade shades tint accent accents monochrome
    friendly cute playful happy smiling cheerful magic magical little big large small tiny huge giant tall wide long short round square rounded
    old new young fresh first second third last good great best nice beautiful lovely elegant professional corporate technical abstract stylized
    stylised cartoon cartoonish kawaii retro vintage futuristic geometric organic smooth shiny glossy matte digital 2d 3d high quality detailed
    crisp sharp bold thin thick single two-tone duotone mascot character animal figure object objects thing things item items element elements
    page's website's different various several many few some multiple pair couple group set bunch lot lots kind type sort piece pieces
    documentation docs doc guide tutorial section chapter introduction overview concept user users project software product company brand
    flying waving running walking sitting standing sleeping reading writing working looking holding pointing wearing carrying open closed
    glowing sunny cosy cozy quiet calm peaceful busy wild night day morning evening dawn dusk sunset sunrise twilight midnight afternoon
    sky horizon distance corner ground floor weather sea ocean water waves forest field meadow landscape garden park room office desk workspace
    hard soft-edged slow fast quick easy difficult safe secure secret strong weak heavy rich poor full next previous main key important common
    connected distributed powerful reliable real own shared public private local remote global internal external external-facing online offline
    it's that's don't doesn't can't isn't welcome hello hi start starting started started! ready go going come comes coming back
    before after messy tidy wooden works work write writes signup sign-up
    shape shapes border borders exactly contains contain legible correctly spelt spelled readable light lighting bold full calm
    cannot fog foggy mist misty
    desert dune dunes sand oasis noon midday hill hills cluster fleet laboratory lab version versions request requests confetti retrospective strategy stack-based
    sign board poster billboard found missing nothing results result state
    please draw create generate render design designed illustration-style svg png jpeg webp svg-style hd 4k ai-generated
    """.split()  # noqa: SIM905 - a list of words
)
"""Words that need no drawing: grammar, style, mood, size, place."""

SCREENS = frozenset({"laptop", "monitor", "phone", "tablet", "browser"})
ON_SCREENS = frozenset({"code editor", "dashboard", "terminal", "bar chart", "line chart"})
PARTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "sea": frozenset({"wave", "sun"}),
        "space": frozenset({"star"}),
        "sky": frozenset({"cloud", "sun"}),
        "hills": frozenset({"sun"}),
        "way": frozenset({"road", "sun"}),
        "foothills": frozenset({"road", "mountain", "sun"}),
        "desert": frozenset({"sun"}),
        "highlands": frozenset({"mountain", "sun"}),
        "peak": frozenset({"mountain", "road"}),
    }
)
"""What a place shows anyway, so that it need not stand there once more."""
HOLDING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "parachute": frozenset({"package"}),
        "crane": frozenset({"package"}),
        "wizard": frozenset({"wizard hat", "wand"}),
        "map": frozenset({"pin"}),
        "ship": frozenset({"container"}),
        "login form": frozenset({"form"}),
        "drone": frozenset({"package"}),
        "hook": frozenset({"envelope"}),
        "dashboard": frozenset({"bar chart", "line chart", "pie chart", "gauge"}),
        "typing hands": frozenset({"keyboard", "laptop"}),
        "blueprint": frozenset({"house"}),
    }
)
"""What a drawing has about it already."""
SHOWN_BY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "flow": frozenset({"pipeline"}),
        "tree": frozenset({"tree diagram"}),
        "cycle": frozenset({"cycle arrows"}),
        "empty": frozenset({"document", "browser"}),
        "compare": frozenset({"scales"}),
    }
)
"""What a layout shows by itself."""
CENTRE = r"surrounded|cent(?:er|re)|middle|orbit|\bhub\b|around"
"""Words that put one thing in the middle."""
LANDS = frozenset({"hills", "sea", "highlands", "way", "foothills", "desert"})
"""Places with a ground to stand on."""
UNHELD = CHARACTERS | {
    "shelf", "tree", "pine", "house", "mountain", "chat", "chats", "cloud", "sun", "moon", "rain", "storm", "network",
    "castle", "bridge", "road", "island", "rainbow", "headset", "whiteboard", "signpost", "ladder", "stairs", "car", "truck",
    "ship", "boat", "train", "city", "crane", "factory", "table", "wall", "pipeline",
}  # fmt: skip
"""Too large, too airy or too much alive for hands."""
