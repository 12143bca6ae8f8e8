import type { Answer } from '../output.ts';

/** The answer for a run that goes on without whoever has started it; `success` is not known yet. */
export function interruptedAnswer(id: string, url: string | null): Answer {
  const resume = `durable-agents resume ${id}`;
  return {
    document: { success: null, id, status: 'running', resume, url },
    text: `Interrupted. Run '${id}' stays, and '${resume}' continues it. (Ctrl-C again ends at once.)`,
  };
}
