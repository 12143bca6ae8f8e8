import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ViewNode } from '../../core/run-view/index.ts';
import type { Look } from './look.ts';
import type { RunSource } from './run-source.ts';
import type { SpeakerColours } from './speaker-colours.ts';

/** What every part of a run's page needs to know. */
export interface RunContext {
  source: RunSource;
  colours: SpeakerColours;
  /** Step path of the address; `''`: none. */
  target: string;
  /** What a step's kind looks like: handed down, as steps of any kind stand in steps of any other. */
  lookOf: (node: ViewNode) => Look | null;
  /** Shows a model call with its prompt and reply: the n-th of a step, from 1. */
  showTurn: (path: string, number: number) => void;
}

const context = createContext<RunContext | null>(null);

export const RunContextProvider = context.Provider;

export function useRun(): RunContext {
  const found = useContext(context);
  if (found === null) throw new Error('a part of a run stands outside its page');
  return found;
}
