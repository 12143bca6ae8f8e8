import type { ModelServer } from '../../../../src/testing/index.ts';
import { until } from '../../../support/live-world.ts';
import { proposalIn } from '../paid-again.ts';
import { startTcpRelay } from '../tcp-relay.ts';

/** A way to a service that breaks once. */
interface CutLine {
  url: string;
  /** Breaks it as soon as a model is asked for the answer. */
  untilCut(): Promise<void>;
  close(): Promise<void>;
}

/** Opens one for who asks about a proposal. */
export async function openCutLine(
  url: string,
  model: Pick<ModelServer, 'requests'>,
  proposal: string,
): Promise<CutLine> {
  const relay = await startTcpRelay(new URL(url).host);
  let seen = 0;
  const isAsked = () => {
    const unseen = model.requests.slice(seen);
    seen += unseen.length;
    return unseen.some((request) => proposalIn(request) === proposal);
  };
  return {
    url: `http://${relay.address}`,
    async untilCut() {
      await until(isAsked, `a model that is asked about ${proposal}`, 120_000);
      relay.open();
    },
    close: () => relay.close(),
  };
}
