import { beforeEach, expect, it } from 'vitest';
import {
  AskedBefore,
  type ChatCall,
  chatPrefix,
} from '../../../../src/service/doors/openai/asked-before.ts';

let now = 0;
let asked: AskedBefore;
beforeEach(() => {
  now = 0;
  asked = new AskedBefore(() => now);
});

const first: ChatCall = { caller: 'ann', body: { question: 'Tea?' }, key: null, tries: 0 };
const again = { ...first, tries: 1 };
const keyed = { ...first, key: 'k1' };

function begin(call: ChatCall): string {
  const { id } = asked.find(call);
  asked.reads(id, call);
  return id;
}

it('gives every new request without a key a run of its own', () => {
  const [one, other] = [begin(first), begin(first)];
  expect(one).not.toBe(other);
  expect(one).toMatch(/^chat-[0-9a-f]{32}-[0-9a-f]{8}$/);
  expect(one.startsWith(chatPrefix(again))).toBe(true);
});

it('finds the run of a request that is made again', () => {
  const id = begin(first);
  asked.left(id);
  now += 60_000;
  expect(asked.find(again)).toEqual({ id, started: 'same' });
});

it('finds it also where it is not known yet that its reader has gone', () => {
  const id = begin(first);
  expect(asked.find(again)).toEqual({ id, started: 'same' });
});

it('prefers, of several, the one that has lost its reader', () => {
  const lost = begin(first);
  begin(first);
  asked.left(lost);
  expect(asked.find(again).id).toBe(lost);
});

it('takes a run that nobody has read for long for another question', () => {
  asked.left(begin(first));
  now += 90_001;
  expect(asked.find(again).started).toBe('unknown');
});

it('takes neither another body nor another caller for the same request', () => {
  begin(first);
  expect(asked.find({ ...again, body: { question: 'Coffee?' } }).started).toBe('unknown');
  expect(asked.find({ ...again, caller: 'bob' }).started).toBe('unknown');
});

it('comes to the same id for a key in every process, and to another one for another caller', () => {
  const elsewhere = new AskedBefore();
  expect(asked.find(keyed)).toEqual(elsewhere.find(keyed));
  expect(asked.find({ ...keyed, caller: 'bob' }).id).not.toBe(asked.find(keyed).id);
});

it('tells a key that is sent again from one that another request has used', () => {
  const id = begin(keyed);
  expect(asked.find(keyed)).toEqual({ id, started: 'same' });
  expect(asked.find({ ...keyed, body: {} })).toEqual({ id, started: 'other' });
});

it('forgets a request whose run could not be started', () => {
  asked.forget(begin(keyed));
  expect(asked.find(keyed).started).toBe('unknown');
});

it('shows nothing of the caller in an id', () => {
  expect(begin({ ...keyed, caller: 'secret' })).not.toContain('secret');
});
