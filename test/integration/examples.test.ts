import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { leftAfter } from '../support/embedded-commands.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const names = readdirSync(examples).flatMap((file) => file.match(/^(.+)\.ts$/)?.[1] ?? []);

const topic = (text: string) => `“${text}”`;
const simulated = (who: string) => `[simulated] ${who}`;

/** What each example prints, in order. */
const expected: Record<string, (string | RegExp)[]> = {
  'quick-start': ['Researcher: Research analyst', 'Editor: Editor', topic('Analyze AI trends')],
  checks: [
    'noPasswords: pass',
    'withoutAddresses: rewrite (it had an address in it)',
    'Reviewer: pass (Simulated check: nothing was judged.)',
    simulated('Support'),
    "Check.Stopped: the check 'noPasswords' of 'Support' has stopped the run: somebody asks for a password",
  ],
  parallel: [
    `Researcher: ${simulated('Researcher')}`,
    `Editor: ${simulated('Editor')}`,
    'again: Researcher, Writer, Editor',
    /<answers>\n<answer agent="Researcher">[^]*<answer agent="Editor">[^]*<\/answers>/,
  ],
  'chat-different': [topic('What did the steam engine change'), topic('What does automation cost')],
  supervisor: [
    simulated('Synthesizer'),
    /"workerName": "Writer",[^]*"dependsOn": \[\s*"t1"\s*\]/,
    /Researcher: .*\(done\)\nWriter: .*\(done\)\nEditor: .*\(done\)/,
    'ended because: satisfied',
  ],
  'supervisor-verifier': [
    'worth splitting: true, Simulated plan',
    /t1 Researcher: .* \(Findings, one a line; .*; high\)/,
    /t1, attempt 1: accepted: .*\nt2, attempt 1: accepted:/,
    simulated('Synthesizer'),
  ],
  pipeline: [/Researcher: \d+ms\nWriter: \d+ms\nEditor: \d+ms/, simulated('Editor')],
  'pipeline-transforms': [
    'Writer read: Write an article based on:',
    'Editor read: Edit and improve:',
    'Edited version:',
  ],
  debate: [
    topic('Should we adopt AI in hiring'),
    'consensus reached: true (two thirds of the debaters',
    'rounds: 1 of 3, after the initial positions',
    'a plain vote would have said: Yes to',
    /--- Initial positions ---[^]*Optimist: [^]*--- Round 1 ---[^]*Pragmatist: [^]*--- Conclusion ---/,
  ],
  'pros-cons': [
    simulated('Advocate'),
    simulated('Critic'),
    simulated('Pragmatist'),
    'conclusion: ',
  ],
  'research-team': [
    'Researcher, Analyst, Writer, Critic',
    topic('What are the implications of quantum computing for cryptography'),
  ],
  'expert-panel': [
    'A: 1 for Yes to “Impact of universal basic income”',
    'experts: Economist, Sociologist, Technologist',
    simulated('Moderator'),
  ],
  'combining-debate': [
    `researched: ${simulated('Synthesizer')}`,
    `concluded: ${simulated('Moderator')}`,
    topic('How should AI be regulated'),
  ],
  'combining-parallel': [
    'Researcher -> Analysts -> Synthesizer',
    /Analysis:\n<answers>[^]*agent="Market analyst"[^]*Synthesize:/,
    simulated('Synthesizer'),
  ],
  'combining-function': [
    /Analysis:\n<answers>[^]*agent="Market analyst"[^]*Synthesize:/,
    simulated('Synthesizer'),
  ],
  configuration: ['mode selective, 1 plan', 'Plan 1: Simulated plan'],
  timeouts: ['120s, 60s, 180s 120s', /refused: .*write '120s'/, /false: (Step|Model)\.TimedOut/],
  'cost-tracking': [/Total cost: \$0\.\d{4}/, /Duration: \d+ms/, /Calls: \d+, \d+ tokens in/],
  'error-handling': [
    'Hasty failed: Model.TimedOut',
    'stopped: false after 2 steps',
    'went on: true after 3 steps',
    /supervisor: Agents\.TooFewSucceeded: .*1 workers succeeded, 2 needed/,
    'finished all the same: 1',
    'thrown: true',
  ],
  'same-instance': [/refused: .*Critic/, 'Critic 1, Critic 2, Critic 3'],
  'message-store': [
    '20 messages, without gaps: true',
    'Editor saw 20 messages',
    '22: Editor, 21: user',
    /^note 10, note 12, note 14, note 16, note 18/m,
  ],
  'user-context': [
    'Noted: name = Phil',
    'Noted: city = London',
    'city: London (set by Travel agent)\nname: Phil (set by Receptionist)',
  ],
  tools: [
    simulated('Host'),
    /The tool clock gave ‘\d+:\d\d:\d\d [AP]M’\./,
    'tool calls: 1, turns: 2',
  ],
  'mcp-tools': [simulated('Librarian'), 'Allowed directories', 'tool calls: 1'],
  'thread-safe-tool': [
    `Ann: ${simulated('Ann')}`,
    `Bo: ${simulated('Bo')}`,
    'minutes.txt:\nsimulated line\nsimulated line\n',
  ],
  'own-workflow': [
    /Synthesizer read: Analysis:\n<answers>[^]*agent="Market analyst"/,
    /Editor read: Shorten these \d+ words:/,
    simulated('Editor'),
  ],
  'own-worker': [`Lawyer: ${simulated('Lawyer')}`, 'Friend: ', simulated('Clerk')],
};

/**
 * Run as a user does; the others in this process, as each start of Node with tsx takes seconds.
 * The package as installed runs quick-start so.
 */
const asCommands = ['own-workflow', 'own-worker'];

const folder = mkdtempSync(join(tmpdir(), 'durable-agents-examples-'));
const stateDir = join(folder, 'state');

/** No keys, no cluster, and a state folder for all. */
const environment: Record<string, string> = {
  OPENAI_API_KEY: '',
  OPENAI_BASE_URL: '',
  ANTHROPIC_API_KEY: '',
  TEMPORAL_ADDRESS: '',
  XDG_CONFIG_HOME: folder,
  DURABLE_AGENTS_STATE: stateDir,
  DURABLE_AGENTS_SIMULATED_LATENCY: '0',
};

async function printedBy(name: string): Promise<string> {
  const file = join(examples, `${name}.ts`);
  return asCommands.includes(name) ? await runAsCommand(file) : await importHere(file);
}

async function runAsCommand(file: string): Promise<string> {
  const words = ['--import', import.meta.resolve('tsx'), file];
  const child = spawn(process.execPath, words, { cwd: folder, env: process.env });
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  const [status] = (await once(child, 'close')) as [number | null];
  expect({ status, stderr: written.stderr }).toEqual({ status: 0, stderr: '' });
  return written.stdout;
}

async function importHere(file: string): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    await import(/* @vite-ignore */ file);
    return log.mock.calls.map((words) => words.join(' ')).join('\n');
  } finally {
    log.mockRestore();
  }
}

beforeAll(() => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  process.chdir(folder);
});
afterAll(async () => {
  await leftAfter(stateDir, 10_000);
  vi.unstubAllEnvs();
  process.chdir(examples);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('the examples', () => {
  it('are all listed here with what they print', () => {
    expect(names.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(names)('do what they say: %s', async (name) => {
    let rest = await printedBy(name);
    for (const part of expected[name] ?? []) {
      const at = typeof part === 'string' ? rest.indexOf(part) : rest.search(part);
      expect(at, `${part} in\n${rest}`).toBeGreaterThanOrEqual(0);
      rest = rest.slice(at + 1);
    }
  });
});
