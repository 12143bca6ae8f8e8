import type { Voice } from './voice.ts';

export const researcher: Voice = {
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

export const analyst: Voice = {
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

export const writer: Voice = {
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
