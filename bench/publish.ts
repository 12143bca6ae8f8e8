import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine } from './report.ts';

/** What a benchmark found out. */
export interface Report {
  /** As in `<!-- bench:NAME -->` and `bench/results/NAME.json`. */
  name: string;
  /** How it was called, for who reads the figures. */
  command: string;
  /** Markdown: tables, and what is to be said of them. */
  parts: readonly string[];
  /** Everything that was measured. */
  figures: object;
}

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const docs = fileOf('../docs/benchmark.md');

/** Prints a report, keeps it as JSON, and puts its tables into docs/benchmark.md if told to. */
export function publish(report: Report, { write }: { write: boolean }): void {
  const kept = { ...report, at: new Date().toISOString(), machine: machine() };
  const text = [captionOf(kept), ...report.parts].join('\n\n');
  console.log(text);
  console.log(`\n${JSON.stringify({ ...report.figures, machine: kept.machine })}`);
  mkdirSync(fileOf('results'), { recursive: true });
  writeFileSync(fileOf(`results/${report.name}.json`), `${JSON.stringify(kept, null, 2)}\n`);
  if (write) writeBlock(report.name, text);
}

function captionOf(report: Report & { at: string; machine: ReturnType<typeof machine> }): string {
  const { cores, cpu, node, os } = report.machine;
  const where = `${cores} cores (${cpu}), Node ${node.slice(1)}, ${os}`;
  return `\`${report.command}\`, ${report.at.slice(0, 10)}, ${where}:`;
}

/** @throws Error when the page has no place for it */
function writeBlock(name: string, text: string): void {
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- end of bench:${name} -->`];
  const page = readFileSync(docs, 'utf8');
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${docs} has no ${begin} … ${end}`);
  writeFileSync(docs, `${before}${begin}\n\n${text}\n\n${end}${after}`);
  const oxfmt = join(
    dirname(createRequire(import.meta.url).resolve('oxfmt/package.json')),
    'bin/oxfmt',
  );
  execFileSync(process.execPath, [oxfmt, docs], { stdio: 'inherit' });
}
