import { Connection, type ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

/** Where a Temporal server is, and how it is spoken to. */
export interface ServerPlace {
  /** `host:port`. */
  address: string;
  namespace: string;
  /** TLS, API key and metadata, from the environment or Temporal's config file. */
  options: ReturnType<typeof loadClientConnectConfig>['connectionOptions'];
}

/**
 * Which Temporal server is meant: the one given, else TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE or
 * Temporal's config file, else `localhost:7233` and `default`.
 */
export function serverPlace(given: { address?: string; namespace?: string }): ServerPlace {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  return {
    address: given.address ?? connectionOptions.address ?? 'localhost:7233',
    namespace: given.namespace ?? namespace ?? 'default',
    options: connectionOptions,
  };
}

/** Bytes of one answer: a page of a long history is over gRPC's default of 4 MiB. */
const largestAnswer = 128 * 1024 * 1024;

/** Connects a client: to this machine never through a proxy, and with answers of up to 128 MiB. */
export async function openConnection(
  address: string,
  options: ConnectionOptions = {},
): Promise<Connection> {
  const channelArgs = {
    ...options.channelArgs,
    'grpc.max_receive_message_length': largestAnswer,
    ...(isLoopback(address) ? { 'grpc.enable_http_proxy': 0 } : {}),
  };
  return await Connection.connect({ ...options, address, channelArgs });
}

function isLoopback(address: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(address);
}
