import { type AGUIEvent, type AssistantMessage, EventType, type Message } from '@ag-ui/core';

/**
 * The messages that a front end has by now. Only a list of all messages can take one back: it is what a
 * turn that begins again needs.
 */
export class Transcript {
  #messages: Message[];

  /** @param given that it had before */
  constructor(given: readonly Message[]) {
    this.#messages = given.filter(({ role }) => role !== 'activity');
  }

  add(event: AGUIEvent): void {
    switch (event.type) {
      case EventType.TEXT_MESSAGE_START:
        this.#assistant(event.messageId, event);
        return;
      case EventType.TEXT_MESSAGE_CONTENT: {
        const message = this.#assistant(event.messageId, event);
        message.content = `${message.content ?? ''}${event.delta}`;
        return;
      }
      case EventType.TOOL_CALL_START: {
        const message = this.#assistant(event.parentMessageId ?? event.toolCallId, event);
        const { toolCallId: id, toolCallName: name } = event;
        (message.toolCalls ??= []).push({
          id,
          type: 'function',
          function: { name, arguments: '' },
        });
        return;
      }
      case EventType.TOOL_CALL_ARGS:
        this.#argue(event);
        return;
      case EventType.TOOL_CALL_RESULT: {
        const { messageId: id, toolCallId, content, subagentRunId } = event;
        const whose = subagentRunId === undefined ? {} : { subagentRunId };
        this.#messages.push({ id, role: 'tool', toolCallId, content, ...whose });
        return;
      }
      default:
    }
  }

  /** All messages without one. */
  without(id: string): AGUIEvent {
    this.#messages = this.#messages.filter((message) => message.id !== id);
    return { type: EventType.MESSAGES_SNAPSHOT, messages: structuredClone(this.#messages) };
  }

  #assistant(id: string, { name, subagentRunId }: { name?: string; subagentRunId?: string }) {
    const found = this.#messages.findLast((message) => message.id === id);
    if (found?.role === 'assistant') return found;
    const message: AssistantMessage = {
      id,
      role: 'assistant',
      ...(name !== undefined && { name }),
      ...(subagentRunId !== undefined && { subagentRunId }),
    };
    this.#messages.push(message);
    return message;
  }

  #argue({ toolCallId, delta }: { toolCallId: string; delta: string }): void {
    const calls = this.#messages.flatMap((each) =>
      each.role === 'assistant' ? (each.toolCalls ?? []) : [],
    );
    const call = calls.find(({ id }) => id === toolCallId);
    if (call !== undefined) call.function.arguments += delta;
  }
}
