/** Who a system prompt says the model is; empty where it does not say. */
export interface Identity {
  name: string;
  role: string;
}

const namedFirst =
  /\byou are (?!an?\b|the\b)([^:.,;\n(]{1,60}?)\s*(?:[:,(]\s*(?:an?\s+|the\s+)?([^\n]*?))?(?:\)|[.;](?:\s|$)|\n|$)/i;
const rolePhrase = /\byou are (?:an?|the) ([^.,;:\n]{1,80})/i;
const nameLine = /^\s*(?:agent|(?:your )?name)\s*(?:is|:)\s*([^\n.]+)/im;
const roleLine = /^\s*(?:your )?role\s*(?:is|:)\s*([^\n.]+)/im;

/** Reads "You are Ada: market analyst.", "You are a market analyst." and "Role: market analyst". */
export function identityIn(prompt: string): Identity {
  const system = prompt.slice(0, 2000);
  const named = namedFirst.exec(system);
  const name = nameLine.exec(system)?.[1] ?? named?.[1] ?? '';
  const role = roleLine.exec(system)?.[1] ?? named?.[2] ?? rolePhrase.exec(system)?.[1] ?? '';
  return { name: name.trim(), role: role.trim() };
}
