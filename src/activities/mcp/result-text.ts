import { isObject } from '../../core/parse-json.ts';

/** What a server has answered to a call, as the model is told it. */
export class McpAnswer {
  readonly text: string;
  /** Whether the server says that it went wrong, or there was none to answer. */
  readonly failed: boolean;
  /** Whether its server cannot be used any longer. */
  readonly isGone: boolean;

  constructor(text: string, { failed = false, isGone = false } = {}) {
    this.text = text;
    this.failed = failed;
    this.isGone = isGone;
  }
}

/** The text of a result. What a model cannot read here, images and the like, says what it is. */
export function answerFrom(result: unknown): McpAnswer {
  const given = isObject(result) ? result : {};
  const content = given['content'] ?? [];
  const structured = given['structuredContent'];
  if (!isObject(result) || !Array.isArray(content))
    return new McpAnswer('its server gave a result that is none', { failed: true });
  const parts = content.map(partText);
  if (parts.length === 0 && structured !== undefined) parts.push(JSON.stringify(structured));
  return new McpAnswer(parts.join('\n') || 'done', { failed: given['isError'] === true });
}

function partText(part: unknown): string {
  if (!isObject(part)) return '[something that is not described]';
  switch (part['type']) {
    case 'text':
      return textIn(part, 'text');
    case 'image':
    case 'audio':
      return `[${part['type']}: ${textIn(part, 'mimeType') || 'of an unknown type'}, ${bytesIn(part['data'])} bytes, not shown]`;
    case 'resource_link':
      return `[resource: ${textIn(part, 'uri')}${nameIn(part)}, not read]`;
    case 'resource':
      return resourceText(isObject(part['resource']) ? part['resource'] : {});
    default:
      return `[${textIn(part, 'type') || 'something'}: not shown]`;
  }
}

function resourceText(resource: Record<string, unknown>): string {
  const uri = textIn(resource, 'uri');
  if (typeof resource['text'] === 'string') return `[resource: ${uri}]\n${resource['text']}`;
  const type = textIn(resource, 'mimeType') || 'of an unknown type';
  return `[resource: ${uri}, ${type}, ${bytesIn(resource['blob'])} bytes, not shown]`;
}

function nameIn(part: Record<string, unknown>): string {
  const name = textIn(part, 'name');
  return name === '' ? '' : ` (${name})`;
}

function textIn(part: Record<string, unknown>, field: string): string {
  const value = part[field];
  return typeof value === 'string' ? value : '';
}

/** Of what base64 stands for. */
function bytesIn(data: unknown): number {
  return typeof data === 'string' ? Math.floor((data.replace(/=+$/, '').length * 3) / 4) : 0;
}
