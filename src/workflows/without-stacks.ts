// Loaded before every workflow. The SDK keeps a stack trace of every promise that a workflow makes,
// for the call stack in the Web UI: it is a third of what a workflow costs, so that it is off unless
// DURABLE_AGENTS_STACKS asks for it.
Error.stackTraceLimit = 0;

// To find out whose a promise is, the SDK compiles a line of code whenever one is made and whenever
// one is settled, with the constructor of the promise's constructor. Here it finds that line compiled.
const compiled = new Map<string, unknown>();
Object.defineProperty(Promise, 'constructor', {
  value(source: string) {
    // oxlint-disable-next-line no-implied-eval -- as the constructor does that stands in its place
    if (!compiled.has(source)) compiled.set(source, Function(source));
    return compiled.get(source);
  },
});

export type WithoutStacks = true;
