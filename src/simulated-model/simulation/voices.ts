/**
 * How one kind of role talks. In the sentences `{topic}` is what the conversation is about, `{a}`,
 * `{b}` and `{c}` its key phrases, `{who}` an earlier agent and `{quote}` what it said.
 */
export interface Voice {
  /** Names and roles that talk this way. */
  pattern: RegExp;
  openers: readonly string[];
  points: readonly string[];
  /** Said only when earlier agents were quoted. */
  answers: readonly string[];
  closers: readonly string[];
  layout: 'prose' | 'draft' | 'edit';
}

const researcher: Voice = {
  pattern: /research|scout|investigat|librar|explor/i,
  openers: [
    'Three findings stand out on “{topic}”.',
    'The material on “{topic}” points one way, with reservations.',
    'Looking into “{topic}” turns up more agreement than expected.',
  ],
  points: [
    'Nearly every account mentions {a}, mostly as the thing people try to measure.',
    'The effect on {b} is described as real but uneven: clear in small trials, weaker at scale.',
    'Few sources separate {a} from {b}, so cause and effect stay hard to tell apart.',
    'Older accounts overstate {c}, and newer ones put it in context.',
    'Practitioners and studies disagree most about {b}.',
  ],
  answers: [
    'This bears out what {who} said (‘{quote}’), though on thin evidence.',
    'Part of the record speaks against {who}, who wrote ‘{quote}’.',
  ],
  closers: [
    'What is missing is work that follows {b} for longer than a few months.',
    'The open question is how much of this carries over from {a} to {c}.',
  ],
  layout: 'prose',
};

const analyst: Voice = {
  pattern:
    /analy|market|technical|financ|econom|risk|strateg|engineer|architect|legal|security|expert|pragmat/i,
  openers: [
    '“{topic}” comes down to a trade-off.',
    'On “{topic}” the gains and the costs fall in different places.',
    'The case for “{topic}” looks different over a quarter and over three years.',
  ],
  points: [
    'Leaning on {a} buys speed now and costs control over {b} later.',
    'The benefit sits with {a}; the bill comes with {b}.',
    'The cheapest option leaves {c} alone, and gives up most of the upside.',
    'If the constraint lies in {b}, investing in {a} first changes little.',
    'The downside is limited as long as the step can be taken back.',
  ],
  answers: [
    'Read against {who} (‘{quote}’), the weights shift but the trade-off stays.',
    '{who} is right that ‘{quote}’, and that makes the cost side the one to watch.',
  ],
  closers: [
    'On balance a small, reversible step on {a} is worth more than a plan for {c}.',
    'The deciding figure would be what {b} cost in time and money today.',
  ],
  layout: 'prose',
};

const writer: Voice = {
  pattern: /writ|synthes|summar|report|author|copy|editorial|storytell/i,
  openers: ['A short draft on “{topic}”.', 'Draft for “{topic}”, open to cuts.'],
  points: [
    'What happens with {a} is no longer a side question; it shapes what happens with {b}.',
    'What changes first is the routine around {b}, not the goal.',
    'The gains are real where somebody measures {c}, and hard to see elsewhere.',
    'People who work with {a} every day ask for fewer promises and clearer limits.',
  ],
  answers: [
    'As {who} put it: ‘{quote}’.',
    '{who} gives the starting point, ‘{quote}’, and the rest follows from it.',
  ],
  closers: [
    'Pick one part of {b}, try {a} there, and compare after a month.',
    'Agree on what success means for {c} before anything is scaled up.',
  ],
  layout: 'draft',
};

const critic: Voice = {
  pattern: /critic|\bedit|review|skeptic|sceptic|devil|opponent|proof|quality|referee/i,
  openers: [
    'Two objections on “{topic}”, and a corrected version.',
    'The text on “{topic}” claims more than it shows.',
  ],
  points: [
    'It treats {a} and {b} as one thing, and they are not.',
    'Nothing is said about the cases that turn out worse for {c}.',
    'The strongest claim, the one on {b}, has no source and no number.',
    'The order is wrong: the reader needs {b} before {a}.',
  ],
  answers: [
    '{who} writes ‘{quote}’, which needs a limit and an example.',
    'The sentence ‘{quote}’ from {who} is the weakest, as it can not be checked.',
  ],
  closers: [
    'There is a case for {a} where someone checks the result for {b}, and no more than that.',
    'Where much depends on {c}, a trial of {a} is worth the effort; elsewhere the case is open.',
  ],
  layout: 'edit',
};

const advocate: Voice = {
  pattern: /advocate|proponent|optimist|champion|visionar/i,
  openers: [
    'The case for “{topic}” is stronger than it looks.',
    'There are good reasons to say yes to “{topic}”.',
  ],
  points: [
    'A good use of {a} takes away the work nobody wanted to do around {b}.',
    'Those who begin early learn about {c} while mistakes are still cheap.',
    'The risks named most often apply just as much to leaving {b} alone.',
    'Progress on {a} adds up, so waiting is a cost too.',
  ],
  answers: [
    'The doubt that {who} raised (‘{quote}’) can be met with a narrow start.',
    'Even taking {who} at their word, ‘{quote}’, the advantage remains.',
  ],
  closers: [
    'The answer is to start with {a}, in the open, and keep what works.',
    'Said plainly: the gain for {b} is worth the effort.',
  ],
  layout: 'prose',
};

/** Whoever argues against something, whatever the name. */
export const opponent: Voice = {
  pattern: /opponent|pessimist|case against|argues? against/i,
  openers: [
    'The case against “{topic}” has not been answered.',
    'There are good reasons to say no to “{topic}”.',
  ],
  points: [
    'The gains from {a} are counted at once, and the losses for {b} only later.',
    'Whoever bears the risk with {c} is not the one who decides.',
    'A cheaper way to help {b} has not been tried.',
    'Once {a} is in place it is hard to take back.',
  ],
  answers: [
    'That {who} says ‘{quote}’ assumes what has to be shown.',
    '{who} may be right that ‘{quote}’, but it holds for the easy cases.',
  ],
  closers: [
    'The answer is no, until somebody shows what happens to {b}.',
    'At the least, {c} has to be kept out of it.',
  ],
  layout: 'prose',
};

const moderator: Voice = {
  pattern: /moderat|conclu|mediat|chair/i,
  openers: [
    'The debate on “{topic}” ends nearer together than it began.',
    'On “{topic}” the debaters differ about conditions more than about the aim.',
  ],
  points: [
    'All grant that {a} changes things for {b}; they weigh it differently.',
    'The strongest reason was the one about {b}, and nobody took it back.',
    'What would follow for {c} was left open.',
    'A trial with {a} was what most could agree to.',
  ],
  answers: [
    'It turned on what {who} said: ‘{quote}’.',
    'The point of {who}, ‘{quote}’, was taken up by the others.',
  ],
  closers: [
    'The conclusion: go ahead with {a} within limits, and hear the doubts about {c}.',
    'What stands against it, above all for {b}, should be heard before a decision.',
  ],
  layout: 'prose',
};

/** Anyone else. */
export const generic: Voice = {
  pattern: /^/,
  openers: [
    'Here is a view on “{topic}”.',
    '“{topic}” has a short answer and a longer one.',
    'Taking “{topic}” one part at a time helps.',
  ],
  points: [
    'The part that can be acted on today is {a}.',
    'Success with {b} depends on people more than on tools.',
    'Much of the disagreement is about how to weigh {c}.',
    'A small example of {a} says more than a general rule for {b}.',
  ],
  answers: [
    'It agrees with {who} on the main point: ‘{quote}’.',
    '{who} noted ‘{quote}’, and it is worth building on.',
  ],
  closers: [
    'The next step is to write down what would change this view of {a}.',
    'In short: begin with {a}, and come back to {c}.',
  ],
  layout: 'prose',
};

/** In the order they are tried. */
export const voices: readonly Voice[] = [
  moderator,
  critic,
  writer,
  advocate,
  opponent,
  researcher,
  analyst,
];
