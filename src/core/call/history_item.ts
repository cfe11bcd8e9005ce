/** One thing that was said or done in a conversation, as a new session is told of it. */

export type HistoryItem =
  | { readonly type: 'caller'; readonly text: string }
  /** As far as it was heard. */
  | { readonly type: 'agent'; readonly text: string }
  | {
      readonly type: 'tool_call';
      readonly callId: string;
      readonly name: string;
      readonly arguments: string;
    }
  | { readonly type: 'tool_result'; readonly callId: string; readonly output: string };
