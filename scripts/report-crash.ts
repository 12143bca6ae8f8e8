// Writes the figures of the last crash suite into docs/reliability.md: `npm run report:crash`, of a
// run at full scale, or with `--tenth` of one at a tenth.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readResult, type Result, type Scale } from '../test/crash/support/results.ts';
import { type Scenario, scenarios } from '../test/crash/support/scenarios.ts';

const scale: Scale = process.argv.includes('--tenth') ? 'tenth' : 'full';
const file = fileURLToPath(new URL('../docs/reliability.md', import.meta.url));
const begin = '<!-- figures: npm run report:crash -->';
const end = '<!-- end of figures -->';

const names = Object.keys(scenarios) as Scenario[];
const results = names.flatMap((name) => readResult(scale, name, 'ours') ?? []);
if (results.length === 0)
  throw new Error('run npm run test:crash first, with --full or with --tenth here');

const text = readFileSync(file, 'utf8');
const [before, rest] = text.split(begin);
const after = rest?.split(end)[1];
if (before === undefined || after === undefined)
  throw new Error(`${file} has no place for figures`);
const made = [begin, '', head(results), '', table(), '', end].join('\n');
writeFileSync(file, `${before}${made}${after}`);
console.log(made);

function head(all: readonly Result[]): string {
  const days = [...new Set(all.map(({ at }) => at.slice(0, 10)))].toSorted().join(' and ');
  const machines = [...new Set(all.map(({ machine }) => machine))].join('; ');
  const words = scale === 'full' ? 'Full scale' : 'A tenth of the scale';
  return `${words}, ${days}, on ${machines}:`;
}

function table(): string {
  const rows = names.map((name) => {
    const { title, promise, bare } = scenarios[name];
    const other = bare === null ? '-' : `${bare}: ${figures(name, 'bare')}`;
    return `| ${title} | ${promise} | ${figures(name, 'ours')} | ${other} |`;
  });
  return [
    '| what is done | promised | durable-agents | the bare alternative |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function figures(scenario: Scenario, side: Result['side']): string {
  const found = readResult(scale, scenario, side);
  if (found === undefined) return 'not run';
  return Object.entries(found.figures)
    .map(([name, figure]) => (name === 's' ? `${show(figure)} s` : `${name} ${show(figure)}`))
    .join(', ');
}

function show(figure: number): string {
  return Number.isInteger(figure) ? figure.toLocaleString('en') : figure.toFixed(1);
}
