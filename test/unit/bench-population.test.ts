import { OpenAI } from 'openai';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Letter,
  letters,
  questionText,
  truthOf,
} from '../../bench/quality/population/questions.ts';
import { Believer } from '../../bench/quality/population/believer.ts';
import { type Population, startPopulation } from '../../bench/quality/population/population.ts';
import { conclusionJsonSchema } from '../../src/core/kinds/debate/conclusion.ts';
import { optionsJsonSchema, tally, voteJsonSchema } from '../../src/core/kinds/debate/consensus.ts';
import {
  concludeInline,
  openInline,
  respondInline,
} from '../../src/core/kinds/debate/inline-prompts.ts';
import { statementJsonSchema } from '../../src/core/kinds/debate/statement.ts';
import * as prompts from '../../src/core/kinds/debate/prompts.ts';

const started: Population[] = [];
afterAll(() => Promise.all(started.map((each) => each.close())));

interface Request {
  name?: string;
  prompt: unknown;
  schema?: object;
  stream?: true;
}

/** A population, and a way to ask it as an application would. */
async function population({ seed = '', bias = 0 } = {}) {
  const opened = await startPopulation({ seed, bias });
  started.push(opened);
  const client = new OpenAI({ baseURL: opened.baseURL, apiKey: 'none' });
  const ask = async ({ name = 'D0', prompt, schema, stream }: Request): Promise<string> => {
    const body = {
      model: 'population',
      messages: [
        { role: 'system' as const, content: `You are ${name}.` },
        { role: 'user' as const, content: String(prompt) },
      ],
      ...(schema && {
        response_format: {
          type: 'json_schema' as const,
          json_schema: { name: 'reply', schema: schema as Record<string, unknown> },
        },
      }),
    };
    if (!stream)
      return (await client.chat.completions.create(body)).choices[0]?.message.content ?? '';
    let text = '';
    for await (const chunk of await client.chat.completions.create({ ...body, stream }))
      text += chunk.choices[0]?.delta.content ?? '';
    return text;
  };
  return { ask, calls: opened.calls };
}

const numbers = Array.from({ length: 2_000 }, (_, index) => index + 1);
const letterIn = (text: string) => /ANSWER=([A-D])/.exec(text)?.[1];
const statement = (agentName: string, letter: string) => ({
  agentName,
  content: `ANSWER=${letter} is right`,
});
const options = letters.map((id) => ({
  id,
  position: `ANSWER=${letters.at(-1 - letters.indexOf(id))} is right`,
}));

/** The share of questions that a debater is right about after hearing these; `null` is nobody. */
function shareRight(bias: number, heard: ((truth: Letter) => Letter[]) | null): number {
  const right = numbers.filter((number) => {
    const question = String(number);
    const truth = truthOf(question, '');
    const believer = new Believer(question, 'D0', { seed: '', bias });
    const first = believer.answer('at first', []);
    return (heard === null ? first : believer.answer('then', heard(truth))) === truth;
  });
  return right.length / numbers.length;
}

const wrongFor = (truth: Letter) => letters.find((letter) => letter !== truth) ?? 'A';

describe('the population', () => {
  it('is right as often as its beliefs are: 1.6 times in 2.22', () => {
    const standardError = Math.sqrt((0.72 * 0.28) / numbers.length);
    expect(Math.abs(shareRight(0, null) - 1.6 / 2.22)).toBeLessThan(2 * standardError);
  });

  it('says the same for the same seed, in whatever order it is asked, and other things for another', async () => {
    const names = ['D0', 'D1', 'D2'];
    const asked = numbers
      .slice(0, 20)
      .flatMap((number) => names.map((name) => ({ name, prompt: questionText(number) })));
    const [one, two, other] = [
      await population(),
      await population(),
      await population({ seed: 'x' }),
    ];
    const said = await Promise.all(asked.map(one.ask));
    const backwards = await Promise.all(asked.toReversed().map(two.ask));
    expect(backwards.toReversed()).toEqual(said);
    expect(await Promise.all(asked.map(other.ask))).not.toEqual(said);
  });

  it('hears nobody twice when it is asked the same again', async () => {
    const { ask } = await population();
    const question = questionText(3);
    await ask({ prompt: prompts.open(question) });
    const statements = ['A', 'B', 'C', 'D'].map((each, index) => statement(`D${index + 1}`, each));
    const prompt = prompts.respond(
      question,
      { digest: null, rounds: [{ round: 0, statements }] },
      null,
    );
    const schema = voteJsonSchema(options);
    const votes = [];
    for (let time = 0; time < 3; time += 1) {
      await ask({ prompt });
      votes.push(
        await ask({
          prompt: prompts.vote(question, options, { digest: null, rounds: [] }, null),
          schema,
        }),
      );
    }
    expect(new Set(votes).size).toBe(1);
  });

  it('goes over to what it hears, and with a bias to right answers more than to wrong ones', () => {
    const two = (truth: Letter) => [truth, truth, wrongFor(truth), wrongFor(truth)];
    const wrong = (truth: Letter) => two(truth).map(() => wrongFor(truth));
    const unbiased = shareRight(0, two);
    expect(shareRight(0, wrong)).toBeLessThan(unbiased - 0.1);
    expect(shareRight(2, two)).toBeGreaterThan(unbiased + 0.05);
    expect(shareRight(2, wrong)).toBe(shareRight(0, wrong));
  });

  it('streams the answer that it would have given at once', async () => {
    const [plain, streamed] = [await population(), await population()];
    const prompt = prompts.open(questionText(1));
    expect(await streamed.ask({ prompt, stream: true })).toBe(await plain.ask({ prompt }));
  });

  it('votes for the option with its own answer, whatever the options are called', async () => {
    const { ask } = await population();
    const question = questionText(5);
    const own = letterIn(await ask({ prompt: prompts.open(question) }));
    const soFar = { digest: null, rounds: [] };
    const voteOn = async (choices: typeof options) => {
      const prompt = prompts.vote(question, choices, soFar, null);
      return JSON.parse(await ask({ prompt, schema: voteJsonSchema(choices) })) as {
        option: string;
      };
    };
    const mine = options.find(({ position }) => letterIn(position) === own);
    expect((await voteOn(options)).option).toBe(mine?.id);
    const without = options.map((each) =>
      each === mine ? { ...each, position: 'something else' } : each,
    );
    expect((await voteOn(without)).option).toBe('other');
  });

  it('asked for both at once, says its answer and gives it, and what has changed it', async () => {
    const { ask } = await population();
    const question = questionText(6);
    const schema = statementJsonSchema(options);
    const read = async (prompt: unknown) =>
      JSON.parse(await ask({ prompt, schema })) as Record<string, unknown>;
    const positionOf = ({ answer }: Record<string, unknown>) =>
      options.find(({ id }) => id === answer)?.position ?? '';
    const first = await read(openInline(question, options));
    const own = letterIn(String(first['statement']));
    expect(letterIn(positionOf(first))).toBe(own);
    expect(first).toMatchObject({ otherAnswer: null, changedBy: null });
    const another = letters.find((letter) => letter !== own) ?? 'A';
    const statements = Array.from({ length: 400 }, (_, index) =>
      statement(`D${index + 1}`, another),
    );
    const soFar = { digest: null, rounds: [{ round: 0, statements }] };
    const second = await read(respondInline(question, options, soFar, null));
    expect(letterIn(String(second['statement']))).toBe(another);
    expect(letterIn(positionOf(second))).toBe(another);
    expect(second['changedBy']).toEqual(expect.any(String));
    expect(second['confidence']).toBeGreaterThan(400 / 408); // they have added 400 to beliefs of 8 in all
  });

  it('has a moderator that concludes for what its prompt says is leading, also with fewer votes', async () => {
    const { ask } = await population();
    const cast = (agentName: string, option: string, confidence: number) => ({
      round: 0,
      agentName,
      option,
      confidence,
      changed: false,
      why: '',
    });
    const votes = [cast('D0', 'A', 0.1), cast('D1', 'A', 0.1), cast('D2', 'B', 0.9)];
    const counted = tally(votes, options, 3, 'confidence-weighted');
    const soFar = { digest: null, rounds: [] };
    const prompt = concludeInline(questionText(1), soFar, counted, votes);
    const said = await ask({ name: 'Moderator', prompt, schema: conclusionJsonSchema });
    const { conclusion } = JSON.parse(said) as { conclusion: string };
    expect(conclusion).toContain(`FINAL=${letterIn(options[1]?.position ?? '')}`);
  });

  it('has a moderator that names what is held, and concludes for what leads', async () => {
    const { ask } = await population();
    const statements = ['C', 'B', 'C'].map((each, index) => statement(`D${index}`, each));
    const question = questionText(1);
    const named = await ask({
      name: 'Moderator: the moderator',
      prompt: prompts.options(question, statements, []),
      schema: optionsJsonSchema,
    });
    expect(JSON.parse(named)).toEqual({
      options: [{ position: 'ANSWER=C is right' }, { position: 'ANSWER=B is right' }],
    });
    const lines = [
      { id: 'A', position: 'ANSWER=C is right', votes: 1, confidence: 1 },
      { id: 'B', position: 'ANSWER=B is right', votes: 2, confidence: 1 },
    ];
    const concluded = await ask({
      name: 'Moderator',
      prompt: prompts.conclude(question, statements, lines, []),
    });
    expect(concluded).toContain('FINAL=B');
  });

  it('counts the calls of each question', async () => {
    const { ask, calls } = await population();
    await ask({ prompt: questionText(7) });
    await ask({ prompt: questionText(7), name: 'D1' });
    await ask({ prompt: questionText(8) });
    expect([...calls]).toEqual([
      ['7', 2],
      ['8', 1],
    ]);
  });
});
