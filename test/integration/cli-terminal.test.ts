import { spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shownFor } from '../package/snippets/blocks.ts';
import { normalised } from '../package/transcripts/agreement.ts';
import { type Running, Workplace } from '../support/command-line.ts';
import { leftAfter, until } from '../support/embedded-commands.ts';

const place = new Workplace({ DURABLE_AGENTS_SIMULATED_LATENCY: '0' });
const hasTerminals = spawnSync('python3', ['-c', 'import pty'], { stdio: 'ignore' }).status === 0;
if (!hasTerminals) process.stdout.write('no terminal: Python, which opens one, is missing here\n');

beforeAll(() => void place.write('ann.yaml', 'kind: agent\nname: Ann\n'));
afterAll(() => place.close());

const inTerminal = (...words: string[]) => place.start(words, { stdin: null, terminal: true });

/** The lines of a terminal, without what was taken away from them again. */
const shown = ({ written }: Running) =>
  written.stdout
    .split('\r\n')
    .map((line) => stripVTControlCharacters(line.split('\r\u001B[K').at(-1) ?? ''))
    .filter((line) => line !== '');

/** Ctrl-C, as the terminal hands it on. */
async function interrupted({ child, ended }: Running): Promise<number | null> {
  child.stdin?.write('\u0003');
  return (await ended).status;
}

const answers = async (url: string) => (await fetch(url).catch(() => undefined))?.status;

describe.skipIf(!hasTerminals)('in a terminal', () => {
  it('run --keep shows the studio first, then the answer, and stays until Ctrl-C', async () => {
    const running = inTerminal('run', 'ann.yaml', '--input', 'Hi', '--id', 'kept', '--keep');
    await until(() => running.written.stdout.includes('until Ctrl-C'), 30_000);

    const [first = '', second, ...rest] = shown(running);
    const [, studio = ''] = /^Studio: (http:\/\/127\.0\.0\.1:\d+)$/.exec(first) ?? [];
    expect(first).toBe(`Studio: ${studio}`);
    expect(second).toContain(`run kept  ${studio}/#/runs/kept  http://`);
    const order = [
      /^\[simulated\] Ann: /,
      /^total +1 call/,
      /^Studio: /,
      /^Web UI: /,
      /until Ctrl-C/,
    ];
    const places = order.map((form) => rest.findIndex((line) => form.test(line)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(rest.at(-1)).toBe('The studio and the Web UI stay open until Ctrl-C.');

    const run = await fetch(`${studio}/v1/runs/kept`);
    expect(await run.json()).toMatchObject({ status: 'completed', result: { success: true } });
    expect(await answers(`${studio}/`)).toBe(200);
    expect(await interrupted(running)).toBe(0);
    expect(await answers(`${studio}/`)).toBe(undefined);
    expect(shown(running).join('\n')).not.toMatch(/error|unexpected/i);
    expect(await leftAfter(place.stateDir, 10_000)).toEqual([]);
  });
});

it('dev says where the studio is before all else, and then the rest, as docs/cli.md shows', async () => {
  const running = place.start(['dev']);
  await until(() => running.written.stdout.includes('Ctrl-C'), 30_000);
  const [shown] = shownFor('test/integration/cli-terminal.test.ts');
  const lines = (text = '') => text.split('\n').map(normalised);
  expect(lines(running.written.stdout)).toEqual(lines(shown?.code));
  const [, studio = ''] = /^Studio: {3}(http:.*)\n/.exec(running.written.stdout) ?? [];
  expect(await answers(studio)).toBe(200);
  running.child.kill('SIGINT');
  expect((await running.ended).status).toBe(0);
});
