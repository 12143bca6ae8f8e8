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
