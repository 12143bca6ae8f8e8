import { Connection, type ConnectionOptions } from '@temporalio/client';

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
