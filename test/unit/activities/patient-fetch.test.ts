import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { patientFetch } from '../../../src/activities/providers/patient-fetch.ts';

describe('a request to a provider', () => {
  it("is sent without Node's limit of 300 s for the headers of a reply", async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response());
    vi.stubGlobal('fetch', fetch);
    onTestFinished(() => void vi.unstubAllGlobals());

    await patientFetch('http://house.test', { method: 'POST' });

    const init = fetch.mock.calls[0]?.[1];
    expect(init?.method).toBe('POST');
    expect(optionsOf(init?.dispatcher)).toMatchObject({ headersTimeout: 0, bodyTimeout: 0 });
  });
});

/** An undici agent shows its options under a symbol only. */
function optionsOf(agent: object | undefined): unknown {
  const symbol = Object.getOwnPropertySymbols(agent ?? {}).find(
    ({ description }) => description === 'options',
  );
  return symbol && Reflect.get(agent ?? {}, symbol);
}
