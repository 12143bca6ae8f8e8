import type { ThreadQuestion, ThreadReads } from '../../core/thread-reads.ts';
import { readThroughWorker, type TextReader } from '../runs/worker-query.ts';

/** What is asked about threads, through a worker. */
export function threadsThroughWorker(reader: TextReader): ThreadReads {
  const ask = async (question: ThreadQuestion) => {
    const read = await readThroughWorker<{ answer?: unknown }>(reader, {
      workflow: 'askThreads',
      args: [question],
      limit: '15s',
      id: 'ask-threads',
      what: 'the threads',
      again: 'again',
      summary: 'threads, for a client',
    });
    return read.answer as never;
  };
  return {
    claim: (about) => ask({ ask: 'claim', about }),
    giveBack: (about) => ask({ ask: 'giveBack', about }),
    owner: (about) => ask({ ask: 'owner', about }),
    list: (about) => ask({ ask: 'list', about }),
    messages: (about) => ask({ ask: 'messages', about }),
  };
}
