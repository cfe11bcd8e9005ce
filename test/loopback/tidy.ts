/**
 * Runs before each file of the socket tests, which share what is loaded: a module that several of them import is read once in a
 * worker, and could ask for the end of the first of them only.
 */

import { afterAll } from 'vitest';
import { removeTemporary } from './command.ts';

afterAll(removeTemporary);
