import { bytesOf } from './content.ts';
import { contextLimits, type FactValue, type MergeRule } from './user-context.ts';

/** A value, and the bytes of its JSON: a list of half a megabyte is not written out to weigh it. */
export interface Weighed {
  value: FactValue;
  valueBytes: number;
}

type Merged = Weighed | { problem: string };

/** What a field holds after an update, or why it cannot be made: `holds no number …`. */
export function mergeInto(held: Weighed | undefined, value: FactValue, rule: MergeRule): Merged {
  return rules[rule](held, weigh(value));
}

const rules: Record<MergeRule, (held: Weighed | undefined, given: Weighed) => Merged> = {
  set: (_, given) => given,
  append,
  increment,
};

/** Appends to a list; anything else that the field holds becomes the first entry. */
function append(held: Weighed | undefined, given: Weighed): Merged {
  const list: Weighed = held === undefined ? weigh([]) : asList(held);
  const entries = list.value as FactValue[];
  const { entries: atMost } = contextLimits;
  if (entries.length >= atMost) return { problem: `has ${atMost} entries, which is the most` };
  const comma = entries.length === 0 ? 0 : 1;
  return {
    value: [...entries, given.value],
    valueBytes: list.valueBytes + given.valueBytes + comma,
  };
}

function asList(held: Weighed): Weighed {
  if (Array.isArray(held.value)) return held;
  return { value: [held.value], valueBytes: held.valueBytes + 2 };
}

function increment(held: Weighed | undefined, { value: by }: Weighed): Merged {
  const before = held?.value ?? 0;
  if (typeof before !== 'number')
    return { problem: 'holds no number, so nothing can be added to it' };
  if (typeof by !== 'number')
    return { problem: 'is a number that is added to, and no number was given' };
  const sum = before + by;
  return Number.isFinite(sum) ? weigh(sum) : { problem: 'would be too large a number' };
}

function weigh(value: FactValue): Weighed {
  return { value, valueBytes: bytesOf(JSON.stringify(value)) };
}
