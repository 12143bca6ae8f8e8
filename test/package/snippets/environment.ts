/** A machine without keys and without a cluster, whose simulated model answers at once. */
export function keylessEnvironment(folder: string): NodeJS.ProcessEnv {
  const { PATH, HOME, XDG_CACHE_HOME, TEMPORAL_CLI, TEMPORAL_TEST_SERVER } = process.env;
  return {
    ...{ PATH, HOME, XDG_CACHE_HOME, TEMPORAL_CLI, TEMPORAL_TEST_SERVER },
    XDG_CONFIG_HOME: folder,
    NO_COLOR: '1',
    DURABLE_AGENTS_SIMULATED_LATENCY: '0',
  };
}
