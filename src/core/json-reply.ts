const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?\s*```\s*$/;

/**
 * The JSON of a reply; a fence of three backticks around it is taken off, as models like to add it.
 *
 * @throws a `SyntaxError` when it is not JSON
 */
export function readJson(reply: string): unknown {
  return JSON.parse(fenced.exec(reply)?.[1] ?? reply);
}
