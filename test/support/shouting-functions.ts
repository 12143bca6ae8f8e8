/** A registry module, as a user of a fleet has one. */
export const transforms = {
  shout: (text: string) => Promise.resolve(text.toUpperCase()),
};
