/** HTML that is put together from pieces: every value that is not itself markup is escaped on its way in. */
import { escapeMarkup } from './escape.ts';

/** A piece of HTML that may be embedded as it stands. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Piece = Markup | string | number | null | readonly Piece[];

/** ``html`<p>${title}</p>` ``: strings and numbers are escaped, markup and lists of it are embedded, null is nothing. */
export function html(literals: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const parts = literals.flatMap((literal, i) => [literal, textOf(pieces[i] ?? null)]);
  return new Markup(parts.join(''));
}

function textOf(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'object') return piece.map(textOf).join('');
  return escapeMarkup(String(piece));
}
