import type { RecordedRequest } from '../../src/simulated-model/index.ts';

/** A request as the simulated model sees it: one that asks for free text and offers no tools. */
export function simulatedRequest(
  fields: Pick<RecordedRequest, 'system' | 'messages'> & Partial<RecordedRequest>,
): RecordedRequest {
  return {
    api: 'responses',
    model: 'simulated',
    tools: [],
    outputSchema: null,
    stream: false,
    body: {},
    headers: {},
    at: 0,
    endedBy: null,
    endedAt: null,
    ...fields,
  };
}
