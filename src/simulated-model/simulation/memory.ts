import { isMemoryTool } from '../../core/memory-tools.ts';
import type { RecordedRequest } from '../recorded-request.ts';
import type { ScriptedToolCall } from '../script.ts';
import { answeredCalls } from './answered-calls.ts';
import { splitMessage } from './earlier.ts';
import { factsIn, forgottenIn, type TaughtFact } from './facts.ts';

type Asked = Pick<RecordedRequest, 'messages' | 'tools'>;

/** The calls of `remember` and `forget` that the last message asks for, where it is the user's and they are offered. */
export function memoryCalls({ messages, tools }: Asked): ScriptedToolCall[] {
  const last = messages.at(-1);
  if (last?.role !== 'user') return [];
  const { own } = splitMessage(last.content);
  const calls = [
    ...factsIn(own).map((fact) => ({ name: 'remember', arguments: fact })),
    ...forgottenIn(own).map((key) => ({ name: 'forget', arguments: { key } })),
  ];
  return calls.filter((call) => tools.some(({ name }) => name === call.name));
}

/** What to say of the calls that have just been answered; empty where there are none. */
export function acknowledgement({ messages }: Pick<Asked, 'messages'>): string {
  return answeredCalls(messages)
    .filter(({ name }) => isMemoryTool(name))
    .map(({ name, arguments: given, failed }) => {
      const { key, value } = textsIn(given);
      if (key === '') return '';
      if (failed) return `Not changed: ${key}. `;
      return name === 'forget' ? `Forgotten: ${key}. ` : `Noted: ${key} = ${value}. `;
    })
    .join('');
}

function textsIn(given: unknown): TaughtFact {
  const { key, value } = (typeof given === 'object' && given !== null ? given : {}) as Record<
    keyof TaughtFact,
    unknown
  >;
  return { key: textOf(key), value: textOf(value) };
}

function textOf(field: unknown): string {
  return typeof field === 'string' ? field : '';
}
