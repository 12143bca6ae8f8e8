export {
  fromSchema,
  humanLatency,
  simulatedReply,
  startModelServer,
  type Api,
  type FromSchemaOptions,
  type ModelServer,
  type ModelServerOptions,
  type RecordedMessage,
  type RecordedRequest,
  type RecordedTool,
  type RecordedToolCall,
  type Script,
  type ScriptedAnswer,
  type ScriptedError,
  type ScriptedReply,
  type ScriptedToolCall,
  type ScriptedUsage,
  type ScriptFunction,
} from '../simulated-model/index.ts';
export { replayHistory } from './replay.ts';
export {
  startTestEnvironment,
  type TestEnvironment,
  type TestEnvironmentOptions,
} from './test-environment.ts';
