import { type AGUIEvent, EventType } from '@ag-ui/core';
import type { RunEvent } from '../../../../core/events.ts';
import type { EventOf, Place } from './place.ts';
import type { Speakers } from './speakers.ts';
import type { Texts } from './texts.ts';

/** A call and its arguments, as the model wrote them. */
interface Called {
  id: string;
  name: string;
  args: string;
  path: string;
}

/** The calls of tools. One that needs an approval is told when somebody is asked about it. */
export class ToolCalls {
  readonly #place: Place;
  readonly #speakers: Speakers;
  readonly #texts: Texts;
  readonly #told = new Set<string>();

  constructor(place: Place, speakers: Speakers, texts: Texts) {
    this.#place = place;
    this.#speakers = speakers;
    this.#texts = texts;
  }

  take(event: RunEvent): AGUIEvent[] {
    switch (event.type) {
      case 'tool.called':
        return this.#call({ ...event, id: this.#idOf(event) });
      case 'tool.ended':
        return this.#end(event);
      case 'question.asked':
        return this.#ask(event);
      default:
        return [];
    }
  }

  /** The call that an approval is about; `null`: the question is about none. */
  idOfAsked({ id, path, approval }: EventOf<'question.asked'>): string | null {
    const call = approval && callIn.exec(id)?.[1];
    return call ? this.#idOf({ path, id: call }) : null;
  }

  #ask(event: EventOf<'question.asked'>): AGUIEvent[] {
    const id = this.idOfAsked(event);
    if (id === null || event.approval === null) return [];
    const { tool: name, args } = event.approval;
    return this.#call({ id, name, args, path: event.path });
  }

  #call({ id, name, args, path }: Called): AGUIEvent[] {
    if (this.#told.has(id)) return [];
    this.#told.add(id);
    const parent = this.#texts.messageAt(path);
    const about = { toolCallId: id, ...this.#speakers.attribution(path) };
    return [
      {
        type: EventType.TOOL_CALL_START,
        ...about,
        toolCallName: name,
        ...(parent !== undefined && { parentMessageId: parent }),
      },
      { type: EventType.TOOL_CALL_ARGS, ...about, delta: args },
      { type: EventType.TOOL_CALL_END, ...about },
    ];
  }

  #end(event: EventOf<'tool.ended'>): AGUIEvent[] {
    const { path, name, result, error } = event;
    const id = this.#idOf(event);
    const result_: AGUIEvent = {
      type: EventType.TOOL_CALL_RESULT,
      messageId: `${id}:result`,
      toolCallId: id,
      content: result ?? error ?? '',
      ...this.#speakers.attribution(path),
    };
    return [...this.#call({ id, name, args: '', path }), result_];
  }

  #idOf({ path, id }: { path: string; id: string }): string {
    return `${this.#place.run}:${path}#${id}`;
  }
}

/** Of the id of an approval: turn and number of the call. */
const callIn = /#(\d+\.\d+)(?:#\d+)*$/;
