export { acquireServer, type ServerLease, startServer, type StartingServer } from './acquire.ts';
export { atFreePort } from './ports.ts';
export { hasState, isServerUp } from './run-file.ts';
export {
  type AnnouncedStudio,
  announcedStudio,
  announceStudio,
  portOf,
  standInPort,
  studioOf,
  takeStudioPort,
} from './studio-file.ts';
export { keepRuns } from './retention.ts';
