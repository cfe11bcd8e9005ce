/**
 * Which of the client's tools may be called in a response, and whether one of them has to be: as the session says, or the
 * response for itself. Pure. Tools of MCP servers are none of these: no server is reached.
 */

export interface ToolOffer {
  /** In the order in which they were declared. */
  readonly names: ReadonlySet<string>;
  /** One of them has to be called, whatever there is to say. */
  readonly must: boolean;
}

export interface ToolsAsked {
  readonly tools: readonly { readonly type?: string; readonly name?: string }[];
  readonly tool_choice: string | { readonly type: string; readonly name?: string | null };
}

export function offerOf({ tools, tool_choice: choice }: ToolsAsked): ToolOffer {
  const declared = tools.flatMap(({ type, name }) =>
    type === 'function' && name !== undefined ? [name] : [],
  );
  const allowed = typeof choice === 'string' ? choice !== 'none' : choice.type === 'function';
  const names = declared.filter((name) => allowed && (typeof choice === 'string' || name === choice.name));
  return { names: new Set(names), must: choice !== 'auto' && names.length > 0 };
}
