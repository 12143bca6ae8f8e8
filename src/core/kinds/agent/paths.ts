import { splitPath } from '../../step-path.ts';

// How a step that an agent asks as a tool is called in step paths: `2.1-research`, the agent's turn, which
// of its calls, from 1, and the tool.

export function toolElement(turn: number, index: number, tool: string): string {
  return `${turn}.${index + 1}-${tool}`;
}

/** `null`: it is none. */
export function readToolElement(
  element: string,
): { turn: string; call: string; tool: string } | null {
  const [, turn, call, tool] = /^(\d+)\.(\d+)-(.+)$/.exec(element) ?? [];
  if (turn === undefined || call === undefined || tool === undefined) return null;
  return { turn, call, tool };
}

/** Whether a step below an agent is one that it has asked as a tool, and none that checks it. */
export function isAskedStep(path: string): boolean {
  return readToolElement(splitPath(path).at(-1) ?? '') !== null;
}
