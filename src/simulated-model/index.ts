export { fromSchema, type FromSchemaOptions } from './from-schema.ts';
export type { SchemaNode } from './schema/node.ts';
export type { ValuePath } from './schema/scalars.ts';
export type {
  Api,
  ParsedRequest,
  RecordedMessage,
  RecordedRequest,
  RecordedTool,
  RecordedToolCall,
} from './recorded-request.ts';
export type {
  Script,
  ScriptedAnswer,
  ScriptedError,
  ScriptedPace,
  ScriptedReply,
  ScriptedToolCall,
  ScriptedUsage,
  ScriptFunction,
} from './script.ts';
export { startModelServer, type ModelServer, type ModelServerOptions } from './server.ts';
export { humanLatency, simulatedModel, simulatedReply, type SimulatedTools } from './simulated.ts';
