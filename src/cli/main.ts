#!/usr/bin/env node
import module from 'node:module';

// Node 22 and later keep compiled modules: the next command is there sooner.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();

const { endProcess, keepProcess } = await import('./own-process.ts');
keepProcess();
const { runProgram } = await import('./program.ts');
endProcess(await runProgram(process.argv.slice(2)));
