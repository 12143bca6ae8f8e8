import { bytesOf } from '../../../core/content.ts';
import { agentsIn } from '../../../core/kinds/walk.ts';
import type { MapSpec } from '../../../core/kinds/map/types.ts';

/** Items of a child run at most; of larger steps fewer, so that its history stays far below Temporal's limits. */
const longestPart = 250;

/** Agents that a child run asks, in all its items. */
const agentsInPart = 500;

/** Bytes of specs that a child run may hand on, in all its items. */
const bytesInPart = 8_000_000;

/** Items at once of one child run: at its end fewer and fewer are under way. */
const atOnceInPart = 10;

/** Items that one run does itself. */
export function partLength({ step }: MapSpec): number {
  const byAgents = Math.floor(agentsInPart / Math.max(1, agentsIn(step).length));
  const byBytes = Math.floor(bytesInPart / bytesOf(JSON.stringify(step)));
  return Math.max(1, Math.min(longestPart, byAgents, byBytes));
}

/** How the work on so many items is shared: among runs at once, how many items each has at once. */
export function sharesOf(spec: MapSpec, open: number): number[] {
  const most = Math.ceil(open / partLength(spec));
  const runs = Math.max(1, Math.min(Math.ceil(spec.concurrency / atOnceInPart), open));
  const atOnce = Math.floor(spec.concurrency / runs);
  const rest = spec.concurrency % runs;
  return most <= 1
    ? [spec.concurrency]
    : Array.from({ length: runs }, (_, index) => atOnce + (index < rest ? 1 : 0));
}

/** Bytes of specs that are handed on to child runs before the run may go on as a new one. */
const bytesAtOnce = 20_000_000;

/** Child runs that are begun before the run may go on as a new one: at their end some wait for others. */
export function partsAtOnce(spec: MapSpec, runs: number): number {
  const byBytes = Math.floor(bytesAtOnce / bytesOf(JSON.stringify(spec)));
  return Math.max(runs, Math.min(Math.max(20, runs * 8), byBytes));
}
