import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { AgentsClient } from '../../client/runs/agents-client.ts';
import { invalidInput } from '../../core/parse-input.ts';
import { readyMade } from './ready-made.ts';
import { readTeam, teamEndings } from './team-file.ts';
import type { Team, Teams } from './teams.ts';

/** The folder that is looked at where none is named; it may be missing. */
export const usualFolder = 'teams';

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
  /** What the client's worker could do at the last look: another object once code was loaded again. */
  #serving: object | null;

  constructor(client: AgentsClient, paths: readonly string[] | undefined, teams: Teams) {
    this.#client = client;
    this.paths = paths ?? [usualFolder];
    this.#teams = teams;
    this.#serving = client.parts.serving;
  }

  /**
   * Reads what has changed since it was read last; everything, where the code that teams name has.
   *
   * @returns the teams that have changed
   */
  async read(): Promise<Team[]> {
    const isServedAnew = this.#forgetWhenServedAnew();
    const known = [...this.#known.values()];
    const found = (await Promise.all(this.paths.map((path) => filesAt(path, known)))).flat();
    const changed = found.filter(({ path, stamp }) => this.#known.get(path)?.stamp !== stamp);
    if (changed.length === 0 && found.length === this.#known.size) return [];
    const read = new Map<string, SeenFile & { team: Team }>();
    for (const file of found) read.set(file.path, await this.#readFile(file));
    const told = changed.flatMap(({ path }) => {
      const team = read.get(path)?.team;
      const before = this.#known.get(path)?.team.problem ?? null;
      const isKnown = team?.problem === before && (before !== null || isServedAnew);
      return team === undefined || isKnown ? [] : team;
    });
    this.#known = read;
    this.#teams.replace(withReadyMade([...read.values()]));
    return told;
  }

  /** Tools may have come or gone, which decides whether a team is good. */
  #forgetWhenServedAnew(): boolean {
    const { serving } = this.#client.parts;
    if (serving === this.#serving) return false;
    this.#serving = serving;
    const known = [...this.#known].map(
      ([path, file]) => [path, { ...file, stamp: unread }] as const,
    );
    this.#known = new Map(known);
    return true;
  }

  async #readFile({ path, stamp }: SeenFile): Promise<SeenFile & { team: Team }> {
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known;
    const { team, isRead } = await readTeam(this.#client, path, known?.team);
    return { path, stamp: isRead ? stamp : unread, team };
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

/** The stamp of a file that is to be read again. */
const unread = '';

/**
 * The files at a path: what is not there is none. What cannot be looked at for the moment is as it was.
 *
 * @param known the files there were
 */
async function filesAt(path: string, known: readonly SeenFile[]): Promise<SeenFile[]> {
  const asBefore = (isAt: (file: SeenFile) => boolean) => (error: { code?: string }) =>
    error.code === 'ENOENT' ? [] : known.filter(isAt);
  const inFolder = (file: SeenFile) => join(path, basename(file.path)) === file.path;
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return [{ path, stamp: stampOf(found) }];
    const names = (await readdir(path)).filter(isTeamFile).toSorted();
    const files = names.map(async (name) => {
      const file = join(path, name);
      return await fileAt(file).catch(asBefore((each) => each.path === file));
    });
    return (await Promise.all(files)).flat();
  } catch (error) {
    return asBefore((file) => file.path === path || inFolder(file))(error as { code?: string });
  }
}

function isTeamFile(name: string): boolean {
  return teamEndings.has(extname(name)) && !name.startsWith('.') && !others.test(name);
}

async function fileAt(path: string): Promise<SeenFile[]> {
  const there = await stat(path);
  return there.isFile() ? [{ path, stamp: stampOf(there) }] : [];
}

/** The time of its last change also changes with who may read it. */
function stampOf({ ctimeMs, mtimeMs, size, ino }: Stats): string {
  return `${ctimeMs}/${mtimeMs}/${size}/${ino}`;
}

/** @throws `Input.Invalid` for a folder or a file that somebody has named and that is not there */
export async function refuseMissing(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if ((await stat(path).catch(() => undefined)) !== undefined) continue;
    const message = `there is no folder and no file '${path}': make it, or name another`;
    throw invalidInput('the list of teams', [{ path: '', message }]);
  }
}
