import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { AgentsClient } from '../../client/runs/agents-client.ts';
import { invalidInput } from '../../core/parse-input.ts';
import { readyMade } from './ready-made.ts';
import { readTeam, teamEndings } from './team-file.ts';
import type { Team, Teams } from './teams.ts';

/** The folder that is looked at where none is named; it may be missing. */
const usualFolder = 'teams';

/** Files that may lie beside teams, and are none. */
const others = /^(?:durable-agents|package|package-lock|tsconfig(?:\..*)?)\.(?:ya?ml|json)$/;

/** A file with what tells whether it has changed. */
interface SeenFile {
  path: string;
  stamp: string;
}

/** The teams of folders, and of single files. */
export class TeamFolders {
  readonly paths: readonly string[];
  readonly #client: AgentsClient;
  readonly #teams: Teams;
  #known: ReadonlyMap<string, SeenFile & { team: Team }> = new Map();

  constructor(client: AgentsClient, paths: readonly string[] | undefined, teams: Teams) {
    this.#client = client;
    this.paths = paths ?? [usualFolder];
    this.#teams = teams;
  }

  /**
   * Reads what has changed since it was read last.
   *
   * @returns the teams that have changed
   */
  async read(): Promise<Team[]> {
    const found = (await Promise.all(this.paths.map(filesAt))).flat();
    const changed = found.filter(({ path, stamp }) => this.#known.get(path)?.stamp !== stamp);
    if (changed.length === 0 && found.length === this.#known.size) return [];
    const read = new Map<string, SeenFile & { team: Team }>();
    for (const { path, stamp } of found) {
      const known = this.#known.get(path);
      const isSame = known?.stamp === stamp;
      const team = isSame ? known.team : await readTeam(this.#client, path, known?.team);
      read.set(path, { path, stamp, team });
    }
    this.#known = read;
    this.#teams.replace(withReadyMade([...read.values()]));
    return changed.flatMap(({ path }) => read.get(path)?.team ?? []);
  }
}

/** By their names; one of a file stands in the place of a ready-made one. */
function withReadyMade(files: readonly { path: string; team: Team }[]): Team[] {
  const own = new Map<string, Team>();
  for (const { path, team } of files) {
    const other = own.get(team.name);
    own.set(team.name, other === undefined ? team : doubled(other, path));
  }
  const sorted = [...own.values()].toSorted((one, two) => one.name.localeCompare(two.name));
  return [...sorted, ...readyMade.filter(({ name }) => !own.has(name))];
}

function doubled(team: Team, path: string): Team {
  const problem = `two files are called '${team.name}': rename ${basename(path)}, or the other`;
  return { ...team, problem };
}

/** What is not there is none. */
async function filesAt(path: string): Promise<SeenFile[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) return [{ path, stamp: stampOf(found) }];
  const names = (await readdir(path).catch(() => [])).filter(isTeamFile).toSorted();
  const files = names.map(async (name): Promise<SeenFile[]> => {
    const file = join(path, name);
    const there = await stat(file).catch(() => undefined);
    return there?.isFile() ? [{ path: file, stamp: stampOf(there) }] : [];
  });
  return (await Promise.all(files)).flat();
}

function isTeamFile(name: string): boolean {
  return teamEndings.has(extname(name)) && !name.startsWith('.') && !others.test(name);
}

function stampOf({ mtimeMs, size, ino }: { mtimeMs: number; size: number; ino: number }): string {
  return `${mtimeMs}/${size}/${ino}`;
}

/** @throws `Input.Invalid` for a folder or a file that somebody has named and that is not there */
export async function refuseMissing(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if ((await stat(path).catch(() => undefined)) !== undefined) continue;
    const message = `there is no folder and no file '${path}': make it, or name another`;
    throw invalidInput('the teams', [{ path: '', message }]);
  }
}
