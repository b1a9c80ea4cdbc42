import { plainText } from '../report/escape.ts';

/**
 * Text from elsewhere, a title, a label, a line of a log, as one line for the terminal: what would steer the terminal
 * or break the line is taken out.
 */
export function printable(text: string): string {
  return plainText(text.replaceAll(/[\r\n\t\v\f\u0085\u2028\u2029]+/g, ' ')).trim();
}
