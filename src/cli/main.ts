#!/usr/bin/env node
import { runProgram } from './program.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error; // whoever read us has gone, as `head` does
});
process.exit(await runProgram(process.argv.slice(2)));
