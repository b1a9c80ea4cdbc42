/** The contract's own files, as they are handed to those who implement it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInTargetsFolder } from './folders.ts';

/** The stylesheet that every target serves, byte for byte. */
export const contractStyle = (): Buffer => readFileSync(join(builtInTargetsFolder, 'contract', 'style.css'));
