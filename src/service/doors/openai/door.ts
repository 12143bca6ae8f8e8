import type { Door } from '../door.ts';
import { completionCall } from './completion-call.ts';
import { modelCalls } from './models.ts';
import { refusalBody, refusalStatus } from './openai-error.ts';

/** A team as a model, for whatever speaks OpenAI's Chat Completions API. */
export const openai: Door = {
  name: 'Teams as models',
  calls: (service) => [...modelCalls(service), completionCall(service)],
  errorBody: refusalBody,
  errorStatus: refusalStatus,
};
