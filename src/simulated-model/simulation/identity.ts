import { agentIn } from '../../core/kinds/agent/prompts.ts';

/** Who a system prompt says the model is; empty where it does not say. */
export interface Identity {
  name: string;
  role: string;
}

/** How an agent is told to work: without who it is, the background and what is known of the user. */
export function instructionsIn(system: string): string {
  const agent = agentIn(system);
  if (agent === null) return system;
  const { name, role, instructions } = agent;
  return isOurs(agent) ? instructions : [name, role, instructions].join('\n');
}

/** Who is asked: as our own prompts say it, else as well as it can be guessed. */
export function identityIn(system: string): Identity {
  const agent = agentIn(system);
  const known = agent !== null && isOurs(agent) ? agent : guessed(system.slice(0, 2000));
  return { name: known.name.trim(), role: inShort(known.role) };
}

/** "You are a market analyst. Be brief." begins as ours do. */
function isOurs({ name, role }: Identity): boolean {
  return !/^(?:an?|the) /.test(name) && (role !== '' || !/[.,;(\n]/.test(name));
}

/** The first clause, without an article: "editor of a journal". */
function inShort(role: string): string {
  const [clause = ''] = role.trim().split(/[.;](?:\s|$)|\n/, 1);
  return clause.replace(/^(?:an?|the)\s+/i, '').trim();
}

const named =
  /\byou are (?!an?\b|the\b)([^:.,;\n(]{1,60}?)\s*(?:[:,(]\s*([^\n.;)]*))?(?:[).;\n]|$)/i;
const rolePhrase = /\byou are (?:an?|the) ([^.,;:\n]{1,80})/i;
const nameLine = /^\s*(?:agent|(?:your )?name)\s*(?:is|:)\s*([^\n.]+)/im;
const roleLine = /^\s*(?:your )?role\s*(?:is|:)\s*([^\n.]+)/im;

/** Reads "You are Ada, a market analyst.", "You are a market analyst." and "Role: market analyst". */
function guessed(system: string): Identity {
  const introduced = named.exec(system);
  return {
    name: nameLine.exec(system)?.[1] ?? introduced?.[1] ?? '',
    role: roleLine.exec(system)?.[1] ?? introduced?.[2] ?? rolePhrase.exec(system)?.[1] ?? '',
  };
}
