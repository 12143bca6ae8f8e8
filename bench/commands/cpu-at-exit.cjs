// Loaded before a command: writes down the CPU that its process has used, all threads together.
const { writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const file = process.env.BENCH_CPU_FILE;
if (isMainThread && file)
  process.once('exit', () => writeFileSync(file, JSON.stringify(process.cpuUsage())));
