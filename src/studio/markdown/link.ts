/** The address of a link that a model wrote, if it is one that may be followed. */
export function safeAddress(url: string): string | null {
  try {
    const { protocol, href } = new URL(url); // what is relative would lead into this page
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}
