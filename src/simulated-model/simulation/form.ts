import { isNode, type SchemaNode } from '../schema/node.ts';
import type { Identity } from './identity.ts';

/** What a reply of a known form is made from. */
export interface Form extends Identity {
  schema: SchemaNode;
  /** What was asked at first; re-asks come after it. */
  prompt: string;
  topic: string;
  /** Chooses between equals. */
  print: string;
  /** What would be said where no form is asked for. */
  speak: () => string;
}

/** The schema at a path of property names; `items` leads into a list. */
export function schemaAt(schema: SchemaNode, ...path: string[]): SchemaNode | undefined {
  let at: unknown = schema;
  for (const name of path) {
    if (!isNode(at)) return undefined;
    const { properties, items } = at;
    if (name === 'items') at = items;
    else at = isNode(properties) ? properties[name] : undefined;
  }
  return isNode(at) ? at : undefined;
}

/** The strings that a schema allows. */
export function enumOf(schema: SchemaNode | undefined): string[] {
  const allowed = schema?.['enum'];
  return Array.isArray(allowed) ? allowed.map(String) : [];
}
