/** How often each pattern is right, and what that takes: `npm run bench:quality`. */
import { parseArgs } from 'node:util';
import { publish } from './publish.ts';
import { type Answered, answersOf, type Asking } from './quality/answers.ts';
import { type Contender, contendersOf, yardstick } from './quality/contenders.ts';
import { type Figures, figuresOf } from './quality/figures.ts';
import { openMemoryRunner } from './quality/memory-runner.ts';
import { defaultSeed, publishedBiases } from './quality/population/seeds.ts';
import { qualityTable, unansweredIn } from './quality/table.ts';
import { openTemporalRunner } from './quality/temporal-runner.ts';

const { values: options } = parseArgs({
  options: {
    questions: { type: 'string', default: '2000' },
    /** Which population it is. */
    seed: { type: 'string', default: defaultSeed },
    /** How much more a right answer of a peer weighs. Default: each of those that are published. */
    bias: { type: 'string' },
    /** Names of contenders, with commas between. Default: all. */
    only: { type: 'string', default: '' },
    /** `memory`, or `temporal`: an embedded server, which takes much longer. */
    through: { type: 'string', default: 'memory' },
    /** Print the figures as JSON and nothing else. */
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const runners: Record<string, { open: Asking['open']; words: string }> = {
  memory: {
    open: openMemoryRunner,
    words:
      'the in-memory host: the code of the patterns, the model activity and real HTTP, without Temporal',
  },
  temporal: { open: openTemporalRunner, words: 'an embedded Temporal server' },
};

/** @throws Error for what is no number from `least` on */
function numberFrom(option: string, text: string, least: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= least && Number.isFinite(value)) return value;
  throw new Error(`--${option} is a number from ${least} on, not '${text}'`);
}

function runnerOf(name: string) {
  const runner = runners[name];
  if (runner !== undefined) return runner;
  throw new Error(`--through is ${Object.keys(runners).join(' or ')}, not '${name}'`);
}

/** The figures of all contenders with one population. */
async function figuresWith(asking: Asking, chosen: readonly Contender[]): Promise<Figures[]> {
  const all = new Map<string, Answered[]>();
  for (const contender of chosen) {
    const since = performance.now();
    all.set(contender.name, await answersOf(contender, asking));
    const seconds = ((performance.now() - since) / 1_000).toFixed(0);
    console.error(`${contender.name}, bias ${asking.bias}: measured in ${seconds} s`);
  }
  const vote = all.get(yardstick) ?? null;
  return [...all].map(([name, answered]) =>
    figuresOf(name, answered, name === yardstick ? null : vote),
  );
}

function report(populations: readonly { bias: number; figures: Figures[] }[], about: string): void {
  const parts = populations.flatMap(({ bias, figures }) => [
    `With a verifier's bias of ${bias}:`,
    qualityTable(figures),
    ...unansweredIn(figures),
  ]);
  const given = process.argv.slice(2).filter((word) => word !== '--write');
  const command = ['npm run bench:quality', ...(given.length > 0 ? ['--', ...given] : [])].join(
    ' ',
  );
  publish(
    { name: 'quality', command, parts: [about, ...parts], figures: { populations } },
    { write: options.write },
  );
}

const questions = Math.floor(numberFrom('questions', options.questions, 1));
const biases = options.bias === undefined ? publishedBiases : [numberFrom('bias', options.bias, 0)];
const { open, words } = runnerOf(options.through);
const chosen = contendersOf(
  options.only
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
);
if (options.write && options.only !== '')
  throw new Error('--write is for all contenders: a part would replace the whole table');
const populations = [];
for (const bias of biases) {
  const figures = await figuresWith({ questions, seed: options.seed, bias, open }, chosen);
  populations.push({ bias, figures });
}
const about = `${questions} questions, seed '${options.seed}', through ${words}.`;
if (options.json)
  console.log(
    JSON.stringify(
      { questions, seed: options.seed, through: options.through, populations },
      null,
      2,
    ),
  );
else report(populations, about);
