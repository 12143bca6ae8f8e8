import { fanOut } from '../../src/workflows/runtime/fan-out.ts';
import type { Contender } from './contenders.ts';
import type { PopulationSettings } from './population/believer.ts';
import { modelSeconds } from './population/latency.ts';
import { startPopulation } from './population/population.ts';
import { type Letter, questionText, truthOf } from './population/questions.ts';
import type { Runner } from './runner.ts';

/** What came of one question. */
export interface Answered {
  answer: Letter | null;
  right: boolean;
  /** Calls that the population has answered for it, the moderator's too. */
  calls: number;
  inputTokens: number;
  outputTokens: number;
  /** Model seconds from the question to the answer; `null`: not known. */
  waited: number | null;
  /** Model seconds of all calls. */
  worked: number;
  /** Why it has no answer; `null`: it has one, or says nothing. */
  error: string | null;
}

/** Which questions a population is asked, and through what. */
export interface Asking extends PopulationSettings {
  /** From 1 to this. */
  questions: number;
  open: (baseURL: string) => Promise<Runner>;
}

/** Has a contender answer all questions, with a population that has not heard them yet. */
export async function answersOf(
  contender: Contender,
  { questions, open, seed, bias }: Asking,
): Promise<Answered[]> {
  const population = await startPopulation({ seed, bias });
  const runner = await open(population.baseURL);
  const numbers = Array.from({ length: questions }, (_, index) => index + 1);
  try {
    return await fanOut(numbers, runner.atOnce, async (number) => {
      const ran = await runner.run(contender.step, questionText(number), `q${number}`);
      const calls = population.calls.get(String(number)) ?? 0;
      const { inputTokens, outputTokens } = ran.result.usage;
      const answer = contender.answerOf(ran.result);
      return {
        answer,
        right: answer === truthOf(String(number), seed),
        calls,
        inputTokens,
        outputTokens,
        waited: ran.seconds,
        worked: modelSeconds({ calls, inputTokens, outputTokens }),
        error: ran.result.error?.message ?? null,
      };
    });
  } finally {
    await runner.close();
    await population.close();
  }
}
