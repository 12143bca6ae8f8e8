import type { Kind, StepInput } from '../../core/kinds/step.ts';
import { invalidInput } from '../../core/parse-input.ts';

/** What can be started by its name. */
export interface Team {
  name: string;
  /** What it is, for people and for models that may call it. */
  description: string;
  /** `null`: it could never be read. */
  kind: Kind | null;
  /** As it was written; where that cannot be read now, as it was before. `null`: it could never be read. */
  spec: StepInput | null;
  /** What is wrong with what is written now; `null`: nothing. */
  problem: string | null;
}

/** One that can be started. */
export interface ReadyTeam extends Team {
  kind: Kind;
  spec: StepInput;
}

/** The teams there are now. */
export class Teams {
  #teams: ReadonlyMap<string, Team>;
  #look = () => Promise.resolve();

  constructor(teams: readonly Team[] = []) {
    this.#teams = new Map(teams.map((team) => [team.name, team]));
  }

  /** By their names. */
  list(): Team[] {
    return [...this.#teams.values()];
  }

  get(name: string): Team | undefined {
    return this.#teams.get(name);
  }

  /** One that may have been written a moment ago: where there is none it is looked again. */
  async find(name: string): Promise<Team | undefined> {
    if (!this.#teams.has(name)) await this.#look();
    return this.get(name);
  }

  /** @param look has `replace` called where there are others now; it throws nothing */
  lookedForBy(look: () => Promise<void>): void {
    this.#look = look;
  }

  /** Puts others in the place of those there are. */
  replace(teams: readonly Team[]): void {
    this.#teams = new Map(teams.map((team) => [team.name, team]));
  }

  /** The failure for one that cannot be started. */
  refusal({ name, problem }: Team) {
    const message = problem ?? 'it cannot be read';
    return invalidInput(`the team '${name}'`, [{ path: '', message }]);
  }
}
