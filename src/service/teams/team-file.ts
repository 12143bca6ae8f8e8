import { basename, extname } from 'node:path';
import type { AgentsClient } from '../../client/runs/agents-client.ts';
import { checkRun } from '../../client/runs/check-run.ts';
import { findFailure, messageOf } from '../../core/failures.ts';
import type { Step } from '../../core/kinds/step.ts';
import { surveyOf } from '../../core/kinds/walk.ts';
import { readSpecFile } from '../../spec-files/spec-file.ts';
import type { Team } from './teams.ts';

/** What a team's file may be called. */
export const teamEndings: ReadonlySet<string> = new Set(['.yaml', '.yml', '.json']);

/** A team as its file has it now. */
export interface TeamInFile {
  team: Team;
  /** `false`: the file could not be read for the moment, and is to be read again. */
  isRead: boolean;
}

/**
 * Reads a team from its file, whose name without the ending is the team's. What is wrong is told in it, with the place in the file.
 *
 * @param before the team as it was read before: a file that cannot be read now leaves its spec
 */
export async function readTeam(
  client: AgentsClient,
  file: string,
  before: Team | undefined,
): Promise<TeamInFile> {
  const name = basename(file, extname(file));
  try {
    const source = await readSpecFile(file);
    const { step, comment } = source;
    const checked = checkRun({ step, input: null, options: {} }, client.parts);
    if (!checked.ok)
      throw source.refuse(checked.problems.map(({ path, message }) => ({ path, message })));
    const { spec } = checked;
    const description = inOneLine(comment ?? '') || describe(spec);
    const team = { name, description, kind: spec.kind, spec: step, problem: null };
    return { team, isRead: true };
  } catch (error) {
    const broken = { name, description: `the team of ${basename(file)}`, kind: null, spec: null };
    const team = { ...(before ?? broken), problem: messageOf(error) };
    return { team, isRead: !isUnread(error) };
  }
}

function isUnread(error: unknown): boolean {
  const [details] = findFailure(error)?.details ?? [];
  return (details as { reason?: string } | undefined)?.reason === 'unread';
}

const longest = 1_000;

function inOneLine(comment: string): string {
  return comment.replaceAll(/\s+/g, ' ').trim().slice(0, longest);
}

function describe(spec: Step): string {
  const agents = surveyOf(spec).agents;
  const [only] = agents;
  if (spec.kind === 'agent' && only !== undefined)
    return inOneLine(`${spec.name}${only.role ? `: ${only.role}` : ''}`);
  const names = [...new Set(agents.map(({ name }) => name))].join(', ');
  return inOneLine(`${spec.kind}: ${names || spec.name}`);
}
