#!/usr/bin/env node
import module from 'node:module';

// Node 22 and later keep compiled modules: the next command is there sooner.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error; // whoever read us has gone, as `head` does
});
const { runProgram } = await import('./program.ts');
process.exit(await runProgram(process.argv.slice(2)));
