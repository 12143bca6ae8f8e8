import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readConfig, simulatedToolsOf } from '../../src/workers/config-file.ts';

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
