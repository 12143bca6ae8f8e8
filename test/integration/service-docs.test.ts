import { afterAll, beforeAll, expect, it } from 'vitest';
import { blocksOf, shownFor } from '../package/snippets/blocks.ts';
import { curled } from '../package/snippets/curl.ts';
import { commandsOf } from '../package/snippets/shell.ts';
import { differences } from '../package/snippets/same-document.ts';
import { normalised } from '../package/transcripts/agreement.ts';
import { describedAt } from '../support/as-described.ts';
import { type Running, Workplace } from '../support/command-line.ts';
import { until } from '../support/embedded-commands.ts';

const page = 'docs/service.md';
const blocks = blocksOf(page);
const place = new Workplace({ DURABLE_AGENTS_SIMULATED_LATENCY: '0' });
let serving: Running;
let url: string;

beforeAll(async () => {
  const team = blocks.find(({ language }) => language === 'yaml')?.code ?? '';
  place.write('teams/greeter.yaml', team);
  serving = place.start(['serve', '--port', '0']);
  await until(() => serving.written.stdout.includes('Ctrl-C'), 30_000);
  [, url = ''] = /(http:.*)\/v1 /.exec(serving.written.stdout) ?? [];
});

afterAll(() => place.close());

it('serve says where it is as docs/cli.md shows', () => {
  const [shown] = shownFor('test/integration/service-docs.test.ts');
  const lines = (text = '') => text.split('\n').map(normalised);
  expect(lines(serving.written.stdout)).toEqual(lines(shown?.code));
});

/** Makes the calls of a block, and gives what the last of them was answered. */
async function answeredTo(code: string) {
  const check = await describedAt(url);
  let answered = { isOk: true, text: '', calls: 0 };
  for (const [program, ...words] of code.split('\n').flatMap(commandsOf)) {
    if (program !== 'curl') continue;
    const { method, path, headers, body } = curled(words);
    const answer = await fetch(url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    await check(method, path, answer);
    const isOk = answered.isOk && answer.ok;
    answered = { isOk, text: await answer.text(), calls: answered.calls + 1 };
  }
  return answered;
}

it('every curl of its page works, in order, and answers as it is shown', async () => {
  let made = 0;
  let compared = 0;
  for (const [at, { language, code, place: where }] of blocks.entries()) {
    if (language !== 'bash' || !code.includes('curl ')) continue;
    const { isOk, text, calls } = await answeredTo(code);
    made += calls;
    const next = blocks[at + 1];
    const shown = next?.language === 'json' ? (JSON.parse(next.code) as object) : undefined;
    const isRefusal = shown !== undefined && 'error' in shown;
    expect(isOk, `${where}: ${text}`).toBe(!isRefusal);
    if (shown === undefined) continue;
    expect(differences(shown, JSON.parse(text)), next?.place).toEqual([]);
    compared += 1;
  }
  expect(made).toBeGreaterThan(8);
  expect(compared).toBe(blocks.filter(({ language }) => language === 'json').length);
});
