import { z } from 'zod';

const part = z.looseObject({ type: z.string(), text: z.string().optional() });

/** Message content in any of the APIs: a text, or parts of which some carry text. */
export const content = z.union([z.string(), z.array(part)]).nullish();

export type Content = z.output<typeof content>;

/** The text of a content; images and other parts are left out. */
export function textOf(value: Content): string {
  if (typeof value === 'string') return value;
  return joinTexts(
    (value ?? []).map((each) => each.text ?? ''),
    '\n',
  );
}

/** Joins the texts that are not empty. */
export function joinTexts(texts: readonly string[], separator = '\n\n'): string {
  return texts.filter((text) => text !== '').join(separator);
}

/** Whether a message is part of the system prompt, by either name. */
export function isSystem({ role }: { role?: string | undefined }): boolean {
  return role === 'system' || role === 'developer';
}
