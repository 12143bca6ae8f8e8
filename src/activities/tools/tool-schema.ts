import { z } from 'zod';
import type { Tool } from './define-tool.ts';

/** Of another copy of this package as well: what counts is what it has. */
export function isTool(value: unknown): value is Tool {
  if (typeof value !== 'object' || value === null) return false;
  return ['name', 'parameters', 'execute', 'timeoutMs', 'maxAttempts'].every((key) => key in value);
}

/** A tool that `defineTool` has made. */
export const toolSchema = z.custom<Tool>(isTool, 'expected a tool, made by defineTool');

/** Tools as they are registered: each name once. */
export const toolListSchema = z.array(toolSchema).superRefine((tools, context) => {
  const names = tools.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) === index) continue;
    context.addIssue({ code: 'custom', path: [index], message: `there are two tools '${name}'` });
  }
});
