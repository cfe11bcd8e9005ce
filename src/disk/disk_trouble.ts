/** What a file system refuses, in words, and as a ConfigError: a full disk is no defect of ours. */

import { ConfigError } from '../core/word/config_error.ts';

const READ_ONLY = 'Choose a place that you may write to.';
const IN_THE_WAY = 'Choose another place, or move away what is in the way.';

const known: Readonly<Record<string, readonly [reason: string, wayOut: string]>> = {
  ENOSPC: ['the disk is full', 'Make room, or choose a place on another disk.'],
  EDQUOT: ['the disk quota is used up', 'Make room, or choose a place on another disk.'],
  EFBIG: ['the file would be larger than this process may write', 'Raise that limit (`ulimit -f`).'],
  EACCES: ['no permission', READ_ONLY],
  EPERM: ['no permission', READ_ONLY],
  EROFS: ['the file system is read-only', READ_ONLY],
  EISDIR: ['a directory is in the way', IN_THE_WAY],
  NOT_A_FILE: ['a pipe, a socket or a disk is in the way', IN_THE_WAY],
  ENOTDIR: ['a file is in the way of the directory', IN_THE_WAY],
  EEXIST: ['a file is in the way of the directory', IN_THE_WAY],
  ENOENT: ['no directory can be made there', READ_ONLY],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter one.'],
};

/** Of what went wrong while something was written: `the disk is full (ENOSPC)`. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : `${known[code]?.[0] ?? message} (${code})`;
}

/** Of what went wrong while something was read: `there is no such file (ENOENT)`. */
export function unreadReasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : reading[code];
  return reason === undefined ? reasonOf(error) : `${reason} (${code})`;
}

/** `code`: of the ConfigError. What is not the file system's refusal passes as it is: it is a defect. */
export function unwritable(error: unknown, place: { readonly code: string; readonly file: string }): unknown {
  const { code, syscall } = error as Partial<NodeJS.ErrnoException>;
  if (code === undefined || syscall === undefined) return error;
  const hint = known[code]?.[1] ?? 'Choose another place.';
  return new ConfigError(`cannot be written: ${reasonOf(error)}`, { ...place, hint });
}

/** The same of a file or directory that is to be read. */
export function unreadable(
  error: unknown,
  place: { readonly code: string; readonly file: string; readonly hint?: string },
): unknown {
  const { code, syscall } = error as Partial<NodeJS.ErrnoException>;
  if (code === undefined || syscall === undefined) return error;
  const reason =
    known[code] === undefined ? `cannot be read (${code})` : `cannot be read: ${reasonOf(error)}`;
  return new ConfigError(reading[code] ?? reason, place);
}

const reading: Readonly<Record<string, string>> = {
  EISDIR: 'this is a directory, and a file was expected',
  ENOTDIR: 'there is a file where a directory was expected',
  ENOENT: 'there is no such file',
  NOT_A_REGULAR_FILE: 'this is a pipe, a device or a socket, and a regular file was expected',
  FILE_TOO_LARGE: 'the file is larger than anything of its kind',
};
