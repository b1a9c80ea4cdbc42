/** Alternatives, with bars between them: lists of words are read and extended as blocks of text. */
const either = (text: string): readonly string[] => text.split('|').map((words) => words.trim());

/**
 * The words of the blog, all invented here: symbols and what may stand for them. `{symbol}` within a text stands for
 * any of that symbol's alternatives. Sentences begin in lower case; the first letter is capitalised when one is expanded.
 */
export const vocabulary = {
  thing: either(`
    the ledger | the tide table | the winch | the copper kettle | the harbour light | the spare rope |
    the old compiler | the night queue | the lamp oil | the brass bell | the cache | the outer mooring |
    the index card | the slow clock | the log file | the bilge pump | the paper chart | the small engine |
    the north door | the test bench | the signal flag | the parser | the weather glass | the third gangway`),
  things: either(`
    ropes | ledgers | kettles | charts | queries | lanterns | knots | signals | indexes | buoys | clocks |
    letters | pumps | queues | gauges | hinges | pulleys | footnotes | timetables | sockets`),
  person: either(`
    the harbour master | the night watch | a visiting engineer | the ferryman | the youngest apprentice |
    our lamp keeper | the retired pilot | the clerk of the fish market | a woman with a red umbrella |
    the net mender | the cook of the dredger | my neighbour on the quay | the surveyor | the radio operator`),
  when: either(`
    on a still morning | late in October | before the first ferry | after the third storm | at slack water |
    in the week of the spring tide | when the fog came in | between two deliveries | on the longest night |
    during the annual inventory | one Tuesday | while the kettle was heating | at the turn of the watch`),
  where: either(`
    on the north quay | behind the net loft | under the crane | in the pilot house |
    at the end of the mole | beside the weighbridge | in the drawer with the spare keys |
    below the waterline | in the back office | on the lee side | next to the barometer |
    at the foot of the stairs`),
  did: either(`
    mended | counted | measured | repainted | took apart | argued about | forgot | trusted | weighed |
    renamed | oiled | replaced | listened to | drew | inherited | blamed | catalogued | rewrote`),
  quality: either(`
    patient | honest | slow | exact | stubborn | quiet | cheap | plain | watertight | generous | careful |
    dependable | dull | repairable | legible | well balanced | forgiving | punctual`),
  number: either(`
    three | four | seven | nine | eleven | fourteen | nineteen | forty | sixty | two hundred`),
  unit: ['fathoms', 'minutes', 'requests', 'barrels', 'lines', 'pages', 'heartbeats', 'turns of the handle'],
  lesson: either(`
    what is measured twice is seldom argued about | a queue that nobody looks at is already full |
    the cheapest part is the one you can reach | every shortcut has to be swept in winter |
    silence is also a signal, if it is expected | a good hinge is never mentioned |
    what cannot be emptied should not be filled | the average wave has never sunk a boat |
    a label outlives the thing it names | it is easier to wait well than to hurry well |
    whoever writes down the time has already helped | the second knot is there for the first one`),
  aside: either(`
    as far as anybody remembers | or so the ledger says | which surprised nobody |
    with the usual exceptions | in the rain | without being asked | for the first time in years | by hand |
    twice, to be sure | with great ceremony | and then went home | against all advice`),
  sentence: either(`
    {when}, {person} {did} {thing}, {aside}. | {person} says that {lesson}. |
    there were {number} {things} {where}, and every one of them was {quality}. |
    we {did} {thing} {where}, {aside}. |
    {thing} is {quality} for {number} {unit}, and after that only {quality}. |
    it took {number} {unit} to see that {lesson}. |
    {when} nobody thinks about {things}, which is why {thing} hangs {where}. |
    I used to believe that {things} had to be {quality}; now I would settle for {quality}. |
    if {thing} fails, {person} notices within {number} {unit}. |
    there is no trick to it: keep {things} dry, keep {thing} {quality}, and go home on time. |
    {person} {did} {thing} so that the rest of us could forget it. |
    of {number} {things}, one was {quality}, and it hung {where}. |
    what we call {quality} here, {person} would call late. | the rule is short: {lesson}. |
    {when}, {thing} made a sound that {person} had not heard for {number} winters. |
    nothing {where} is as {quality} as it looks from the water. |
    we wrote it on a card and put the card {where}: {lesson}. |
    {person} keeps {number} {things} in reserve, {aside}. |
    an answer that is {quality} but late is a different answer. |
    most of the work was finding out who had the key to {thing}. |
    between {thing} and {thing} there is room for exactly one mistake. |
    the difference was {number} {unit}, and it could be heard {where}. |
    you can paint {thing} in any colour, but it stays {quality}. |
    since then {person} asks of all {things}: who waits for whom? |
    by evening the {things} were sorted, {aside}. |
    I asked {person} how long it would hold; the answer was {number} {unit}. |
    a harbour is a queue with a view, and ours is mostly {quality}. |
    some {things} are {quality} because somebody cares, and some because nobody ever touched them. |
    {when} the numbers looked {quality}, and that should have been a warning. |
    then came the part that no chart shows, and {person} {did} {thing}.`),
  heading: either(`
    What {person} knew | A word about {things} | The case for {quality} {things} | First, {thing} |
    Where the time went | Counting to {number} | {number} {things} later | What was left {where} |
    A smaller harbour | Things that hold | Before the next storm | The other side of {thing}`),
  title: either(`
    In praise of {quality} {things} | The year we {did} {thing} | What {person} taught me about {things} |
    {number} {things} and one {quality} idea | How {thing} came to hang {where} |
    Against {quality} {things} | A short history of {thing} | Why {things} should be {quality} |
    Notes on {things}, taken {when} | Everything we forgot about {thing} | On keeping {things} {quality} |
    The {quality} way to count {things} | Who {did} {thing}? | Letters to {person} |
    A field guide to {quality} {things}`),
  item: either(`
    {number} {things}, {quality} ones | a card that says: {lesson} | {thing}, if it can be spared |
    somebody who knows {thing} by its sound | time: {number} {unit}, {aside} | a place {where}`),
  code: [
    'while (tide.rising() && queue.length < {digits}) {\n  await queue.take("{slug}");\n}',
    '$ ledger show --since {digits}d | sort | head -{digit}\n{digits}  {slug}\n {digit}  (rest)',
    'fn wait(turns: u32) -> Option<Berth> {\n    (turns > {digits}).then(|| Berth::at({digit}))\n}',
    "SELECT name, depth\nFROM moorings\nWHERE depth >= {digits} AND name <> '{slug}'\nLIMIT {digit};",
    'if (lamp.oil < {digits}) {\n  bell.ring({ times: {digit}, for: "{slug}" });\n}',
  ],
  slug: ['north-quay', 'lamp-oil', 'slack-water', 'spare-rope', 'third-gangway', 'night-queue'],
  digits: ['12', '16', '24', '40', '64', '96', '120', '365'],
  digit: ['2', '3', '5', '7', '8', '9'],
} satisfies Readonly<Record<string, readonly string[]>>;

/** A symbol of the vocabulary. */
export type WordKind = keyof typeof vocabulary;

/** Titles that have to survive escaping in markup, in attributes and in hydration data. The first three stand on the front page. */
export const awkwardTitles: readonly string[] = [
  'Salt & signal: a <harbour> in twelve kilobytes 🌊',
  '港の灯台 — маяк и тетрадь',
  'What "</script>" taught us about doors',
  'Rope &amp; rope: when escaping happens twice',
  '<b>Bold</b> moorings',
  'It\'s 5 o\'clock & the bell says "six"',
  'Ο φάρος που δεν έσβησε ποτέ',
  'مرساة صغيرة في ميناء كبير',
  `Kettles {{ and }} \${other} %s things \\ on the stove`,
  '<!-- A comment, --> washed ashore 🐚',
  'ひとつの結び目 & two knots 🪢👩🏽‍🔧',
  "'; DROP ANCHOR; --",
];
