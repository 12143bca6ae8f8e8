import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { RunHandle } from '../../../client/runs/run-handle.ts';
import { baselineTitle } from '../../../core/baseline.ts';
import { showCost, simulatedNote } from '../../../core/amounts.ts';
import type { WaitingQuestion } from '../../../core/questions/question.ts';
import type { BaselineResult, StepError } from '../../../core/results.ts';
import { visibleRun } from '../../caller.ts';
import { studioLink } from '../../service.ts';
import type { Followed } from './follow.ts';
import type { ToolCall } from './tool.ts';

const questionSchema = z.object({
  id: z.string(),
  question: z.string(),
  choices: z.array(z.string()).describe('The answers that are taken; none: any text'),
  assignee: z.string().nullable(),
  deadline: z.string(),
  approval: z
    .object({ agent: z.string(), tool: z.string(), args: z.string(), said: z.string() })
    .nullable()
    .describe('The tool call that needs a yes; null: it is an ordinary question'),
});

/** What one agent alone has said. */
const baselineSchema = z.object({
  content: z.string().nullable(),
  error: z.object({ type: z.string(), message: z.string() }).nullable(),
  totalCost: z.number().nullable(),
  totalDurationMs: z.number(),
});

/** How a run stands, as every tool that is about one answers. */
export const runSchema = z.object({
  id: z.string().describe('Of the run: for get_run, follow_run, answer_question, cancel_run'),
  status: z.string().describe('running, waiting (for people), completed, failed, cancelled, …'),
  content: z.string().nullable().describe('The answer of the team; null: there is none (yet)'),
  error: z.object({ type: z.string(), message: z.string() }).nullable(),
  questions: z.array(questionSchema),
  totalCost: z.number().nullable().describe('US dollars; null: not known'),
  totalDurationMs: z.number().nullable(),
  simulated: z.boolean().nullable(),
  baseline: baselineSchema
    .optional()
    .describe('What one agent alone has answered, where that was asked for'),
  url: z.string().nullable().describe("In Temporal's Web UI"),
  studio: z.string().nullable(),
  happened: z.array(z.string()).optional().describe('What happened, a line each'),
  after: z.string().optional().describe('Give it to follow_run to go on behind what happened'),
});

type RunAnswer = z.output<typeof runSchema>;

/** Where the id of the run stands beside every answer about one. */
const runMeta = 'durable-agents/run';

const shortError = (error: StepError | null = null) =>
  error === null ? null : { type: error.type, message: error.message };

function besides({ content, error, totalCost, totalDurationMs }: BaselineResult<string>) {
  return { content, error: shortError(error), totalCost, totalDurationMs };
}

/** Tells how a run stands. */
export async function runAnswer(
  { service, caller }: Pick<ToolCall, 'service' | 'caller'>,
  run: RunHandle,
  followed: Partial<Followed> = {},
): Promise<CallToolResult> {
  const { status, handle } = await visibleRun(service, caller, run.id);
  const isRunning = status === 'running';
  const [result, questions] = await Promise.all([
    isRunning ? null : handle.result(),
    isRunning ? handle.questions() : [],
  ]);
  const answer: RunAnswer = {
    id: run.id,
    status: questions.length > 0 ? 'waiting' : status,
    content: result?.content ?? null,
    error: shortError(result?.error),
    questions: questions.map(listed),
    totalCost: result?.totalCost ?? null,
    totalDurationMs: result?.totalDurationMs ?? null,
    simulated: result?.simulated ?? null,
    ...(result?.baseline && { baseline: besides(result.baseline) }),
    url: run.url,
    studio: studioLink(service, run.id) ?? run.studio,
    ...(followed.lines && { happened: followed.lines }),
    ...(followed.cursor !== undefined && { after: followed.cursor }),
  };
  return {
    content: textsOf(answer).map((text) => ({ type: 'text', text })),
    structuredContent: answer,
    isError: result !== null && !result.success,
    _meta: { [runMeta]: run.id },
  };
}

/** As the schema has it: of what a question is made of, what an answer needs. */
function listed({ id, question, choices, assignee, deadline, approval }: WaitingQuestion) {
  return { id, question, choices, assignee, deadline, approval };
}

/** For clients that show texts only, and for models: the answer first. */
function textsOf(answer: RunAnswer): string[] {
  const { id, status, content, error, questions, baseline, happened = [], studio, url } = answer;
  const look = studio ?? url;
  const about = [
    `Run ${id}: ${status}`,
    ...(answer.totalCost === null ? [] : [`cost ${showCost(answer.totalCost)}`]),
    ...(look === null ? [] : [look]),
  ].join(', ');
  const next = nextStep(answer);
  return [
    ...(error === null ? [] : [`${error.type}: ${error.message}`]),
    ...(content === null || content === '' ? [] : [content]),
    ...(baseline === undefined ? [] : [baselineText(baseline)]),
    ...questions.map(asText),
    ...(happened.length === 0 || content !== null ? [] : [happened.join('\n')]),
    [about, ...(answer.simulated ? [simulatedNote] : []), ...(next === null ? [] : [next])].join(
      '\n',
    ),
  ];
}

function baselineText({ content, error, totalCost }: z.output<typeof baselineSchema>): string {
  const said = error === null ? content : `${error.type}: ${error.message}`;
  return `${baselineTitle} (${showCost(totalCost)}):\n${said ?? ''}`;
}

function nextStep({ id, status, after }: RunAnswer): string | null {
  const named = JSON.stringify({ id });
  if (status === 'waiting')
    return `Answer with answer_question ${named}, then follow_run ${named}.`;
  if (status !== 'running') return null;
  const from = JSON.stringify({ id, ...(after !== undefined && { after }) });
  return `It goes on: follow_run ${from} waits for it, cancel_run ${named} stops it.`;
}

function asText({ id, question, choices, approval }: RunAnswer['questions'][number]): string {
  const which = `(question ${id})`;
  if (approval === null) {
    const among = choices.length === 0 ? '' : ` Choices: ${choices.join(', ')}.`;
    return `A person is asked: ${question}${among} ${which}`;
  }
  const { agent, tool, args, said } = approval;
  return `${agent} wants to call ${tool} with ${args}${said === '' ? '' : ` and says: ${said}`} ${which}`;
}
