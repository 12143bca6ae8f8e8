import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { type Call, type Door, type ErrorForm, refusalAnswer } from './doors/door.ts';
import { doors } from './doors/index.ts';
import { readAsked } from './doors/read-asked.ts';
import { RefusedRequest } from './errors.ts';
import { toldRefusal } from './told-refusal.ts';
import { checkOrigin } from './security/origins.ts';
import { authenticate } from './security/authenticate.ts';
import { crossOriginHeaders, preflightAnswer } from './security/cross-origin.ts';
import { withHeaders } from './security/headers.ts';
import type { Service } from './service.ts';
import { fileAnswer, studioAddresses } from './studio-files.ts';

/** All calls of a service, as one function of requests: what is served on a port, or tested without one. */
export function createApp(service: Service): Hono {
  const app = new Hono();
  for (const door of doors) register(app, service, door);
  for (const [path, file] of studioAddresses(service.studio))
    app.get(path, (context) => answered(service, context, () => fileAnswer(file)));
  app.notFound((context) => answered(service, context, () => notFound(context)));
  return app;
}

function register(app: Hono, service: Service, door: Door): void {
  const calls = door.calls(service);
  for (const call of calls) {
    app.on(call.method.toUpperCase(), call.path, (context) =>
      answered(service, context, () => serve(service, call, context), door),
    );
  }
  for (const [path, methods] of methodsOf(calls)) {
    app.all(path, (context) =>
      answered(service, context, () => wrongMethod(context, methods), door),
    );
  }
}

function methodsOf(calls: readonly Call[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of calls)
    methods.set(path, [...(methods.get(path) ?? []), method.toUpperCase()]);
  return methods;
}

async function serve(service: Service, call: Call, context: Context): Promise<Response> {
  const caller = authenticate(service.tokens, call, context.req.raw);
  return await call.handle(await readAsked(service.settings, call, context, caller));
}

/** Whatever is answered: nobody is let in from elsewhere, and no error gets out as it is. */
async function answered(
  service: Service,
  { req, env }: Context,
  answer: () => Response | Promise<Response>,
  form: ErrorForm = {},
): Promise<Response> {
  const { settings } = service;
  const own = crossOriginHeaders(settings, req.raw);
  try {
    checkOrigin(settings, req.raw, hostsOf(req.raw, env as Partial<HttpBindings> | undefined));
    return withHeaders(preflightAnswer(req.raw) ?? (await answer()), own);
  } catch (error) {
    const refusal = toldRefusal(settings, `${req.method} ${req.path}`, error);
    return withHeaders(refusalAnswer(form, refusal), own);
  }
}

/** Every host that a request names: a second one is somebody's trick, and Node would not tell it. */
function hostsOf(request: Request, env: Partial<HttpBindings> | undefined): string[] {
  const { rawHeaders = [] } = env?.incoming ?? {};
  const raw = rawHeaders.filter(
    (_, at) => rawHeaders[at - 1]?.toLowerCase() === 'host' && at % 2 === 1,
  );
  const given = request.headers.get('host');
  return raw.length > 0 ? raw : given === null ? [] : [given];
}

function wrongMethod({ req }: Context, allowed: readonly string[]): Response {
  const message = `${req.method} is not for this address: it takes ${allowed.join(', ')}`;
  const headers = { allow: allowed.join(', ') };
  throw new RefusedRequest('Request.MethodNotAllowed', message, { headers });
}

function notFound({ req }: Context): Response {
  const message = `there is nothing at ${req.path}: /openapi.json describes what there is`;
  throw new RefusedRequest('Request.NotFound', message);
}
