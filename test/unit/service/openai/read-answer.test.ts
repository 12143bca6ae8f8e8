import { describe, expect, it } from 'vitest';
import type { EventBody, RunEvent } from '../../../../src/core/events.ts';
import { readAnswer } from '../../../../src/service/doors/openai/read-answer.ts';

const usage = { inputTokens: 1, outputTokens: 2, cachedTokens: 0, reasoningTokens: 0, calls: 1 };
const place = { seq: 1, at: '2026-01-01T00:00:00.000Z', run: 'r', cursor: '1' };

const event = (body: EventBody, path = ''): RunEvent => ({ ...place, path, ...body });
const started = (path = '') =>
  event({ type: 'turn.started', agent: 'A', provider: 'p', model: null, attempt: 1 }, path);
const retried = () => event({ type: 'turn.retried', reason: 'it was cut off' });
const said = (text: string, offset: number, path = ''): RunEvent => ({
  ...place,
  path,
  type: 'text.delta',
  text,
  offset,
  turn: 1,
});
const turnEnded = (text: string, problem: string | null = null, path = '') =>
  event({ type: 'turn.ended', text, usage, cost: 0, problem }, path);
const ended = (content: string) =>
  event({ type: 'run.ended', success: true, error: null, result: { content, usage } });

async function read(path: string | null, ...events: RunEvent[]): Promise<unknown[]> {
  async function* told() {
    yield* events;
    await Promise.resolve();
  }
  const all: unknown[] = [];
  for await (const each of readAnswer(told(), path)) all.push('text' in each ? each.text : each);
  return all;
}
const end = (content: string) => ({ end: { content, usage } });

it('passes on what the step of the answer says as it comes, and nothing of the others', async () => {
  const all = await read(
    '2-B',
    started('1-A'),
    said('draft', 0, '1-A'),
    turnEnded('draft', null, '1-A'),
    started('2-B'),
    said('Tea ', 0, '2-B'),
    said('wins', 4, '2-B'),
    turnEnded('Tea wins.', null, '2-B'),
    ended('Tea wins.'),
  );
  expect(all).toEqual(['Tea ', 'wins', '.', end('Tea wins.')]);
});

it('gives an answer that nobody says word for word whole at the end', async () => {
  const all = await read(null, started(), said('half', 0), ended('half of each'));
  expect(all).toEqual(['half of each', end('half of each')]);
});

it('gives once, at the end, what another step has said than the one that is followed', async () => {
  const all = await read(
    'synthesis',
    started('1-t1-A'),
    said('Tea.', 0, '1-t1-A'),
    turnEnded('Tea.', null, '1-t1-A'),
    ended('Tea.'),
  );
  expect(all).toEqual(['Tea.', end('Tea.')]);
});

it('gives what was not told of an answer when the run has ended', async () => {
  expect(await read('', ended('Tea.'))).toEqual(['Tea.', end('Tea.')]);
  expect(await read('', started(), said('Te', 0), ended('Tea.'))).toEqual([
    'Te',
    'a.',
    end('Tea.'),
  ]);
});

it('tells why a run has failed, also after text was sent', async () => {
  const error = { type: 'Model.TimedOut', message: 'too late' };
  const failed = event({ type: 'run.ended', success: false, error, result: null });
  expect(await read('', started(), said('Te', 0), failed)).toEqual([
    'Te',
    { end: { failed: error } },
  ]);
});

it('ends without an end where the events break off', async () => {
  expect(await read('', started(), said('Te', 0))).toEqual(['Te']);
});

describe('when a turn begins again after text was sent', () => {
  it('goes on where the new text begins with what was sent', async () => {
    const again = [retried(), started(), said('Te', 0), said('a wi', 2), said('ns', 6)];
    const all = await read('', started(), said('Tea', 0), ...again, ended('Tea wins'));
    expect(all).toEqual(['Tea', ' wi', 'ns', end('Tea wins')]);
  });

  it('says so where the new text differs, and gives nothing after it', async () => {
    const again = [retried(), started(), said('Co', 0), turnEnded('Coffee'), ended('Coffee')];
    expect(await read('', started(), said('Tea', 0), ...again)).toEqual(['Tea', { changed: true }]);
  });

  it('says so where the new text is the shorter one', async () => {
    const again = [retried(), started(), said('Te', 0), turnEnded('Te'), ended('Te')];
    expect(await read('', started(), said('Tea', 0), ...again)).toEqual(['Tea', { changed: true }]);
  });

  it('holds the text of a reply that could not be used against the next one', async () => {
    const cut = [started(), said('Tea, at len', 0), turnEnded('Tea, at len', 'cut off')];
    const next = [started(), said('Tea.', 0), turnEnded('Tea.'), ended('Tea.')];
    expect(await read('', ...cut, ...next)).toEqual(['Tea, at len', { changed: true }]);
  });

  it('loses nothing where no text was sent before', async () => {
    const again = [retried(), started(), said('Tea', 0), turnEnded('Tea'), ended('Tea')];
    expect(await read('', started(), ...again)).toEqual(['Tea', end('Tea')]);
  });
});

it('sets what is said before a tool call apart from what is said with its result', async () => {
  const asks = [started(), said('Let me look.', 0), turnEnded('Let me look.')];
  const answers = [started(), said('Rain', 0), turnEnded('Rain.'), ended('Rain.')];
  expect(await read('', ...asks, ...answers)).toEqual([
    'Let me look.',
    '\n\nRain',
    '.',
    end('Rain.'),
  ]);
});

it('adds nothing for a tool call that nothing was said before', async () => {
  const answers = [started(), said('Rain.', 0), turnEnded('Rain.'), ended('Rain.')];
  expect(await read('', started(), turnEnded(''), ...answers)).toEqual(['Rain.', end('Rain.')]);
});

it('cuts no character in two, also where its turn begins again between the halves', async () => {
  const tea = '\u{1F375}';
  const all = await read(
    '',
    started(),
    said(`a${tea[0]}`, 0),
    said(`${tea[1]}b`, 2),
    ended(`a${tea}b`),
  );
  expect(all).toEqual(['a', `${tea}b`, end(`a${tea}b`)]);
  const again = [retried(), started(), said(`a${tea}`, 0), ended(`a${tea}`)];
  expect(await read('', started(), said(`a${tea[0]}`, 0), ...again)).toEqual([
    'a',
    tea,
    end(`a${tea}`),
  ]);
});

it('passes over text that it has read already', async () => {
  const all = await read('', started(), said('Tea', 0), said('a wins', 2), ended('Tea wins'));
  expect(all).toEqual(['Tea', ' wins', end('Tea wins')]);
});
