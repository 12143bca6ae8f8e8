import type { Voice } from './voice.ts';

export const critic: Voice = {
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
    'The sentence ‘{quote}’ from {who} is the weakest, as it cannot be checked.',
  ],
  closers: [
    'There is a case for {a} where someone checks the result for {b}, and no more than that.',
    'Where much depends on {c}, a trial of {a} is worth the effort; elsewhere the case is open.',
  ],
  layout: 'edit',
};

export const advocate: Voice = {
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

export const moderator: Voice = {
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
