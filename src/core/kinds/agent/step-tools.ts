import type { ToolDefinition } from '../../model-call.ts';
import type { AgentSpec, StepTool } from './types.ts';

type Tools = Pick<AgentSpec, 'tools'>;

/** The tools of an agent that are named: registered ones, and those of servers. */
export function namedTools({ tools }: Tools): string[] {
  return tools.filter((tool) => typeof tool === 'string');
}

/** The steps that an agent may ask as tools. */
export function stepTools({ tools }: Tools): StepTool[] {
  return tools.filter((tool) => typeof tool !== 'string');
}

/** A step as a model is told of it: a tool with one argument. */
export function stepToolDefinition({ name, description }: StepTool): ToolDefinition {
  return {
    name,
    description,
    parameters: {
      type: 'object',
      properties: {
        input: {
          type: 'string',
          description:
            'What is asked, complete in itself: nothing else of this talk is seen there.',
        },
      },
      required: ['input'],
      additionalProperties: false,
    },
  };
}

/** Steps that were asked as tools may ask others: so deep at most, below the agent of a run. */
export const stepToolsDepth = 5;

/** Steps asked as tools in a run and everything inside it at most. */
export const stepToolCalls = 100;
