import type { Command } from '../command.ts';
import { answer } from './answer.ts';
import { cancel } from './cancel.ts';
import { check } from './check.ts';
import { completionOf } from './completion.ts';
import { dev } from './dev.ts';
import { exportRun } from './export.ts';
import { follow } from './follow.ts';
import { inbox } from './inbox.ts';
import { init } from './init.ts';
import { list } from './list.ts';
import { locks } from './locks.ts';
import { mcp } from './mcp.ts';
import { resume } from './resume.ts';
import { run } from './run.ts';
import { searchAttributes } from './search-attributes.ts';
import { serve } from './serve.ts';
import { show } from './show.ts';
import { userForget, userSet, userShow } from './user.ts';
import { worker } from './worker.ts';

/** The commands there are, in the order of help: a line each. */
export const commands: readonly Command[] = [
  init,
  run,
  resume,
  follow,
  list,
  show,
  exportRun,
  cancel,
  answer,
  inbox,
  locks,
  check,
  dev,
  mcp,
  serve,
  worker,
  searchAttributes,
  userShow,
  userSet,
  userForget,
  completionOf(() => commands),
];
