/** `commander` as the build has it, by an alias: required as a whole, which takes half as long as importing it (`required_ws.ts`). */

import { createRequire } from 'node:module';

export const { Argument, Command, CommanderError, InvalidArgumentError, Option } = createRequire(
  import.meta.url,
)('commander') as typeof import('commander');
