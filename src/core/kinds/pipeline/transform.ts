/** The place in a template where the text goes. */
export const inputMark = '{input}';

/** Whether a transform written as a text is a template; otherwise it names a registered function. */
export function isTemplate(transform: string): boolean {
  return transform.includes(inputMark);
}
