import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import {
  failureWithoutKeys,
  knowKeys,
  withoutKnownKeys,
} from '../../../src/activities/known-keys.ts';
import { redact } from '../../../src/activities/providers/problems/redact.ts';
import { serverWords } from '../../../src/activities/providers/problems/server-words.ts';
import { storable } from '../../../src/activities/store/messages.ts';
import { failedOutcome } from '../../../src/activities/tools/tool-outcome.ts';

const key = 'Zq7CANARY03xyzzy/+"';
knowKeys([key, 'ollama', 'lm-studio', null]);

describe('a key of this process', () => {
  it.each([
    ['itself', key],
    ['as a part of an address', encodeURIComponent(key)],
    ['as a part of JSON', JSON.stringify(key).slice(1, -1)],
    ['as base64', Buffer.from(key).toString('base64')],
  ])('is taken out of what is stored and told: %s', (_, written) => {
    for (const clean of [
      storable(`a ${written} b`),
      withoutKnownKeys(`a ${written} b`),
      String(failedOutcome(`a ${written} b`).content),
      redact(`a ${written} b`, null),
    ])
      expect(clean).toBe('a [key removed] b');
  });

  it('is taken out of failures of others, with their details', () => {
    const error = ApplicationFailure.nonRetryable(`no ${key}`, 'Mine', { header: [key] });
    const clean = failureWithoutKeys(error);

    expect(clean).toMatchObject({
      message: 'no [key removed]',
      type: 'Mine',
      nonRetryable: true,
      details: [{ header: ['[key removed]'] }],
    });
    expect(String(clean.stack)).not.toContain('CANARY');
  });

  it('is no word that a server without keys is content with', () => {
    expect(storable('ollama and lm-studio')).toBe('ollama and lm-studio');
  });
});

describe('what looks like a key in words of a server', () => {
  it.each([
    'sk-proj-ab***yz',
    'sk-ant-api03-abcdefg',
    'gsk_0123456789abcdefghij',
    'hf_abcdefghijklmnop1234',
    'xai-0123456789abcdefghij',
    'xai-ab…yz',
    `AIza${'x'.repeat(35)}`,
    `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln`,
    '0123456789abcdef0123456789abcdef',
  ])('is taken out: %s', (looks) => {
    expect(redact(`no '${looks}' here`, null)).toBe("no '[key removed]' here");
  });

  it.each([
    'xai-grok-4-fast',
    'hf-internal/tiny-random-bert',
    'pplx-70b-online',
    'fw-llama-v3p1-405b-instruct',
    'meta-llama/Llama-3.3-70B-Instruct-Turbo',
    'risk-averse desk_top',
    'task-1',
    'claude-haiku-5-5-20260101',
  ])('is not the name of a model or a thing: %s', (name) => {
    expect(redact(`no model '${name}' here`, null)).toBe(`no model '${name}' here`);
  });

  it('is found by what stands before it', () => {
    expect(redact('Authorization: Bearer abcd1234', null)).toBe(
      'Authorization: Bearer [key removed]',
    );
    expect(redact('invalid api_key: 0123abcd', null)).toBe('invalid api_key: [key removed]');
  });

  it.each([
    ['spaces', `api key${' '.repeat(200_000)}`],
    ['begins of tokens', '-eyJ'.repeat(100_000)],
    ['prefixes', 'sk-'.repeat(100_000)],
    ['hexadecimal', 'a'.repeat(400_000)],
    ['stars', 'xai-*'.repeat(100_000)],
  ])('is looked for in time that grows with the text: %s', (_, text) => {
    const before = process.cpuUsage();

    redact(text, null);

    const { user } = process.cpuUsage(before);
    expect(user / 1_000).toBeLessThan(400);
  });
});

it('An error whose fields cannot be written as words is told all the same.', () => {
  const body = { error: { code: { toString: null }, status: [{ valueOf: 1 }], message: 'no' } };

  expect(serverWords({ body }).words).toBe('no');
});
