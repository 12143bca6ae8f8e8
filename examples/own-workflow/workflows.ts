import type { Step } from 'durable-agents/client';
import { stepContext, runParallel, runPipeline } from 'durable-agents/workflows';

// Ours run on the same worker.
export * from 'durable-agents/workflows';

export interface Commission {
  analysts: Step;
  pipeline: Step;
  question: string;
}

/** Analysts first, then a pipeline on their answers, with closures between its steps. */
export async function commissioned({ analysts, pipeline, question }: Commission) {
  if (analysts.kind !== 'parallel' || pipeline.kind !== 'pipeline') {
    throw new TypeError('a parallel and a pipeline are needed');
  }
  const ctx = stepContext('commissioned');
  const analyses = await runParallel(analysts, question, ctx);
  if (analyses.content === null) return analyses;
  // They run in the workflow: what they do has to be the same when it is replayed.
  const closures = [
    (text: string) => `Analysis:\n${text}\n\nQuestion: ${question}`,
    async (text: string) => `Shorten these ${text.split(/\s+/).length} words:\n${text}`,
  ];
  const steps = pipeline.steps.map((stage, index) => ({
    ...stage,
    transform: closures[index] ?? null,
  }));
  return await runPipeline({ ...pipeline, steps }, analyses.content, ctx);
}
