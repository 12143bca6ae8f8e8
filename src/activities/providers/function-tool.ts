import type { Capabilities } from '../../core/capabilities.ts';
import type { ToolDefinition } from '../../core/model-call.ts';
import { nativeSchema } from '../structured-output/native-schema.ts';
import { basicSchema } from '../structured-output/basic-schema.ts';
import type { JsonObject } from './provider.ts';

interface FunctionTool {
  name: string;
  description: string;
  parameters: JsonObject;
  strict: boolean;
  simulate?: boolean;
}

/**
 * A tool as OpenAI's APIs are told of it. Arguments are held to a schema only where the endpoint can,
 * and only to one that is closed throughout; any other is the tool's to check.
 */
export function functionTool(tool: ToolDefinition, can: Capabilities): FunctionTool {
  const { name, description, parameters, ...rest } = tool;
  const native = can.toolSchemas === 'strict' ? nativeSchema(parameters, 'responses') : null;
  const taken = can.toolSchemas === 'basic' ? basicSchema(parameters) : parameters;
  return { name, description, parameters: native ?? taken, strict: native !== null, ...rest };
}
