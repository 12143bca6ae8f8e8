import type { Identity } from '../identity.ts';
import { advocate, critic, moderator, opponent } from './debaters.ts';
import type { Voice } from './voice.ts';
import { analyst, generic, researcher, writer } from './workers.ts';

/** In the order they are tried. */
const voices: readonly Voice[] = [
  moderator,
  critic,
  writer,
  advocate,
  opponent,
  researcher,
  analyst,
];

/** The voice of an agent: by its name, else by its role. */
export function voiceOf({ name, role }: Identity): Voice {
  if (opponent.pattern.test(role)) return opponent;
  return voiceFor(name) ?? voiceFor(role) ?? generic;
}

const voiceFor = (text: string) => voices.find((voice) => voice.pattern.test(text));
