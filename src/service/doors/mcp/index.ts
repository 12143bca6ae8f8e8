import { z } from 'zod';
import type { Refusal } from '../../errors.ts';
import { type Asked, call, type Door } from '../door.ts';
import { Sessions } from './sessions.ts';

/** JSON-RPC leaves these numbers to servers. */
const serverError = -32_000;
const unknownSession = -32_001;

/** `/mcp`: the teams as tools of the Model Context Protocol, over streamable HTTP. */
export const mcp: Door = {
  name: 'MCP',
  calls: (service) => {
    let made: Sessions | undefined; // when it is used: calls are also made to be described
    const handle = async (asked: Asked) => await (made ??= new Sessions(service)).handle(asked);
    return [
      call({
        method: 'post',
        path: '/mcp',
        does: 'Send a message of the Model Context Protocol',
        body: z.unknown(),
        headers: { 'Mcp-Session-Id': 'The session, as the answer to initialize names it' },
        answers: {
          200: { does: 'What comes of it', type: 'text/event-stream' },
          202: { does: 'It is taken' },
        },
        refuses: [404, 503],
        handle,
      }),
      call({
        method: 'get',
        path: '/mcp',
        does: 'Listen to a session, or go on where a connection was lost',
        headers: { 'Last-Event-ID': 'Only what was sent behind it' },
        answers: { 200: { does: 'Messages', type: 'text/event-stream' } },
        refuses: [404],
        handle,
      }),
      call({
        method: 'delete',
        path: '/mcp',
        does: 'End a session; its runs go on',
        answers: { 200: { does: 'It has ended' } },
        refuses: [404],
        handle,
      }),
    ];
  },
  errorBody: jsonRpcError,
};

function jsonRpcError({ status, type, message, details = null }: Refusal): object {
  const code = status === 404 ? unknownSession : serverError;
  return { jsonrpc: '2.0', error: { code, message, data: { type, details } }, id: null };
}
