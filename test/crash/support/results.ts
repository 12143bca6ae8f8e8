import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { full } from './scale.ts';
import type { Scenario } from './scenarios.ts';

export type Side = 'ours' | 'bare';
export type Scale = 'full' | 'tenth';

/** What one scenario measured on one side; figures by their names, in the order they are told; `s` is seconds. */
export interface Result {
  scenario: Scenario;
  side: Side;
  figures: Record<string, number>;
  /** ISO 8601. */
  at: string;
  machine: string;
}

const folder = fileURLToPath(new URL('../results', import.meta.url));

/** Keeps the figures of a scenario for the report. */
export function record(scenario: Scenario, side: Side, figures: Record<string, number>): void {
  const scale: Scale = full ? 'full' : 'tenth';
  mkdirSync(join(folder, scale), { recursive: true });
  const cores = cpus();
  const machine = `${cores.length} cores (${cores[0]?.model.trim()}), Node ${process.version.slice(1)}, ${process.platform}`;
  const result: Result = { scenario, side, figures, at: new Date().toISOString(), machine };
  writeFileSync(fileOf(scale, scenario, side), `${JSON.stringify(result, null, 2)}\n`);
}

/** The last figures of a scenario; `undefined`: it has not been run. */
export function readResult(scale: Scale, scenario: Scenario, side: Side): Result | undefined {
  const file = fileOf(scale, scenario, side);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined;
}

function fileOf(scale: Scale, scenario: Scenario, side: Side): string {
  return join(folder, scale, `${scenario}.${side}.json`);
}
