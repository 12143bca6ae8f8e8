import {
  type ClusterOptions,
  clusterFlags,
  type Command,
  ExitStatus,
  jsonFlag,
} from '../command.ts';

/** `search-attributes`: makes what runs are searched by known to a cluster. */
export const searchAttributes: Command<ClusterOptions> = {
  name: 'search-attributes',
  does: 'register what runs are searched by on a cluster, once a namespace',
  alsoTried: ['register', 'attributes', 'setup'],
  flags: [...clusterFlags, jsonFlag],
  examples: [
    'search-attributes --address temporal:7233 --namespace agents',
    'search-attributes --json',
  ],
  async run(options, context) {
    const [place, { registerSearchAttributes }, { refuse }] = await Promise.all([
      import('../place/open-reader.ts'),
      import('../../client/runs/register-search-attributes.ts'),
      import('../input/refused-input.ts'),
    ]);
    if (!place.onCluster(options))
      throw refuse(
        'the embedded server has its search attributes: name a cluster with --address or TEMPORAL_ADDRESS',
      );
    const client = await place.openReader({ is: 'cluster' }, options, context);
    try {
      const registered = await registerSearchAttributes(client.temporal);
      const text =
        registered.length === 0
          ? 'All search attributes were there already.'
          : `Registered ${registered.join(', ')}.`;
      await context.output.answer({ document: { success: true, registered }, text });
      return ExitStatus.success;
    } finally {
      await place.closePlace(client, context);
    }
  },
};
