import { fill, type Text } from '../../src/core/content.ts';

/** A text that refers to no stored one, as a string. */
export function plain(text: Text): string {
  return fill(text, (id) => {
    throw new Error(`it refers to ${id}`);
  });
}
