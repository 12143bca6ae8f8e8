import { conclusionTitle } from '../../src/core/kinds/debate/conclusion.ts';
import { optionsTitle, voteTitle } from '../../src/core/kinds/debate/consensus.ts';
import { statementTitle } from '../../src/core/kinds/debate/statement.ts';
import { planTitle } from '../../src/core/kinds/supervisor/plan.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { Script } from '../../src/simulated-model/index.ts';
import { type AnsweredRequest, providerWorld } from './provider-world.ts';
import { typedTask } from './typed-plan.ts';

/** A text of about so many tokens, and different for another name. */
export function textOf(name: string, tokens: number): string {
  const sentence = `${name} says that this follows from what is known of it. `;
  return sentence.repeat(Math.ceil((tokens * 4) / sentence.length)).slice(0, tokens * 4);
}

/** Asks one agent after another the same things again, and tells what was asked. */
export interface Scene {
  title: string;
  /** How many requests its first turn has: nothing was asked before them. */
  firstTurn: number;
  /** Share of its tokens that comes from the cache at least. */
  floor: number;
  play: () => Promise<AnsweredRequest[]>;
}

const turns = 10;
const rounds = 6;
const question = textOf('The question', 3_000);

/** The model looks something up in every turn but the last. */
const lookUps: Script = (_, index) =>
  index === turns - 1
    ? textOf('The answer', 400)
    : { toolCalls: [{ name: 'look-up', arguments: { page: index } }] };

const lookUp = {
  name: 'look-up',
  description: 'Looks a page up.',
  parameters: { type: 'object', properties: { page: { type: 'integer' } } },
};

async function playToolLoop(): Promise<AnsweredRequest[]> {
  let page = 0;
  const tools = [{ ...lookUp, run: () => textOf(`Page ${(page += 1)}`, 400) }];
  const world = await providerWorld(lookUps, { tools });
  const reader = { kind: 'agent', name: 'Reader', provider: 'house', tools: ['look-up'] };
  await world.run(
    parseStep({ kind: 'pipeline', name: 'Reading', steps: [reader] }),
    question,
    'loop',
  );
  await world.close();
  return world.answered;
}

/** Everyone holds another position to the end. */
const disputes: Script = ({ outputSchema, system }, index) => {
  const { title } = (outputSchema ?? {}) as { title?: string };
  if (title === conclusionTitle) return JSON.stringify({ ...noAnalysis, conclusion: 'Yes.' });
  if (title === optionsTitle)
    return JSON.stringify({ options: [{ position: 'Yes.' }, { position: 'No.' }] });
  const name = /You are (\w+)/.exec(system)?.[1] ?? '';
  const option = name === 'Ann' ? 'A' : 'B';
  if (title === voteTitle)
    return JSON.stringify({ why: 'For its reasons.', option, confidence: 0.5, changed: false });
  const statement = textOf(`${name} (${index})`, 400);
  if (title !== statementTitle) return statement;
  const said = { statement, answer: option, otherAnswer: null };
  return JSON.stringify({ ...said, confidence: 0.5, changedBy: null });
};

const noAnalysis = { agreed: [], contradicted: [], onlyOne: [], missing: [] };
const house = (name: string) => ({ kind: 'agent', name, provider: 'house' });

/** @param more how votes are cast */
async function playDebate(more: object): Promise<AnsweredRequest[]> {
  const world = await providerWorld(disputes);
  const agents = ['Ann', 'Ben', 'Cem'].map(house);
  const spec = { kind: 'debate', name: 'Dispute', agents, rounds, ...more };
  await world.run(
    parseStep({ ...spec, stopEarly: false, consensus: 'unanimous' }),
    question,
    'debate',
  );
  await world.close();
  return world.answered;
}

const workers = ['Ann', 'Ben', 'Cem'];

/** Everyone has a task in every run. */
const plans: Script = ({ outputSchema }, index) => {
  const { title } = (outputSchema ?? {}) as { title?: string };
  if (title !== planTitle) return textOf(`Answer ${index}`, 400);
  const tasks = workers.map((name) => typedTask(`t-${name}`, name, `Look at it as ${name}.`));
  return JSON.stringify({ reasoning: 'so', tasks });
};

async function playTeamThread(): Promise<AnsweredRequest[]> {
  const world = await providerWorld(plans);
  const instructed = (name: string) => ({ ...house(name), instructions: textOf(name, 500) });
  const agents = Object.fromEntries(workers.map((name) => [name, instructed(name)]));
  const spec = { kind: 'supervisor', name: 'Team', workers: agents, mode: 'all', thread: 'talk' };
  const team = parseStep({ ...spec, allowReplanning: false });
  for (let run = 1; run <= turns; run += 1)
    await world.run(team, textOf(`Question ${run}`, 400), `run-${run}`);
  await world.close();
  return world.answered;
}

async function playThread(): Promise<AnsweredRequest[]> {
  const world = await providerWorld((_, index) => textOf(`Answer ${index}`, 400));
  const spec = { kind: 'agent', name: 'Guide', provider: 'house', thread: 'talk' };
  const guide = parseStep({ ...spec, instructions: textOf('The guide', 500) });
  for (let run = 1; run <= turns; run += 1)
    await world.run(guide, textOf(`Question ${run}`, 400), `run-${run}`);
  await world.close();
  return world.answered;
}

export const scenes: Scene[] = [
  { title: `a tool loop of ${turns} turns`, firstTurn: 1, floor: 0.7, play: playToolLoop },
  {
    title: `a debate of ${rounds} rounds, votes asked for separately`,
    firstTurn: 7,
    floor: 0.7,
    play: () => playDebate({ votes: 'separate' }),
  },
  {
    title: `a debate of ${rounds} rounds, votes in the statements`,
    firstTurn: 3,
    floor: 0.7,
    play: () => playDebate({ options: ['Yes.', 'No.'] }),
  },
  { title: `a thread of ${turns} runs`, firstTurn: 1, floor: 0.7, play: playThread },
  {
    title: `a supervisor of three workers with a thread, ${turns} runs`,
    firstTurn: 5,
    // in every run, whoever puts the answers together reads three new ones
    floor: 0.65,
    play: playTeamThread,
  },
];
