import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readAbilities } from '../../src/workers/abilities.ts';
import { readConfig, simulatedToolsOf, streamOf } from '../../src/workers/config-file.ts';
import { endpointsOf } from '../../src/workers/endpoints.ts';

function configured(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'durable-agents-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'agents.yaml');
  writeFileSync(file, text);
  return file;
}

it.each([
  ['', 'auto'],
  ['providers: {}', 'auto'],
  ['simulatedTools: auto', 'auto'],
  ['simulatedTools: never', 'never'],
])('A configuration says whether the simulated model calls tools: %j.', (text, expected) => {
  expect(readConfig(configured(text)).simulatedTools).toBe(expected);
});

it('Another word is refused, with the words that there are, wherever it stands.', () => {
  expect(() => readConfig(configured('simulatedTools: nevr'))).toThrow(
    /simulatedTools: expected auto or never/,
  );
  const config = readConfig(configured(''));
  expect(() => simulatedToolsOf('nevr' as never, config)).toThrow(
    /simulatedTools.*expected auto or never/,
  );
});

it('What a program says comes before the configuration.', () => {
  const config = readConfig(configured('simulatedTools: never'));
  expect(simulatedToolsOf(undefined, config)).toBe('never');
  expect(simulatedToolsOf('auto', config)).toBe('auto');
});

it('A configuration, or a program before it, says whether replies are streamed.', () => {
  expect(readConfig(configured('')).stream).toBe('auto');
  const config = readConfig(configured('stream: never'));
  expect([streamOf(undefined, config), streamOf('auto', config)]).toEqual(['never', 'auto']);
  expect(() => readConfig(configured('stream: off'))).toThrow(/stream: expected auto or never/);
});

const house = (more: string) =>
  readConfig(configured(`providers: { house: { api: chat, baseURL: 'http://h/v1', ${more} } }`));

it('A provider has the time that its streams may be silent, as a duration.', () => {
  const [endpoint] = endpointsOf(house('firstTokenTimeout: 90s, tokenTimeout: 1500')).filter(
    ({ name }) => name === 'house',
  );
  expect(endpoint?.streamTimeouts).toEqual({ firstTokenMs: 90_000, tokenMs: 1_500 });
  const [usual] = endpointsOf(house('')).filter(({ name }) => name === 'house');
  expect(usual?.streamTimeouts).toEqual({ firstTokenMs: 600_000, tokenMs: 120_000 });
  expect(() => house('tokenTimeout: soon')).toThrow(/tokenTimeout: 'soon' is not a duration/);
});

it('What a worker is set to reaches all of its endpoints.', async () => {
  const { endpoints } = await readAbilities({ configFile: configured('stream: never') });
  expect(new Set(endpoints.map(({ stream }) => stream))).toEqual(new Set(['never']));
});
