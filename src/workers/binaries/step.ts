import type { Program, WheelPins } from './pins.ts';

/** A binary that may be run, and where it came from, for a person to read. */
export interface Binary {
  path: string;
  source: string;
}

/** Why a place did not have the binary, for a person to read. */
export interface Missed {
  missed: string;
}

/** What a step of the search is told. */
export interface Search {
  program: Program;
  env: NodeJS.ProcessEnv;
  pins: WheelPins;
  /** One line of progress. */
  log: (line: string) => void;
}

/** One place to look. It answers with a reason instead of throwing when the next may be tried. */
export interface Step {
  /** The place, as the error names it. */
  name: string;
  look(search: Search): Promise<Binary | Missed>;
}

/** The environment variable that names a program's path. */
export const pathVariable: Readonly<Record<Program, string>> = {
  temporal: 'TEMPORAL_CLI',
  'temporal-test-server': 'TEMPORAL_TEST_SERVER',
};
