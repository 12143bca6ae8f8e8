// Loaded once into the sandbox of all workflows: the SDK asks for a stack trace a promise, and there
// is none. What it costs is Temporal's view of where a workflow waits.
Error.stackTraceLimit = 0;
