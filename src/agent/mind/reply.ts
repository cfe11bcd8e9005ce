/** What the agent decides to do when it has the floor: words to say, tools to call, and what comes of the call after it. */

export interface FunctionCall {
  readonly name: string;
  /** JSON text, as the client gets it. */
  readonly arguments: string;
}

export interface Reply {
  /** Ids of the agent's recorded utterances, said one after another. May be empty where there are calls. */
  readonly say: readonly string[];
  /** Calls of the client's tools, made after the words. */
  readonly calls: readonly FunctionCall[];
}
