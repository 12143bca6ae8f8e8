import type { ToolDefinition } from '../../core/model-call.ts';
import { nativeSchema } from '../structured-output/native-schema.ts';
import type { JsonObject } from './provider.ts';

interface FunctionTool {
  name: string;
  description: string;
  parameters: JsonObject;
  strict: boolean;
  simulate?: boolean;
}

/**
 * A tool as OpenAI's APIs are told of it. Only OpenAI itself holds arguments to a schema, and only
 * to one that is closed throughout; any other is the tool's to check.
 *
 * @param own whether it goes to OpenAI itself
 */
export function functionTool(tool: ToolDefinition, own: boolean): FunctionTool {
  const { name, description, parameters, ...rest } = tool;
  const native = own ? nativeSchema(parameters, 'responses') : null;
  return { name, description, parameters: native ?? parameters, strict: native !== null, ...rest };
}
