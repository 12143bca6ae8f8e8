export * from './model-server/index.ts';
export { replayHistory } from './replay.ts';
export {
  startTestEnvironment,
  type TestEnvironment,
  type TestEnvironmentOptions,
} from './test-environment.ts';
