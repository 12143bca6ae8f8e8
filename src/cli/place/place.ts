import type { AgentsClient } from '../../client/runs/agents-client.ts';
import type { RunTarget } from '../../client/runs/prepare-step.ts';
import type { LocalPlan } from '../../workers/local-plan.ts';
import type { ModuleSources } from '../../workers/module-sources.ts';

/** Where a command starts runs or serves them, found out before anything is started there. */
export type Place =
  | { is: 'cluster'; target: RunTarget }
  /** `target` says what it will be. */
  | {
      is: 'embedded';
      target: LocalPlan;
      /** The files of the registered module, where they are to be watched. */
      sources?: ModuleSources | undefined;
    };

export type Embedded = Place & { is: 'embedded' };

/** A client for one command, and what runs beside it. */
export interface Opened {
  client: AgentsClient;
  /** Whether it is one of the embedded server. */
  embedded: boolean;
  /** Rejects when the worker in this process breaks; never resolves. */
  broken: Promise<never>;
  close(): Promise<void>;
}
